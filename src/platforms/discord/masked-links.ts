import { WORD_JOINER } from '../pings.ts'

/** What can stand between a label and the scheme of its target. */
const BEGINNING = /^\]\(\s*<?\s*/

/** Schemes that Discord makes a masked link of. */
const SCHEMES = ['http://', 'https://', 'discord://', 'mailto:', 'tel:', 'sms:']

/** More blanks than this are not waited for, in UTF-16 units. */
const MOST_HELD = 200

/**
 * Breaks every `](https://` that is left, wherever the text is cut into pieces. Discord takes less for code than other
 * parsers do (no fence of tildes, no fence that another line of backticks cannot close, spans that cross paragraphs), so
 * what the others leave alone as code can be a link there that hides its target.
 */
export class MaskedLinkGuard {
  /** What may become the beginning of a target, from the bracket that closes its label. */
  #held = ''

  read(text: string): string {
    let out = ''
    for (const char of text) {
      this.#held += char
      out += this.#decided()
    }
    return out
  }

  end(): string {
    const rest = this.#held
    this.#held = ''
    return rest
  }

  /** What cannot become part of a masked link any more, or was broken off one. */
  #decided(): string {
    const held = this.#held
    if (!held.startsWith(']')) return this.end()
    if (held.length > 1 && held[1] !== '(') {
      // The next bracket can close a label as well.
      this.#held = held.slice(1)
      return `]${this.#decided()}`
    }
    const beginning = BEGINNING.exec(held)?.[0]
    if (beginning === undefined) return ''
    // Discord reads `https\://` as `https://`.
    const target = held.slice(beginning.length).toLowerCase().replaceAll('\\', '')
    const isMasked = SCHEMES.includes(target) || held.length > MOST_HELD
    if (!isMasked && SCHEMES.some((scheme) => scheme.startsWith(target))) return ''
    this.#held = ''
    if (isMasked) return `]${WORD_JOINER}${held.slice(1)}`
    // What stands behind the parenthesis may hold a label of its own.
    return held.slice(0, -1) + this.#again(held.slice(-1))
  }

  #again(char: string): string {
    this.#held = char
    return this.#decided()
  }
}
