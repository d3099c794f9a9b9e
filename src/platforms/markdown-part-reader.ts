import { InlineAtoms } from './markdown-atoms.ts'
import { BlockReader, BREAK, type OpenBlocks } from './markdown-blocks.ts'

/** Lengths in UTF-16 units. */
export interface PartLengths {
  readonly limit: number
  /** From here on breaks between lines are weighed, and text waits for them. */
  readonly soft: number
  /** From here on text waits for the end of its word. */
  readonly words: number
}

export interface Break {
  readonly rank: number
  /** Where the part ends, and where the next one goes on. */
  readonly end: number
  readonly next: number
  readonly open: OpenBlocks
  /** Quote marks that a line goes on with, where it is cut. */
  readonly quote: string
}

/** How far a part that shall end soon may still grow while no good place comes. */
const ENDS_WITHIN = 600

/** What a line must not begin with by chance: it would begin a list, a heading, a quote, a table or a fence. */
const OPENS_BLOCK = '-+*#>=|~`'

const SENTENCE_END = '.!?。！？…'
const CLOSING_MARK = `"'”’»)]*_`
const LINE_MARKER = /^(?:[-+*>|]|#{1,6}|\d{1,9}[.)]|\[[ xX]?\]?|[xX]\])+$/
const ITEM_MARKER = /^(?:[-+*]|1[.)])$/
/** Longest word that is looked at as a marker. */
const MAX_MARKER = 12

/** Han, kana, and the punctuation that comes with them. */
const IDEOGRAPH = /[\u3001-\u3098\u30a1-\u30ff\u3400-\u9fff\uff01-\uff60]/
/** What does not begin a line of Chinese or Japanese (https://www.w3.org/TR/jlreq/#characters_not_starting_a_line). */
const NOT_FIRST =
  /[、。々〉》」』】〕〗〙〛〜ぁぃぅぇぉっゃゅょゎゝゞァィゥェォッャュョヮヵヶ・ーヽヾ\u3099-\u309c！），．：；？］｝]/
const COMBINES = /\p{M}|\u200d|[\udc00-\udfff]/u

/**
 * Reads the text of one part, character by character, and keeps in mind where it could end. All it decides follows
 * from the text up to that character. Indexes count from the beginning of the part.
 */
export class PartReader {
  readonly #lengths: PartLengths
  readonly #blocks: BlockReader
  readonly #atoms = new InlineAtoms()
  /** Length of what the part repeats, which is no text of its own. */
  readonly #repeated: number
  #length: number
  #committed = 0
  #best: Break | undefined
  /** Last place outside spans and links, for text without any blank. */
  #outside = 0
  /** Length of the part when it was asked to end soon. */
  #endingFrom: number | undefined
  #due = false

  #line = ''
  #lineStart = 0
  /** Where the visible text before the line ended, and whether in the middle of a span or link. */
  #before = 0
  #beforeInside = false
  /** The place before the line was weighed. */
  #rated = false
  /** Only list markers and the like stand on the line so far. */
  #markers = true
  #word = ''
  /** The first three characters behind them. */
  #opening = ''
  /**
   * The quote marks of the line, and whether nothing else stands on it so far. Only so many are kept that a part
   * which goes on with them has room for more: anybody can write thousands.
   */
  #quote = ''
  #quoting = true
  /** Whether the line is a row of a table. */
  #row = false
  /** The last visible character, its end, whether it ended a sentence, and where its line starts. */
  #last = ''
  #lastEnd = 0
  #lastLine = 0
  #sentence = false

  constructor(opening: string, open: OpenBlocks, lengths: PartLengths) {
    this.#lengths = lengths
    this.#blocks = new BlockReader(open, lengths.words)
    this.#repeated = opening.length
    this.#length = opening.length
    this.#lastEnd = opening.length
    this.#lastLine = opening.length
    this.#beginLine()
  }

  get length(): number {
    return this.#length
  }

  /** Up to here the text belongs to this part whatever follows. */
  get committed(): number {
    return this.#committed
  }

  /** Whether the part has to end, at its `break`. */
  get full(): boolean {
    return this.#due || this.#length > this.#end
  }

  /** How much can be read before the part may be full. */
  get room(): number {
    return Math.max(1, this.#end + 1 - this.#length)
  }

  /** Makes the part end at the next good place. */
  endSoon(): void {
    this.#endingFrom ??= this.#length
  }

  /** Reads on until the part is full. */
  read(piece: string): void {
    let from = 0
    for (let at = 0; at < piece.length && (this.#endingFrom === undefined || !this.full); at += 1) {
      const code = piece.charCodeAt(at)
      if (code === 10) {
        this.#line += piece.slice(from, at)
        from = at + 1
        this.#endLine()
      } else if (code > 32) this.#readVisible(code, piece, from, at)
      else this.#readBlank(code)
      if (code !== 10) this.#length += 1
      if (this.#length <= this.#lengths.words && this.#endingFrom === undefined) {
        this.#committed = this.#length
      }
    }
    this.#line += piece.slice(from)
  }

  /** The best place to end the part; `held` is its text from the index `start` on. */
  break(held: string, start: number): Break {
    if (!this.#rated && this.#line.trim() !== '') this.#rate(this.#line)
    if (this.#best && this.#advances(this.#best)) return this.#best
    const between = this.#breakAnywhere(held, start)
    return this.#advances(between) ? between : this.#breakAtLimit()
  }

  /**
   * Whether less is left to read behind this break than was before the part. The quote marks that the rest begins
   * with are read again, as text. Every part must get on, or the same text would come for ever.
   */
  #advances({ next, quote }: Break): boolean {
    return next - quote.length > this.#repeated
  }

  /** Cuts a word, between its characters. */
  #breakAnywhere(held: string, start: number): Break {
    const latest = this.#latest
    const wanted = this.#outside > this.#committed ? Math.min(this.#outside, latest) : latest
    let end = COMBINES.test(held.charAt(wanted - start)) ? wanted - 1 : wanted
    // Half of a surrogate pair at the end does not tell whether it goes on with the cluster before it.
    const text = held.slice(this.#committed - start).replace(/[\ud800-\udbff]$/, '')
    for (const { index } of new Intl.Segmenter().segment(text)) {
      const boundary = this.#committed + index
      if (boundary > wanted) break
      if (index > 0) end = boundary
    }
    return { rank: 0, end, next: end, open: this.#openWithoutTable, quote: this.#quoteMarks }
  }

  /** Cuts whatever stands at the limit, and repeats no quote marks: the last resort of parts with no room. */
  #breakAtLimit(): Break {
    const end = Math.max(this.#repeated + 1, this.#committed, Math.min(this.#latest, this.#length))
    return { rank: 0, end, next: end, open: this.#openWithoutTable, quote: '' }
  }

  get #openWithoutTable(): OpenBlocks {
    const { table: _, ...open } = this.#blocks.open
    return open
  }

  /** Where the part can end at the latest, with what closes it. */
  get #latest(): number {
    const { fence } = this.#blocks
    return this.#lengths.limit - (fence ? fence.closer.length + 1 : 0)
  }

  /** What the rest of this line needs before it to stay in its quote; in code that stands in none, `>` is text. */
  get #quoteMarks(): string {
    const { fence } = this.#blocks
    return fence && !fence.quoted ? '' : this.#quote
  }

  /** Length at which the part ends at the latest. */
  get #end(): number {
    const { limit } = this.#lengths
    return this.#endingFrom === undefined || !this.#best
      ? limit
      : Math.min(limit, this.#endingFrom + ENDS_WITHIN)
  }

  /** From where on the kinds of breaks are told apart. */
  get #weighedFrom(): number {
    return this.#endingFrom === undefined ? this.#lengths.soft : 0
  }

  #beginLine(): void {
    this.#line = ''
    this.#lineStart = this.#length
    this.#before = this.#lastEnd
    this.#beforeInside = this.#atoms.inside
    this.#rated = false
    this.#markers = true
    this.#word = ''
    this.#opening = ''
    this.#quote = ''
    this.#quoting = true
    this.#row = false
  }

  #endLine(): void {
    this.#readBlank(10)
    if (!this.#rated && this.#line.trim() !== '') this.#rate(this.#line)
    const { fence } = this.#blocks
    this.#blocks.read(this.#line)
    // Nothing reaches from one row of a table into the next.
    const row = this.#line.trimStart().startsWith('|')
    if (row || this.#blocks.afterBlank || this.#blocks.fence !== fence) this.#atoms.reset()
    this.#length += 1
    this.#beginLine()
  }

  #readBlank(code: number): void {
    if (!this.#blocks.fence) this.#atoms.read(code)
    if (this.#markers && this.#word !== '') {
      if (!LINE_MARKER.test(this.#word)) this.#markers = false
      // A span of code never reaches from a paragraph into a list item.
      else if (!this.#blocks.fence && ITEM_MARKER.test(this.#word)) this.#atoms.reset()
      if (this.#markers) this.#opening = ''
    }
    this.#word = ''
  }

  #readVisible(code: number, piece: string, from: number, at: number): void {
    const char = piece.charAt(at)
    if (this.#length > this.#lengths.words || this.#endingFrom !== undefined) {
      const rank = this.#placeBefore(code, char)
      if (rank !== undefined) this.#offerInline(rank, piece, from, at)
    }
    if (!this.#blocks.fence) this.#atoms.read(code)
    if (this.#markers && this.#word.length < MAX_MARKER) this.#word += char
    if (this.#quoting && char === '|') this.#row = true
    if (char !== '>') this.#quoting = false
    else if (this.#quoting && this.#quote.length < this.#lengths.words / 4) this.#quote += '> '
    if (this.#opening.length < 3) this.#opening += char
    this.#sentence = SENTENCE_END.includes(char) || (this.#sentence && CLOSING_MARK.includes(char))
    this.#last = char
    this.#lastEnd = this.#length + 1
    this.#lastLine = this.#lineStart
  }

  /** Rates the place before this character, leaving out what is no place for a break. */
  #placeBefore(code: number, char: string): number | undefined {
    const inCode = this.#blocks.fence !== undefined
    if (!inCode && this.#atoms.inside) return undefined
    const weighed = this.#length > this.#weighedFrom
    if (this.#lastLine !== this.#lineStart) {
      // The first row of a table may be the header of what follows.
      const header = char === '|' && !this.#blocks.afterBlank && this.#blocks.open.table === undefined
      const whole = this.#blocks.emptyFence || header
      return this.#lineStart >= this.#weighedFrom || whole ? undefined : BREAK.early
    }
    if (!inCode && (this.#opening === '```' || this.#opening === '~~~')) return undefined
    if (!weighed && this.#row) return undefined
    if ((!inCode && OPENS_BLOCK.includes(char)) || (code > 127 && COMBINES.test(char))) return undefined
    if (this.#lastEnd === this.#length) {
      this.#outside = this.#length
      const rank = inCode || code < 0x3000 ? undefined : this.#placeBetween(char)
      return weighed || rank === undefined ? rank : BREAK.early
    }
    if (this.#markers && !inCode) return undefined
    // What goes on repeats the quote marks: a part that held nothing else would leave all of the line to the next.
    if (this.#quoting && this.#quote !== '') return undefined
    if (!weighed) return BREAK.early
    if (this.#row && !inCode) return BREAK.row
    return this.#sentence && !inCode ? BREAK.sentence : BREAK.space
  }

  #placeBetween(char: string): number | undefined {
    if (this.#atoms.inAddress || !IDEOGRAPH.test(char) || NOT_FIRST.test(char)) return undefined
    if (!IDEOGRAPH.test(this.#last)) return undefined
    return this.#sentence ? BREAK.sentence : BREAK.ideograph
  }

  /** Weighs a place between words, after the one before their line: what is better always comes first. */
  #offerInline(rank: number, piece: string, from: number, at: number): void {
    const { table, ...open } = this.#blocks.open
    if (this.#lastLine !== this.#lineStart) {
      this.#offer(rank, this.#before, this.#lineStart, table === undefined ? open : { ...open, table })
      return
    }
    if (rank !== BREAK.early && !this.#rated) this.#rate(this.#line + piece.slice(from, at))
    this.#offer(rank, this.#lastEnd, this.#length, open, this.#quoteMarks)
  }

  /** Weighs the place before the current line, which need not be whole. */
  #rate(line: string): void {
    this.#rated = true
    const rank = this.#blocks.rate(line)
    if (rank === undefined || this.#lineStart < this.#weighedFrom) return
    if (rank === BREAK.line && this.#beforeInside) return
    this.#offer(rank, this.#before, this.#lineStart, this.#blocks.open)
  }

  #offer(rank: number, end: number, next: number, open: OpenBlocks, quote = ''): void {
    const closing = open.fence ? open.fence.closer.length + 1 : 0
    if (next < this.#committed || end + closing > this.#lengths.limit) return
    if (this.#best && this.#best.rank > rank) return
    this.#committed = Math.max(this.#committed, end)
    this.#best = { rank, end: this.#committed, next, open, quote }
    if (this.#endingFrom !== undefined && rank >= BREAK.inner) this.#due = true
  }
}
