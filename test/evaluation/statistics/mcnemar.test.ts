import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { mcnemar } from '../../../src/evaluation/statistics/mcnemar.ts'

const counts = fc.tuple(fc.nat({ max: 400 }), fc.nat({ max: 400 }))

describe("McNemar's test", () => {
  it('of the airway study in Fagerland, Lydersen & Laake (2013) is 0.0703, its mid-p 0.0391', () => {
    const { p, midP, n } = mcnemar(1, 7)
    expect(p).toBeCloseTo(0.0703, 4)
    expect(midP).toBeCloseTo(0.0391, 4)
    expect(n).toBe(8)
  })

  it('does not tell directions apart, is a probability, and has the mid-p below it', () => {
    fc.assert(
      fc.property(counts, ([gained, lost]) => {
        const test = mcnemar(gained, lost)
        expect(mcnemar(lost, gained)).toEqual(test)
        expect(test.p).toBeLessThanOrEqual(1)
        expect(test.midP).toBeGreaterThan(0)
        expect(test.midP).toBeLessThanOrEqual(test.p)
      }),
    )
  })

  it('falls as the split grows more uneven, and is 1 for an even one or none', () => {
    for (let lost = 0; lost < 50; lost += 1)
      expect(mcnemar(lost, 100 - lost).p).toBeLessThanOrEqual(mcnemar(lost + 1, 99 - lost).p)
    expect(mcnemar(50, 50).p).toBe(1)
    expect(mcnemar(0, 0)).toEqual({ p: 1, midP: 1, n: 0 })
  })

  it('holds for more pairs than a power of one half can count', () => {
    // Of 4,000 changed pairs, 2,060 in one direction are 1.9 standard deviations.
    expect(mcnemar(1_940, 2_060).p).toBeCloseTo(0.06, 2)
  })
})
