import { quantile } from '../../crowd/quantile.ts'
import { type Interval, type Undefined, undefinedBecause } from '../../crowd/statistic.ts'
import { type Estimate, noEstimate } from './estimate.ts'
import { binomialCdf } from './incomplete-beta.ts'

/**
 * A quantile of measured values, with the interval between two of them that holds it whatever the values'
 * distribution: their ranks are binomial (David & Nagaraja, Order Statistics, 2003, section 7.1).
 * @param share 0.5 for the median
 */
export function quantileEstimate(values: readonly number[], share: number): Estimate {
  const n = values.length
  if (n === 0) return noEstimate('Nothing was measured.')
  const sorted = [...values].sort((a, b) => a - b)
  return { value: quantile(sorted, share), interval: intervalOf(sorted, share), n }
}

function intervalOf(sorted: readonly number[], share: number): Interval | Undefined {
  const n = sorted.length
  const below = ranksBelow(n, share, 0.025)
  const low = sorted[below - 1]
  const high = sorted[n - ranksBelow(n, 1 - share, 0.025)]
  return low === undefined || high === undefined
    ? undefinedBecause(`${n} values are too few for an interval of this quantile.`)
    : { low, high }
}

/** The highest rank that lies over the quantile with no more than this probability; 0 where none does. */
function ranksBelow(n: number, share: number, risk: number): number {
  let [none, all] = [0, n]
  while (none < all) {
    const middle = (none + all) >> 1
    if (binomialCdf(middle, n, share) <= risk) none = middle + 1
    else all = middle
  }
  return none
}
