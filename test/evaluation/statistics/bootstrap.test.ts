import { describe, expect, it } from 'vitest'
import { seededRandom } from '../../../src/crowd/seeded-random.ts'
import { bootstrapInterval, resampledWeights } from '../../../src/evaluation/statistics/bootstrap.ts'

/** The weighted mean of values by cluster. */
const meanOf = (clusters: readonly (readonly number[])[]) => (weights: Uint32Array) => {
  let [sum, many] = [0, 0]
  for (const [cluster, values] of clusters.entries())
    for (const value of values) {
      sum += value * (weights[cluster] ?? 0)
      many += weights[cluster] ?? 0
    }
  return many === 0 ? undefined : sum / many
}

/** How many of some experiments' intervals hold the truth. */
function coverage(
  experiments: number,
  method: 'percentile' | 'bca',
  truth: number,
  draw: (random: () => number) => readonly (readonly number[])[],
): number {
  const random = seededRandom(7)
  let covered = 0
  for (let experiment = 0; experiment < experiments; experiment += 1) {
    const clusters = draw(random)
    const bounds = bootstrapInterval(clusters.length, meanOf(clusters), { method, random, resamples: 300 })
    if ('low' in bounds && bounds.low <= truth && truth <= bounds.high) covered += 1
  }
  return covered / experiments
}

describe('the bootstrap', () => {
  it('draws as many clusters as there are, each as often as any', () => {
    const sums = new Array(10).fill(0)
    for (const weights of resampledWeights(10, { resamples: 2_000, random: seededRandom(3) })) {
      expect(weights.reduce((sum, many) => sum + many, 0)).toBe(10)
      for (const [cluster, many] of weights.entries()) sums[cluster] += many
    }
    for (const sum of sums) expect(Math.abs(sum - 2_000)).toBeLessThan(250)
  })

  // Means of 60 waiting times: skewed, so that the plain percentile interval leans too far down.
  it.each(['percentile', 'bca'] as const)(
    'by %s covers a skewed mean in about 95 of 100 samples',
    (method) => {
      const covered = coverage(300, method, 1, (random) =>
        Array.from({ length: 60 }, () => [-Math.log(1 - random())]),
      )
      expect(covered).toBeGreaterThan(0.88)
      expect(covered).toBeLessThan(0.99)
    },
  )

  it('covers where the answers to a prompt hang together, as drawing single answers does not', () => {
    const together = (random: () => number) =>
      Array.from({ length: 50 }, () => new Array<number>(8).fill(random() < 0.4 ? 1 : 0))
    const apart = (random: () => number) =>
      together(random).flatMap((values) => values.map((value) => [value]))
    expect(coverage(150, 'percentile', 0.4, together)).toBeGreaterThan(0.86)
    expect(coverage(150, 'percentile', 0.4, apart)).toBeLessThan(0.75)
  })

  it('by BCa is the percentile interval where nothing is biased or skewed', () => {
    const clusters = Array.from({ length: 200 }, (_, at) => [at])
    const of = (method: 'percentile' | 'bca') =>
      bootstrapInterval(200, meanOf(clusters), { method, random: seededRandom(5), resamples: 4_000 })
    const [plain, corrected] = [of('percentile'), of('bca')]
    if (!('low' in plain) || !('low' in corrected)) throw new Error('no interval')
    expect(Math.abs(plain.low - corrected.low)).toBeLessThan(1)
    expect(Math.abs(plain.high - corrected.high)).toBeLessThan(1)
  })

  it('by BCa leans the way the values are skewed', () => {
    const random = seededRandom(13)
    const clusters = Array.from({ length: 40 }, () => [-Math.log(1 - random())])
    const of = (sign: number, method: 'percentile' | 'bca') => {
      const signed = clusters.map((values) => values.map((value) => sign * value))
      const bounds = bootstrapInterval(40, meanOf(signed), {
        method,
        random: seededRandom(5),
        resamples: 4_000,
      })
      if (!('low' in bounds)) throw new Error('no interval')
      return bounds
    }
    for (const end of ['low', 'high'] as const) {
      expect(of(1, 'bca')[end]).toBeGreaterThan(of(1, 'percentile')[end] + 0.02)
      expect(of(-1, 'bca')[end]).toBeLessThan(of(-1, 'percentile')[end] - 0.02)
    }
  })

  it('is the same for the same seed', () => {
    const clusters = Array.from({ length: 700 }, (_, at) => [at % 7])
    const of = (seed: number) =>
      bootstrapInterval(700, meanOf(clusters), { random: seededRandom(seed), resamples: 200 })
    expect(of(1)).toEqual(of(1))
    expect(of(1)).not.toEqual(of(2))
  })

  it('is undefined, with the reason, where there is too little to draw from', () => {
    expect(bootstrapInterval(1, () => 1)).toMatchObject({ reason: expect.stringContaining('fewer than two') })
    expect(bootstrapInterval(5, () => undefined)).toMatchObject({
      reason: expect.stringContaining('not determined'),
    })
    expect(bootstrapInterval(5, () => 1)).toMatchObject({ reason: expect.stringContaining('same figure') })
    expect(
      bootstrapInterval(3, (weights) => (weights[0] ? weights[1] : undefined), { random: seededRandom(1) }),
    ).toMatchObject({ reason: expect.stringContaining('too few cases') })
  })
})
