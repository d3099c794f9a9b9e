import { inReadingOrder } from '../direction.ts'
import { CodeFences } from './code-fences.ts'
import { findRun, type LabelledLink, readAngle, readLink } from './link-text.ts'
import { isLineEnd, runLength } from './markdown-lines.ts'
import { findGroupWord, findPing, readCharacter, WORD_JOINER } from './pings.ts'
import { SafeText } from './safe-text.ts'

/** Makes a model's Markdown harmless while it streams. */
export interface SafeMarkdown {
  /** Gives what may be shown for good by now. How a text is cut into pieces does not change what comes out. */
  push(delta: string): string
  /** Gives the rest. */
  end(): string
}

export interface SafeMarkdownOptions {
  /** Whether what could ping does so inside code as well, as in Slack; true unless said otherwise. */
  readonly pingsInCode?: boolean
}

/** Longest span of code that is left as it is, in UTF-16 units; it is waited for, and must never be cut in two. */
export const MAX_CODE_SPAN = 240

/** A label that may begin a line: it can be taken for no list marker, heading, quote or fence. */
const HARMLESS_OPENING = /^[*_`"'(“]{0,2}\p{L}/u

/** What a label may stand behind once its bracket is gone. */
const BEFORE_LABEL = /[\s(*_"'“„«|;,.—–]|[^\p{ASCII}\u2060]/u

/**
 * Keeps a model from notifying people, from hiding where a link leads, and from turning the direction of a line.
 *
 * What could ping gets a word joiner behind its `<` or `@`, everywhere a ping can be. Outside code `[label](target)` becomes
 * `label (target)`, and where the whole link is not seen in time, or is odd, a word joiner comes between `]` and `(`
 * or `:`, so that neither a link nor a definition of one is left. Inside code nothing else changes. Code is what
 * every parser takes for code; in doubt it is text.
 */
export function createSafeMarkdown(options: SafeMarkdownOptions = {}): SafeMarkdown {
  const scanner = new Scanner(options)
  return {
    push: (delta) => scanner.read(delta, false),
    end: () => scanner.read('', true),
  }
}

/** The whole of a text made harmless at once. */
export function safeMarkdown(whole: string, options: SafeMarkdownOptions = {}): string {
  return new Scanner(options).read(whole, true)
}

class Scanner {
  readonly #pingsInCode: boolean
  readonly #text = new SafeText()
  readonly #fences = new CodeFences()
  /** What is not decided yet, and what is read of it. */
  #buffer = ''
  #at = 0
  #whole = false
  #lineBegins = true
  /** The rest of the line is fenced code. */
  #fenced = false
  /** A run of backticks was left open, so what is code in this block is unsure. */
  #stray = false
  /** A span holds a bar: in a table that would end it, so this line is read as text as well. */
  #barred = false
  /** Length of the run of backticks that may have opened a span, or 0, and how much of the span was read. */
  #run = 0
  #spanRead = 0
  /** The run is closed further on: what comes until then is code. */
  #inSpan = false
  /** Where the labels end whose brackets are gone. */
  #links: { readonly at: number; readonly link: LabelledLink }[] = []

  constructor({ pingsInCode = true }: SafeMarkdownOptions) {
    this.#pingsInCode = pingsInCode
  }

  read(delta: string, whole: boolean): string {
    this.#buffer += inReadingOrder(delta)
    this.#whole = whole
    while (this.#at < this.#buffer.length && this.#step());
    const read = this.#at
    this.#buffer = this.#buffer.slice(read)
    this.#at = 0
    this.#links = this.#links.map(({ at, link }) => ({ at: at - read, link }))
    return this.#text.take(whole)
  }

  /** Reads on. False where nothing can be decided before more text comes. */
  #step(): boolean {
    if (this.#lineBegins) return this.#beginLine()
    if (this.#endsLine()) return this.#endLine()
    if (this.#fenced || this.#inSpan) return this.#readCode()
    const link = this.#links.at(-1)
    if (link && this.#at >= link.at) return this.#showTarget(link)
    return this.#run > 0 ? this.#readPossibleSpan() : this.#readText()
  }

  #beginLine(): boolean {
    const line = this.#fences.readLine(this.#buffer, this.#at, this.#whole)
    if (line === 'more') return false
    this.#text.prefix(this.#buffer.slice(this.#at, line.contentAt))
    this.#at = line.contentAt
    this.#fenced = line.code
    if (line.fresh) {
      this.#stray = false
      this.#text.endBlock()
    }
    this.#lineBegins = false
    return true
  }

  #endsLine(): boolean {
    return isLineEnd(this.#buffer[this.#at])
  }

  #endLine(): boolean {
    let end = this.#at + 1
    if (this.#buffer[this.#at] === '\r') {
      if (end >= this.#buffer.length && !this.#whole) return false
      if (this.#buffer[end] === '\n') end += 1
    }
    this.#text.prefix(this.#buffer.slice(this.#at, end))
    this.#at = end
    if (this.#run > 0) this.#stray = true
    this.#run = 0
    this.#inSpan = false
    this.#barred = false
    this.#links = []
    this.#lineBegins = true
    return true
  }

  #readCode(): boolean {
    const char = this.#buffer[this.#at]
    if (char === '`' && this.#inSpan) return this.#readRun()
    if (char === '<' || char === '&') {
      const ping = this.#pingsInCode ? findPing(this.#buffer, this.#at, this.#whole) : 'no'
      if (ping === 'more') return false
      if (ping === 'no') return this.#code(this.#at + 1)
      this.#code(ping)
      this.#text.code(WORD_JOINER)
      return true
    }
    let end = this.#at + 1
    while (end < this.#buffer.length && !'<&`\n\r'.includes(this.#buffer.charAt(end))) end += 1
    return this.#code(end)
  }

  /** What follows a run of backticks: code if the run is closed, otherwise text. The first character that would be written differently as either asks. */
  #readPossibleSpan(): boolean {
    const char = this.#buffer.charAt(this.#at)
    if (char === '`') return this.#readRun()
    if (this.#spanRead > MAX_CODE_SPAN) return this.#giveUpSpan()
    if (char === '|') {
      if (!this.#text.endsWith('\\')) this.#barred = true
      return this.#plain(this.#at + 1)
    }
    if (!'<[]!@&'.includes(char)) {
      let end = this.#at + 1
      while (end < this.#buffer.length && !'<[]!@&`|\n\r'.includes(this.#buffer.charAt(end))) end += 1
      return this.#plain(Math.min(end, this.#at + MAX_CODE_SPAN + 1 - this.#spanRead))
    }
    if (this.#barred) return this.#readText()
    const limit = this.#at + MAX_CODE_SPAN - this.#spanRead
    const close = findRun(this.#buffer, this.#at, this.#run, limit, this.#whole)
    if (close === 'more') return false
    if (close === 'no') return this.#giveUpSpan()
    const inner = this.#buffer.slice(this.#at, close)
    // Bars may divide cells. A parser that looks for links or emphasis first may see no span.
    if (/(?<!\\)\|/.test(inner)) this.#barred = true
    else if (this.#run > 1 && /[*_~]/.test(inner)) return this.#giveUpSpan()
    else if (this.#text.inBracket && inner.includes(']')) return this.#giveUpSpan()
    else this.#inSpan = true
    return true
  }

  #giveUpSpan(): boolean {
    this.#stray = true
    this.#run = 0
    return true
  }

  #readRun(): boolean {
    const length = runLength(this.#buffer, this.#at)
    const end = this.#at + length
    if (length > MAX_CODE_SPAN) {
      this.#giveUpSpan()
      return this.#plain(this.#at + MAX_CODE_SPAN)
    }
    if (end >= this.#buffer.length && !this.#whole) return false
    // Escaped, or part of an address: parsers disagree on whether such a run counts.
    const doubtful = this.#text.endsWith('\\') || (this.#run === 0 && this.#text.inAddress)
    if (this.#run === length) {
      this.#run = 0
      this.#inSpan = false
      this.#stray ||= doubtful
    } else if (this.#run === 0 && this.#fences.trusted && !this.#stray) {
      if (doubtful || (length > 1 && this.#buffer[end] === ']')) this.#stray = true
      else this.#run = length
      this.#spanRead = 0
    }
    return this.#plain(end)
  }

  #readText(): boolean {
    const char = this.#buffer.charAt(this.#at)
    const next = this.#buffer.charAt(this.#at + 1)
    if ('\\!@'.includes(char) && next === '' && !this.#whole) return false
    switch (char) {
      case '`':
        return this.#readRun()
      case '\\':
        return this.#plain(this.#at + ('\\![]'.includes(next) && next !== '' ? 2 : 1))
      case '!':
        return next === '[' ? this.#readLink(1) : this.#plain(this.#at + 1)
      case '[':
        return this.#readLink(0)
      case '<':
        return this.#readAngle()
      case '@':
        return this.#readAt(this.#at + 1)
      case '&':
        return this.#readReference()
      case ']':
        return this.#plain(this.#at + 1)
      default: {
        let end = this.#at + 1
        while (end < this.#buffer.length && !isSpecial(this.#buffer.charCodeAt(end))) end += 1
        return this.#plain(Math.min(end, this.#links.at(-1)?.at ?? end))
      }
    }
  }

  /** Reads a link or, with one character before its bracket, an image. */
  #readLink(before: number): boolean {
    const link = readLink(this.#buffer, this.#at + before, this.#whole)
    if (link === 'more') return false
    if (link === 'no') return this.#plain(this.#at + before + 1)
    if (link.plain && before === 0) {
      this.#text.verbatim(this.#buffer.slice(this.#at, link.end))
      this.#at = link.end
      return true
    }
    if (!this.#canStand(link)) return this.#plain(this.#at + before + 1)
    return this.#openLink(link)
  }

  #readAngle(): boolean {
    const found = readAngle(this.#buffer, this.#at, this.#whole)
    if (found === 'more') return false
    if (found === 'no') return this.#plain(this.#at + 1)
    if (found.kind === 'autolink') {
      this.#text.verbatim(this.#buffer.slice(this.#at, found.end))
      this.#at = found.end
      return true
    }
    return this.#canStand(found) ? this.#openLink(found) : this.#plain(this.#at + 1)
  }

  /** Whether the label means the same where its bracket is gone. */
  #canStand({ labelAt, labelEnd }: LabelledLink): boolean {
    const label = this.#buffer.slice(labelAt, labelEnd)
    if (/^\s|\\$/.test(label)) return false
    if (this.#text.atContentStart) return label === '' || HARMLESS_OPENING.test(label)
    return this.#text.lastMatches(BEFORE_LABEL)
  }

  #openLink(link: LabelledLink): boolean {
    const nested = this.#links.at(-1)
    if (nested && link.end > nested.at) return this.#plain(this.#at + 1)
    this.#at = link.labelAt
    if (link.plain || link.labelAt === link.labelEnd) {
      this.#text.verbatim(link.target)
      this.#at = link.end
    } else this.#links.push({ at: link.labelEnd, link })
    return true
  }

  #showTarget({ at, link }: { readonly at: number; readonly link: LabelledLink }): boolean {
    this.#links.pop()
    // Code that began in the label and ended behind it has carried the reader past its end.
    if (this.#at > at) return true
    this.#text.target(link.target)
    this.#at += link.end - link.labelEnd
    return true
  }

  /** Reads an `@`, however it is written, and breaks it off a word that calls everybody. */
  #readAt(end: number): boolean {
    const found = findGroupWord(this.#buffer, end, this.#whole)
    if (found === 'more') return false
    const calls = found === 'yes' && !this.#text.inWord && !this.#text.inAddress
    this.#plain(end)
    if (calls) this.#text.plain(WORD_JOINER)
    return true
  }

  #readReference(): boolean {
    const read = readCharacter(this.#buffer, this.#at, this.#whole)
    if (read === 'more') return false
    if (read.char === '@') return this.#readAt(read.end)
    this.#plain(read.end)
    if (read.char === '<') this.#text.openAngle()
    return true
  }

  #plain(end: number): boolean {
    this.#text.plain(this.#buffer.slice(this.#at, end))
    this.#spanRead += end - this.#at
    this.#at = end
    return true
  }

  #code(end: number): boolean {
    this.#text.code(this.#buffer.slice(this.#at, end))
    this.#at = end
    return true
  }
}

function isSpecial(code: number): boolean {
  switch (code) {
    case 10: // line feed
    case 13: // carriage return
    case 33: // !
    case 38: // &
    case 60: // <
    case 64: // @
    case 91: // [
    case 92: // backslash
    case 93: // ]
    case 96: // backtick
      return true
    default:
      return false
  }
}
