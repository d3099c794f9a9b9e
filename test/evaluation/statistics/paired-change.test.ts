import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  type Pairs,
  pairedChange,
  upperBoundOfChange,
} from '../../../src/evaluation/statistics/paired-change.ts'
import { binomialWeights } from './binomial-weights.ts'

const somePairs = fc
  .tuple(fc.nat({ max: 60 }), fc.nat({ max: 60 }), fc.nat({ max: 600 }))
  .filter(([gained, lost, same]) => gained + lost + same > 0)
  .map(([gained, lost, same]): Pairs => ({ gained, lost, n: gained + lost + same }))

/** The probability that a bound or interval takes in the true change, over all that `n` pairs can show. */
function coverage(n: number, gain: number, loss: number, takesIn: (pairs: Pairs) => boolean): number {
  let covered = 0
  for (const [gained, chance] of binomialWeights(n, gain))
    for (const [lost, other] of binomialWeights(n - gained, loss / (1 - gain)))
      if (takesIn({ gained, lost, n })) covered += chance * other
  return covered
}

describe("the change of a share among the same cases, by Tango's score", () => {
  it('has the interval of the airway study in Fagerland, Lydersen & Laake (2014): −0.517 to −0.026', () => {
    expect(pairedChange({ gained: 1, lost: 7, n: 21 })).toEqual({
      value: -6 / 21,
      interval: { low: expect.closeTo(-0.517, 3), high: expect.closeTo(-0.026, 3) },
      n: 21,
    })
  })

  it('has its bounds where the score, written as Tango has it, is ±1.96', () => {
    const score = ({ gained: b, lost: c, n }: Pairs, change: number) => {
      const [A, B, C] = [2 * n, -b - c + (2 * n - b + c) * change, -c * change * (1 - change)]
      const loss = (Math.sqrt(B * B - 4 * A * C) - B) / (2 * A)
      return (b - c - n * change) / Math.sqrt(n * (2 * loss + change * (1 - change)))
    }
    fc.assert(
      fc.property(
        somePairs.filter(({ gained, lost, n }) => gained > 0 && lost > 0 && gained + lost < n),
        (pairs) => {
          const { interval } = pairedChange(pairs)
          if (!interval || !('low' in interval)) throw new Error('no interval')
          expect(score(pairs, interval.high)).toBeCloseTo(-1.959964, 4)
          expect(score(pairs, interval.low)).toBeCloseTo(1.959964, 4)
        },
      ),
    )
  })

  it('turns round with its sign, holds the change, and stays within −1 and 1', () => {
    fc.assert(
      fc.property(somePairs, (pairs) => {
        const { value, interval } = pairedChange(pairs)
        const turned = pairedChange({ gained: pairs.lost, lost: pairs.gained, n: pairs.n })
        if (value === null || !interval || !('low' in interval)) throw new Error('no interval')
        expect(turned.interval).toEqual({
          low: expect.closeTo(-interval.high, 9),
          high: expect.closeTo(-interval.low, 9),
        })
        expect(interval.low).toBeGreaterThanOrEqual(-1)
        expect(interval.low).toBeLessThanOrEqual(value)
        expect(interval.high).toBeGreaterThanOrEqual(value)
        expect(interval.high).toBeLessThanOrEqual(1)
      }),
    )
  })

  it.each([
    [200, 0.01, 0.01],
    [200, 0.05, 0.02],
    [300, 0, 0.1],
    [100, 0.1, 0.3],
  ])('covers the truth in 93 to 99 of 100 samples of %d with %f gained and %f lost', (n, gain, loss) => {
    const covered = coverage(n, gain, loss, (pairs) => {
      const { interval } = pairedChange(pairs)
      return !!interval && 'low' in interval && interval.low <= gain - loss && gain - loss <= interval.high
    })
    expect(covered).toBeGreaterThan(0.93)
    expect(covered).toBeLessThan(0.99)
  })

  it('is undefined, with the reason, without pairs', () => {
    const none = { value: null, reason: 'No case was seen both before and after.', n: 0 }
    expect(pairedChange({ gained: 0, lost: 0, n: 0 })).toEqual(none)
    expect(upperBoundOfChange({ gained: 0, lost: 0, n: 0 })).toEqual(none)
  })
})

describe('the one-sided bound of the change', () => {
  const LOSSES = [0, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1]

  it.each([100, 200, 299, 360, 450, 600, 1_080, 2_000])(
    'is below a true rise of one point in at most 5 of 100 samples of %d, however many pairs are lost',
    (n) => {
      for (const loss of LOSSES) {
        const above = coverage(
          n,
          loss + 0.01,
          loss,
          (pairs) => (upperBoundOfChange(pairs).value ?? 1) >= 0.01,
        )
        expect(1 - above, `${loss} lost`).toBeLessThanOrEqual(0.05)
      }
    },
  )

  it.each([0.002, 0.02, 0.05, 0.2])('covers a true rise of %f in 95 of 100 small samples', (rise) => {
    for (const n of [50, 200])
      for (const loss of LOSSES) {
        const above = coverage(
          n,
          loss + rise,
          loss,
          (pairs) => (upperBoundOfChange(pairs).value ?? 1) >= rise,
        )
        expect(above, `${loss} lost of ${n}`).toBeGreaterThanOrEqual(0.95)
      }
  })

  it('rises with what is gained and falls with what is lost', () => {
    fc.assert(
      fc.property(somePairs, (pairs) => {
        const { gained, lost, n } = pairs
        if (gained + lost === n) return
        const bound = upperBoundOfChange(pairs).value ?? 0
        expect(upperBoundOfChange({ gained: gained + 1, lost, n }).value).toBeGreaterThanOrEqual(bound)
        expect(upperBoundOfChange({ gained, lost: lost + 1, n }).value).toBeLessThanOrEqual(bound + 1e-9)
      }),
    )
  })
})
