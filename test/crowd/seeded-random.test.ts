import { describe, expect, it } from 'vitest'
import { seededRandom } from '../../src/crowd/seeded-random.ts'

const draws = (seed: number, many = 10_000) => Array.from({ length: many }, seededRandom(seed))

describe('seeded random numbers', () => {
  it('are the same for the same seed and others for another', () => {
    expect(draws(1, 5)).toEqual(draws(1, 5))
    expect(draws(1, 5)).not.toEqual(draws(2, 5))
  })

  it.each([0, 1, -1, 2 ** 31])('from seed %d fill the unit interval evenly', (seed) => {
    const tenths = Array.from({ length: 10 }, () => 0)
    for (const draw of draws(seed)) {
      expect(draw).toBeGreaterThanOrEqual(0)
      expect(draw).toBeLessThan(1)
      tenths[Math.floor(draw * 10)] = (tenths[Math.floor(draw * 10)] ?? 0) + 1
    }
    // Five standard deviations of a tenth of 10,000 draws.
    for (const many of tenths) expect(Math.abs(many - 1_000)).toBeLessThan(150)
  })
})
