import { describe, expect, it } from 'vitest'
import { seededRandom } from '../../../src/crowd/seeded-random.ts'
import { meanEstimate } from '../../../src/evaluation/statistics/mean-estimate.ts'
import { quantileEstimate } from '../../../src/evaluation/statistics/quantile-estimate.ts'

const upTo = (n: number) => Array.from({ length: n }, (_, at) => n - at)

describe('a quantile of measured values', () => {
  it.each([
    // Ranks of the 95 % interval of a median, as in the tables of the sign test.
    [6, 1, 6],
    [10, 2, 9],
    [20, 6, 15],
    [100, 40, 61],
  ])('has, for the median of %d, the values of rank %d and %d around it', (n, low, high) => {
    expect(quantileEstimate(upTo(n), 0.5)).toEqual({ value: (n + 1) / 2, interval: { low, high }, n })
  })

  it('is covered, and not by chance of the values’ shape', () => {
    const random = seededRandom(2)
    let covered = 0
    for (let sample = 0; sample < 2_000; sample += 1) {
      const { interval } = quantileEstimate(
        Array.from({ length: 120 }, () => -Math.log(1 - random())),
        0.95,
      )
      const truth = -Math.log(0.05)
      if (interval && 'low' in interval && interval.low <= truth && truth <= interval.high) covered += 1
    }
    expect(covered / 2_000).toBeGreaterThan(0.94)
  })

  it('has no interval of the 95th percentile of fewer than 72 values, and says so', () => {
    expect(quantileEstimate(upTo(71), 0.95).interval).toMatchObject({
      reason: expect.stringContaining('71 values'),
    })
    expect(quantileEstimate(upTo(72), 0.95).interval).toMatchObject({ high: 72 })
    expect(quantileEstimate([], 0.5)).toEqual({ value: null, reason: 'Nothing was measured.', n: 0 })
  })
})

describe('a mean', () => {
  it("has Student's interval", () => {
    expect(meanEstimate([1, 2, 3, 4, 5])).toEqual({
      value: 3,
      interval: { low: expect.closeTo(3 - 1.9632, 4), high: expect.closeTo(3 + 1.9632, 4) },
      n: 5,
    })
  })

  it('has none for one value, and is undefined for none', () => {
    expect(meanEstimate([2])).toMatchObject({ value: 2, interval: { value: null } })
    expect(meanEstimate([])).toEqual({ value: null, reason: 'Nothing was measured.', n: 0 })
  })
})
