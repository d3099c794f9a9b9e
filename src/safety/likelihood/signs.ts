import { nounPhraseAt } from '../find-target.ts'
import { alarmOf } from '../harmful-targets.ts'
import type { Sentence, SentenceJudgement } from '../judge-sentence.ts'
import { CUES } from './cues.ts'
import { kindsOfWord, PERSON, type WordKinds } from './kinds-of-word.ts'

/** Places for signs of structure, and as many after them for signs of words. A power of two. */
export const HALF = 2 ** 15
export const PLACES = 2 * HALF

/** What a sign says; each family has its own hash. */
const FAMILIES = [
  'any',
  'form',
  'silent',
  'finding',
  'level',
  'level by form',
  'sense',
  'sense by object',
  'decided by',
  'name',
  'owner',
  'kind',
  'kind twice',
  'unknown words',
  'length',
  'people',
  'pronoun',
  'object by form',
  'verb kind by object',
  'object kind',
  'object perhaps somebody',
  'alarm by object',
  'cue',
  'cue by form',
  'sense of word',
  'word',
  'kinds in a row',
  'opening',
  'verb',
  'object',
  'verb by object',
] as const
type Family = (typeof FAMILIES)[number]
const FIRST_OF_WORDS = FAMILIES.indexOf('sense of word')

/** The weights of a sign, by its place; or what gathers the places. */
export type Visit = (place: number) => void

/** FNV-1a over UTF-16 units. */
function hash(text: string): number {
  let value = 0x811c9dc5
  for (let index = 0; index < text.length; index++)
    value = Math.imul(value ^ text.charCodeAt(index), 0x01000193)
  return value
}

const NUMBERS = Object.fromEntries(FAMILIES.map((family, number) => [family, number])) as Record<
  Family,
  number
>

function placeOf(family: Family, first: number, second = 0): number {
  const number = NUMBERS[family]
  let mixed = Math.imul(first ^ Math.imul(second + 0x9e3779b9, 0x85ebca6b), 0xc2b2ae35) + number * 0x27d4eb2f
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x2c1b3c6d)
  mixed ^= mixed >>> 13
  return (mixed & (HALF - 1)) + (number >= FIRST_OF_WORDS ? HALF : 0)
}

const ENDINGS = ['ing', 'ed', 'es', 's']

function stem(word: string): string {
  if (word.endsWith('ies')) return `${word.slice(0, -3)}y`
  const ending = ENDINGS.find((each) => word.endsWith(each))
  return ending === undefined ? word : word.slice(0, -ending.length)
}

const FUNCTION_WORDS = new Set(
  `a an the my your his her their our its this that these those some any i you he it she we they me him them us do does did can could
  should will would may might is are was were be to of in on at for from with by and or how what why who when where which not no`.split(
    /\s+/,
  ),
)
/** Words of asking before the verb that says what is asked. */
const ASKING =
  /^(?:how|ways?|steps?|tips|want|need|trying|help|like|able|best|me|us|going|learn|teach|to|can|should|could|must|do|would|i|we|you|please|and|then)$/
const OPENING = /^(?:what|why|is|are|where|who|when|which)$/
const ASKED_WITHIN = 12
const THIRD_PERSON = /^(?:he|she|him|her|his|they|them|their)$/
const OURS = /^(?:my|our)$/
const ANOTHER = /^(?:someone|somebody|anyone|another|other)$/

/** Visits every sign of a judged sentence; the same sign may come again. Linear in the sentence. */
export function visitSigns(
  { tokens, senses, firstToken, folded }: Sentence,
  { findings, form }: SentenceJudgement,
  visit: Visit,
): void {
  const formed = hash(form)
  const words = tokens.map(({ word }) => kindsOfWord(word))
  const add = (family: Family, first = 0, second = 0): void => visit(placeOf(family, first, second))
  const kindAt = (index: number): WordKinds | undefined => words[index - firstToken]

  add('any')
  add('form', formed)
  if (findings.length === 0) add('silent', formed)
  for (const { reason, level, sure } of findings) {
    const found = hash(level) + Number(sure)
    add('finding', hash(reason))
    add('level', found)
    add('level by form', found, formed)
  }
  for (const { harmless, sure, lemma, target, decidedBy } of senses) {
    const alarm = hash(alarmOf(lemma))
    const noun =
      target === undefined
        ? -1
        : target.kind === undefined
          ? (kindAt(target.index)?.noun ?? 0)
          : hash(target.kind)
    add('sense', alarm, Number(harmless) * 2 + Number(sure))
    add('sense by object', alarm + noun, Number(target?.perhapsSomebody ?? false))
    add('decided by', hash(decidedBy), Number(harmless))
    add('sense of word', hash(lemma), Number(harmless))
    add('alarm by object', alarm + noun, formed)
  }
  for (const [index, cue] of CUES.entries()) {
    if (!cue.test(folded)) continue
    add('cue', index)
    add('cue by form', index, formed)
  }
  visitKinds(words, add)
  visitLooks(tokens, words, add)
  visitVerb(tokens, words, formed, add)
  visitWords(tokens, words, add)
}

type Add = (family: Family, first?: number, second?: number) => void

function visitKinds(words: readonly WordKinds[], add: Add): void {
  const seen = new Set<number>()
  for (const { kinds, noun } of words)
    for (const kind of noun === 0 ? kinds : [...kinds, -noun]) {
      add(seen.has(kind) ? 'kind twice' : 'kind', kind)
      seen.add(kind)
    }
}

function visitLooks(tokens: Sentence['tokens'], words: readonly WordKinds[], add: Add): void {
  let unknown = 0
  for (const [index, { word, named, possessive }] of tokens.entries()) {
    const isKnown = words[index]?.noun !== 0 || words[index]?.kinds.length !== 0
    if (!isKnown && !FUNCTION_WORDS.has(word)) unknown++
    if (named) add('name', Number(isKnown))
    if (possessive && words[index]?.noun === PERSON) add('owner')
    if (THIRD_PERSON.test(word)) add('pronoun', 1)
    if (OURS.test(word)) add('pronoun', 2)
    if (ANOTHER.test(word)) add('pronoun', 3)
    if (word === 'without') add('pronoun', 4)
  }
  add('unknown words', Math.min(5, unknown))
  add('length', Math.min(6, Math.floor(Math.log2(tokens.length + 1) * 1.5)))
  add('people', Math.min(2, words.filter(({ noun }) => noun === PERSON).length))
}

/** What is asked for, and what it is done to: the first word after the words of asking, and its noun phrase. */
function visitVerb(tokens: Sentence['tokens'], words: readonly WordKinds[], formed: number, add: Add): void {
  let at = 0
  while (at < ASKED_WITHIN && ASKING.test(tokens[at]?.word ?? '')) at++
  if (at === 0 && OPENING.test(tokens[0]?.word ?? '')) {
    at = 1
    while (at < ASKED_WITHIN && ASKING.test(tokens[at]?.word ?? '')) at++
  }
  const verb = tokens[at]
  if (verb === undefined) return
  const spelt = hash(stem(verb.word))
  const object = nounPhraseAt(tokens, at + 1)
  const noun = object === undefined ? -1 : (words[object.index]?.noun ?? 0)
  add('verb', spelt)
  add('object by form', noun * 2 + Number(object?.owned ?? false), formed)
  for (const kind of words[at]?.kinds ?? []) add('verb kind by object', kind, noun)
  if (object === undefined) return
  add('object', hash(stem(object.word)))
  add('verb by object', spelt, noun)
  if (object.perhapsSomebody) add('object perhaps somebody')
  for (const kind of words[object.index]?.kinds ?? []) add('object kind', kind)
}

function visitWords(tokens: Sentence['tokens'], words: readonly WordKinds[], add: Add): void {
  let before = 0
  for (const [index, { word }] of tokens.entries()) {
    const spelt = hash(stem(word))
    const noun = words[index]?.noun ?? 0
    const classed = noun === 0 ? spelt : noun
    add('word', spelt)
    add('kinds in a row', before, classed)
    before = classed
  }
  add('opening', hash(tokens[0]?.word ?? ''), hash(tokens[1]?.word ?? ''))
}
