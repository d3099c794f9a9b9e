import { describe, expect, it } from 'vitest'
import { parseSchedule } from '../src/schedule.ts'

const at = (time: string) => Date.parse(time)
const named = (milliseconds: number | undefined) => new Date(milliseconds ?? 0).toISOString()

describe('a schedule', () => {
  it('tells when it was and will be due, now included', () => {
    const schedule = parseSchedule('0 3 * * 1')
    expect(named(schedule?.previous(at('2026-11-21T10:00:00Z')))).toBe('2026-11-16T03:00:00.000Z')
    expect(named(schedule?.next(at('2026-11-21T10:00:00Z')))).toBe('2026-11-23T03:00:00.000Z')
    expect(named(schedule?.previous(at('2026-11-23T03:00:00Z')))).toBe('2026-11-23T03:00:00.000Z')
    expect(named(schedule?.next(at('2026-11-23T03:00:00Z')))).toBe('2026-11-30T03:00:00.000Z')
  })

  it('keeps to the clocks of its time zone, also where they change', () => {
    const schedule = parseSchedule('0 3 * * *', 'Europe/Berlin')
    expect(named(schedule?.next(at('2026-07-01T00:00:00Z')))).toBe('2026-07-01T01:00:00.000Z')
    expect(named(schedule?.next(at('2026-12-01T00:00:00Z')))).toBe('2026-12-01T02:00:00.000Z')
  })

  it.each(['', 'monday', '0 3 * *', '* * * * * *', '0 3 * * 9', '0 0 30 2 *', '@reboot'])(
    'is not made of %j',
    (expression) => {
      expect(parseSchedule(expression)).toBeUndefined()
    },
  )
})
