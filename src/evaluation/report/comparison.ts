import type { JudgeName } from '../cells.ts'
import { type Drift, driftBetween } from '../drift.ts'
import { type Configuration, differences, type Manifest } from '../manifest.ts'
import type { Cell, Item } from '../types.ts'
import { judgesOf } from './report.ts'

export interface ComparedRun {
  readonly manifest: Manifest
  readonly cells: readonly Cell[]
}

/** What changed between two runs of the same prompts. */
export interface Comparison {
  readonly before: Configuration
  readonly after: Configuration
  /** Settings in which the runs differ. */
  readonly differences: readonly string[]
  /** By whose verdicts; only judges that both runs have. */
  readonly judged: readonly { readonly judge: JudgeName; readonly drifts: readonly Drift[] }[]
}

/** Compares two runs of the same items, pair by pair. */
export function compareRuns(before: ComparedRun, after: ComparedRun, items: readonly Item[]): Comparison {
  const [one, other] = [before.manifest.configuration, after.manifest.configuration]
  const known = judgesOf(before.cells)
  return {
    before: one,
    after: other,
    differences: differences(one, other),
    judged: judgesOf(after.cells)
      .filter((judge) => known.includes(judge))
      .map((judge) => ({ judge, drifts: driftBetween(before.cells, after.cells, items, judge) })),
  }
}
