import { isLineEnd, type LinePrefix, readLinePrefix, runLength } from './markdown-lines.ts'

/** What the scanner has to know about a line before it reads it. */
export interface LineStart {
  /** Index up to which the line is neither text nor code: its prefix. */
  readonly contentAt: number
  /** The rest of the line is fenced code, or a fence. */
  readonly code: boolean
  /** No span of code goes on from the line before into this one. */
  readonly fresh: boolean
}

interface Fence {
  readonly marker: string
  readonly length: number
  readonly quotes: number
  /** Columns that every line of the code begins with, or the list item has ended. */
  readonly indent: number
  /** Deepest column at which the closing fence can stand. */
  readonly closesBy: number
}

/** Longest fence line that is waited for, in UTF-16 units. */
const MAX_FENCE_LINE = 240

/**
 * Tells fenced code from text, line by line, as every parser of CommonMark does
 * (https://spec.commonmark.org/0.31.2/#fenced-code-blocks). What is taken for code is left alone by the scanner, so
 * a line on which parsers may disagree ends the trust in fences for good: all that follows counts as text.
 */
export class CodeFences {
  #fence: Fence | undefined
  #trusted = true
  #quotes = 0
  /** Content columns of the list items that are open, outermost first. */
  #items: number[] = []
  /** It is not sure which of them are still open. */
  #unclear = false
  #afterBlank = false

  /** Whether fences can still be told from text. */
  get trusted(): boolean {
    return this.#trusted
  }

  /** Reads the beginning of the line at `start`. */
  readLine(text: string, start: number, whole: boolean): LineStart | 'more' {
    return this.#fence ? this.#readCode(this.#fence, text, start, whole) : this.#readText(text, start, whole)
  }

  #readText(text: string, start: number, whole: boolean): LineStart | 'more' {
    const prefix = readLinePrefix(text, start)
    const { contentAt, quotes } = prefix
    if (prefix.open && !whole) return 'more'
    const char = text.charAt(contentAt)
    if (char === '' || isLineEnd(char)) {
      const blank = quotes === 0 && prefix.markerAt === undefined
      if (blank) this.#afterBlank = true
      else this.#enter({ ...prefix, interrupts: false, odd: true })
      return { contentAt, code: false, fresh: blank }
    }
    if (char === '`' || char === '~') {
      const fence = fenceLength(text, contentAt, whole)
      if (fence === 'more') return 'more'
      if (fence > 0) {
        this.#fence = this.#trusted ? this.#open(prefix, char, fence) : undefined
        if (!this.#fence) this.#trusted = false
        return { contentAt, code: this.#fence !== undefined, fresh: true }
      }
      if (fence < 0) this.#trusted = false
    }
    const fresh = startsItem(prefix)
    this.#enter(prefix)
    return { contentAt, code: false, fresh }
  }

  /** Keeps the list items in mind that a line of text leaves open. */
  #enter({ quotes, indent, markerAt, interrupts, odd }: LinePrefix): void {
    if (quotes !== this.#quotes) this.#items = []
    this.#quotes = quotes
    const column = markerAt ?? indent
    const last = this.#items.at(-1) ?? 0
    const sure = interrupts || this.#afterBlank || (this.#items.length > 0 && !this.#unclear)
    if (markerAt !== undefined || this.#afterBlank) {
      this.#items = this.#items.filter((item) => item <= column)
      if (column === 0 && (sure || markerAt === undefined)) this.#unclear = false
    } else if (indent < last) this.#unclear = true
    if (markerAt !== undefined) {
      if (!sure || column - (this.#items.at(-1) ?? 0) > 3) this.#unclear = true
      this.#items.push(indent)
    }
    if (odd) this.#unclear = true
    this.#afterBlank = false
  }

  #open(prefix: LinePrefix, marker: string, length: number): Fence | undefined {
    const { quotes, indent, markerAt, odd } = prefix
    if (odd) return undefined
    if (quotes !== this.#quotes) this.#items = []
    this.#quotes = quotes
    const fence = { marker, length, quotes }
    if (markerAt !== undefined) {
      this.#enter(prefix)
      return this.#unclear ? undefined : { ...fence, indent, closesBy: indent + 3 }
    }
    this.#afterBlank = false
    this.#items = this.#items.filter((item) => item <= indent)
    if (indent === 0) {
      this.#unclear = false
      return { ...fence, indent: 0, closesBy: 3 }
    }
    if (this.#unclear) return indent > 3 ? undefined : { ...fence, indent, closesBy: 3 }
    const item = this.#items.at(-1) ?? 0
    return indent - item > 3 ? undefined : { ...fence, indent: item, closesBy: item + 3 }
  }

  #readCode(fence: Fence, text: string, start: number, whole: boolean): LineStart | 'more' {
    const code = { contentAt: start, code: true, fresh: true }
    let at = start
    let indent = 0
    for (let quote = 0; quote < fence.quotes; quote += 1) {
      for (let gap = 0; gap < 3 && text[at] === ' '; gap += 1) at += 1
      if (at >= text.length) return whole ? code : 'more'
      if (text[at] !== '>') return this.#lose(start)
      at += 1
      if (text[at] === ' ') at += 1
    }
    while (text[at] === ' ' && indent <= fence.closesBy) {
      at += 1
      indent += 1
    }
    if (at >= text.length) return whole ? code : 'more'
    const char = text[at]
    if (char === '\t' || char === ' ') {
      const mark = at + text.slice(at, at + MAX_FENCE_LINE).search(/[^ \t]/)
      if (mark < at) return text.length - at < MAX_FENCE_LINE && !whole ? 'more' : code
      if (char === '\t' && fence.indent > indent) return this.#lose(start)
      return text[mark] === fence.marker ? this.#readMarks(fence, text, start, mark, true, whole) : code
    }
    if (isLineEnd(char)) return code
    if (indent < fence.indent) return this.#lose(start)
    if (char !== fence.marker) return code
    return this.#readMarks(fence, text, start, at, indent > fence.closesBy, whole)
  }

  /**
   * Reads a line of code that begins with the fence's marker. `doubtful`: it stands too deep to close the code by the
   * rules, though some would let it.
   */
  #readMarks(
    fence: Fence,
    text: string,
    start: number,
    at: number,
    doubtful: boolean,
    whole: boolean,
  ): LineStart | 'more' {
    const code = { contentAt: start, code: true, fresh: true }
    const length = runLength(text, at)
    let end = at + length
    while (end < text.length && end - at <= MAX_FENCE_LINE && ' \t`~'.includes(text.charAt(end))) end += 1
    if (end - at > MAX_FENCE_LINE) return this.#lose(start)
    if (end >= text.length && !whole) return 'more'
    if (length < fence.length || (end < text.length && !isLineEnd(text[end]))) return code
    if (doubtful || /[^ ]/.test(text.slice(at + length, end))) return this.#lose(start)
    this.#fence = undefined
    return code
  }

  #lose(contentAt: number): LineStart {
    this.#fence = undefined
    this.#trusted = false
    return { contentAt, code: false, fresh: false }
  }
}

/** Length of the fence at `at`; 0 for a span of code that merely begins the line, -1 where neither is sure. */
function fenceLength(text: string, at: number, whole: boolean): number | 'more' {
  const char = text[at]
  const length = runLength(text, at)
  if (length > MAX_FENCE_LINE) return -1
  if (at + length >= text.length && !whole) return 'more'
  if (length < 3) return 0
  for (let end = at + length; end - at < MAX_FENCE_LINE; end += 1) {
    if (end >= text.length) return whole ? length : 'more'
    if (isLineEnd(text[end])) return length
    if (char === '`' && text[end] === '`') return 0
  }
  return -1
}

/** Whether a list item begins that no span of code of the paragraph before can reach into. */
function startsItem({ markerAt, interrupts, odd }: LinePrefix): boolean {
  return markerAt !== undefined && markerAt <= 3 && interrupts && !odd
}
