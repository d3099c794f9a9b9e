/**
 * Signs that turn the direction of the text around them (UAX #9: embeddings, overrides and isolates). With them an
 * address, a file name or a line of code can show something else than it holds (CVE-2021-42574). Text in Arabic or
 * Hebrew needs none of them: its letters know their direction.
 */
const TURNING = /[\u202A-\u202E\u2066-\u2069]/g

/** A text whose signs stand in the order in which they are read. */
export function inReadingOrder(text: string): string {
  return text.replaceAll(TURNING, '')
}
