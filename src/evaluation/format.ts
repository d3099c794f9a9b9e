/** `12,345` */
export function wholeNumber(number: number): string {
  return Math.round(number).toLocaleString('en-US')
}

/** A table of plain text; columns after the first `left` ones are set to the right. */
export function textTable(rows: readonly (readonly string[])[], left: number): string {
  const widths = (rows[0] ?? []).map((_, at) => Math.max(...rows.map((row) => row[at]?.length ?? 0)))
  const cell = (text: string, at: number) =>
    at < left ? text.padEnd(widths[at] ?? 0) : text.padStart(widths[at] ?? 0)
  return rows.map((row) => `${row.map(cell).join('  ').trimEnd()}\n`).join('')
}
