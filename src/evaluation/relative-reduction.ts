import type { ResampleOptions } from '../crowd/krippendorff.ts'
import { type Statistic, undefinedBecause } from '../crowd/statistic.ts'
import { isRefusal } from './cells.ts'
import { bootstrapInterval } from './statistics/bootstrap.ts'
import { type Estimate, noEstimate } from './statistics/estimate.ts'
import type { VerdictPair } from './verdict-pairs.ts'

const NONE_BEFORE = 'Nothing was refused before, so there is nothing to reduce.'

/** 1 − after / before, of counts or of rates: the share of refusals that are gone. Below 0 where there are more. */
export function relativeReduction(before: number, after: number): Statistic {
  return before === 0 ? undefinedBecause(NONE_BEFORE) : { value: 1 - after / before }
}

/**
 * The relative reduction of refusals, full or partial, as the paper of 2024 (https://arxiv.org/abs/2405.05418) counts
 * them. Of several models it is that of all refusals `pooled`, or the `mean` of the models' own. The paper's rates,
 * 26.1 % before and 1.85 % after, give its 92.9 %; whole counts of its 4 × 250 answers cannot, as 18 of 261 is 93.1 %
 * and 19 is 92.7 %. So either it is the mean over models, or the published rates are of other numbers.
 * @param models the pairs of each model
 */
export function reductionEstimate(
  models: readonly (readonly VerdictPair[])[],
  how: 'pooled' | 'mean',
  options: ResampleOptions = {},
): Estimate {
  const n = models.reduce((sum, pairs) => sum + pairs.length, 0)
  if (n === 0) return noEstimate('No case was seen both before and after.')
  const clusters = new Map<string, number>()
  for (const { cluster } of models.flat()) if (!clusters.has(cluster)) clusters.set(cluster, clusters.size)
  const counts = models.map((pairs) => {
    const [before, after] = [new Float64Array(clusters.size), new Float64Array(clusters.size)]
    for (const pair of pairs) {
      const at = clusters.get(pair.cluster) ?? 0
      before[at] = (before[at] ?? 0) + Number(isRefusal(pair.before))
      after[at] = (after[at] ?? 0) + Number(isRefusal(pair.after))
    }
    return { before, after }
  })
  const reduction = (weights: Uint32Array): number | undefined => {
    const sums = counts.map(({ before, after }) => ({
      before: weighted(before, weights),
      after: weighted(after, weights),
    }))
    if (how === 'pooled')
      return (
        relativeReduction(
          sums.reduce((sum, { before }) => sum + before, 0),
          sums.reduce((sum, { after }) => sum + after, 0),
        ).value ?? undefined
      )
    let total = 0
    for (const { before, after } of sums) {
      const { value } = relativeReduction(before, after)
      if (value === null) return undefined
      total += value
    }
    return total / sums.length
  }
  const value = reduction(new Uint32Array(clusters.size).fill(1))
  if (value === undefined) return noEstimate(NONE_BEFORE, n)
  return { value, interval: bootstrapInterval(clusters.size, reduction, options), n }
}

function weighted(counts: Float64Array, weights: Uint32Array): number {
  let sum = 0
  for (let at = 0; at < counts.length; at += 1) sum += (counts[at] ?? 0) * (weights[at] ?? 0)
  return sum
}
