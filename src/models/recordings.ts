import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { parse } from 'csv-parse/sync'
import { z } from 'zod'
import { ModelError } from '../errors.ts'

/** Completions of one recording by {@link promptKey}. */
export type Recordings = ReadonlyMap<string, string>

/** One recorded completion. */
export interface RecordedRow {
  readonly prompt: string
  readonly completion: string
  readonly model?: string | undefined
  /** All columns of its row. */
  readonly other: Readonly<Record<string, unknown>>
}

/** Columns other than these may be there; `response` is an older name for the completion. */
const ROW: z.ZodType<Omit<RecordedRow, 'other'>> = z.union([
  z.object({ prompt: z.string(), completion: z.string(), model: z.string().optional() }),
  z
    .object({ prompt: z.string(), response: z.string(), model: z.string().optional() })
    .transform(({ response, ...row }) => ({ ...row, completion: response })),
])

/** Two spellings of a prompt are one prompt when only white space or the Unicode form differs. */
export function promptKey(prompt: string): string {
  return prompt.normalize('NFC').replaceAll(/\s+/gu, ' ').trim()
}

/**
 * Reads recorded completions from a CSV file with a header, or from JSON Lines (`.jsonl`, `.ndjson`). Each
 * row holds `prompt` and `completion` (or `response`); the first row of a prompt counts.
 * @param model reads only the rows whose `model` column says this, for a file with the answers of several.
 * @throws {ModelError} `unknown_model` when the file cannot be used; the message says why.
 */
export async function readRecordings(file: string, model?: string): Promise<Recordings> {
  const recordings = new Map<string, string>()
  for (const row of await readRecordedRows(file, model)) {
    const key = promptKey(row.prompt)
    if (!recordings.has(key)) recordings.set(key, row.completion)
  }
  return recordings
}

/**
 * The rows of a recording, in the order of the file; at least one.
 * @throws {ModelError} `unknown_model` when the file cannot be used; the message says why.
 */
export async function readRecordedRows(file: string, model?: string): Promise<readonly RecordedRow[]> {
  const name = basename(file)
  const rows = rowsOf(await read(file, name), name)
  const models = new Set(rows.flatMap((row) => row.model ?? []))
  if (model === undefined && models.size > 1) {
    throw unusable(
      `"${name}" holds answers of several models; choose one: replay:FILE#${[...models].join(' or #')}.`,
    )
  }
  const wanted = model === undefined ? rows : rows.filter((row) => row.model === model)
  if (wanted.length > 0) return wanted
  throw unusable(
    model === undefined ? `"${name}" holds no rows.` : `"${name}" holds no answers of "${model}".`,
  )
}

async function read(file: string, name: string): Promise<string> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    const missing = error instanceof Error && 'code' in error && error.code === 'ENOENT'
    const problem = missing ? `There is no file "${name}" to replay` : `"${name}" cannot be read`
    throw unusable(`${problem}; check the path in replay:FILE.`)
  }
}

function rowsOf(text: string, name: string): RecordedRow[] {
  const rows = /\.(jsonl|ndjson)$/i.test(name) ? jsonLines(text, name) : csvRows(text, name)
  return rows.map((row, index) => {
    const parsed = ROW.safeParse(row)
    if (parsed.success) return { ...parsed.data, other: { ...Object(row) } }
    throw unusable(`Row ${index + 1} of "${name}" has no text in the columns "prompt" and "completion".`)
  })
}

function jsonLines(text: string, name: string): unknown[] {
  return text.split('\n').flatMap((line, index) => {
    if (line.trim() === '') return []
    try {
      return [JSON.parse(line) as unknown]
    } catch {
      throw unusable(`Line ${index + 1} of "${name}" is not JSON.`)
    }
  })
}

function csvRows(text: string, name: string): unknown[] {
  try {
    return parse(text, { columns: true, bom: true, skip_empty_lines: true, relax_column_count_less: true })
  } catch {
    // The parser's own message quotes the line at fault.
    throw unusable(`"${name}" is not a CSV file with a header.`)
  }
}

function unusable(message: string): ModelError {
  return new ModelError('unknown_model', message)
}
