import type { Interval } from '../../crowd/statistic.ts'
import { betaQuantile } from './incomplete-beta.ts'

/** What is believed of a chance of success: a Beta distribution. Both numbers are above 0. */
export interface Beta {
  /** Successes, those believed beforehand included. */
  readonly successes: number
  readonly failures: number
}

/**
 * A belief held beforehand.
 * @param mean the chance believed, between 0 and 1 exclusive
 * @param weight how many cases the belief is worth, above 0
 */
export function priorOf(mean: number, weight: number): Beta {
  if (!(mean > 0 && mean < 1 && weight > 0))
    throw new RangeError('A prior has a mean between 0 and 1 and a weight above 0.')
  return { successes: mean * weight, failures: (1 - mean) * weight }
}

/** The belief after more cases. */
export function updated({ successes, failures }: Beta, more: Beta): Beta {
  return { successes: successes + more.successes, failures: failures + more.failures }
}

export function meanOf({ successes, failures }: Beta): number {
  return successes / (successes + failures)
}

/** The middle 95 % of the belief. */
export function credibleInterval({ successes, failures }: Beta): Interval {
  return { low: betaQuantile(0.025, successes, failures), high: betaQuantile(0.975, successes, failures) }
}
