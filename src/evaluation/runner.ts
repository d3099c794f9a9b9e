import { setImmediate as nextTurn } from 'node:timers/promises'
import { providerOf } from '../models/provider-of.ts'
import type { ModelCatalog } from '../models/providers.ts'
import { cellsOf, type PlannedCell, type Unit } from './plan.ts'
import type { RecordedCall } from './recorded-calls.ts'
import type { CallBook, KeepCall } from './recorder.ts'
import { type CellParts, runCell } from './run-cell.ts'
import type { Arm, Cell } from './types.ts'

export interface RunOptions {
  readonly units: readonly Unit[]
  /** The arms that can be measured with this model. */
  readonly armsFor: (model: string) => readonly Arm[]
  /** Cells that are filled already. */
  readonly isDone: (cell: PlannedCell) => boolean
  /** Finished calls of cells that are not. */
  readonly callsOf: (unit: Unit) => readonly RecordedCall[]
  readonly models: Pick<ModelCatalog, 'get'>
  readonly parts: CellParts
  /** Calls under way at once that each provider allows. */
  readonly concurrencyOf: (provider: string) => number
  readonly keepCall: KeepCall
  readonly keepCell: (planned: PlannedCell, cell: Cell) => void
  /** Ends the run; what is under way is given up. */
  readonly stop: AbortController
}

/** Units under way for each call a provider allows, so that one is always ready to go when a call ends. */
const UNITS_A_CALL = 2

/**
 * Fills all cells that are still empty, with as many calls under way as each provider allows. The providers do not
 * wait for one another.
 *
 * @throws what no other cell would fare better with, and the reason of `stop`
 */
export async function runUnits(options: RunOptions): Promise<void> {
  const byProvider = Map.groupBy(options.units, ({ model }) => providerOf(model))
  const workers = [...byProvider].flatMap(([provider, units]) => {
    const queue = units.values()
    const count = Math.min(units.length, options.concurrencyOf(provider) * UNITS_A_CALL)
    return Array.from({ length: count }, () => work(queue, options))
  })
  const ended = await Promise.allSettled(workers)
  const failed = ended.find((each) => each.status === 'rejected')
  // What went wrong first stopped all others, whose errors only say so.
  if (options.stop.signal.aborted) throw options.stop.signal.reason
  if (failed) throw failed.reason
}

async function work(queue: Iterator<Unit>, options: RunOptions): Promise<void> {
  const { stop } = options
  try {
    for (let next = queue.next(); !next.done; next = queue.next()) {
      if (stop.signal.aborted) return
      await runUnit(next.value, options)
    }
  } catch (error) {
    stop.abort(error)
    throw error
  }
}

async function runUnit(unit: Unit, options: RunOptions): Promise<void> {
  const missing = cellsOf(unit, options.armsFor(unit.model)).filter((cell) => !options.isDone(cell))
  if (missing.length === 0) return
  const book: CallBook = {
    unit: unit.id,
    calls: new Map(options.callsOf(unit).map((call) => [call.key, call])),
    keep: options.keepCall,
  }
  const model = options.models.get(unit.model)
  for (const planned of missing) {
    // Models that answer at once, such as stand-ins, would leave no moment for the user's Ctrl-C, nor for the clock.
    await nextTurn()
    options.keepCell(planned, await runCell(unit, planned, model, book, options.parts))
  }
}
