import { WORD_JOINER } from '../pings.ts'

/** What cannot be seen, or turns the reading direction, and so can make a line say something else than it holds. */
const UNSEEN = /[\p{Cc}\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/gu

/** An address that holds nothing Discord would read as markup; a backslash inside would lead elsewhere. */
const ADDRESS = /https?:\/\/[\w\-.~:/?#!$&'()+,;=%]+/

/**
 * One line that Discord shows as it was written: no markup, no mention, no link with a hidden target. At most
 * `limit` UTF-16 units, of which a cut takes one to show itself; no character and no escape is cut in half.
 * https://docs.discord.com/developers/reference#message-formatting
 */
export function plainLine(text: string, limit: number): string {
  const line = text.replaceAll(/\s+/g, ' ').replaceAll(UNSEEN, '').trim()
  let shown = ''
  // Where the line could still be cut, so that the mark of the cut fits.
  let cut = ''
  for (const piece of piecesOf(line)) {
    const next = shown + escaped(piece, shown === '')
    if (next.length > limit) return `${cut}…`
    shown = next
    if (shown.length < limit) cut = shown
  }
  return shown
}

/** The same for a text of several lines. */
export function plainText(text: string, limit: number): string {
  const lines: string[] = []
  let left = limit
  for (const line of text.trim().split(/\r?\n/)) {
    if (left < 2) break
    const shown = plainLine(line, left)
    lines.push(shown)
    left -= shown.length + 1
  }
  return lines.join('\n')
}

/** Characters, and whole addresses. */
function* piecesOf(line: string): Generator<string> {
  let rest = line
  while (rest !== '') {
    const address = ADDRESS.exec(rest)
    yield* rest.slice(0, address?.index ?? rest.length)
    if (!address) return
    yield address[0]
    rest = rest.slice(address.index + address[0].length)
  }
}

function escaped(piece: string, begins: boolean): string {
  if (/^[\\*_~`|[\]]$/.test(piece)) return `\\${piece}`
  if (piece === '<' || piece === '@') return piece + WORD_JOINER
  // At the beginning of a line: a heading, a quote, a list, small print of somebody else.
  if (begins && /^[#>+-]$/.test(piece)) return `\\${piece}`
  return piece
}
