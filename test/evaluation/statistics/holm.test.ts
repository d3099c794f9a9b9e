import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { seededRandom } from '../../../src/crowd/seeded-random.ts'
import { holm } from '../../../src/evaluation/statistics/holm.ts'

const values = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 12 })

describe("Holm's adjustment", () => {
  it('of 0.01, 0.04, 0.03 and 0.005 is 0.03, 0.06, 0.06 and 0.02', () => {
    const adjusted = [0.03, 0.06, 0.06, 0.02]
    for (const [at, value] of holm([0.01, 0.04, 0.03, 0.005]).entries())
      expect(value).toBeCloseTo(adjusted[at] ?? 0, 12)
  })

  it('keeps order, is no smaller than the value and no larger than Bonferroni’s', () => {
    fc.assert(
      fc.property(values, (ps) => {
        const adjusted = holm(ps)
        for (const [at, p] of ps.entries()) {
          expect(adjusted[at]).toBeGreaterThanOrEqual(p)
          expect(adjusted[at]).toBeLessThanOrEqual(Math.min(1, p * ps.length))
          for (const [other, q] of ps.entries())
            if (p < q) expect(adjusted[at]).toBeLessThanOrEqual(adjusted[other] ?? 0)
        }
      }),
    )
  })

  it('rejects anything true by accident in no more than 5 of 100 families', () => {
    const random = seededRandom(1)
    let wrong = 0
    for (let family = 0; family < 4_000; family += 1)
      if (Math.min(...holm(Array.from({ length: 8 }, random))) <= 0.05) wrong += 1
    // Four standard deviations over a twentieth.
    expect(wrong / 4_000).toBeLessThan(0.064)
    expect(wrong / 4_000).toBeGreaterThan(0.035)
  })

  it('refuses what is no probability', () => {
    expect(() => holm([0.1, Number.NaN])).toThrow(RangeError)
    expect(() => holm([1.1])).toThrow(RangeError)
  })
})
