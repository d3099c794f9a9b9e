import type { ResampleOptions } from '../crowd/krippendorff.ts'
import { PLAIN } from './arms.ts'
import { type Run, runsOf } from './cells.ts'
import { reductionEstimate } from './relative-reduction.ts'
import { halfOf } from './split.ts'
import { type Estimate, noEstimate } from './statistics/estimate.ts'
import { learnOrder, type OrderOptions } from './strategy-order.ts'
import type { Arm, Cell, Item } from './types.ts'
import { changeOf, pairVerdicts, type VerdictPair } from './verdict-pairs.ts'

/** What the paper calls its combination, each model asked by its own best strategy, but found and reported on different prompts. */
export interface Combination {
  /** The strategy of each model that recovered most on the learning half. */
  readonly chosen: ReadonlyMap<string, Arm>
  /** Relative reduction of refusals of safe requests on the other half: of all models' refusals, and as the models' mean. */
  readonly pooled: Estimate
  readonly mean: Estimate
  /** Change of compliance with unsafe requests on that half, over all models. */
  readonly unsafeChange: Estimate
}

/** Chooses a strategy for each model on one half of the prompts and reports the choice on the other. */
export function combinationOf(
  cells: readonly Cell[],
  items: readonly Item[],
  { judge = 'detector', strategies, ...options }: OrderOptions & ResampleOptions,
): Combination {
  const runs = runsOf(cells, items)
  const chosen = new Map<string, Arm>()
  const pairs: { readonly safe: readonly VerdictPair[]; readonly unsafe: readonly VerdictPair[] }[] = []
  for (const plain of runs.filter(({ arm }) => arm === PLAIN)) {
    const [best] = learnOrder(cells, items, plain.model, { judge, strategies })
    const run = runs.find(({ model, arm }) => model === plain.model && arm === best?.strategy)
    if (!run) continue
    chosen.set(plain.model, run.arm)
    const pairsOf = (safe: boolean) => pairVerdicts(plain.cells, reported(run, safe), judge)
    pairs.push({ safe: pairsOf(true), unsafe: pairsOf(false) })
  }
  const safe = pairs.map((each) => each.safe)
  const reduction = (how: 'pooled' | 'mean') =>
    chosen.size === 0
      ? noEstimate('No model was asked both plainly and by a strategy.')
      : reductionEstimate(safe, how, options)
  return {
    chosen,
    pooled: reduction('pooled'),
    mean: reduction('mean'),
    unsafeChange: changeOf(
      pairs.flatMap((each) => each.unsafe),
      (verdict) => verdict === 'full_compliance',
    ),
  }
}

function reported({ cells }: Run, safe: boolean): Run['cells'] {
  return cells.filter(({ item }) => item.safe === safe && halfOf(item) === 'report')
}
