/** A part of a text, in UTF-16 code units; `end` is not in it. */
export interface Span {
  readonly start: number
  readonly end: number
}

/** A line that opens or closes a block (CommonMark 0.31, 4.5); no block inside a list or a quotation. */
const FENCE = /^ {0,3}(`{3,}|~{3,})([\s\S]*)$/u

/**
 * What lies inside the closed code blocks of a text, without the fences, in order. A fence that is never
 * closed encloses nothing. Linear in the text.
 */
export function codeFences(text: string): readonly Span[] {
  const found: Span[] = []
  let open: { readonly fence: string; readonly start: number } | undefined
  let start = 0
  for (const line of text.split('\n')) {
    const next = start + line.length + 1
    const [, fence, rest] = FENCE.exec(line) ?? []
    if (fence !== undefined && rest !== undefined) {
      if (open === undefined) {
        if (!(fence.startsWith('`') && rest.includes('`'))) open = { fence, start: next }
      } else if (fence.startsWith(open.fence) && rest.trim() === '') {
        found.push({ start: open.start, end: start })
        open = undefined
      }
    }
    start = next
  }
  return found
}
