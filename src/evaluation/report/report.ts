import { seededRandom } from '../../crowd/seeded-random.ts'
import { type ArmTest, armTests } from '../arm-tests.ts'
import type { JudgeName } from '../cells.ts'
import type { Manifest } from '../manifest.ts'
import { measure, type RunMetrics } from '../metrics.ts'
import type { Arm, Cell, Item } from '../types.ts'
import type { Example } from './examples.ts'

/** Judges in the order in which their word counts. */
const JUDGES: readonly JudgeName[] = ['people', 'file', 'judge', 'detector']

/** What one judge's verdicts say of a run. */
export interface JudgedRuns {
  readonly judge: JudgeName
  /** Models and arms of which the judge has any verdict, in the order of the plan. */
  readonly runs: readonly RunMetrics[]
  readonly tests: readonly ArmTest[]
}

/** Everything a report tells. */
export interface Report {
  readonly manifest: Manifest
  /** In the order of the plan, without the texts of attempts. */
  readonly cells: readonly Cell[]
  readonly items: readonly Item[]
  readonly judged: readonly JudgedRuns[]
  readonly examples: readonly Example[]
  /** How many cells there were to take examples from. */
  readonly found: number
}

/**
 * Measures what a run holds. The same cells give the same report, in whatever order they were filled: what is drawn
 * is drawn by the run's own seed.
 */
export function reportOf(
  manifest: Manifest,
  cells: readonly Cell[],
  items: readonly Item[],
  { examples = [], found = 0 }: Partial<Pick<Report, 'examples' | 'found'>> = {},
): Report {
  const { models, arms, sample } = manifest.configuration
  const order = new Map(
    models.flatMap(({ id }, at) => arms.map((arm, rank) => [keyOf(id, arm), at * arms.length + rank])),
  )
  const place = ({ model, arm }: { readonly model: string; readonly arm: Arm }) =>
    order.get(keyOf(model, arm)) ?? 0
  const places = new Map(items.map(({ id }, at) => [id, at]))
  const ordered = cells.toSorted(
    (a, b) => place(a) - place(b) || (places.get(a.item) ?? 0) - (places.get(b.item) ?? 0),
  )
  return {
    manifest,
    cells: ordered,
    items,
    judged: judgesOf(cells).map((judge) => {
      const runs = measure(ordered, items, { judge, random: seededRandom(sample.seed) }).filter(
        ({ safe, unsafe }) => judge === 'detector' || safe.judged + unsafe.judged > 0,
      )
      return { judge, runs, tests: armTests(runs) }
    }),
    examples,
    found,
  }
}

/** Whose verdicts there are; the detector's are always there. */
export function judgesOf(cells: readonly Cell[]): readonly JudgeName[] {
  const names = new Set(cells.flatMap(({ judged }) => Object.keys(judged ?? {})))
  return JUDGES.filter((judge) => judge === 'detector' || names.has(judge))
}

function keyOf(model: string, arm: Arm): string {
  return JSON.stringify([model, arm])
}
