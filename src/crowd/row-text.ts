import { csvCell } from './csv-cell.ts'
import type { Row } from './data-set.ts'

export const EXPORT_FORMATS = ['csv', 'jsonl'] as const
export type ExportFormat = (typeof EXPORT_FORMATS)[number]

/** Writes rows of one shape as lines of text. */
export interface RowWriter<Column extends string> {
  /** What comes before the first row. */
  readonly header: string
  line(row: Row<Column>): string
}

/**
 * CSV after RFC 4180 with a header, in which nothing runs as a formula and null is an empty cell; or JSON Lines, which
 * keep every text as it is.
 */
export function rowWriter<Column extends string>(
  format: ExportFormat,
  columns: readonly Column[],
): RowWriter<Column> {
  if (format === 'jsonl') {
    return {
      header: '',
      line: (row) =>
        `${JSON.stringify(Object.fromEntries(columns.map((column) => [column, row[column]])))}\n`,
    }
  }
  return {
    header: `${columns.join()}\n`,
    line: (row) => `${columns.map((column) => cellOf(row[column])).join()}\n`,
  }
}

/** Only text can be a formula. Half a surrogate pair cannot be written in UTF-8. */
function cellOf(value: string | number | boolean | null): string {
  return typeof value === 'string' ? csvCell(value.toWellFormed()) : String(value ?? '')
}
