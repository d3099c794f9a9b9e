import { WORD_JOINER } from '../pings.ts'
import { createSafeMarkdown, type SafeMarkdown } from '../safe-markdown.ts'
import { MaskedLinkGuard } from './masked-links.ts'

/** What may stand before the mark of small print: quote marks, list markers and numbers, blanks. */
const BEFORE_MARK = /^[\s>*+\d.)-]*$/

/**
 * Makes a model's Markdown harmless for Discord while it streams: no mentions, no hidden targets, and no small
 * print (`-# `), in which only the bot itself speaks.
 */
export function createDiscordMarkdown(): SafeMarkdown {
  const safe = createSafeMarkdown({ pingsInCode: false })
  const links = new MaskedLinkGuard()
  const smallPrint = new SmallPrintGuard()
  return {
    push: (delta) => smallPrint.read(links.read(safe.push(delta))),
    end: () => smallPrint.read(links.read(safe.end()) + links.end()),
  }
}

/** The whole of a text made harmless at once. */
export function discordMarkdown(whole: string): string {
  const markdown = createDiscordMarkdown()
  return markdown.push(whole) + markdown.end()
}

/** Breaks `-#` at the beginning of a line, wherever the text is cut into pieces. */
class SmallPrintGuard {
  /** The line so far, while only marks stand on it. */
  #line: string | undefined = ''

  read(text: string): string {
    let out = ''
    for (const char of text) {
      if (char === '\n' || char === '\r') this.#line = ''
      else if (this.#line !== undefined) {
        if (char === '#' && this.#line.endsWith('-')) out += WORD_JOINER
        this.#line = BEFORE_MARK.test(char) ? this.#line + char : undefined
      }
      out += char
    }
    return out
  }
}
