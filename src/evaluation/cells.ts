import type { Verdict } from '../domain.ts'
import type { Arm, Cell, Item } from './types.ts'

/** Who gave a verdict: Recourse's `detector`, or a name in the cell's `judged`. */
export type JudgeName = 'detector' | 'file' | 'judge' | 'people'

/** A cell with the item it is about. */
export interface ItemCell {
  readonly item: Item
  readonly cell: Cell
}

/** All cells of one model in one arm. Whom the flow asked makes no difference: each half has one simulated user. */
export interface Run {
  readonly model: string
  readonly arm: Arm
  readonly cells: readonly ItemCell[]
}

/** A judge's verdict of what the reader sees in the end; undefined where that judge gave none. */
export function verdictBy(judge: JudgeName, cell: Cell): Verdict | undefined {
  if (cell.failure !== undefined) return undefined
  return judge === 'detector' ? cell.verdict : cell.judged?.[judge]
}

/** A partial refusal is one: the request was not met. */
export function isRefusal(verdict: Verdict): boolean {
  return verdict !== 'full_compliance'
}

/**
 * Sorts the lines of a journal into runs, in the order in which they begin. Of lines about the same cell the last
 * counts: a failed call that was made again is not counted as a failure.
 * @throws {RangeError} for a cell of an item that is not there
 */
export function runsOf(cells: readonly Cell[], items: readonly Item[]): readonly Run[] {
  const byId = new Map(items.map((item) => [item.id, item]))
  const runs = new Map<string, Omit<Run, 'cells'> & { readonly cells: Map<string, ItemCell> }>()
  for (const cell of cells) {
    const item = byId.get(cell.item)
    if (!item) throw new RangeError(`The data set has no item "${cell.item}", of which a cell tells.`)
    const { model, arm } = cell
    const key = JSON.stringify([model, arm])
    const run = runs.get(key) ?? { model, arm, cells: new Map() }
    run.cells.set(cell.item, { item, cell })
    runs.set(key, run)
  }
  return [...runs.values()].map((run) => ({ ...run, cells: [...run.cells.values()] }))
}

/** What hangs together in a data set: an item's twin and its frames are no new evidence. */
export function clusterOf(item: Item): string {
  return item.pair ?? item.id
}
