import { InputError } from '../errors.ts'
import { finishRun } from '../evaluation/finish-run.ts'
import { keepPeopleVerdicts } from '../evaluation/people-verdicts.ts'
import { compareRuns } from '../evaluation/report/comparison.ts'
import { comparisonDocument } from '../evaluation/report/comparison-document.ts'
import { markdownOf } from '../evaluation/report/markdown.ts'
import { noticeOf } from '../evaluation/report/names.ts'
import { filesIn, indexCells, readCells, readItems, requireManifest } from '../evaluation/run-folder.ts'
import { summaryOf } from '../evaluation/summary.ts'
import type { Cell } from '../evaluation/types.ts'
import { type Terminal, write } from './output.ts'

/**
 * Writes the report of a run into its folder, and its main figures to standard output.
 *
 * @throws {InputError} when the folder holds no run
 */
export async function tellRun(terminal: Terminal, folder: string): Promise<void> {
  const report = await finishRun(folder)
  const { page, markdown, table } = filesIn(folder)
  await write(terminal.stdout, summaryOf(report))
  await write(terminal.stderr, `The report is in ${page} and ${markdown}; ${table} has every attempt.\n`)
  const { configuration, cells } = report.manifest
  if (report.cells.length < cells)
    await write(
      terminal.stderr,
      `The run is not finished: ${report.cells.length} of ${cells} cells are filled.\n`,
    )
  const notice = noticeOf(configuration.models)
  if (notice !== undefined) await write(terminal.stderr, `${notice}\n`)
}

/**
 * Takes what people said of the answers of a run, from CSV, into its folder, for every report from now on.
 *
 * @throws {InputError} when the folder holds no run, or the file cannot be used
 */
export async function takePeopleVerdicts(terminal: Terminal, folder: string, csv: string): Promise<void> {
  await requireManifest(folder)
  const cells = await indexCells(folder)
  const kept = await keepPeopleVerdicts(terminal.stdin, csv, cells, filesIn(folder).people)
  await write(terminal.stderr, `People’s verdicts taken of ${kept} of ${cells.size} answers.\n`)
}

/**
 * Compares two runs of the same sample, item by item, and writes what changed to standard output.
 *
 * @throws {InputError} when they cannot be compared
 */
export async function compareReports(
  terminal: Terminal,
  before: string,
  after: string,
  options: { readonly json: boolean },
): Promise<void> {
  const [one, other] = [await readRun(before), await readRun(after)]
  if (one.manifest.configuration.sample.digest !== other.manifest.configuration.sample.digest) {
    throw new InputError(
      `${before} and ${after} measured different prompts; compare runs with the same --data, --sample and --seed.`,
    )
  }
  const comparison = compareRuns(one, other, await readItems(after))
  if (comparison.judged.every(({ drifts }) => drifts.length === 0))
    throw new InputError(`${before} and ${after} have no model and arm in common.`)
  await write(
    terminal.stdout,
    options.json
      ? `${JSON.stringify(comparison, undefined, 2)}\n`
      : markdownOf(comparisonDocument(comparison, before, after)),
  )
}

async function readRun(folder: string) {
  const manifest = await requireManifest(folder)
  const cells: Cell[] = []
  for await (const { cell } of readCells(folder)) cells.push({ ...cell, attempts: [] })
  return { manifest, cells }
}
