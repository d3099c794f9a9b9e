import { designEffect } from './design-effect.ts'
import { type Estimate, rateOf } from './estimate.ts'

/** One case: 1 where it holds, 0 where not, between where half of it does. Cases of a cluster hang together. */
export interface ClusteredCase {
  readonly cluster: string
  readonly value: number
}

/**
 * A share, its score interval that of as many independent cases as these are worth.
 * @param empty the reason to give where there is no case
 */
export function clusteredRate(cases: readonly ClusteredCase[], empty: string): Estimate {
  const effect = designEffect(cases)
  const part = cases.reduce((sum, { value }) => sum + value, 0)
  const rate = rateOf({ part: part / effect, whole: cases.length / effect }, empty)
  return rate.value === null ? rate : { ...rate, value: part / cases.length, n: cases.length }
}
