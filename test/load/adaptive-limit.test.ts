import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { seededRandom } from '../../src/crowd/seeded-random.ts'
import { AdaptiveLimit, type Carried, type Start } from '../../src/load/adaptive-limit.ts'

/** So many calls at once that all end alike. */
function wave(limit: AdaptiveLimit, calls: number, ends: (index: number) => Carried, now = 0): void {
  const starts = Array.from({ length: calls }, () => limit.begin())
  for (const [index, start] of starts.entries()) limit.end(start, ends(index), now)
}

describe('how many calls may be under way at once', () => {
  it('stays between one and the ceiling, whatever happens in whatever order', () => {
    const step = fc.record({
      begin: fc.boolean(),
      which: fc.nat(50),
      carried: fc.constantFrom<Carried>('answered', 'turned_away', 'overloaded', 'unknown'),
    })
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 40 }), fc.array(step, { maxLength: 300 }), (ceiling, steps) => {
        const limit = new AdaptiveLimit(ceiling)
        const under: Start[] = []
        for (const { begin, which, carried } of steps) {
          if (begin && limit.free > 0) under.push(limit.begin())
          const [ended] = under.length > 0 && !begin ? under.splice(which % under.length, 1) : []
          if (ended) limit.end(ended, carried, which * 10_000)
          expect(limit.limit).toBeGreaterThanOrEqual(1)
          expect(limit.limit).toBeLessThanOrEqual(ceiling)
          expect(limit.underWay).toBe(under.length)
        }
      }),
    )
  })

  it('is halved by a provider that turns one away, once for all that were under way together', () => {
    const limit = new AdaptiveLimit(64)
    wave(limit, 64, (index) => (index < 8 ? 'turned_away' : 'answered'))
    expect(limit.limit).toBe(32)
  })

  it('falls to what the provider has shown to carry where it turns most of them away', () => {
    const limit = new AdaptiveLimit(256)
    wave(limit, 256, (index) => (index < 226 ? 'turned_away' : 'answered'))
    expect(limit.limit).toBe(30)
  })

  it('comes back at once to what was carried, and for half a minute goes no further', () => {
    const limit = new AdaptiveLimit(64)
    wave(limit, 64, (index) => (index < 40 ? 'turned_away' : 'answered'))
    expect(limit.limit).toBe(24)
    for (let round = 0; round < 100; round += 1) wave(limit, limit.limit, () => 'answered', 29_000)
    expect(limit.limit).toBe(24)
  })

  it('then grows one by one with rounds of answers, while it is made use of', () => {
    const limit = new AdaptiveLimit(64)
    wave(limit, 64, (index) => (index < 40 ? 'turned_away' : 'answered'))
    const later = 31_000
    for (let round = 0; round < 10; round += 1) wave(limit, limit.limit, () => 'answered', later)
    expect(limit.limit).toBeGreaterThan(26)
    expect(limit.limit).toBeLessThanOrEqual(34)
    const before = limit.limit
    // One at a time says nothing of many at once.
    for (let call = 0; call < 500; call += 1) wave(limit, 1, () => 'answered', later)
    expect(limit.limit).toBe(before)
  })

  it('soon carries half again where all were turned away, as when the calls of a minute are used up', () => {
    const limit = new AdaptiveLimit(64)
    wave(limit, 64, () => 'turned_away')
    expect(limit.limit).toBe(1)
    for (let round = 0; round < 10; round += 1) wave(limit, limit.limit, () => 'answered', 1_000)
    expect(limit.limit).toBe(32)
  })

  it('stays wide with a provider that turns one in fifty away whatever the crowd', () => {
    const random = seededRandom(1)
    const limit = new AdaptiveLimit(64)
    const limits: number[] = []
    const under: Start[] = []
    let now = 0
    for (let call = 0; call < 20_000; call += 1) {
      while (limit.free > 0) under.push(limit.begin())
      const [ended] = under.splice(Math.floor(random() * under.length), 1)
      // Calls of a third of a second.
      now += 333 / (under.length + 1)
      if (ended) limit.end(ended, random() < 0.02 ? 'turned_away' : 'answered', now)
      limits.push(limit.limit)
    }
    const mean = limits.reduce((sum, one) => sum + one, 0) / limits.length
    expect(mean).toBeGreaterThan(8)
  })

  it('does not shrink for a provider that is overloaded now and then, but for one that mostly is', () => {
    const limit = new AdaptiveLimit(64)
    wave(limit, 64, () => 'answered')
    wave(limit, 64, (index) => (index % 16 === 0 ? 'overloaded' : 'answered'))
    expect(limit.limit).toBe(64)
    wave(limit, 64, () => 'overloaded')
    expect(limit.limit).toBeLessThan(32)
    wave(limit, limit.limit, () => 'overloaded')
    expect(limit.limit).toBe(1)
  })

  it('is not taken down for many by one of a few that is turned away', () => {
    const limit = new AdaptiveLimit(64)
    wave(limit, 3, (index) => (index < 1 ? 'turned_away' : 'answered'))
    for (let round = 0; round < 10; round += 1) wave(limit, limit.limit, () => 'answered', 1_000)
    expect(limit.limit).toBe(32)
  })

  it('learns what a provider carries that turns away all beyond it, and seldom tries more', () => {
    const carries = 20
    const limit = new AdaptiveLimit(256)
    let turnedAway = 0
    let answered = 0
    for (let round = 0; round < 600; round += 1) {
      const ends = (index: number) => (index < carries ? 'answered' : 'turned_away')
      if (round >= 10) {
        turnedAway += Math.max(0, limit.limit - carries)
        answered += Math.min(limit.limit, carries)
      }
      wave(limit, limit.limit, ends, round * 1_000)
    }
    expect(turnedAway / answered).toBeLessThan(0.01)
    expect(answered).toBeGreaterThan(0.9 * 590 * carries)
  })
})
