import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Pace } from '../../../src/platforms/slack/pace.ts'

const MINUTE = 60_000

/** The most of these times that lie within one span of time, whichever is looked at. */
function mostWithin(times: readonly number[], span: number): number {
  const sorted = times.toSorted((one, other) => one - other)
  return Math.max(0, ...sorted.map((from) => sorted.filter((at) => at >= from && at < from + span).length))
}

describe('the pace of edits', () => {
  it('keeps those of one channel more than a second apart, and lets other channels go on', () => {
    const askings = fc.array(
      fc.record({ after: fc.integer({ min: 0, max: 2_000 }), channel: fc.constantFrom('A', 'B') }),
      { maxLength: 15 },
    )
    fc.assert(
      fc.property(askings, (asked) => {
        let now = 0
        const pace = new Pace({ timer: () => now })
        const made = new Map<string, number[]>()
        for (const { after, channel } of asked) {
          now += after
          const wait = pace.edit(channel)
          const before = made.get(channel) ?? []
          if (before.every((at) => at + 1_200 <= now)) expect(wait).toBe(0)
          made.set(channel, [...before, now + wait])
        }
        for (const times of made.values()) expect(mostWithin(times, 1_000)).toBeLessThanOrEqual(1)
      }),
    )
  })

  it('stays within 50 in whatever minute is looked at, in a whole workspace', () => {
    const gaps = fc.array(fc.integer({ min: 0, max: 900 }), { minLength: 80, maxLength: 160 })
    fc.assert(
      fc.property(gaps, (asked) => {
        let now = 0
        const pace = new Pace({ timer: () => now })
        const made = asked.map((gap, channel) => {
          now += gap
          return now + pace.edit(String(channel))
        })
        expect(mostWithin(made, MINUTE)).toBeLessThanOrEqual(50)
      }),
      { numRuns: 30 },
    )
  })

  it('is remembered for what is to come, however many channels there are', () => {
    let now = 0
    const pace = new Pace({ timer: () => now })
    for (let channel = 0; channel < 3_000; channel += 1) {
      now += 10_000
      pace.edit(String(channel))
    }
    expect(pace.edit('2999')).toBe(1_200)
  })
})

describe('the pace of appends', () => {
  it('stays within 100 in whatever minute is looked at, however they come', () => {
    const gaps = fc.array(fc.integer({ min: 0, max: 900 }), { minLength: 150, maxLength: 300 })
    fc.assert(
      fc.property(gaps, (asked) => {
        let now = 0
        const pace = new Pace({ timer: () => now })
        const made = asked.map((gap) => {
          now += gap
          return now + pace.append(Number.POSITIVE_INFINITY)
        })
        expect(mostWithin(made, MINUTE)).toBeLessThanOrEqual(100)
      }),
      { numRuns: 30 },
    )
  })

  it('lets sixteen answers begin at once', () => {
    const pace = new Pace({ timer: () => 0 })
    const waits = Array.from({ length: 16 }, () => pace.append(Number.POSITIVE_INFINITY))
    expect(waits).toEqual(waits.map(() => 0))
  })

  it('does not wait for those that were booked and not made', () => {
    const pace = new Pace({ timer: () => 0 })
    const book = () => pace.append(Number.POSITIVE_INFINITY)
    const waits = Array.from({ length: 40 }, book)
    for (const wait of waits) if (wait > 0) pace.appendUnused()
    expect(book()).toBe(870)
  })

  it('keeps those to one message apart', () => {
    const pace = new Pace({ timer: () => 0 })
    expect(pace.append(100)).toBe(300)
    expect(pace.append(400)).toBe(0)
  })
})
