import { type Interval, type Undefined, undefinedBecause } from '../../crowd/statistic.ts'
import { wilson } from '../../crowd/wilson.ts'

/** How many of how many. */
export interface Count {
  readonly part: number
  readonly whole: number
}

/** A figure with its 95 % interval, and the number of cases it rests on; or why there is none. */
export type Estimate = (
  | { readonly value: number; readonly interval: Interval | Undefined }
  | (Undefined & { readonly interval?: never })
) & { readonly n: number }

/** An estimate that is not determined, and why. */
export function noEstimate(reason: string, n = 0): Estimate {
  return { ...undefinedBecause(reason), n }
}

/**
 * A share with its score interval.
 * @param empty the reason to give where the whole is nothing
 */
export function rateOf({ part, whole }: Count, empty: string): Estimate {
  if (whole === 0) return noEstimate(empty)
  return { value: part / whole, interval: wilson(part, whole), n: whole }
}

/** How many of some things hold. */
export function countOf<Thing>(things: readonly Thing[], holds: (thing: Thing) => boolean): Count {
  return { part: things.filter(holds).length, whole: things.length }
}
