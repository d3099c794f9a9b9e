import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { annotatorQualities } from '../../src/crowd/confusion.ts'
import { fitDawidSkene } from '../../src/crowd/dawid-skene.ts'
import { voteTableOf } from '../../src/crowd/vote-table.ts'
import { wilson } from '../../src/crowd/wilson.ts'
import { someVotes } from './arbitrary-votes.ts'
import { patientVotes, votesByAnnotator } from './known-votes.ts'

describe("an annotator's confusion matrix", () => {
  it('has the rates of the first observer in the 1979 paper on its diagonal', () => {
    const [first] = annotatorQualities(fitDawidSkene(voteTableOf(patientVotes())))
    const diagonal = first?.confusion.map(({ truth, said }, at) => [truth, said[at]?.value?.toFixed(2)])
    expect(Object.fromEntries(diagonal ?? [])).toEqual({ 1: '0.89', 2: '0.88', 3: '0.66', 4: '0.44' })
    expect(first).toMatchObject({ annotator: '1', votes: 135 })
  })

  it('counts whole votes where the truth is gold, with their score intervals', () => {
    const gold = new Map(['t0', 't1', 't2', 't3'].map((task) => [task, 'a']))
    const [one] = annotatorQualities(fitDawidSkene(votesByAnnotator(['aaab']), { gold }))
    expect(one).toEqual({
      annotator: 'a0',
      votes: 4,
      accuracy: { value: 0.75, interval: wilson(3, 4) },
      confusion: [
        {
          truth: 'a',
          votes: 4,
          said: [
            { value: 0.75, interval: wilson(3, 4) },
            { value: 0.25, interval: wilson(1, 4) },
          ],
        },
        {
          truth: 'b',
          votes: 0,
          said: [
            { value: null, reason: 'The annotator saw no task of this label.' },
            { value: null, reason: 'The annotator saw no task of this label.' },
          ],
        },
      ],
    })
  })

  it('has shares that sum to 1, each within its interval', () => {
    fc.assert(
      fc.property(someVotes(), (votes) => {
        for (const { confusion } of annotatorQualities(fitDawidSkene(voteTableOf(votes)))) {
          for (const { said } of confusion) {
            const rates = said.flatMap((rate) => (rate.value === null ? [] : [rate]))
            if (rates.length === 0) continue
            expect(rates.reduce((sum, { value }) => sum + value, 0)).toBeCloseTo(1, 9)
            for (const { value, interval } of rates) {
              expect(interval.low).toBeGreaterThanOrEqual(0)
              expect(interval.high).toBeLessThanOrEqual(1)
              expect(value).toBeGreaterThanOrEqual(interval.low - 1e-9)
              expect(value).toBeLessThanOrEqual(interval.high + 1e-9)
            }
          }
        }
      }),
    )
  })
})

describe('the score interval of a share', () => {
  it('meets the bounds known for 8 of 10, and is everything for nothing', () => {
    const { low, high } = wilson(8, 10)
    expect(low).toBeCloseTo(0.490162, 6)
    expect(high).toBeCloseTo(0.943318, 6)
    expect(wilson(0, 0)).toEqual({ low: 0, high: 1 })
  })

  it('stays within 0 and 1', () => {
    for (const whole of [1, 3, 7, 1000]) {
      for (let part = 0; part <= whole; part += 1) {
        expect(wilson(part, whole).low).toBeGreaterThanOrEqual(0)
        expect(wilson(part, whole).high).toBeLessThanOrEqual(1)
      }
    }
  })
})
