import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { AdaptiveLimit, type Carried, type Start } from '../../src/load/adaptive-limit.ts'

/** So many calls at once that all end alike. */
function wave(limit: AdaptiveLimit, calls: number, ends: (index: number) => Carried): void {
  const starts = Array.from({ length: calls }, () => limit.begin())
  for (const [index, start] of starts.entries()) limit.end(start, ends(index))
}

describe('how many calls may be under way at once', () => {
  it('stays between one and the ceiling, whatever happens in whatever order', () => {
    const step = fc.record({
      begin: fc.boolean(),
      which: fc.nat(50),
      carried: fc.constantFrom<Carried>('answered', 'turned_away', 'unknown'),
    })
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 40 }), fc.array(step, { maxLength: 300 }), (ceiling, steps) => {
        const limit = new AdaptiveLimit(ceiling)
        const under: Start[] = []
        for (const { begin, which, carried } of steps) {
          if (begin && limit.free > 0) under.push(limit.begin())
          const [ended] = under.length > 0 && !begin ? under.splice(which % under.length, 1) : []
          if (ended) limit.end(ended, carried)
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

  it('grows by one for a whole round of answers, while it is made use of', () => {
    const limit = new AdaptiveLimit(64)
    wave(limit, 64, () => 'turned_away')
    expect(limit.limit).toBe(1)
    for (let round = 1; round < 10; round += 1) {
      wave(limit, limit.limit, () => 'answered')
      expect(limit.limit).toBeGreaterThanOrEqual(round / 2)
    }
    const before = limit.limit
    expect(before).toBeGreaterThan(4)
    // One at a time says nothing of many at once.
    for (let call = 0; call < 50; call += 1) wave(limit, 1, () => 'answered')
    expect(limit.limit).toBe(before)
  })

  it('learns what a provider carries that turns away all beyond it', () => {
    const carries = 20
    const limit = new AdaptiveLimit(256)
    const seen: number[] = []
    for (let round = 0; round < 300; round += 1) {
      wave(limit, limit.limit, (index) => (index < carries ? 'answered' : 'turned_away'))
      if (round > 50) seen.push(limit.limit)
    }
    expect(Math.max(...seen)).toBeLessThanOrEqual(carries + 1)
    expect(seen.reduce((sum, each) => sum + each, 0) / seen.length).toBeGreaterThan(carries / 2)
  })
})
