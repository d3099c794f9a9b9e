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

/**
 * The same counts, of as many independent cases as the pairs are worth: divided by the design effect (Rao & Scott
 * 1992, https://doi.org/10.2307/2532311), which is how much more the change varies between prompts than it would if
 * the frames of a prompt had nothing to do with each other. Where nothing changed there is nothing to tell it from.
 */
export function independentChanges(
  pairs: readonly VerdictPair[],
  holds: (verdict: Verdict) => boolean,
): Pairs {
  const counts = changesIn(pairs, holds)
  const mean = (counts.gained - counts.lost) / counts.n
  const ofCluster = new Map<string, number>()
  let alone = 0
  for (const { cluster, before, after } of pairs) {
    const off = Number(holds(after)) - Number(holds(before)) - mean
    alone += off ** 2
    ofCluster.set(cluster, (ofCluster.get(cluster) ?? 0) + off)
  }
  const together = ofCluster.values().reduce((sum, off) => sum + off ** 2, 0)
  const effect = alone > 0 ? Math.max(1, together / alone) : 1
  return { gained: counts.gained / effect, lost: counts.lost / effect, n: counts.n / effect }
}

/** The change of a share, its interval that of the independent cases the pairs are worth. */
export function changeOf(pairs: readonly VerdictPair[], holds: (verdict: Verdict) => boolean): Estimate {
  return { ...pairedChange(independentChanges(pairs, holds)), n: pairs.length }
}
