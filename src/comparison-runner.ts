import type { AnswerMemory } from './comparison/answer-memory.ts'
import { comparisonView } from './comparison/comparison-view.ts'
import type { OwnAnswer, PlannedCell, Screened } from './comparison/plan-cells.ts'
import { type CellResult, type CellRun, runCell } from './comparison/run-cell.ts'
import { shuffled } from './comparison/shuffle.ts'
import type { ComparisonView } from './comparison-types.ts'
import type { Place } from './domain.ts'
import { describeForReaders, InputError, ModelError, RecourseError } from './errors.ts'
import type { CallGroup } from './load/call-group.ts'
import { withBudget } from './models/budgeted-model.ts'
import type { RunOptions } from './run-exchange.ts'
import type { CellEnd } from './store/comparison-store.ts'

export interface ComparisonRunnerOptions extends RunOptions {
  readonly answers: AnswerMemory
  /** Decides the order of the answers; from 0 up to 1. */
  readonly random?: () => number
  /** Milliseconds one call of a comparison may take. */
  readonly longestCall?: number
}

/** How often it is looked whether a comparison was cancelled elsewhere, in milliseconds. */
const LOOKED_EVERY = 3_000

const LONGEST_CALL = 120_000

/** Calls of the answering model that may be spent on judging one text: by the guard and by the judge. */
export const CALLS_TO_JUDGE = 2

interface Prepared {
  readonly screened: Screened
  readonly cells: readonly PlannedCell[]
}

type Reuse = Pick<CellRun, 'cached' | 'workspace'>

/** How the cells of a comparison are filled. */
interface Filling {
  readonly screened: Screened
  readonly reuse: Reuse
  /** The calls of one cell. */
  readonly group: () => CallGroup
}

/** Runs comparisons that this process has begun, and ends each of them, whatever happens. */
export function createComparisonRunner(options: ComparisonRunnerOptions) {
  const { store, logger, now, leases, instance, random = Math.random, longestCall = LONGEST_CALL } = options
  const underWay = new Map<string, AbortController>()
  const parts = { ...options, memory: options.answers, longestCall }

  /**
   * Asks every cell side by side. Gives a view once it is known what is asked, whenever a call has ended, and at the end.
   *
   * @throws {InputError} from `prepare`: then nothing is kept
   */
  async function* run(
    id: string,
    prepare: (calls: CallGroup, signal: AbortSignal) => Promise<Prepared>,
    place: Place,
    reuse: Reuse,
  ): AsyncGenerator<ComparisonView> {
    const stop = new AbortController()
    underWay.set(id, stop)
    const renewal = setInterval(() => {
      store
        .renewComparison(id, instance, leases.end())
        .then((ours) => ours || stop.abort())
        .catch((error: unknown) => logger.warn({ err: error, comparison: id }, 'lease not renewed'))
    }, LOOKED_EVERY)
    renewal.unref()
    // Everybody sees what has come so far; where the rest stands in the queue is not told.
    const group = () =>
      options.load.group(place, { isAdmitted: true, signal: stop.signal, waits: () => undefined })
    const judging = group()
    let isOver = false
    try {
      const { screened, cells } = await preparedOrDropped(id, () => prepare(judging, stop.signal))
      if (await store.planComparison(id, instance, cells)) {
        yield* fill(id, cells, { screened, reuse, group }, stop)
        await settle(id, cells, stop.signal)
      }
      isOver = true
    } catch (error) {
      isOver = true
      if (error instanceof InputError) throw error
      await broken(id, error)
    } finally {
      clearInterval(renewal)
      judging.end()
      underWay.delete(id)
      stop.abort()
      // Whoever was to show it has gone away.
      if (!isOver)
        await broken(id, new RecourseError('abandoned', 'It could not be shown, so it was given up.'))
    }
    const record = await store.comparison(id)
    // One that still runs was left to another process, which tells its end.
    if (record && record.status !== 'running') yield comparisonView(record)
  }

  async function preparedOrDropped(id: string, prepare: () => Promise<Prepared>): Promise<Prepared> {
    try {
      return await prepare()
    } catch (error) {
      if (error instanceof InputError) await store.dropComparison(id, instance)
      throw error
    }
  }

  async function* fill(
    id: string,
    cells: readonly PlannedCell[],
    { screened, reuse, group }: Filling,
    stop: AbortController,
  ): AsyncGenerator<ComparisonView> {
    const own = new Map<string, Promise<OwnAnswer | undefined>>()
    const started = (cell: PlannedCell): Promise<CellResult> => {
      const calls = group()
      const { gate } = calls.judging(screened)
      const model = calls.model(cell.answeredBy)
      return runCell(
        { ...cell, answeredBy: model },
        {
          screened: { ...screened, gate },
          own: own.get(cell.model) ?? Promise.resolve(undefined),
          judge: withBudget(model, CALLS_TO_JUDGE),
          ...reuse,
          signal: stop.signal,
          enter: () => calls.begin(model),
        },
        parts,
      ).finally(() => calls.end())
    }
    const keep = async (place: number, result: Promise<CellResult>): Promise<number> => {
      const { end } = await result.catch((error: unknown) => ({ end: endAfter(error, id) }))
      const isKept = !stop.signal.aborted && (await store.endCell(id, instance, place, end))
      if (isKept) return place
      stop.abort()
      // Nothing says any more whose it was, so nobody could have it forgotten.
      if (end.memoryKey !== undefined) await options.answers.delete(end.memoryKey)
      return place
    }
    // What a model says by itself comes first: its strategies are told of it.
    const isDirect = ({ recipe }: PlannedCell) => recipe === undefined
    const pending = new Map<number, Promise<number>>()
    for (const first of [true, false]) {
      for (const [place, cell] of cells.entries()) {
        if (isDirect(cell) !== first) continue
        const result = started(cell)
        if (first) {
          own.set(
            cell.model,
            result.then(
              (ended) => ended.own,
              () => undefined,
            ),
          )
        }
        const kept = keep(place, result)
        // Whoever reads the views may be gone before anything waits for it, and a process ends by what nobody catches.
        kept.catch(() => undefined)
        pending.set(place, kept)
      }
    }
    const record = await store.comparison(id)
    if (record?.status === 'running') yield comparisonView(record)
    while (pending.size > 0) {
      pending.delete(await Promise.race(pending.values()))
      if (stop.signal.aborted) continue
      const record = await store.comparison(id)
      if (record?.status === 'running') yield comparisonView(record)
    }
  }

  function endAfter(error: unknown, id: string): CellEnd {
    const isExpected = error instanceof ModelError
    if (!isExpected) logger.error({ err: error, comparison: id }, 'a cell of a comparison broke')
    return { why: `failed: ${describeForReaders(error).message}` }
  }

  /** Shows the answers to vote on, where there are two of them. */
  async function settle(id: string, cells: readonly PlannedCell[], signal: AbortSignal): Promise<void> {
    if (signal.aborted) return
    const record = await store.comparison(id)
    if (record?.status !== 'running') return
    const answered = record.cells.flatMap(({ place, end }) => (end && 'text' in end ? [place] : []))
    if (answered.length < 2) {
      const note =
        answered.length === 1
          ? 'Only one answer came of it, and it takes two to compare.'
          : 'No answer came of it.'
      await store.endComparison(id, { status: 'failed', note, claimedBy: instance })
    } else await store.openComparison(id, instance, shuffled(answered, random), now())
    logger.info(
      {
        comparison: id,
        cells: cells.length,
        answers: answered.length,
      },
      'comparison ended',
    )
  }

  async function broken(id: string, error: unknown): Promise<void> {
    logger.error({ err: error, comparison: id }, 'comparison broke')
    await store.endComparison(id, {
      status: 'failed',
      note: describeForReaders(error).message,
      claimedBy: instance,
    })
  }

  return {
    run,
    /** Whether this process is at it, though its lease has run out: then it is renewed. */
    async goesOn(id: string): Promise<boolean> {
      return underWay.has(id) && (await store.renewComparison(id, instance, leases.end()))
    },
    /** Stops a comparison that runs in this process; another one notices within seconds. */
    stop(id: string): void {
      underWay.get(id)?.abort()
    },
    /** Leaves everything that runs in this process to others, who end it as interrupted. */
    async handOver(): Promise<void> {
      await store.releaseComparisons(instance)
      for (const stop of underWay.values()) stop.abort()
    },
  }
}
