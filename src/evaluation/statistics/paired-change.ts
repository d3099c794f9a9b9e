import type { Statistic } from '../../crowd/statistic.ts'
import { lastWhere } from './bisect.ts'
import { type Estimate, noEstimate } from './estimate.ts'

/** Cases seen twice, by whether something was so before and after. */
export interface Pairs {
  /** Not so before, so after. */
  readonly gained: number
  /** So before, not so after. */
  readonly lost: number
  /** All pairs, changed or not. */
  readonly n: number
}

const NONE = 'No case was seen both before and after.'
/** Standard normal quantiles: 95 % two-sided, and 95 % one-sided. */
const TWO_SIDED = 1.959964
const ONE_SIDED = 1.644854

/**
 * The change of a share among the same cases, with Tango's score interval (1998,
 * https://doi.org/10.1002/(SICI)1097-0258(19980430)17:8%3C891::AID-SIM780%3E3.0.CO;2-B): the changes that a score
 * test at 5 % does not reject, given the likeliest chance of a loss under each. Holds its level where few pairs or
 * none changed, which an interval by the standard error does not.
 */
export function pairedChange(pairs: Pairs): Estimate {
  const { gained, lost, n } = pairs
  if (n === 0) return noEstimate(NONE)
  return {
    value: (gained - lost) / n,
    interval: {
      low: -upperEnd({ gained: lost, lost: gained, n }, TWO_SIDED, 0),
      high: upperEnd(pairs, TWO_SIDED, 0),
    },
    n,
  }
}

/**
 * What the change is below with 95 % confidence: Tango's bound, one-sided, with a continuity correction of half a
 * pair. Without the correction it is too low by chance in up to 7 of 100 cases where hardly any pair changes; with
 * it in no more than 5 (test/evaluation/statistics/paired-change.test.ts reckons it out).
 */
export function upperBoundOfChange(pairs: Pairs): Statistic & { readonly n: number } {
  if (pairs.n === 0) return noEstimate(NONE)
  return { value: upperEnd(pairs, ONE_SIDED, 0.5), n: pairs.n }
}

/** The largest change at which the score is not yet below −z. The score falls as the change rises. */
function upperEnd({ gained, lost, n }: Pairs, z: number, correction: number): number {
  const notRejected = (change: number) => {
    const b = (2 * n - gained + lost) * change - gained - lost
    const root = Math.sqrt(Math.max(0, b * b + 8 * n * lost * change * (1 - change)))
    // The likeliest chance of a loss; of the two forms of the root, the one that does not subtract likes.
    const loss = b > 0 ? (2 * lost * change * (1 - change)) / (root + b) : (root - b) / (4 * n)
    const variance = n * (2 * loss + change * (1 - change))
    return gained - lost + correction - n * change > -z * Math.sqrt(Math.max(0, variance))
  }
  return lastWhere(notRejected, (gained - lost) / n, 1)
}
