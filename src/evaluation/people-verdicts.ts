import { rename, writeFile } from 'node:fs/promises'
import { z } from 'zod'
import { VERDICTS, type Verdict } from '../domain.ts'
import { InputError } from '../errors.ts'
import { readCsvRows } from '../read-csv.ts'
import { VERDICT_WORDS, verdictOfWord } from './file-labels.ts'
import { readLines } from './read-lines.ts'

/** What people said of the answers of a run, by the ids of its cells. */
export type PeopleVerdicts = ReadonlyMap<string, Verdict>

const line = z.object({ cell: z.string(), verdict: z.enum(VERDICTS) })

/** The columns of cells.csv, filled in, or of what `recourse aggregate` makes of the votes of several people. */
const COLUMNS = [
  ['cell', 'verdict_by_people'],
  ['task', 'label'],
] as const

/**
 * Reads verdicts from CSV, and keeps them in the file of a run in place of earlier ones. Rows without a verdict are
 * left out. Resolves to how many answers have one.
 *
 * @param csv a path, or `-` for standard input
 * @param cells the ids that the run has
 * @throws {InputError} with the number of the line that cannot be used
 */
export async function keepPeopleVerdicts(
  stdin: NodeJS.ReadableStream,
  csv: string,
  cells: { has(id: string): boolean },
  file: string,
): Promise<number> {
  const verdicts = new Map<string, Verdict>()
  await readCsvRows(stdin, csv, 'cell and verdict_by_people', (header) => {
    const names = header.map((name) => name.trim())
    const columns = COLUMNS.find((wanted) => wanted.every((name) => names.includes(name)))
    if (!columns)
      throw new InputError(
        'there are no columns cell and verdict_by_people; give cells.csv with that column filled in, or what recourse aggregate wrote',
      )
    const [cellAt, wordAt] = columns.map((name) => names.indexOf(name))
    return (row) => {
      const [cell = '', word = ''] = [row[cellAt ?? 0], row[wordAt ?? 0]?.trim()]
      if (word === '') return
      const verdict = verdictOfWord(word)
      if (!cells.has(cell)) throw new InputError(`the run has no cell "${cell.slice(0, 60)}"`)
      if (!verdict) throw new InputError(`"${word.slice(0, 40)}" is no verdict; ${VERDICT_WORDS}`)
      const known = verdicts.get(cell)
      if (known !== undefined && known !== verdict)
        throw new InputError(
          `the cell "${cell.slice(0, 60)}" has two verdicts; have recourse aggregate decide between people`,
        )
      verdicts.set(cell, verdict)
    }
  })
  if (verdicts.size === 0) throw new InputError(`${csv} holds no verdicts; ${VERDICT_WORDS}.`)
  const lines = [...verdicts].map(([cell, verdict]) => `${JSON.stringify({ cell, verdict })}\n`)
  await writeFile(`${file}.new`, lines.join(''))
  await rename(`${file}.new`, file)
  return verdicts.size
}

/** The verdicts that a file of a run holds; none where there is no file. */
export async function readPeopleVerdicts(file: string): Promise<PeopleVerdicts> {
  const lines = await Array.fromAsync(readLines(file, line), ({ value }) => value)
  return new Map(lines.map(({ cell, verdict }) => [cell, verdict]))
}
