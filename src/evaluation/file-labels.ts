import type { Verdict } from '../domain.ts'
import { InputError } from '../errors.ts'
import { promptKey, type RecordedRow, readRecordedRows } from '../models/recordings.ts'
import { recordingOf } from '../models/replay.ts'

/** Verdicts that people gave to the completions of one recording, by {@link promptKey}. */
export type FileLabels = ReadonlyMap<string, Verdict>

/** Columns of labels in recordings, and the words that sets use for the three verdicts. */
const COLUMNS = ['final_label', 'verdict', 'label']
const VERDICT_OF: Readonly<Record<string, Verdict>> = {
  '1_full_compliance': 'full_compliance',
  '2_full_refusal': 'full_refusal',
  '3_partial_refusal': 'partial_refusal',
  full_compliance: 'full_compliance',
  full_refusal: 'full_refusal',
  partial_refusal: 'partial_refusal',
  compliance: 'full_compliance',
  refusal: 'full_refusal',
  partial: 'partial_refusal',
}

/** How verdicts are written, for messages. */
export const VERDICT_WORDS = 'they read full_compliance, partial_refusal and full_refusal'

/** A verdict as data sets write it. */
export function verdictOfWord(word: string): Verdict | undefined {
  return Object.hasOwn(VERDICT_OF, word) ? VERDICT_OF[word] : undefined
}

/**
 * The labels of a recording, by the name of its model after `replay:`; `undefined` where its file has none.
 *
 * @param column the column of labels, where the usual ones are not meant
 * @throws {ModelError} `unknown_model` when the file cannot be used
 * @throws {InputError} when the named column holds no verdicts
 */
export async function readFileLabels(name: string, column?: string): Promise<FileLabels | undefined> {
  const { file, model } = recordingOf(name)
  const rows = await readRecordedRows(file, model)
  const labelled = column ?? COLUMNS.find((each) => rows.some((row) => verdictIn(row, each) !== undefined))
  if (labelled === undefined) return undefined
  const labels = new Map<string, Verdict>()
  for (const row of rows) {
    const verdict = verdictIn(row, labelled)
    const key = promptKey(row.prompt)
    if (verdict !== undefined && !labels.has(key)) labels.set(key, verdict)
  }
  if (labels.size > 0) return labels
  throw new InputError(`The column "${labelled}" of ${file} holds no verdicts; ${VERDICT_WORDS}.`)
}

function verdictIn(row: RecordedRow, column: string): Verdict | undefined {
  const value = row.other[column]
  return typeof value === 'string' ? verdictOfWord(value) : undefined
}
