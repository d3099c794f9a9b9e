import { BlockReader, type OpenBlocks } from './markdown-blocks.ts'
import { Dedent } from './markdown-dedent.ts'
import { type PartLengths, PartReader } from './markdown-part-reader.ts'

/** `text` goes to the end of the current message; `next` completes it, and what follows goes into a new one. */
export type PartOperation = { readonly type: 'text'; readonly text: string } | { readonly type: 'next' }

export interface MarkdownPartsOptions {
  /** Longest text of a part, in UTF-16 units. */
  readonly limit: number
  /** Length from which on text waits for the best place to break; three quarters of the limit unless given. */
  readonly softLimit?: number
}

/** Divides Markdown that is still being written among several messages. */
export interface MarkdownParts {
  /** Gives what can be shown by now. How a text is cut into pieces does not change its parts. */
  push(text: string): readonly PartOperation[]
  /** Asks for a break at the next good place. `next` is given once there is text for another part. */
  cut(): readonly PartOperation[]
  /** Gives the rest. */
  end(): readonly PartOperation[]
}

/** Up to this share of the soft limit text is passed on at once, from there on by whole words. */
const WORDS_FROM = 1 / 3

/** A long text is read in steps of a part's length, and of at least this many UTF-16 units. */
const SHORTEST_STEP = 64

/**
 * Divides a text into messages while it comes. A part ends between blocks, else between list items, lines,
 * sentences or words. Fences that are open there are closed and opened again, tables get their header again. A word,
 * link or span of code is only cut if it is longer than half of the limit.
 */
export function createMarkdownParts(options: MarkdownPartsOptions): MarkdownParts {
  const writer = new PartsWriter(options.limit, options.softLimit ?? Math.floor(options.limit * 0.75))
  return {
    push: (text) => writer.push(text),
    cut: () => writer.cut(),
    end: () => writer.end(),
  }
}

/** The parts of a whole text; none where it is blank. */
export function splitMarkdown(text: string, limit: number): readonly string[] {
  const parts = createMarkdownParts({ limit })
  const texts: string[] = []
  let current = ''
  for (const operation of [...parts.push(text), ...parts.end()]) {
    if (operation.type === 'text') current += operation.text
    else {
      texts.push(current)
      current = ''
    }
  }
  return current === '' ? texts : [...texts, current]
}

class PartsWriter {
  readonly #lengths: PartLengths
  #operations: PartOperation[] = []
  /** A part is complete, so that the next text needs a new message. */
  #afterPart = false
  /** Reads the current part; none while it is not known how the part begins. */
  #reader: PartReader | undefined
  /** Text that may begin a part. */
  #lead = ''
  /** Blanks at the beginning were too many to be kept. */
  #blanksDropped = false
  /** What the part before left open. */
  #open: OpenBlocks = {}
  /** Text of the current part that was not passed on, and where in the part it begins. */
  #held = ''
  #passed = 0
  #dedent = new Dedent()

  constructor(limit: number, softLimit: number) {
    if (!(limit >= 1)) throw new RangeError('A part needs room for a character.')
    const soft = Math.min(softLimit, limit - 1)
    this.#lengths = { limit, soft, words: Math.floor(soft * WORDS_FROM) }
  }

  push(text: string): readonly PartOperation[] {
    // What a part leaves over is put before the rest, which must be short for that to stay cheap.
    const step = Math.max(this.#lengths.limit, SHORTEST_STEP)
    for (let from = 0; from < text.length; from += step) this.#feed(text.slice(from, from + step))
    this.#pass(this.#reader?.committed ?? 0)
    return this.#take()
  }

  cut(): readonly PartOperation[] {
    this.#reader?.endSoon()
    return []
  }

  end(): readonly PartOperation[] {
    while (!this.#reader && this.#lead.trim() !== '') {
      const lead = this.#lead
      this.#lead = ''
      this.#feed(this.#begin(lead, true))
    }
    if (this.#reader) this.#pass(this.#reader.length, true)
    return this.#take()
  }

  #take(): readonly PartOperation[] {
    const operations = this.#operations
    this.#operations = []
    return operations
  }

  #feed(text: string): void {
    let rest = text
    while (rest !== '') {
      if (!this.#reader) {
        const lead = this.#lead + rest
        this.#lead = ''
        rest = this.#begin(lead, false)
        continue
      }
      const piece = rest.slice(0, this.#reader.room)
      rest = rest.slice(piece.length)
      this.#held += piece
      this.#reader.read(piece)
      if (this.#reader.full) rest = this.#finish(this.#reader) + rest
    }
  }

  /** Begins a part with this text, if that can be decided by now, and gives what is to be read in it. */
  #begin(text: string, whole: boolean): string {
    const content = this.#withoutBlanks(text)
    const visible = content.search(/\S/)
    if (visible < 0) {
      this.#lead = content
      return ''
    }
    // Only so much of the line counts, whether more of it is there or not.
    const seen = content.slice(0, this.#lengths.words + 1)
    const lineEnd = seen.indexOf('\n', visible)
    const line = lineEnd < 0 ? seen : seen.slice(0, lineEnd)
    const sure = whole || lineEnd >= 0 || seen.length > this.#lengths.words
    const { fence, table } = this.#open
    if (!sure && (fence ? fence.quoted || content[visible] === fence.char : table !== undefined)) {
      this.#lead = content
      return ''
    }
    const reader = new BlockReader(this.#open, 0)
    if (fence && reader.closes(line)) {
      // It was closed with the part before.
      this.#open = {}
      return lineEnd < 0 ? '' : content.slice(lineEnd + 1)
    }
    const { fence: _, table: __, ...rest } = this.#open
    if (fence && (!fence.quoted || line.trimStart().startsWith('>'))) this.#start({ ...rest, fence }, line)
    else if (table !== undefined && reader.continuesTable(line)) this.#start({ ...rest, table }, line)
    else this.#start(rest, line)
    return content
  }

  /** The text without the blanks that a part does not begin with: its indentation is kept. */
  #withoutBlanks(text: string): string {
    const visible = text.search(/\S/)
    const end = visible < 0 ? text.length : visible
    let from = this.#afterPart ? text.lastIndexOf('\n', end - 1) + 1 : 0
    if (end === 0) from = 0
    if (from > 0) this.#blanksDropped = false
    if (from > 0 && this.#open.table !== undefined) {
      const { table: _, ...open } = this.#open
      this.#open = open
    }
    if (end - from > this.#lengths.words) this.#blanksDropped = true
    return text.slice(this.#blanksDropped ? end : from)
  }

  #start(open: OpenBlocks, line: string): void {
    const opening = open.fence ? `${open.fence.opener}\n` : (open.table ?? '')
    this.#dedent = new Dedent()
    if (this.#afterPart) {
      this.#operations.push({ type: 'next' })
      this.#dedent.begin(opening || line)
    }
    this.#held = opening
    this.#passed = 0
    this.#blanksDropped = false
    this.#reader = new PartReader(opening, open, this.#lengths)
  }

  /** Ends the part; gives the text that belongs to the next one. */
  #finish(reader: PartReader): string {
    const { end, next, open, quote } = reader.break(this.#held, this.#passed)
    const rest = quote + this.#held.slice(next - this.#passed)
    this.#pass(end, true)
    if (open.fence) this.#write(`\n${open.fence.closer}`)
    this.#open = open
    this.#afterPart = true
    this.#reader = undefined
    return rest
  }

  /** Passes the part on up to this index, and not half of a surrogate pair unless it is cut there. */
  #pass(end: number, last = false): void {
    const ready = this.#held.slice(0, Math.max(0, end - this.#passed))
    const text = !last && /[\ud800-\udbff]$/.test(ready) ? ready.slice(0, -1) : ready
    this.#held = this.#held.slice(text.length)
    this.#passed += text.length
    this.#write(text)
  }

  #write(text: string): void {
    const written = this.#dedent.write(text)
    if (written !== '') this.#operations.push({ type: 'text', text: written })
  }
}
