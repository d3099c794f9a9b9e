import type { Verdict } from '../domain.ts'
import { clusterOf, type ItemCell, type JudgeName, verdictBy } from './cells.ts'
import { designEffect } from './statistics/design-effect.ts'
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
 * The same counts, of as many independent cases as the pairs are worth: divided by the design effect. Of the effects on
 * the change and on what is gained the larger counts, as it is for the upper end of the change: few prompts that gain in
 * all their frames are easily hidden by losses here and there.
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
  const effectOn = (of: (change: number) => number) =>
    designEffect(changes.map(({ cluster, change }) => ({ cluster, value: of(change) })))
  const effect = Math.max(
    effectOn((change) => change),
    effectOn((change) => Number(change > 0)),
  )
  return {
    gained: counts.gained / effect,
    lost: counts.lost / effect,
    n: counts.n / effect,
    pairs: pairs.length,
    clusters: new Set(pairs.map(({ cluster }) => cluster)).size,
  }
}

/** The change of a share, its interval that of the independent cases the pairs are worth. */
export function changeOf(pairs: readonly VerdictPair[], holds: (verdict: Verdict) => boolean): Estimate {
  const rise = pairedChange(independentChanges(pairs, holds))
  const fall = pairedChange(independentChanges(pairs, (verdict) => !holds(verdict)))
  if (rise.value === null || !('high' in rise.interval) || !fall.interval || !('high' in fall.interval))
    return rise
  return { ...rise, interval: { low: -fall.interval.high, high: rise.interval.high }, n: pairs.length }
}
