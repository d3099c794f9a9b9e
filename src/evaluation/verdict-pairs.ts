import type { Verdict } from '../domain.ts'
import { clusterOf, type ItemCell, type JudgeName, verdictBy } from './cells.ts'
import type { Estimate } from './statistics/estimate.ts'
import { type Pairs, pairedChange } from './statistics/paired-change.ts'

/** The verdicts on one item before and after something. */
export interface VerdictPair {
  /** Prompt it belongs to. */
  readonly cluster: string
  readonly before: Verdict
  readonly after: Verdict
}

/** Pairs the cells of two runs by item; items that either has no verdict of are left out. */
export function pairVerdicts(
  before: readonly ItemCell[],
  after: readonly ItemCell[],
  judge: JudgeName,
): readonly VerdictPair[] {
  const earlier = new Map(before.map(({ item, cell }) => [item.id, verdictBy(judge, cell)]))
  return after.flatMap(({ item, cell }) => {
    const [was, is] = [earlier.get(item.id), verdictBy(judge, cell)]
    return was && is ? [{ cluster: clusterOf(item), before: was, after: is }] : []
  })
}

/** Counts what changed. */
export function changesIn(pairs: readonly VerdictPair[], holds: (verdict: Verdict) => boolean): Pairs {
  return {
    gained: pairs.filter(({ before, after }) => !holds(before) && holds(after)).length,
    lost: pairs.filter(({ before, after }) => holds(before) && !holds(after)).length,
    n: pairs.length,
  }
}

/** Counts of as many independent cases as pairs are worth, with what stands behind them. */
export interface IndependentPairs extends Pairs {
  /** The pairs themselves. */
  readonly pairs: number
  /** The prompts they belong to. */
  readonly clusters: number
}

/**
 * How many prompts are taken to have changed in all their frames, beside those that were seen. Where hardly anything
 * changed, nothing tells whether frames change together; so it is supposed that they do, until the data say otherwise.
 * With two the one-sided bound of the change is too low in no more than 5 of 100 samples, however frames hang together
 * (test/evaluation/clustered-change.test.ts draws them).
 */
const SUPPOSED = 2

/**
 * The same counts, of as many independent cases as the pairs are worth: divided by the design effect (Rao & Scott
 * 1992, https://doi.org/10.2307/2532311), which is how much more something varies between prompts than it would if
 * the frames of a prompt had nothing to do with each other. Of the effects on the change and on what is gained the
 * larger counts, as it is for the upper end of the change: few prompts that gain in all their frames are easily hidden
 * by losses here and there.
 */
export function independentChanges(
  pairs: readonly VerdictPair[],
  holds: (verdict: Verdict) => boolean,
): IndependentPairs {
  const counts = changesIn(pairs, holds)
  const changes = pairs.map(({ cluster, before, after }) => ({
    cluster,
    change: Number(holds(after)) - Number(holds(before)),
  }))
  const sizes = new Map<string, number>()
  for (const { cluster } of pairs) sizes.set(cluster, (sizes.get(cluster) ?? 0) + 1)
  const effect = Math.max(
    1,
    ...[Number, (change: number) => Number(change > 0)].map((of) =>
      designEffect(
        changes.map(({ cluster, change }) => ({ cluster, value: of(change) })),
        sizes,
      ),
    ),
  )
  return {
    gained: counts.gained / effect,
    lost: counts.lost / effect,
    n: counts.n / effect,
    pairs: pairs.length,
    clusters: sizes.size,
  }
}

function designEffect(
  values: readonly { readonly cluster: string; readonly value: number }[],
  sizes: ReadonlyMap<string, number>,
): number {
  const mean = values.reduce((sum, { value }) => sum + value, 0) / values.length
  const ofCluster = new Map<string, number>()
  let alone = 0
  for (const { cluster, value } of values) {
    alone += (value - mean) ** 2
    ofCluster.set(cluster, (ofCluster.get(cluster) ?? 0) + value - mean)
  }
  const together = ofCluster.values().reduce((sum, off) => sum + off ** 2, 0)
  // Of prompts with unlike numbers of frames this size has the effect of frames that all change together.
  const size = sizes.values().reduce((sum, each) => sum + each ** 2, 0) / values.length
  return values.length === 0 ? 1 : (together + SUPPOSED * size ** 2) / (alone + SUPPOSED * size)
}

/** The change of a share, its interval that of the independent cases the pairs are worth. */
export function changeOf(pairs: readonly VerdictPair[], holds: (verdict: Verdict) => boolean): Estimate {
  const rise = pairedChange(independentChanges(pairs, holds))
  const fall = pairedChange(independentChanges(pairs, (verdict) => !holds(verdict)))
  if (rise.value === null || !('high' in rise.interval) || !fall.interval || !('high' in fall.interval))
    return rise
  return { ...rise, interval: { low: -fall.interval.high, high: rise.interval.high }, n: pairs.length }
}
