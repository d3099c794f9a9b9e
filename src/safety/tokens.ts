import { foldText } from './fold-text.ts'

/** One word of a text. */
export interface Token {
  /** Folded: lower case, without possessive ending. */
  readonly word: string
  /** True for `neighbour's`: the word owns what follows. */
  readonly possessive: boolean
  /** True when the original begins with a capital that no sentence start explains. */
  readonly named: boolean
  /** True when something other than spaces stands between this word and the one before. */
  readonly afterBreak: boolean
  /** True when a sentence ends between this word and the one before, or none stands before. */
  readonly startsSentence: boolean
  /** Offsets in the original text, in UTF-16 code units. */
  readonly start: number
  readonly end: number
}

const WORD = /[\p{L}\p{N}]+(?:['.&+#_-][\p{L}\p{N}]+)*[+#]{0,2}/gu
const CAPITAL = /^\p{Lu}/u
const SENTENCE_END = /[.!?:;"\n]/
/** A break inside a sentence; a hyphen is no break. */
const BREAK = /[^\s\-'"*_`]/

/** Splits a text into words, in linear time. */
export function tokenize(text: string): readonly Token[] {
  const folded = foldText(text)
  const tokens: Token[] = []
  let last = 0
  for (const match of folded.text.matchAll(WORD)) {
    const gap = folded.text.slice(last, match.index)
    const sentenceStart = tokens.length === 0 || SENTENCE_END.test(gap)
    const afterBreak = tokens.length > 0 && BREAK.test(gap)
    let index = match.index
    // "child-process" is two words for us; "u.s." and "node.js" stay one.
    const pieces = match[0].split(/[-_]/)
    for (const [position, piece] of pieces.entries()) {
      if (piece !== '') {
        const possessive = /'s?$/.test(piece) || /'s$/.test(piece)
        const start = folded.offsetOf(index)
        const end = Math.max(start + 1, folded.offsetOf(index + piece.length))
        tokens.push({
          word: unleet(possessive ? piece.replace(/'s?$/, '') : piece),
          possessive,
          named:
            position === 0 &&
            !sentenceStart &&
            piece !== 'i' &&
            !piece.startsWith("i'") &&
            CAPITAL.test(text.slice(start, start + 2)),
          afterBreak: position === 0 && afterBreak,
          startsSentence: position === 0 && sentenceStart,
          start,
          end: Math.min(end, text.length),
        })
      }
      index += piece.length + 1
    }
    last = match.index + match[0].length
  }
  return tokens
}

const LEET = new Map(Object.entries({ '0': 'o', '1': 'i', '3': 'e', '4': 'a', '5': 's', '7': 't' }))

/** `k1ll` → `kill`. Only digits between letters count, so that `mp3` and `4k` stay as they are. */
function unleet(word: string): string {
  if (!/[a-z][013457]+[a-z]/.test(word)) return word
  return word.replaceAll(/[013457]/g, (digit) => LEET.get(digit) ?? digit)
}

/** The word and what it may be the plural of. */
export function singularForms(word: string): readonly string[] {
  if (word.length < 4 || !word.endsWith('s') || word.endsWith('ss')) return [word]
  const forms = [word, word.slice(0, -1)]
  if (word.endsWith('ies')) forms.push(`${word.slice(0, -3)}y`)
  if (word.endsWith('ves')) forms.push(`${word.slice(0, -3)}f`, `${word.slice(0, -3)}fe`)
  if (word.endsWith('es')) forms.push(word.slice(0, -2))
  return forms
}

/** Dictionary forms an English word may have come from, itself first. */
export function baseForms(word: string): readonly string[] {
  const forms = [...singularForms(word)]
  if (word.length < 4) return forms
  if (word.endsWith('ied')) forms.push(`${word.slice(0, -3)}y`)
  for (const ending of ['ed', 'ing', 'er', 'ers', 'ings']) {
    if (!word.endsWith(ending) || word.length - ending.length < 3) continue
    const stem = word.slice(0, -ending.length)
    forms.push(stem, `${stem}e`)
    if (stem.at(-1) === stem.at(-2)) forms.push(stem.slice(0, -1))
  }
  return forms
}
