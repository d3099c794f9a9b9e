import { Cron } from 'croner'

/** When something is due, again and again. Times are milliseconds since 1970. */
export interface Schedule {
  /** Expression and time zone, in one line. */
  readonly text: string
  /** The last time it was due, now included; `undefined` where there is none. */
  previous(now: number): number | undefined
  next(now: number): number | undefined
}

/**
 * Reads a cron expression of five parts, or a name such as `@weekly`; `undefined` where it is neither, or never due.
 *
 * @param timeZone as the IANA names it, such as Europe/Berlin
 */
export function parseSchedule(expression: string, timeZone = 'UTC'): Schedule | undefined {
  const cron = open(expression, timeZone)
  if (!cron?.nextRun()) return undefined
  return {
    text: `${expression} ${timeZone}`,
    // What is due at this very second counts as due.
    previous: (now) => cron.previousRuns(1, new Date(now + 1_000))[0]?.getTime(),
    next: (now) => cron.nextRun(new Date(now))?.getTime(),
  }
}

/** Whether this is the name of a time zone. */
export function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name })
    return true
  } catch {
    return false
  }
}

function open(pattern: string, timezone: string): Cron | undefined {
  try {
    // With nothing to run, it only reckons.
    return new Cron(pattern, { timezone, mode: '5-part', paused: true })
  } catch {
    return undefined
  }
}
