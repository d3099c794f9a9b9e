/** Longest text that is read as Markdown, in UTF-16 code units; models are asked for far less. */
const MAX_LENGTH = 24_000

/** Deepest nesting of quotes and lists that one line may open. */
const MAX_DEPTH = 100

/**
 * Most work that reading a text may take: the sum, over its paragraphs, of their length times their
 * delimiters and lines. The parser's time grows with that product; at
 * these bounds the worst text found by search takes a tenth of a second.
 */
const MAX_WORK = 32_000_000

const TOO_DEEP = new RegExp(`^(?:[ \\t]*(?:>|(?:[-+*]|\\d{1,9}[.)])(?=[ \\t]))){${MAX_DEPTH + 1}}`, 'm')
const DELIMITERS = /[*_~!`[\]<(:@|&\n]|www\./gi
const PARAGRAPHS = /\n[ \t]*\n/

/** Whether a text can be read as Markdown in bounded time and depth; tells so in linear time. */
export function isReadable(text: string): boolean {
  if (text.length > MAX_LENGTH || TOO_DEEP.test(text)) return false
  let work = 0
  for (const paragraph of text.split(PARAGRAPHS)) {
    work += paragraph.length * (paragraph.match(DELIMITERS)?.length ?? 0)
  }
  return work <= MAX_WORK
}
