import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  betaQuantile,
  binomialCdf,
  incompleteBeta,
  studentT975,
} from '../../../src/evaluation/statistics/incomplete-beta.ts'
import { logGamma } from '../../../src/evaluation/statistics/log-gamma.ts'
import { normalCdf, normalQuantile } from '../../../src/evaluation/statistics/normal.ts'
import { binomialWeights } from './binomial-weights.ts'

const shapes = fc.tuple(
  fc.double({ min: 0.01, max: 500, noNaN: true }),
  fc.double({ min: 0.01, max: 500, noNaN: true }),
)
const share = fc.double({ min: 0.001, max: 0.999, noNaN: true })

describe('the normal distribution', () => {
  it.each([
    [0.5, 0],
    [0.975, 1.959963984540054],
    [0.95, 1.6448536269514722],
    [1e-9, -5.997807015007687],
  ])('has its quantile of %f at %f', (probability, z) => {
    expect(normalQuantile(probability)).toBeCloseTo(z, 6)
    expect(normalCdf(z)).toBeCloseTo(probability, 12)
  })

  it('ends at 0 and 1', () => {
    expect([normalCdf(-40), normalCdf(40)]).toEqual([0, 1])
    expect(Number.isFinite(normalQuantile(0))).toBe(true)
  })
})

describe('the gamma function', () => {
  it('is a factorial, and the root of π at a half', () => {
    expect(logGamma(11)).toBeCloseTo(Math.log(3_628_800), 12)
    expect(logGamma(1)).toBeCloseTo(0, 12)
    expect(logGamma(0.5)).toBeCloseTo(Math.log(Math.PI) / 2, 12)
  })
})

describe('the incomplete beta function', () => {
  it('is what scipy 1.17 gives', () => {
    expect(incompleteBeta(0.3, 2, 5)).toBeCloseTo(0.579825, 12)
    expect(incompleteBeta(0.001, 0.01, 200)).toBeCloseTo(0.9877683908684576, 12)
  })

  it('mirrors, and its quantile turns it round', () => {
    fc.assert(
      fc.property(shapes, share, ([a, b], x) => {
        expect(incompleteBeta(x, a, b) + incompleteBeta(1 - x, b, a)).toBeCloseTo(1, 9)
        const at = betaQuantile(x, a, b)
        // A quantile that a double cannot tell from 0 or 1 cannot be turned round.
        if (at > 1e-12 && at < 1 - 1e-6) expect(incompleteBeta(at, a, b)).toBeCloseTo(x, 6)
      }),
    )
  })

  it('sums binomial probabilities', () => {
    let sum = 0
    for (const [many, chance] of binomialWeights(40, 0.3)) {
      sum += chance
      expect(binomialCdf(many, 40, 0.3)).toBeCloseTo(sum, 7)
    }
  })

  it("gives Student's quantiles of the tables", () => {
    for (const [freedom, t] of [
      [1, 12.7062],
      [10, 2.2281],
      [100, 1.984],
    ] as const)
      expect(studentT975(freedom)).toBeCloseTo(t, 4)
  })
})
