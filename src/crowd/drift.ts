import type { Interval } from './statistic.ts'
import { wilson } from './wilson.ts'

/** Weeks that the last one is compared with. */
export const WEEKS_BEFORE = 4

interface Share {
  readonly part: number
  readonly whole: number
}

/** The last week, and those before it that it is compared with, taken together. */
interface Compared {
  readonly before: Share
  readonly last: Share
  /** How many weeks are before it, from the first that is counted: up to four. */
  readonly weeks: number
}

/** A share before and in the last week. */
export interface Drift extends Compared {
  /** Of the last week's share less the share before. */
  readonly difference: Interval
}

/**
 * The 95 % interval of the difference of two shares, last less before, from the Wilson interval of each
 * (Newcombe 1998, method 10, https://doi.org/10.1002/(SICI)1097-0258(19980430)17:8%3C873::AID-SIM779%3E3.0.CO;2-I).
 */
export function differenceOfShares(before: Share, last: Share): Interval {
  const shareBefore = before.part / before.whole
  const shareLast = last.part / last.whole
  const around = wilson(before.part, before.whole)
  const aroundLast = wilson(last.part, last.whole)
  const difference = shareLast - shareBefore
  return {
    low: difference - Math.hypot(shareLast - aroundLast.low, around.high - shareBefore),
    high: difference + Math.hypot(aroundLast.high - shareLast, shareBefore - around.low),
  }
}

/**
 * Whether the last week's share differs from that of the four weeks before it, taken together, by more than chance
 * explains: the 95 % interval of the difference leaves out 0. Of twenty weeks in which nothing changes, one is still
 * told. `undefined` where it does not differ, or one of the two has no share.
 */
export function driftOf(weeks: readonly Share[]): Drift | undefined {
  const compared = lastWeek(weeks)
  if (!compared) return undefined
  const difference = differenceOfShares(compared.before, compared.last)
  if (difference.low <= 0 && difference.high >= 0) return undefined
  return { ...compared, difference }
}

/** What there is to compare; `undefined` where the last week or all before it have no share. */
export function lastWeek(weeks: readonly Share[]): Compared | undefined {
  const last = weeks.at(-1)
  const earlier = weeks.slice(-1 - WEEKS_BEFORE, -1)
  const before = earlier.reduce(
    ({ part, whole }, week) => ({ part: part + week.part, whole: whole + week.whole }),
    { part: 0, whole: 0 },
  )
  if (!last || last.whole === 0 || before.whole === 0) return undefined
  return { before, last: { part: last.part, whole: last.whole }, weeks: earlier.length }
}
