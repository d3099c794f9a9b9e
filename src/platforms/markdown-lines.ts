/** What stands before the content of a line: quote marks, indentation, list markers. */
export interface LinePrefix {
  /** Index of the first character of the content; of the line's end where it is blank. */
  readonly contentAt: number
  readonly quotes: number
  /** Column of the content, counted from behind the last quote mark. */
  readonly indent: number
  /** Column of the first list marker, where the line begins a list item. */
  readonly markerAt?: number
  /** The first list marker is a bullet or a 1, which begin an item even in the middle of a paragraph. */
  readonly interrupts: boolean
  /** Tabs, wide gaps or containers in containers: parsers may disagree about the nesting. */
  readonly odd: boolean
  /** The text ended before the content began, so that more text may change what was read. */
  readonly open: boolean
}

/** Longest prefix that is looked at, in UTF-16 units; what is longer is odd, and content from there on. */
const MAX_PREFIX = 400

/** Reads the prefix of the line that begins at `start` (https://spec.commonmark.org/0.31.2/#container-blocks). */
export function readLinePrefix(text: string, start: number): LinePrefix {
  let at = start
  let quotes = 0
  let indent = 0
  let gap = 0
  let markerAt: number | undefined
  let interrupts = false
  let bullet: string | undefined
  let odd = false
  const read = (open: boolean): LinePrefix => ({
    contentAt: at,
    quotes,
    indent,
    ...(markerAt !== undefined && { markerAt }),
    interrupts,
    odd: odd || (markerAt !== undefined && gap > 4),
    open,
  })
  while (at < text.length) {
    if (at - start > MAX_PREFIX) {
      odd = true
      return read(false)
    }
    const char = text[at]
    if (char === ' ') {
      at += 1
      indent += 1
      gap += 1
    } else if (char === '\t') {
      odd = true
      at += 1
      indent += 4 - (indent % 4)
    } else if (char === '>') {
      if (markerAt !== undefined || gap > 3) odd = true
      at += 1
      quotes += 1
      indent = 0
      gap = 0
      if (text[at] === ' ') at += 1
    } else {
      const length = markerLength(text, at)
      if (length === 'open') return read(true)
      if (length === 0) {
        const rest = bullet === char ? restOfBreak(text, at, start + MAX_PREFIX) : 'no'
        if (rest === 'yes') odd = true
        return read(rest === 'open')
      }
      bullet = isDigit(char) ? undefined : char
      if (markerAt === undefined) interrupts = !isDigit(char) || (char === '1' && length === 2)
      else odd = true
      markerAt ??= indent
      at += length
      indent += length
      gap = 0
      if (isLineEnd(text[at])) {
        indent += 1
        odd = true
      }
    }
  }
  return read(true)
}

/** Length of the list marker at `at` without the blank behind it; 0 where there is none. */
function markerLength(text: string, at: number): number | 'open' {
  const char = text.charAt(at)
  let end = at + 1
  if (isDigit(char)) {
    while (end - at < 9 && isDigit(text[end])) end += 1
    if (end >= text.length) return 'open'
    if (text[end] !== '.' && text[end] !== ')') return 0
    end += 1
  } else if (char !== '-' && char !== '+' && char !== '*') return 0
  if (end >= text.length) return 'open'
  const next = text[end]
  return next === ' ' || next === '\t' || isLineEnd(next) ? end - at : 0
}

/** Whether the line goes on as a thematic break, such as `- ---`, which begins no list item. */
function restOfBreak(text: string, from: number, limit: number): 'yes' | 'no' | 'open' {
  let at = from
  while (at < text.length && at < limit && (text[at] === text[from] || text[at] === ' ')) at += 1
  if (at >= limit) return 'yes'
  if (at >= text.length) return 'open'
  return isLineEnd(text[at]) ? 'yes' : 'no'
}

export function isDigit(char: string | undefined): boolean {
  return char !== undefined && char >= '0' && char <= '9'
}

export function isLineEnd(char: string | undefined): boolean {
  return char === '\n' || char === '\r'
}

/** Length of the run of one character that begins at `at`. */
export function runLength(text: string, at: number): number {
  const char = text[at]
  let end = at + 1
  while (end < text.length && text[end] === char) end += 1
  return end - at
}
