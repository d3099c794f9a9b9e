import { EMPTY_HASH, hashText, hashUnit } from './feature-list.ts'

/** The words of a folded text as numbers. Contractions are written out: "can't" and "cannot" are "can", "not". */
export interface Words {
  readonly count: number
  readonly hash: Int32Array
  /** Of the first five letters, by which forms of one word are taken for alike. */
  readonly stem: Int32Array
  readonly length: Int32Array
  /** Where it stands in the folded text. */
  readonly from: Int32Array
  readonly to: Int32Array
}

const STEM = 5
const APOSTROPHE = 39
const NUMBER = hashText('#')
const NOT = hashText('not')
const CAN = hashText('can')
const CANNOT = hashText('cannot')

/** What the letters after an apostrophe stand for; "n't" is apart. */
const ENDINGS = new Map(
  [
    ['m', 'am'],
    ['re', 'are'],
    ['ve', 'have'],
    ['ll', 'will'],
    ['d', 'would'],
    ['s', "'s"],
  ].map(([ending = '', word = '']) => [hashText(ending), hashText(word)]),
)
/** Stems before "n't" that are not simply the word with an "n". */
const NEGATED = new Map(
  [
    ['can', 'can'],
    ['won', 'will'],
    ['shan', 'shall'],
  ].map(([stem = '', word = '']) => [hashText(stem), hashText(word)]),
)
/** Words written together, or without their apostrophe. */
const TOGETHER = new Map(
  [
    ['dont', 'do', 'not'],
    ['cant', 'can', 'not'],
    ['wont', 'will', 'not'],
    ['im', 'i', 'am'],
  ].map(([word = '', ...parts]) => [hashText(word), parts.map(hashText)]),
)

/** Longer texts are cut: nobody reads so far for words. In characters. */
const LONGEST = 1024

/** One place for the words of all texts: making it anew took as long as reading them. */
const words = {
  count: 0,
  hash: new Int32Array(LONGEST),
  stem: new Int32Array(LONGEST),
  length: new Int32Array(LONGEST),
  from: new Int32Array(LONGEST),
  to: new Int32Array(LONGEST),
}

function push(hash: number, stem: number, from: number, to: number): void {
  const at = words.count
  if (at === LONGEST) return
  words.hash[at] = hash
  words.stem[at] = stem
  words.length[at] = to - from
  words.from[at] = from
  words.to[at] = to
  words.count = at + 1
}

/**
 * Reads the words of a folded text, in one pass. Marks that end a clause are words too. What is returned holds until
 * the next text is read.
 */
export function readWords(text: string): Words {
  const end = Math.min(text.length, LONGEST)
  words.count = 0
  let i = 0
  while (i < end) {
    const code = text.charCodeAt(i)
    const from = i
    if (isLetter(code)) {
      let hash = EMPTY_HASH
      let stem = EMPTY_HASH
      let shorter = EMPTY_HASH
      for (let unit = code; isLetter(unit); unit = i < end ? text.charCodeAt(i) : 0) {
        shorter = hash
        hash = hashUnit(hash, unit)
        i += 1
        if (i - from <= STEM) stem = hash
      }
      const stop = i
      const ending = text.charCodeAt(i) === APOSTROPHE && i + 1 < end ? endOfLetters(text, i + 1, end) : 0
      if (ending > i + 1) {
        i = ending
        const tail = hashSpan(text, stop + 1, ending)
        if (tail === hashUnit(EMPTY_HASH, 116)) {
          // The "n" of "n't" belongs to "not".
          push(NEGATED.get(hash) ?? (text.charCodeAt(stop - 1) === 110 ? shorter : hash), stem, from, stop)
          push(NOT, NOT, from, i)
        } else {
          push(hash, stem, from, stop)
          const word = ENDINGS.get(tail) ?? tail
          push(word, word, stop, i)
        }
      } else if (hash === CANNOT) {
        push(CAN, CAN, from, stop)
        push(NOT, NOT, from, stop)
      } else {
        const parts = i - from <= 4 ? TOGETHER.get(hash) : undefined
        if (parts === undefined) push(hash, stem, from, i)
        else for (const part of parts) push(part, part, from, i)
      }
    } else if (code >= 48 && code <= 57) {
      while (i < end && isDigit(text.charCodeAt(i))) i += 1
      push(NUMBER, NUMBER, from, i)
    } else {
      i += 1
      if (isMark(code)) push(hashUnit(EMPTY_HASH, code), code, from, i)
    }
  }
  return words
}

/** Whether this word is a mark that ends a sentence. */
export function endsSentence(hash: number): boolean {
  return SENTENCE_ENDS.has(hash)
}

const SENTENCE_ENDS = new Set([46, 33, 63].map((code) => hashUnit(EMPTY_HASH, code)))

function hashSpan(text: string, from: number, to: number): number {
  let hash = EMPTY_HASH
  for (let i = from; i < to; i += 1) hash = hashUnit(hash, text.charCodeAt(i))
  return hash
}

function endOfLetters(text: string, from: number, end: number): number {
  let i = from
  while (i < end && isLetter(text.charCodeAt(i))) i += 1
  return i
}

function isLetter(code: number): boolean {
  return (code >= 97 && code <= 122) || code >= 0xaa
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57
}

/** `. , ; : ! ?`, and what stands for quoted speech. */
function isMark(code: number): boolean {
  return code === 46 || code === 44 || code === 59 || code === 58 || code === 33 || code === 63 || code === 1
}
