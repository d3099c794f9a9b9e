import { WORD_JOINER } from './pings.ts'

/** What may follow a `<` without making it anybody's markup. */
const HARMLESS_BEHIND_ANGLE = /[\s\d=<>.,;:)("'|+%$^-]|[^\p{ASCII}]/u

/** What needs no blank before it when it follows a target in parentheses. */
const CLOSES = /[\s.,;:!?)*_~|"'”»\]]|[^\p{ASCII}]/u

/**
 * The text that comes out. Whatever the scanner leaves out or puts in, what stands side by side here is never a
 * ping, a link with a label, nor the definition of one.
 */
export class SafeText {
  #out = ''
  #last = ''
  /** The text ends with a `<` that begins nothing yet. */
  #angle = false
  /** The text ends with a `]` that could close a label. */
  #bracket = false
  /** It ends with the parenthesis behind a target. */
  #target = false
  /** Some `[` was written. */
  #opened = false
  /** Only blanks, quote marks and list markers stand on the line. */
  #contentStart = true
  /** How many `[` of this block are still open. */
  #depth = 0
  #address = false

  get atContentStart(): boolean {
    return this.#contentStart
  }

  /** Whether the last word so far is an address such as `https://…`, or `www.…`. */
  get inAddress(): boolean {
    return this.#address
  }

  get inWord(): boolean {
    return /[A-Za-z0-9_]$/.test(this.#last)
  }

  /** Whether a `[` of this block is still open. */
  get inBracket(): boolean {
    return this.#depth > 0
  }

  /** No paragraph goes on from here. */
  endBlock(): void {
    this.#depth = 0
  }

  endsWith(char: string): boolean {
    return this.#last.endsWith(char)
  }

  lastMatches(pattern: RegExp): boolean {
    return pattern.test(this.#last.slice(-1))
  }

  /** Gives what came out since, and keeps half a surrogate pair until its other half is there. */
  take(whole: boolean): string {
    const out = this.#out
    const half = !whole && /[\ud800-\udbff]$/.test(out)
    this.#out = half ? out.slice(-1) : ''
    return half ? out.slice(0, -1) : out
  }

  /** The end of a line, or what stands before the content of the next one. */
  prefix(text: string): void {
    if (text === '') return
    this.#write(text)
    this.#contentStart = true
    this.#address = false
  }

  /** Code, which is not looked at. */
  code(text: string): void {
    this.#write(text)
    if (text.includes('[')) this.#opened = true
    this.#contentStart = false
  }

  /** An address or a link that shows its target. */
  verbatim(text: string): void {
    this.#separate(text)
    this.#write(text)
    this.#contentStart = false
    this.#address = !text.endsWith(')') && !text.endsWith('>')
  }

  /** The target of a link whose label was just written. */
  target(text: string): void {
    this.#write(` (${text})`)
    this.#target = true
  }

  plain(text: string): void {
    this.#separate(text)
    this.#follow(text)
    this.#write(text)
    this.#contentStart = false
    this.#angle = text.endsWith('<')
    this.#bracket = text.endsWith(']')
    if (this.#bracket) this.#depth = Math.max(0, this.#depth - 1)
    if (text.includes('[')) {
      this.#opened = true
      this.#depth += 1
    }
  }

  /** What was written last stands for `<`. */
  openAngle(): void {
    this.#angle = true
  }

  #separate(text: string): void {
    const first = text.charAt(0)
    if (this.#target && !CLOSES.test(first)) this.#write(' ')
    else if (this.#angle && !HARMLESS_BEHIND_ANGLE.test(first)) this.#write(WORD_JOINER)
    else if (this.#bracket && this.#opened && (first === '(' || first === ':')) this.#write(WORD_JOINER)
  }

  #write(text: string): void {
    this.#out += text
    // Three characters tell the beginning of an address.
    this.#last = text.length > 3 ? text.slice(-4) : (this.#last + text).slice(-4)
    this.#angle = false
    this.#bracket = false
    this.#target = false
  }

  /** Keeps in mind whether the last word is an address. */
  #follow(text: string): void {
    const blank = text.search(/[\s<](?=[^\s<]*$)/)
    if (blank >= 0) this.#address = false
    const word = blank >= 0 ? text.slice(blank) : this.#last + text
    if (!this.#address) this.#address = /:\/\/|www\.|mailto:/i.test(word)
  }
}
