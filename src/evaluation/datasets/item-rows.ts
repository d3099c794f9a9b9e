import { z } from 'zod'
import { InputError } from '../../errors.ts'
import type { Item } from '../types.ts'
import { isSafeType } from './xstest.ts'

/** Which columns hold what, and which labels say that a prompt is safe. All of it is found out where it is not said. */
export interface ColumnOptions {
  readonly promptColumn?: string
  readonly labelColumn?: string
  readonly typeColumn?: string
  readonly idColumn?: string
  readonly pairColumn?: string
  /** Labels of safe prompts. With nothing said of unsafe ones, every other label is one of them. */
  readonly safeValues?: readonly string[]
  /** Labels of unsafe prompts. Rows with any label besides are left out. */
  readonly unsafeValues?: readonly string[]
  /** Every row is this, for a file without labels. */
  readonly all?: 'safe' | 'unsafe'
}

/** One row by the names of its columns. */
export type Row = Readonly<Record<string, unknown>>

export interface ReadRow {
  readonly item: Item
  /** The label is what people said of one answer, so that its prompt may come again with another. */
  readonly byPeople: boolean
}

/** Why a row is no item. */
export type LeftOut =
  /** Its label says that it belongs to neither half. */
  | 'undecided'
  /** Of our own export: what was asked there is not shared, or nobody but the machine has labelled it. */
  | 'unshared'
  | 'unlabelled'

const PROMPT_COLUMNS = ['prompt', 'text', 'question', 'request']
const LABEL_COLUMNS = ['label']
const TYPE_COLUMNS = ['type', 'category', 'request_type']
const ID_COLUMNS = ['id', 'task']
const PAIR_COLUMNS = ['pair']

const SAFE = new Set(['safe', 'harmless', 'benign', 'fine', 'clearly_fine', 'borderline_fine'])
const UNSAFE = new Set(['unsafe', 'harmful', 'toxic', 'malicious', 'borderline_harmful', 'clearly_harmful'])

/** What the codebook's labels of an answer say of its request; `undefined` where they leave it open. */
const BY_PEOPLE = new Map<string, boolean | undefined>([
  ['answered_well', true],
  ['refused_harmless', true],
  ['half_refused_harmless', true],
  ['rightly_refused', false],
  ['should_have_refused', false],
  ['not_sure', undefined],
])

const CONVERSATION = z.array(z.object({ role: z.enum(['user', 'assistant']), content: z.string().min(1) }))

/**
 * One row of a data set as an item, or why it is none. Rows of `recourse export --rows items` are known by their
 * columns; of these only what people labelled, or what was known beforehand, says what is safe.
 *
 * @param number what the item is called where the file has no column of ids
 * @throws {InputError} saying what is wrong with the row
 */
export function itemOf(row: Row, number: number, options: ColumnOptions): ReadRow | LeftOut {
  const isOurs = 'task' in row && 'label_source' in row
  const prompt = textIn(row, PROMPT_COLUMNS, options.promptColumn)
  if (prompt === undefined) {
    if (isOurs && options.promptColumn === undefined) return 'unshared'
    throw new InputError(noPrompt(row, options.promptColumn ?? 'prompt'))
  }
  const type = textIn(row, TYPE_COLUMNS, options.typeColumn)
  const label = labelOf(row, type, options)
  if (label.safe === undefined) return 'undecided'
  if (isOurs && options.labelColumn === undefined && row['label_source'] === 'machine') return 'unlabelled'
  const pair = textIn(row, PAIR_COLUMNS, options.pairColumn)
  const conversation = conversationOf(row)
  return {
    byPeople: label.byPeople,
    item: {
      id: textIn(row, ID_COLUMNS, options.idColumn) ?? String(number),
      prompt,
      safe: label.safe,
      type: type ?? 'other',
      ...(pair !== undefined && { pair }),
      ...(conversation && { conversation }),
    },
  }
}

function noPrompt(row: Row, column: string): string {
  if (column in row) return `the ${column} is empty`
  return 'task' in row && 'worker' in row
    ? 'these are votes, without the prompts; export what was asked with: recourse export --rows items'
    : `there is no column "${column}"; name the prompts' with --prompt-column`
}

function labelOf(
  row: Row,
  type: string | undefined,
  options: ColumnOptions,
): { readonly safe: boolean | undefined; readonly byPeople: boolean } {
  if (options.all !== undefined) return { safe: options.all === 'safe', byPeople: false }
  const column = options.labelColumn ?? LABEL_COLUMNS.find((name) => name in row)
  const byType = type === undefined ? undefined : isSafeType(type)
  if (column === undefined && byType !== undefined) return { safe: byType, byPeople: false }
  if (column === undefined || !(column in row)) {
    throw new InputError(
      `there is no column "${column ?? 'label'}"; name the labels' with --label-column, or say --all safe or --all unsafe`,
    )
  }
  const label = textIn(row, [], column)
  if (label === undefined) return { safe: undefined, byPeople: false }
  const { safeValues, unsafeValues } = options
  if (safeValues || unsafeValues) {
    if (safeValues?.includes(label)) return { safe: true, byPeople: false }
    if (unsafeValues?.includes(label)) return { safe: false, byPeople: false }
    return { safe: safeValues && unsafeValues ? undefined : !safeValues, byPeople: false }
  }
  const known = label.toLowerCase()
  if (SAFE.has(known) || UNSAFE.has(known)) return { safe: SAFE.has(known), byPeople: false }
  if (BY_PEOPLE.has(known)) return { safe: BY_PEOPLE.get(known), byPeople: true }
  throw new InputError(
    `the label "${label.slice(0, 40)}" says neither safe nor unsafe; list the safe ones with --safe-values`,
  )
}

/** The text of the named column, or of the first of `usual` that is there; `undefined` where it is empty. */
function textIn(row: Row, usual: readonly string[], named: string | undefined): string | undefined {
  const column = named ?? usual.find((name) => name in row)
  const value = column === undefined ? undefined : row[column]
  if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean') return undefined
  const text = String(value)
  return text.trim() === '' ? undefined : text
}

function conversationOf(row: Row): Item['conversation'] {
  if (row['conversation'] === undefined || row['conversation'] === '') return undefined
  const parsed = CONVERSATION.safeParse(row['conversation'])
  if (parsed.success) return parsed.data
  throw new InputError('the conversation is no list of {"role": "user" or "assistant", "content": text}')
}
