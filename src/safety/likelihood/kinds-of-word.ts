import { NOUN_CLASSES, nounClass } from '../noun-classes.ts'
import { singularForms } from '../tokens.ts'
import { CARE_WORDS } from './care-words.ts'
import { NAME_WORDS } from './name-words.ts'
import { PEOPLE_WORDS } from './people-words.ts'
import { SIGN_WORDS } from './sign-words.ts'
import { THING_WORDS } from './thing-words.ts'

/** What is known of a word without its sentence. Kinds are numbers, so that they are quick to combine. */
export interface WordKinds {
  /** Every kind of the word lists that names it. */
  readonly kinds: readonly number[]
  /** The one kind of thing or person it most likely names; 0 where it is not known. */
  readonly noun: number
}

/** The kind of whatever names a person. */
export const PERSON = 1
const NUMBERS = new Map<string, number>([['person', PERSON]])
const numberOf = (name: string): number => {
  const known = NUMBERS.get(name) ?? NUMBERS.size + 1
  NUMBERS.set(name, known)
  return known
}
for (const kind of NOUN_CLASSES) numberOf(kind)

const LISTED = new Map<string, WordKinds>()
for (const [table, isNoun] of [
  [PEOPLE_WORDS, true],
  [THING_WORDS, true],
  [SIGN_WORDS, false],
  [CARE_WORDS, false],
  [NAME_WORDS, false],
] as const)
  for (const [kind, words] of Object.entries(table))
    for (const word of words.split(/\s+/)) {
      const known = LISTED.get(word) ?? { kinds: [], noun: 0 }
      const noun = !isNoun ? 0 : table === PEOPLE_WORDS ? PERSON : numberOf(kind)
      LISTED.set(word, {
        kinds: [...new Set([...known.kinds, numberOf(`${isNoun ? 'noun' : 'sign'} ${kind}`)])],
        noun: known.noun || noun,
      })
    }

/** Words remembered with their kinds; a bound on memory. */
const REMEMBERED = 20_000
const remembered = new Map<string, WordKinds>()

const UNKNOWN: WordKinds = { kinds: [], noun: 0 }

/** The kinds of a word, singular or plural; the inventory of the rules decides before the longer lists. */
export function kindsOfWord(word: string): WordKinds {
  const known = remembered.get(word)
  if (known !== undefined) return known
  const found = findKinds(word)
  if (remembered.size >= REMEMBERED) remembered.clear()
  if (word.length <= LONGEST) remembered.set(word, found)
  return found
}

/** No word of the lists is longer, in UTF-16 units. */
const LONGEST = 32

function findKinds(word: string): WordKinds {
  const kind = nounClass(word)
  let listed = UNKNOWN
  for (const form of singularForms(word)) {
    const found = LISTED.get(form)
    if (found === undefined) continue
    listed = found
    break
  }
  return kind === undefined ? listed : { kinds: listed.kinds, noun: numberOf(kind) }
}

/** Kinds of words for deeds that hurt whomever they are done to. */
const HURTFUL = new Set(
  ['violence', 'cruelty', 'unlawful', 'intrusion', 'stealth'].map((kind) => numberOf(`sign ${kind}`)),
)

/** Whether a word, in any of its senses, names a deed that may hurt somebody. */
export function mayHurt({ kinds }: WordKinds): boolean {
  return kinds.some((kind) => HURTFUL.has(kind))
}

/** Kinds of words for subjects in which a wrong answer harms somebody though nothing sounds alarming. */
const DELICATE = new Set(Object.keys(CARE_WORDS).map((kind) => numberOf(`sign ${kind}`)))

/** Whether a word belongs to a subject that likelihood alone may not pass. */
export function needsCare({ kinds }: WordKinds): boolean {
  return kinds.some((kind) => DELICATE.has(kind))
}
