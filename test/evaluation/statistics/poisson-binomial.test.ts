import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { expectedCounts, poissonBinomial } from '../../../src/evaluation/statistics/poisson-binomial.ts'
import { binomialWeights } from './binomial-weights.ts'

const chances = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 60 })

describe('the number of things that happen, each with a chance of its own', () => {
  it('is binomial where the chances are alike', () => {
    const weights = poissonBinomial(Array<number>(30).fill(0.3))
    for (const [count, weight] of binomialWeights(30, 0.3)) expect(weights[count]).toBeCloseTo(weight, 12)
  })

  it('has probabilities that add up to one, and the mean and variance of its parts', () => {
    fc.assert(
      fc.property(chances, (all) => {
        const weights = [...poissonBinomial(all)]
        const moment = (of: (count: number) => number) =>
          weights.reduce((sum, weight, count) => sum + weight * of(count), 0)
        const mean = all.reduce((sum, chance) => sum + chance, 0)
        expect(moment(() => 1)).toBeCloseTo(1, 9)
        expect(moment((count) => count)).toBeCloseTo(mean, 6)
        expect(moment((count) => (count - mean) ** 2)).toBeCloseTo(
          all.reduce((sum, chance) => sum + chance * (1 - chance), 0),
          6,
        )
      }),
    )
  })
})

describe('the counts to expect', () => {
  it('leave out no more than half of the level on either side, and could leave out no more', () => {
    fc.assert(
      fc.property(chances, fc.constantFrom(0.2, 0.05, 0.001), (all, level) => {
        const weights = [...poissonBinomial(all)]
        const { low, high } = expectedCounts(all, level)
        const sum = (from: number, to: number) =>
          weights.slice(from, to).reduce((total, each) => total + each, 0)
        expect(low).toBeLessThanOrEqual(high)
        expect(sum(0, low)).toBeLessThanOrEqual(level / 2 + 1e-12)
        expect(sum(high + 1, weights.length)).toBeLessThanOrEqual(level / 2 + 1e-12)
        if (low < weights.length - 1) expect(sum(0, low + 1)).toBeGreaterThan(level / 2 - 1e-12)
        if (high > 0) expect(sum(high, weights.length)).toBeGreaterThan(level / 2 - 1e-12)
      }),
    )
  })

  it('are one where nothing is left to chance', () => {
    expect(expectedCounts([1, 1, 0], 0.05)).toEqual({ low: 2, high: 2 })
    expect(expectedCounts([], 0.05)).toEqual({ low: 0, high: 0 })
  })
})
