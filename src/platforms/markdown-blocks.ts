import { isDigit, type LinePrefix, readLinePrefix, runLength } from './markdown-lines.ts'

/** How good a place for a break is; the best one is taken, and of equals the last. */
export const BREAK = {
  /** Within a row of a table, which spoils the table. */
  row: 0,
  /** Between words, while the part is far from full. */
  early: 1,
  ideograph: 2,
  space: 3,
  sentence: 4,
  line: 5,
  /** Between the paragraphs of a list item, or nested items. */
  inner: 6,
  item: 7,
  block: 8,
} as const

export interface OpenFence {
  /** The line that opens it again, with the indentation of the first. */
  readonly opener: string
  readonly closer: string
  readonly char: string
  readonly length: number
  readonly quoted: boolean
}

/** What is open at a place between two lines, and must be opened again if a part begins there. */
export interface OpenBlocks {
  readonly fence?: OpenFence
  /** Header and delimiter rows of a table, each with its line end. */
  readonly table?: string
  readonly list?: boolean
}

type Kind = 'text' | 'item' | 'heading' | 'quote' | 'fence' | 'code' | 'closing' | 'delimiter'

/** Follows the blocks of a text line by line, and rates the places between its lines. */
export class BlockReader {
  /** Longest line that is repeated in the next part, in UTF-16 units. */
  readonly #repeatable: number
  #fence: OpenFence | undefined
  /** The fence holds some code in this part. */
  #hasCode = false
  #table: string | undefined
  #hasRows = false
  #list: boolean
  #previous: { readonly kind: Kind; readonly line: string } | undefined
  #blank = false

  constructor(open: OpenBlocks, repeatable: number) {
    this.#repeatable = repeatable
    this.#fence = open.fence
    this.#table = open.table
    this.#list = open.list ?? false
  }

  get fence(): OpenFence | undefined {
    return this.#fence
  }

  /** Whether a fence was opened and no line of code has followed in this part. */
  get emptyFence(): boolean {
    return this.#fence !== undefined && !this.#hasCode
  }

  get afterBlank(): boolean {
    return this.#blank
  }

  get open(): OpenBlocks {
    return {
      ...(this.#fence && { fence: this.#fence }),
      ...(this.#table !== undefined && !this.#blank && this.#hasRows && { table: this.#table }),
      ...(this.#list && { list: true }),
    }
  }

  /** Rates the place before this line, which need not be whole; nothing where the text must not break. */
  rate(line: string): number | undefined {
    if (this.#fence) return this.#hasCode ? BREAK.line : undefined
    const { previous, kind, prefix } = { previous: this.#previous, ...this.#classify(line) }
    if (!previous) return undefined
    if (!this.#blank && (kind === 'delimiter' || (this.#table !== undefined && !this.#hasRows)))
      return undefined
    if (previous.kind === 'heading') return BREAK.line
    if (kind === 'item' && this.#list) return (prefix.markerAt ?? 0) === 0 ? BREAK.item : BREAK.inner
    const within = this.#list && prefix.indent > 0
    if (this.#blank) return within ? BREAK.inner : BREAK.block
    if (kind === 'fence' || kind === 'heading' || previous.kind === 'closing') {
      return within ? BREAK.inner : BREAK.block
    }
    return BREAK.line
  }

  /** Whether this line goes on with the table that is open. */
  continuesTable(line: string): boolean {
    return this.#classify(line).kind === 'text' && line.includes('|')
  }

  /** Whether this line closes the fence that is open. */
  closes(line: string): boolean {
    return this.#fence !== undefined && closesFence(this.#fence, line)
  }

  /** Reads a whole line. */
  read(line: string): void {
    if (line.trim() === '') {
      this.#blank = true
      if (!this.#fence) this.#table = undefined
      return
    }
    const { kind, prefix } = this.#classify(line)
    if (kind !== 'code' && kind !== 'closing') this.#fence = undefined
    this.#readTable(kind, line)
    if (kind === 'code') this.#hasCode = true
    else {
      const starts = kind === 'fence' || kind === 'heading' || this.#blank
      if (kind === 'item') this.#list = true
      else if (starts && prefix.indent === 0) this.#list = false
      if (kind === 'closing') this.#fence = undefined
      if (kind === 'fence') this.#openFence(line, prefix)
    }
    this.#previous = { kind, line }
    this.#blank = false
  }

  #readTable(kind: Kind, line: string): void {
    if (kind === 'delimiter') {
      const header = `${this.#previous?.line ?? ''}\n${line}\n`
      this.#table = header.length <= this.#repeatable ? header : undefined
      this.#hasRows = this.#table === undefined
    } else if (kind === 'text' && this.#table !== undefined) this.#hasRows = true
    else this.#table = undefined
  }

  #openFence(line: string, { contentAt }: LinePrefix): void {
    const char = line.charAt(contentAt)
    const length = runLength(line, contentAt)
    // The list item that a fence begins is not begun again.
    const before = line.slice(0, contentAt).replaceAll(/[^\s>]/g, ' ')
    const closer = before + char.repeat(length)
    if (closer.length > this.#repeatable) return
    const opener = before + line.slice(contentAt)
    this.#fence = {
      opener: opener.length > this.#repeatable ? closer : opener,
      closer,
      char,
      length,
      quoted: before.includes('>'),
    }
    this.#hasCode = false
  }

  #classify(line: string): { readonly kind: Kind; readonly prefix: LinePrefix } {
    const prefix = readLinePrefix(line, 0)
    if (this.#fence && (!this.#fence.quoted || prefix.quotes > 0)) {
      return { kind: closesFence(this.#fence, line) ? 'closing' : 'code', prefix }
    }
    const content = line.slice(prefix.contentAt)
    if (isFence(content)) return { kind: 'fence', prefix }
    if (prefix.markerAt !== undefined) return { kind: 'item', prefix }
    if (/^#{1,6}(?:\s|$)/.test(content)) return { kind: 'heading', prefix }
    const previous = this.#blank ? undefined : this.#previous
    if (previous && (previous.kind === 'text' || previous.kind === 'quote') && this.#table === undefined) {
      const columns = countDelimiters(content)
      if (columns > 0 && previous.line.includes('|') && !isDigit(content[0]))
        return { kind: 'delimiter', prefix }
    }
    return { kind: prefix.quotes > 0 && this.#table === undefined ? 'quote' : 'text', prefix }
  }
}

function isFence(content: string): boolean {
  const char = content[0]
  if (char !== '`' && char !== '~') return false
  const length = runLength(content, 0)
  return length >= 3 && (char === '~' || !content.includes('`', length))
}

function closesFence({ char, length }: OpenFence, line: string): boolean {
  let at = 0
  while (line[at] === ' ' || line[at] === '>' || line[at] === '\t') at += 1
  if (line[at] !== char) return false
  const found = runLength(line, at)
  return found >= length && line.slice(at + found).trim() === ''
}

/** Columns of a delimiter row such as `|:--|--:|`; 0 where the line is none. */
function countDelimiters(content: string): number {
  const row = content.trim()
  if (!row.includes('|') || !row.includes('-')) return 0
  const cells = row.replace(/^\|/, '').replace(/\|$/, '').split('|')
  return cells.every((cell) => /^\s*:?-+:?\s*$/.test(cell)) ? cells.length : 0
}
