import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { seededRandom } from '../../../src/crowd/seeded-random.ts'
import { bestProbabilities } from '../../../src/evaluation/statistics/best-probability.ts'
import {
  type Beta,
  credibleInterval,
  meanOf,
  priorOf,
  updated,
} from '../../../src/evaluation/statistics/beta.ts'
import { drawBeta, drawLogGamma } from '../../../src/evaluation/statistics/draw-beta.ts'
import { thompsonOrder } from '../../../src/evaluation/statistics/thompson.ts'

const beta = (successes: number, failures: number): Beta => ({ successes, failures })
const DRAWS = 4_000

describe('a belief about a chance', () => {
  it('starts with its mean and weight, and moves by what is seen', () => {
    const prior = priorOf(0.25, 8)
    expect(prior).toEqual(beta(2, 6))
    expect(meanOf(updated(prior, beta(6, 2)))).toBe(0.5)
  })

  it('has the interval of the flat belief after nothing seen, and narrows', () => {
    expect(credibleInterval(beta(1, 1))).toEqual({
      low: expect.closeTo(0.025, 9),
      high: expect.closeTo(0.975, 9),
    })
    const width = ({ low, high }: { low: number; high: number }) => high - low
    expect(width(credibleInterval(beta(100, 100)))).toBeLessThan(width(credibleInterval(beta(10, 10))))
  })

  it('refuses a mean or weight that is none', () => {
    for (const [mean, weight] of [
      [0, 1],
      [1, 1],
      [0.5, 0],
      [Number.NaN, 1],
    ] as const)
      expect(() => priorOf(mean, weight)).toThrow(RangeError)
  })
})

describe('draws', () => {
  it.each([0.3, 1, 2.5, 40])('of the gamma distribution of shape %f have its mean and variance', (shape) => {
    const random = seededRandom(6)
    const drawn = Array.from({ length: DRAWS }, () => Math.exp(drawLogGamma(shape, random)))
    const mean = drawn.reduce((sum, each) => sum + each, 0) / DRAWS
    const variance = drawn.reduce((sum, each) => sum + (each - mean) ** 2, 0) / DRAWS
    // Five standard errors; that of a variance is widened by the kurtosis 6 / shape.
    expect(Math.abs(mean - shape)).toBeLessThan(5 * Math.sqrt(shape / DRAWS))
    expect(Math.abs(variance - shape)).toBeLessThan(5 * shape * Math.sqrt((2 + 6 / shape) / DRAWS))
  })

  it.each([
    [2, 3],
    [0.2, 0.4],
    [30, 5],
    [0.001, 0.001],
  ])('of Beta(%f, %f) have its mean and variance, and are never NaN', (a, b) => {
    const random = seededRandom(8)
    const drawn = Array.from({ length: DRAWS }, () => drawBeta(beta(a, b), random))
    const mean = drawn.reduce((sum, each) => sum + each, 0) / DRAWS
    const truth = a / (a + b)
    const variance = (truth * (1 - truth)) / (a + b + 1)
    expect(Math.abs(mean - truth)).toBeLessThan(5 * Math.sqrt(variance / DRAWS))
    const seen = drawn.reduce((sum, each) => sum + (each - mean) ** 2, 0) / DRAWS
    expect(Math.abs(seen - variance)).toBeLessThan(0.15 * variance)
  })
})

describe('the probability of being the best', () => {
  it('of two is how often a draw from the one is above one from the other', () => {
    // Ten million draws with numpy give 0.97310.
    const best = bestProbabilities(
      new Map([
        ['a', beta(81, 219)],
        ['b', beta(61, 239)],
      ]),
    )
    expect(best.get('a')).toBeCloseTo(0.9731, 4)
  })

  it('is even among equals, sums to 1, and is 1 for a single option', () => {
    const shape = fc.double({ min: 0.1, max: 300, noNaN: true })
    fc.assert(
      fc.property(fc.array(fc.tuple(shape, shape), { minLength: 1, maxLength: 5 }), (shapes) => {
        const best = bestProbabilities(new Map(shapes.map(([a, b], at) => [at, beta(a, b)])))
        expect(best.values().reduce((sum, each) => sum + each, 0)).toBeCloseTo(1, 9)
        for (const each of best.values()) expect(each).toBeGreaterThanOrEqual(0)
      }),
      { numRuns: 20 },
    )
    for (const each of bestProbabilities(new Map(['a', 'b', 'c'].map((name) => [name, beta(3, 9)]))).values())
      expect(each).toBeCloseTo(1 / 3, 9)
    expect(bestProbabilities(new Map([['a', beta(2, 2)]]))).toEqual(new Map([['a', 1]]))
  })
})

describe("Thompson's order", () => {
  const beliefs = new Map([
    ['few-shot', beta(12, 8)],
    ['contextual', beta(10, 10)],
    ['interactive', beta(3, 12)],
  ])
  const firsts = (floor: number) => {
    const random = seededRandom(12)
    const counts = new Map<string, number>()
    for (let draw = 0; draw < DRAWS; draw += 1) {
      const { order } = thompsonOrder(beliefs, { floor, random })
      expect([...order].sort()).toEqual(['contextual', 'few-shot', 'interactive'])
      counts.set(order[0] ?? '', (counts.get(order[0] ?? '') ?? 0) + 1)
    }
    return (name: string) => (counts.get(name) ?? 0) / DRAWS
  }

  it('puts each first as often as it is believed to be the best', () => {
    const share = firsts(0)
    for (const [name, probability] of bestProbabilities(beliefs))
      expect(Math.abs(share(name) - probability)).toBeLessThan(0.04)
  })

  it('puts none first less often than the floor gives it', () => {
    expect(firsts(0)('interactive')).toBeLessThan(0.02)
    expect(firsts(0.3)('interactive')).toBeGreaterThan(0.08)
    expect(Math.abs(firsts(1)('interactive') - 1 / 3)).toBeLessThan(0.04)
  })

  it('says when the floor gave the first place', () => {
    expect(thompsonOrder(beliefs, { floor: 1 }).explored).toBe(true)
    expect(thompsonOrder(beliefs, { floor: 0 }).explored).toBe(false)
  })

  it('of nothing is nothing, and a floor that is no share is refused', () => {
    expect(thompsonOrder(new Map(), { floor: 1 }).order).toEqual([])
    expect(() => thompsonOrder(beliefs, { floor: 1.5 })).toThrow(RangeError)
  })
})
