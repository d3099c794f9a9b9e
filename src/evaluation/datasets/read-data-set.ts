import { createReadStream } from 'node:fs'
import { basename } from 'node:path'
import { createInterface } from 'node:readline'
import { withoutGuard } from '../../crowd/csv-cell.ts'
import { InputError } from '../../errors.ts'
import { nameOfFile, readCsvRows } from '../../read-csv.ts'
import type { Item } from '../types.ts'
import type { DataSet } from './data-set.ts'
import { type ColumnOptions, itemOf, type LeftOut, type Row } from './item-rows.ts'
import { joinTwins } from './xstest.ts'

const WHY_LEFT_OUT: Readonly<Record<LeftOut, string>> = {
  undecided: 'their label says neither safe nor unsafe',
  unshared: 'their channel does not share what was asked (an admin types /export share:on)',
  unlabelled:
    'people have not labelled them, or not alike (--label-column machine_label takes the machine’s word)',
}

/**
 * Reads prompts from CSV, or from JSON Lines (`.jsonl`, `.ndjson`).
 *
 * @param file a path, or `-` for CSV on standard input
 * @throws {InputError} with the number of the line that cannot be used
 */
export async function readDataSet(
  stdin: NodeJS.ReadableStream,
  file: string,
  options: ColumnOptions = {},
): Promise<DataSet> {
  const items: Item[] = []
  const ids = new Set<string>()
  const said = new Map<string, Item>()
  const contested = new Set<Item>()
  let rows = 0
  const leftOut = new Map<LeftOut, number>()
  const take = (row: Row): void => {
    rows += 1
    const read = itemOf(row, rows, options)
    if (typeof read === 'string') {
      leftOut.set(read, (leftOut.get(read) ?? 0) + 1)
      return
    }
    const { item, byPeople } = read
    if (ids.has(item.id)) throw new InputError(`the id "${item.id.slice(0, 40)}" is there twice`)
    ids.add(item.id)
    const known = byPeople ? said.get(item.prompt) : undefined
    if (known) {
      if (known.safe !== item.safe) contested.add(known)
      return
    }
    if (byPeople) said.set(item.prompt, item)
    items.push(item)
  }
  if (/\.(jsonl|ndjson)$/i.test(file)) await readJsonRows(file, take)
  else {
    await readCsvRows(stdin, file, 'prompt and label', (header) => {
      const names = header.map((name) => name.trim())
      // In our own export an apostrophe keeps spreadsheets from running a text.
      const isOurs = names.includes('label_source')
      const textOf = (cell = '') => (isOurs ? withoutGuard(cell) : cell)
      return (cells) => take(Object.fromEntries(names.map((name, at) => [name, textOf(cells[at])])))
    })
  }
  const agreed = items.filter((item) => !contested.has(item))
  const notes = [
    ...leftOut.entries().map(([why, count]) => `Rows left out because ${WHY_LEFT_OUT[why]}: ${count}.`),
    ...(contested.size > 0
      ? [`Prompts left out because people disagree whether they are safe: ${contested.size}.`]
      : []),
  ]
  if (agreed.length === 0)
    throw new InputError([`${nameOfFile(file)} holds no prompts to measure with.`, ...notes].join(' '))
  return { name: file === '-' ? 'standard input' : basename(file), items: joinTwins(agreed), notes }
}

async function readJsonRows(file: string, take: (row: Row) => void): Promise<void> {
  let number = 0
  try {
    const input = createReadStream(file)
    const failed = new Promise<never>((_, reject) => input.once('error', reject))
    failed.catch(() => undefined)
    const lines = createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })
    const read = async () => {
      for await (const line of lines) {
        number += 1
        const text = line.replace(/^\uFEFF/, '').trim()
        if (text !== '') take(rowIn(text))
      }
    }
    await Promise.race([failed, read()])
  } catch (error) {
    if (error instanceof InputError)
      throw new InputError(`${file}, line ${number}: ${error.message}.`, { cause: error })
    const missing = error instanceof Error && 'code' in error && error.code === 'ENOENT'
    throw new InputError(
      missing ? `There is no file "${file}".` : `${file} cannot be read; give JSON Lines.`,
      {
        cause: error,
      },
    )
  }
}

function rowIn(text: string): Row {
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ...value }
  } catch {
    // Said below.
  }
  throw new InputError('this is not a JSON object')
}
