import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { setFlagsFromString } from 'node:v8'
import { digestOf } from '../digest.ts'
import { describeError, InputError, RecourseError } from '../errors.ts'
import { armsOf, PLAIN } from '../evaluation/arms.ts'
import { defaultDataSet } from '../evaluation/datasets/default-data-set.ts'
import type { ColumnOptions } from '../evaluation/datasets/item-rows.ts'
import { readDataSet } from '../evaluation/datasets/read-data-set.ts'
import { estimateOf } from '../evaluation/estimate.ts'
import { type EvaluationTools, evaluationParts } from '../evaluation/evaluation-parts.ts'
import { type FileLabels, readFileLabels } from '../evaluation/file-labels.ts'
import { wholeNumber } from '../evaluation/format.ts'
import { type ByProvider, settingOf } from '../evaluation/limits.ts'
import { LineLog } from '../evaluation/line-log.ts'
import { lockFolder } from '../evaluation/lock-folder.ts'
import { configurationOf, type Manifest } from '../evaluation/manifest.ts'
import { otherVerdicts } from '../evaluation/other-verdicts.ts'
import { cellsOf, type PlannedCell, type Unit, unitsOf } from '../evaluation/plan.ts'
import { Progress } from '../evaluation/progress.ts'
import { readLines } from '../evaluation/read-lines.ts'
import { type RecordedCall, recordedCall } from '../evaluation/recorded-calls.ts'
import type { CellParts } from '../evaluation/run-cell.ts'
import { filesIn, indexCells, prepareFolder } from '../evaluation/run-folder.ts'
import { runUnits } from '../evaluation/runner.ts'
import { sampleItems } from '../evaluation/sample.ts'
import type { Users } from '../evaluation/simulated-user.ts'
import type { Arm } from '../evaluation/types.ts'
import type { ChatModel } from '../models/chat-model.ts'
import { recordingOf } from '../models/replay.ts'
import { type Terminal, write } from './output.ts'
import { tellRun } from './report.ts'

/** Calls of one provider under way at once, where nothing is said. */
const USUAL_CONCURRENCY = 4

export interface EvaluateOptions {
  /** A file of prompts; our own twins where there is none. */
  readonly data?: string
  /** Adds the frames of the unsafe ones to our own twins. */
  readonly framed: boolean
  readonly columns: ColumnOptions
  readonly models: readonly string[]
  readonly strategies: readonly string[]
  readonly withoutGate: boolean
  readonly out: string
  readonly sample?: number
  readonly seed: number
  readonly concurrency: ByProvider
  readonly rate: ByProvider
  readonly judge?: string
  readonly verdictColumn?: string
  readonly users: Users
  readonly retryFailed: boolean
}

/**
 * Measures models and strategies on a data set: plans, fills the cells that are missing, and writes what comes of it.
 *
 * @param interrupted stops the run when it resolves; what is filled by then is kept
 * @throws {InputError} with one line, when the run cannot begin or go on, and when it was stopped
 */
export async function evaluate(
  terminal: Terminal,
  options: EvaluateOptions,
  tools: EvaluationTools,
  interrupted: Promise<void>,
): Promise<void> {
  keepYoungSmall()
  const note = (text: string) => write(terminal.stderr, `${text}\n`)
  const { out: folder } = options
  if (options.framed && options.data !== undefined)
    throw new InputError('Only our own prompts have frames: leave out --framed, or --data.')
  const data =
    options.data === undefined
      ? defaultDataSet(options.framed)
      : await readDataSet(terminal.stdin, options.data, options.columns)
  for (const text of data.notes) await note(text)
  const items = sampleItems(data.items, options.seed, options.sample)
  const arms = armsOf(
    options.strategies,
    tools.flow.strategies.map(({ name }) => name),
    options.withoutGate,
  )
  const models = options.models.map((id) => tools.models.get(id))
  const judge = options.judge === undefined ? undefined : tools.models.get(options.judge)
  if (judge && judge.kind !== 'live')
    throw new InputError('Only a live model can judge; give another with --judge.')
  const armsFor = (id: string) => armsOfModel(tools.models.get(id), arms)
  const recorded = models.filter(({ kind }) => kind === 'recorded')
  if (recorded.length > 0 && arms.length > 1)
    await note('Of recordings only the plain answers are measured: nothing can be asked of them again.')

  const units = unitsOf(
    items,
    models.map(({ id }) => id),
  )
  const cells = units.reduce((sum, { model }) => sum + armsFor(model).length, 0)
  const configuration = configurationOf({
    version: tools.version,
    data,
    seed: options.seed,
    items,
    models: await Promise.all(
      models.map(async (model) => ({ model, digest: await digestOfRecording(model) })),
    ),
    arms,
    strategies: tools.flow.strategies,
    policy: tools.flow.policy,
    systemPrompt: tools.flow.systemPrompt,
    gate: tools.gate,
    weights: tools.weights,
    judge: options.judge,
    users: options.users,
    maxTokens: tools.flow.maxTokens,
  })
  const manifest: Manifest = {
    format: 1,
    configuration,
    digest: digestOf(configuration),
    cells,
    node: process.version,
    started: new Date().toISOString(),
  }
  const fileLabels = await labelsOf(recorded, options.verdictColumn)

  const unlock = await lockFolder(folder)
  try {
    await prepareFolder(folder, manifest, items)
    for (const [half, isThere] of Object.entries({
      safe: items.some(({ safe }) => safe),
      unsafe: items.some(({ safe }) => !safe),
    }))
      if (!isThere)
        await note(`There is no ${half} request among these prompts: one half alone says little of an arm.`)
    await fill({ terminal, options, tools, units, armsFor, cells, fileLabels, judge, interrupted })
    await tellRun(terminal, folder)
  } finally {
    unlock()
  }
}

interface Filling {
  readonly terminal: Terminal
  readonly options: EvaluateOptions
  readonly tools: EvaluationTools
  readonly units: readonly Unit[]
  readonly armsFor: (model: string) => readonly Arm[]
  readonly cells: number
  readonly fileLabels: ReadonlyMap<string, FileLabels>
  readonly judge: ChatModel | undefined
  readonly interrupted: Promise<void>
}

/**
 * Lets V8 collect what is young more often in place of letting it take 100 MB: hardly anything of a cell is needed once
 * its line is written, and a run has thousands. That costs no time that could be measured (bench/evaluate.ts).
 */
function keepYoungSmall(): void {
  setFlagsFromString('--semi-space-growth-factor=1')
}

/** Fills the cells that are missing, and tells how it goes. */
async function fill(filling: Filling): Promise<void> {
  const { terminal, options, tools, units, armsFor, cells, judge } = filling
  const note = (text: string) => write(terminal.stderr, `${text}\n`)
  const files = filesIn(options.out)
  const timer = () => performance.now()
  // The files are opened first: that drops what was broken off.
  const journal = LineLog.open(files.cells)
  const callLog = LineLog.open(files.calls)
  const stop = new AbortController()
  let progress: Progress | undefined
  try {
    const index = await indexCells(options.out)
    const isDone = ({ id }: PlannedCell) => {
      const found = index.get(id)
      return found !== undefined && !(options.retryFailed && found.failed)
    }
    const work = units
      .map((unit) => ({ unit, cells: cellsOf(unit, armsFor(unit.model)).filter((cell) => !isDone(cell)) }))
      .filter((each) => each.cells.length > 0)
    const missing = work.reduce((sum, each) => sum + each.cells.length, 0)
    if (missing < cells)
      await note(`Going on: ${wholeNumber(cells - missing)} of ${wholeNumber(cells)} cells are filled.`)
    if (missing === 0) return
    const { calls, tokens } = estimateOf(work, tools.flow.systemPrompt.text, judge !== undefined)
    await note(
      `${wholeNumber(missing)} cells to fill: ${wholeNumber(calls.least)} to ${wholeNumber(calls.most)} model calls, roughly ${wholeNumber(tokens.least)} to ${wholeNumber(tokens.most)} tokens.`,
    )
    const known = await callsOf(files.calls, new Set(work.map(({ unit }) => unit.id)))
    const spent = { calls: 0, input: 0, output: 0 }
    progress = new Progress({
      cells,
      filled: cells - missing,
      watched: terminal.stderr.isTTY === true,
      write: (text) => void terminal.stderr.write(text),
      timer,
    })
    const shown = progress
    filling.interrupted.then(
      () => stop.abort(new RecourseError('stopped', 'Stopped.')),
      () => undefined,
    )
    shown.start()
    await runUnits({
      units: work.map(({ unit }) => unit),
      armsFor,
      isDone,
      callsOf: ({ id }) => known.get(id) ?? [],
      models: tools.models,
      concurrencyOf: (provider) => settingOf(options.concurrency, provider, USUAL_CONCURRENCY),
      parts: partsOf(filling, timer, stop.signal),
      stop,
      keepCall(call, cost) {
        spent.calls += 1
        spent.input += cost.input
        spent.output += cost.output
        callLog.append(call)
      },
      keepCell({ id }, cell) {
        journal.append({ id, cell })
        shown.filled(cell.outcome === 'failed')
      },
    })
    shown.stop()
    await note(shown.line())
    await note(
      `Model calls made: ${wholeNumber(spent.calls)}, with ${wholeNumber(spent.input)} tokens in and ${wholeNumber(spent.output)} out.`,
    )
  } catch (error) {
    progress?.stop()
    if (!progress || !(error instanceof RecourseError)) throw error
    throw new InputError(
      `${describeError(error)} ${wholeNumber(progress.total)} of ${wholeNumber(cells)} cells are filled in ${options.out}; the same command goes on.`,
      { cause: error },
    )
  } finally {
    journal.close()
    callLog.close()
  }
}

function partsOf(filling: Filling, timer: () => number, signal: AbortSignal): CellParts {
  const { options, tools, judge, fileLabels } = filling
  return evaluationParts(tools, {
    limitsOf: (provider) => ({
      concurrency: settingOf(options.concurrency, provider, USUAL_CONCURRENCY),
      interval: settingOf(options.rate, provider, 0),
    }),
    judge: (seen, wrap) => otherVerdicts(seen, wrap, { fileLabels, signal, ...(judge && { judge }) }),
    users: options.users,
    timer,
    signal,
  })
}

/** Nothing but what was recorded can be had from a recording. */
function armsOfModel(model: ChatModel, arms: readonly Arm[]): readonly Arm[] {
  return model.kind === 'recorded' ? [PLAIN] : arms
}

async function callsOf(file: string, unfinished: ReadonlySet<string>): Promise<Map<string, RecordedCall[]>> {
  const calls = new Map<string, RecordedCall[]>()
  for await (const { value } of readLines(file, recordedCall)) {
    if (!unfinished.has(value.unit)) continue
    const known = calls.get(value.unit)
    if (known) known.push(value)
    else calls.set(value.unit, [value])
  }
  return calls
}

async function labelsOf(
  recorded: readonly ChatModel[],
  column: string | undefined,
): Promise<ReadonlyMap<string, FileLabels>> {
  const labels = new Map<string, FileLabels>()
  for (const { id } of recorded) {
    const found = await readFileLabels(id.slice(id.indexOf(':') + 1), column)
    if (found) labels.set(id, found)
  }
  return labels
}

async function digestOfRecording({ id, kind }: ChatModel): Promise<string | undefined> {
  if (kind !== 'recorded') return undefined
  const { file } = recordingOf(id.slice(id.indexOf(':') + 1))
  const bytes = await readFile(file).catch((cause: unknown) => {
    throw new InputError(`There is no file "${file}" to replay.`, { cause })
  })
  return createHash('sha256').update(bytes).digest('hex')
}
