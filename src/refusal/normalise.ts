/** A stretch of text folded for matching, with the way back to the original. */
export interface Folded {
  /** Lower case, one space between words, plain quotes, no markdown, quoted speech and code taken out. */
  readonly text: string
  /** `at[i]` is the index in the original of the folded character `i`; one entry more than characters. */
  readonly at: Int32Array
}

/** Stands for quoted speech and code: words the model reports, not its own. */
const QUOTED = 1
const SPACE = 32
const QUOTE = 34
const APOSTROPHE = 39
const PARENTHESIS = 40
const BACKTICK = 96
const DROP = 0
const COMBINING = 0x300
const END_OF_COMBINING = 0x370
/** First half of the letters of mathematical alphabets, which some write for bold and italics. */
const MATHEMATICAL = 0xd835
/** A quotation without an end this far on is a stray mark. In characters. */
const LONGEST_QUOTATION = 400

/** Folds `text` from `from` up to `to`, in one pass. Never throws, whatever the text holds. */
export function fold(text: string, from: number, to: number): Folded {
  const codes = new Uint16Array(to - from)
  const at = new Int32Array(to - from + 1)
  let length = 0
  let last = SPACE
  let wide = 0
  for (let i = from; i < to; i += 1) {
    const unit = text.charCodeAt(i)
    let code = foldCode(unit)
    if (code === DROP) continue
    if (code >= COMBINING && code < END_OF_COMBINING) {
      // A letter and its accent, sent apart, are the letter that has it.
      if (length > 0) last = compose(last, code)
      if (length > 0) codes[length - 1] = last
      wide |= last
      continue
    }
    if (code === MATHEMATICAL && i + 1 < to) {
      const letter = mathematicalLetter(text, i)
      if (letter !== undefined) {
        at[length] = i
        codes[length] = letter
        length += 1
        last = letter
        i += 1
        continue
      }
    }
    if (code === BACKTICK && isLetter(last) && isLetter(foldCode(text.charCodeAt(i + 1)))) code = APOSTROPHE
    if (code === QUOTE || code === BACKTICK) {
      // A completion that opens with a quotation mark is often quoted as a whole: that is the model speaking.
      const opens = length > 0 && (last === SPACE || last === PARENTHESIS || isCornerBracket(unit))
      const close = opens || code === BACKTICK ? closingMark(text, i + 1, to, code) : -1
      code = close < 0 ? SPACE : QUOTED
      if (close >= 0) i = close
    }
    if (code === SPACE && last === SPACE) continue
    codes[length] = code
    wide |= code
    at[length] = i
    length += 1
    last = code
  }
  at[length] = to
  return { text: decode(codes.subarray(0, length), wide > 0xff), at: at.subarray(0, length + 1) }
}

/** `DROP`, or the folded UTF-16 unit. */
function foldCode(code: number): number {
  if (code < 128) return ASCII[code] ?? SPACE
  if (code < 0x2000) return foldLetter(code)
  // Full-width forms of ASCII, as East Asian keyboards type them.
  if (code > 0xff00 && code < 0xff5f) return ASCII[code - 0xfee0] ?? code
  return OTHER.get(code) ?? code
}

const ASCII = Uint16Array.from({ length: 128 }, (_, code) => {
  if (code <= SPACE || code === 127) return SPACE
  if (code >= 65 && code <= 90) return code + 32
  // Emphasis vanishes, so that "**can**not" reads as the word; headings and quote marks only separate.
  if (code === 42 || code === 95) return DROP
  return code === 35 || code === 62 ? SPACE : code
})

function foldLetter(code: number): number {
  if (code === 0xad) return DROP
  if (code === 0xa0) return SPACE
  if (code === 0xb4 || code === 0x2bc) return APOSTROPHE
  if (code === 0xab || code === 0xbb) return QUOTE
  const small = String.fromCharCode(code).toLowerCase()
  return small.length === 1 ? small.charCodeAt(0) : code
}

/** Zero-width and direction marks vanish; typographic quotes, dashes and spaces become plain ones. */
const OTHER = new Map<number, number>([
  ...[0x200b, 0x200c, 0x200d, 0x200e, 0x200f, 0x202a, 0x202b, 0x202c, 0x202d, 0x202e, 0x2060, 0xfeff].map(
    (code): [number, number] => [code, DROP],
  ),
  ...[0x2002, 0x2003, 0x2009, 0x200a, 0x2028, 0x2029, 0x202f, 0x3000].map((code): [number, number] => [
    code,
    SPACE,
  ]),
  ...[0x2018, 0x2019, 0x201b, 0x2032].map((code): [number, number] => [code, APOSTROPHE]),
  ...[0x201c, 0x201d, 0x201e, 0x201f, 0x300c, 0x300d, 0x300e, 0x300f].map((code): [number, number] => [
    code,
    QUOTE,
  ]),
  ...[0x2010, 0x2011, 0x2013, 0x2014, 0x2015].map((code): [number, number] => [code, 45]),
])

/** Opening quotation marks of scripts that put no space before them. */
function isCornerBracket(unit: number): boolean {
  return unit === 0x300c || unit === 0x300e
}

function isLetter(code: number): boolean {
  return code >= 97 && code <= 122
}

/** The folded letter with an accent, or without where there is no such letter. */
function compose(letter: number, accent: number): number {
  const both = String.fromCharCode(letter, accent).normalize('NFC')
  return both.length === 1 ? both.charCodeAt(0) : letter
}

/** The folded ASCII letter that a pair of units stands for, if it is one of a mathematical alphabet. */
function mathematicalLetter(text: string, at: number): number | undefined {
  const plain = text
    .slice(at, at + 2)
    .normalize('NFKC')
    .toLowerCase()
  return plain.length === 1 ? plain.charCodeAt(0) : undefined
}

/**
 * Index of the mark that ends a quotation or code span on the same line, or -1. One still open where the text
 * ends counts as ending there: in a stream its end has yet to come.
 */
function closingMark(text: string, from: number, to: number, mark: number): number {
  const end = Math.min(to, from + LONGEST_QUOTATION)
  for (let i = from; i < end; i += 1) {
    const code = text.charCodeAt(i)
    if (code === 10) return -1
    if (foldCode(code) === mark) return i
  }
  return end === to ? to - 1 : -1
}

const decoder = new TextDecoder('utf-16le', { ignoreBOM: true })

/** Patterns run faster on strings of one byte a unit, which is what most texts come to. */
function decode(codes: Uint16Array, wide: boolean): string {
  return wide ? decoder.decode(codes) : decodeNarrow(codes)
}

const NARROW = Buffer.alloc(1024)

function decodeNarrow(codes: Uint16Array): string {
  if (codes.length > NARROW.length) return decoder.decode(codes)
  NARROW.set(codes)
  return NARROW.toString('latin1', 0, codes.length)
}
