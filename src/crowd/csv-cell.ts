/**
 * Spreadsheets run a cell that begins so, also with full-width signs (https://owasp.org/www-community/attacks/CSV_Injection).
 * Some drop blanks and what cannot be seen before they look.
 */
const FORMULA = /^(?:[\t\r\n]|[\s\p{C}]*[=+\-@＝＋－＠])/u
const PLAIN_NUMBER = /^[+-]?\d+(?:\.\d+)?$/

/**
 * One cell of a CSV file after RFC 4180. What a spreadsheet would run as a formula is preceded by an apostrophe, so
 * that it is shown as text; numbers stay numbers.
 */
export function csvCell(text: string): string {
  const safe = FORMULA.test(text) && !PLAIN_NUMBER.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

/** The text of a cell that {@link csvCell} wrote and a CSV reader read. One that began with such an apostrophe itself loses it. */
export function withoutGuard(cell: string): string {
  return cell.startsWith("'") && FORMULA.test(cell.slice(1)) ? cell.slice(1) : cell
}
