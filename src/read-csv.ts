import { createReadStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import { CsvError, parse } from 'csv-parse'
import { InputError } from './errors.ts'

/** Bytes of one row; a quote that is never closed must not take in the rest of a large file. */
const MOST_BYTES_A_ROW = 1_000_000

const PROBLEMS: Readonly<Record<string, string>> = {
  CSV_RECORD_INCONSISTENT_FIELDS_LENGTH: 'the row has more or fewer cells than the header',
  CSV_QUOTE_NOT_CLOSED: 'a quote opened from here on is never closed',
  CSV_MAX_RECORD_SIZE: 'a row from here on is too long; is a quote never closed?',
  INVALID_OPENING_QUOTE: 'a quote stands inside a cell that is not quoted',
  CSV_INVALID_CLOSING_QUOTE: 'something follows the closing quote of a cell; double a quote inside quotes',
}

/**
 * Reads the named columns of a CSV file, row by row, whatever its size. Other columns may be there too. Rows are given
 * as one array, which is used again for the next.
 *
 * @param file a path, or `-` for standard input
 * @throws {InputError} with the number of the line that cannot be used; an InputError of `onRow` gets it added
 */
export async function readCsv(
  stdin: NodeJS.ReadableStream,
  file: string,
  columns: readonly string[],
  onRow: (cells: readonly string[]) => void,
): Promise<void> {
  const cells = columns.map(() => '')
  await readCsvRows(stdin, file, listed(columns), (header) => {
    const places = findColumns(header, columns)
    return (record) => {
      for (const [at, place] of places.entries()) cells[at] = filled(record[place], columns[at])
      onRow(cells)
    }
  })
}

/**
 * Reads a CSV file (RFC 4180, with any line ends, with or without a byte-order mark) row by row, whatever its size.
 *
 * @param file a path, or `-` for standard input
 * @param needed the columns to ask for in a file that is empty, in words
 * @param onHeader takes the header and gives what takes every row
 * @throws {InputError} with the number of the line that cannot be used; an InputError of either gets it added
 */
export async function readCsvRows(
  stdin: NodeJS.ReadableStream,
  file: string,
  needed: string,
  onHeader: (header: readonly string[]) => (record: readonly string[]) => void,
): Promise<void> {
  const name = nameOfFile(file)
  let onRow: ((record: readonly string[]) => void) | undefined
  let line = 0
  const parser = parse({
    bom: true,
    record_delimiter: ['\r\n', '\n', '\r'],
    skip_empty_lines: true,
    max_record_size: MOST_BYTES_A_ROW,
    on_record: (record: readonly string[], context) => {
      line = context.lines
      if (onRow) onRow(record)
      else onRow = onHeader(record)
      // Nothing is passed on, so nothing piles up.
      return null
    },
  })
  try {
    await pipeline(file === '-' ? stdin : createReadStream(file), parser.resume())
  } catch (error) {
    throw explain(error, name, line)
  }
  if (!onRow) throw new InputError(`${name} is empty: the first line must name ${needed}.`)
}

/** A file as it is named in messages. */
export function nameOfFile(file: string): string {
  return file === '-' ? 'standard input' : file
}

function findColumns(header: readonly string[], columns: readonly string[]): readonly number[] {
  const names = header.map((name) => name.trim())
  return columns.map((column) => {
    const place = names.indexOf(column)
    if (place < 0)
      throw new InputError(`the column "${column}" is missing; the header must name ${listed(columns)}`)
    if (names.lastIndexOf(column) !== place) throw new InputError(`the column "${column}" is there twice`)
    return place
  })
}

function filled(cell: string | undefined, column: string | undefined): string {
  if (cell === undefined || cell === '') throw new InputError(`the ${column} is empty`)
  return cell
}

function explain(error: unknown, name: string, line: number): InputError {
  if (error instanceof InputError)
    return new InputError(`${name}, line ${line}: ${error.message}.`, { cause: error })
  if (error instanceof CsvError) {
    // Of a row that does not end, csv-parse tells the line where it gave up.
    const endless = error.code === 'CSV_QUOTE_NOT_CLOSED' || error.code === 'CSV_MAX_RECORD_SIZE'
    const at = typeof error['lines'] === 'number' && !endless ? error['lines'] : line + 1
    return new InputError(`${name}, line ${at}: ${PROBLEMS[error.code] ?? 'the row is not CSV'}.`, {
      cause: error,
    })
  }
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  if (code === 'ENOENT') return new InputError(`There is no file "${name}".`, { cause: error })
  if (error instanceof RangeError)
    return new InputError(`${name}, line ${line}: more different names than fit in memory.`, { cause: error })
  return new InputError(`${name} cannot be read; give a CSV file.`, { cause: error })
}

function listed(columns: readonly string[]): string {
  return `${columns.slice(0, -1).join(', ')} and ${columns.at(-1)}`
}
