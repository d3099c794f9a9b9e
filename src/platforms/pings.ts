/** U+2060 takes no room and allows no line break; Slack reads nothing that has one inside as its own markup. */
export const WORD_JOINER = '\u2060'

/** Whether something stands at a place; `more` where the text ends before that can be told. */
export type Found = 'yes' | 'no' | 'more'

/** Slack's names behind `<!` (https://docs.slack.dev/messaging/formatting-message-text/#advanced). */
const SPECIAL_MENTIONS = ['channel', 'here', 'everyone', 'group', 'subteam', 'date']

const GROUP_WORDS = ['channel', 'here', 'everyone', 'group']

/** The references that can stand for a character of a ping. */
const REFERENCES: Readonly<Record<string, string>> = {
  lt: '<',
  amp: '&',
  excl: '!',
  commat: '@',
  num: '#',
  Hat: '^',
}

/** Longest character reference read, without `&` and `;`: room for `#x` and leading zeros. */
const MAX_REFERENCE = 12

/** How often a text may be decoded before somebody takes `<` for the beginning of a ping. */
const MAX_DECODINGS = 4

export interface Character {
  readonly char: string
  readonly end: number
}

/**
 * Reads the character at `at`, through a character reference if one stands there, also one that was escaped
 * again (`&amp;lt;`). HTML's references without a semicolon count too.
 */
export function readCharacter(text: string, at: number, whole: boolean): Character | 'more' {
  const plain = { char: text.charAt(at), end: at + 1 }
  if (plain.char !== '&') return plain
  let read: Character = plain
  for (let decoding = 0; decoding < MAX_DECODINGS && read.char === '&'; decoding += 1) {
    let end = read.end
    while (end < text.length && end - read.end < MAX_REFERENCE && isReferencePart(text.charCodeAt(end))) {
      end += 1
    }
    if (end >= text.length && !whole) return 'more'
    const char = decoded(text.slice(read.end, end))
    if (char === undefined) break
    read = { char, end: text[end] === ';' ? end + 1 : end }
  }
  return read
}

function isReferencePart(code: number): boolean {
  return (
    code === 35 || (code >= 48 && code <= 57) || (code >= 65 && code <= 90) || (code >= 97 && code <= 122)
  )
}

function decoded(name: string): string | undefined {
  const number = name.startsWith('#') ? numberOf(name.slice(1)) : Number.NaN
  if (number > 0 && number < 0x110000) return String.fromCodePoint(number)
  return REFERENCES[name] ?? REFERENCES[name.toLowerCase()]
}

function numberOf(digits: string): number {
  if (digits.startsWith('x') || digits.startsWith('X')) return Number.parseInt(digits.slice(1), 16)
  return Number.parseInt(digits, 10)
}

/** Whether `<` at `at`, written in whatever way, begins a ping. Gives the end of the `<` where it does. */
export function findPing(text: string, at: number, whole: boolean): number | Exclude<Found, 'yes'> {
  const opener = readCharacter(text, at, whole)
  if (opener === 'more') return 'more'
  if (opener.char !== '<') return 'no'
  let inner = ''
  let next = opener.end
  while (next < text.length) {
    const read = readCharacter(text, next, whole)
    if (read === 'more') return 'more'
    inner += read.char
    next = read.end
    const found = isPing(inner)
    if (found === 'yes') return opener.end
    if (found === 'no') return 'no'
  }
  return whole ? 'no' : 'more'
}

/** Ids are in capitals; anything shorter than two of their characters is none. */
function isPing(inner: string): Found {
  const rest = inner.slice(1).toLowerCase()
  if (inner.startsWith('!')) {
    if (SPECIAL_MENTIONS.includes(rest)) return 'yes'
    return SPECIAL_MENTIONS.some((name) => name.startsWith(rest)) ? 'more' : 'no'
  }
  const kinds = inner.startsWith('@') ? 'UWB' : inner.startsWith('#') ? 'CGD' : ''
  if (kinds === '') return 'no'
  if (inner.length === 1) return 'more'
  if (!kinds.includes(inner.charAt(1))) return 'no'
  return inner.length === 2 ? 'more' : /[A-Z0-9]/.test(inner.charAt(2)) ? 'yes' : 'no'
}

/** Whether the word at `at`, behind an `@`, is one that calls everybody. */
export function findGroupWord(text: string, at: number, whole: boolean): Found {
  let end = at
  while (end < text.length && end - at < 10 && /[A-Za-z0-9_]/.test(text.charAt(end))) end += 1
  const word = text.slice(at, end).toLowerCase()
  if (end >= text.length && !whole) {
    return GROUP_WORDS.some((known) => known.startsWith(word)) ? 'more' : 'no'
  }
  return GROUP_WORDS.includes(word) ? 'yes' : 'no'
}
