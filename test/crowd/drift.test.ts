import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { differenceOfShares, driftOf, lastWeek } from '../../src/crowd/drift.ts'
import { driftSentence, noDriftSentence } from '../../src/crowd/rate-words.ts'

const share = (part: number, whole: number) => ({ part, whole })

describe('the interval of a difference', () => {
  it.each([
    // Newcombe 1998, table II, method 10, examples a and b.
    [share(48, 80), share(56, 70), { low: 0.0524, high: 0.3339 }],
    [share(3, 10), share(9, 10), { low: 0.1705, high: 0.809 }],
  ] as const)('%o and %o', (before, last, { low, high }) => {
    const interval = differenceOfShares(before, last)
    expect(interval.low).toBeCloseTo(low, 3)
    expect(interval.high).toBeCloseTo(high, 3)
  })

  it('turns round with its sides, and holds the difference', () => {
    const any = fc
      .integer({ min: 1, max: 400 })
      .chain((whole) => fc.integer({ min: 0, max: whole }).map((part) => share(part, whole)))
    fc.assert(
      fc.property(any, any, (one, other) => {
        const there = differenceOfShares(one, other)
        const back = differenceOfShares(other, one)
        expect(there.low).toBeCloseTo(-back.high, 9)
        const difference = other.part / other.whole - one.part / one.whole
        expect(there.low).toBeLessThanOrEqual(difference + 1e-9)
        expect(there.high).toBeGreaterThanOrEqual(difference - 1e-9)
      }),
    )
  })
})

describe('a drift', () => {
  it('is told where the last week leaves the four before it, in a sentence with both shares', () => {
    const weeks = [
      share(90, 90),
      share(20, 100),
      share(22, 100),
      share(21, 110),
      share(23, 100),
      share(46, 120),
    ]
    const drift = driftOf(weeks)
    expect(drift).toMatchObject({ before: share(86, 410), last: share(46, 120) })
    if (!drift) return
    expect(driftSentence({ model: 'rehearsal:gemma', by: 'machine', drift })).toBe(
      'rehearsal:gemma refuses more harmless requests than in the four weeks before, by the machine: 38 % of 120 against 21 % of 410.',
    )
  })

  it('is told as fewer where it went down', () => {
    const drift = driftOf([share(60, 100), share(20, 100)])
    expect(drift && driftSentence({ model: 'm', by: 'crowd', drift })).toContain(
      'm refuses fewer harmless requests than in the week before',
    )
  })

  it('that cannot be seen is not called none', () => {
    expect(lastWeek([share(20, 100), share(21, 100)])).toMatchObject({ weeks: 1 })
    for (const weeks of [[], [share(2, 9)], [share(2, 9), share(0, 0)], [share(0, 0), share(2, 9)]])
      expect(lastWeek(weeks)).toBeUndefined()
    expect(noDriftSentence(false)).toContain('is unknown, because')
  })

  it.each([
    ['nothing changed', [share(20, 100), share(21, 100)]],
    ['there is one week', [share(20, 100)]],
    ['the last week is empty', [share(20, 100), share(0, 0)]],
    ['the weeks before are empty', [share(0, 0), share(5, 9)]],
    ['too little was asked to tell', [share(1, 4), share(3, 4)]],
  ])('is none where %s', (_, weeks) => expect(driftOf(weeks)).toBeUndefined())
})
