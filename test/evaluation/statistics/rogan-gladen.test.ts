import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { seededRandom } from '../../../src/crowd/seeded-random.ts'
import { correctedRate } from '../../../src/evaluation/statistics/rogan-gladen.ts'

const SOME = { sensitivity: { part: 96, whole: 100 }, specificity: { part: 89, whole: 100 } }

describe('a rate corrected for its judge', () => {
  it('of 23 of 150 found at 96 % and 89 % is the 5.1 % in the documentation of epiR', () => {
    expect(correctedRate({ part: 23, whole: 150 }, SOME).value).toBeCloseTo(0.051, 3)
  })

  it('is 0 where fewer are found than errors alone would give, as in epiR for Helicobacter pylori', () => {
    const { value, interval } = correctedRate(
      { part: 6, whole: 151 },
      { sensitivity: { part: 964, whole: 1_000 }, specificity: { part: 927, whole: 1_000 } },
    )
    expect(value).toBe(0)
    // There 0 to 1.3 of 100, sensitivity and specificity taken as known.
    expect(interval).toEqual({ low: 0, high: expect.closeTo(0.017, 3) })
  })

  it('is the rate itself where the judge never erred', () => {
    fc.assert(
      fc.property(fc.nat({ max: 100 }), (part) => {
        const perfect = { sensitivity: { part: 9, whole: 9 }, specificity: { part: 7, whole: 7 } }
        const { value, interval } = correctedRate({ part, whole: 100 }, perfect)
        expect(value).toBeCloseTo(part / 100, 12)
        expect(interval && 'low' in interval && interval.low >= 0 && interval.high <= 1).toBe(true)
      }),
    )
  })

  it.each([
    [0.05, 0.9, 0.95],
    [0.3, 0.7, 0.9],
    [0.6, 0.95, 0.8],
  ])('covers a true rate of %f by a judge of %f and %f', (rate, sensitivity, specificity) => {
    const random = seededRandom(11)
    const draw = (n: number, chance: number) => ({
      part: Array.from({ length: n }, random).filter((each) => each < chance).length,
      whole: n,
    })
    let covered = 0
    for (let sample = 0; sample < 2_000; sample += 1) {
      const found = draw(250, rate * sensitivity + (1 - rate) * (1 - specificity))
      const { interval } = correctedRate(found, {
        sensitivity: draw(80, sensitivity),
        specificity: draw(120, specificity),
      })
      if (interval && 'low' in interval && interval.low <= rate && rate <= interval.high) covered += 1
    }
    expect(covered / 2_000).toBeGreaterThan(0.93)
  })

  it('is undefined, with the reason, for a judge that tells nothing or was not measured', () => {
    const useless = { sensitivity: { part: 3, whole: 10 }, specificity: { part: 7, whole: 10 } }
    expect(correctedRate({ part: 1, whole: 5 }, useless)).toEqual({
      value: null,
      reason: 'Sensitivity and specificity sum to 1 or less: the judge tells nothing.',
      n: 5,
    })
    const none = { part: 0, whole: 0 }
    expect(correctedRate(none, SOME)).toMatchObject({ reason: 'The judge saw no cases.' })
    expect(correctedRate({ part: 1, whole: 5 }, { ...SOME, sensitivity: none })).toMatchObject({
      reason: expect.stringContaining('sensitivity was not measured'),
    })
    expect(correctedRate({ part: 1, whole: 5 }, { ...SOME, specificity: none })).toMatchObject({
      reason: expect.stringContaining('specificity was not measured'),
    })
  })
})
