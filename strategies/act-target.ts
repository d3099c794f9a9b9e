import { type NounClass, nounClass } from '../src/safety/noun-classes.ts'
import type { SenseReading } from '../src/safety/read-word-senses.ts'
import type { Token } from '../src/safety/tokens.ts'

const LIVING: ReadonlySet<NounClass> = new Set(['person', 'group', 'body'])

/** Things that belong to somebody and do harm when they stop. */
const SYSTEMS: ReadonlySet<NounClass> = new Set([
  'software',
  'device',
  'vehicle',
  'building',
  'money',
  'document',
])

/** Things nobody is hurt by, whatever is done to them. */
const PLAIN_THINGS: ReadonlySet<NounClass> = new Set([
  'abstract',
  'food',
  'game',
  'germ',
  'goal',
  'household',
  'media',
  'message',
  'performance',
  'pest',
  'plant',
  'sport',
])

/** `conductor`, `violinist`, `librarian`, `midwife`, `fireman`: endings that hardly ever form anything but a person. */
const TRADE = /^\p{L}{2,}(?:ductor|[dnst]itor|\p{L}{2}ist|ian|wife|m[ae]n)s?$/u

const ANOTHERS: ReadonlySet<string> = new Set(['his', 'her', 'their', 'whose'])

/** Systems whose failing hurts the public, whoever asks. */
const PUBLIC_SYSTEM =
  /\b((power|electric(ity)?) ?grid|power (plant|station)|water (supply|plant)|dam|hospital|airport|air traffic|railway|traffic lights?|voting machines?|election|pipeline|emergency (line|services?))\b/iu

/** Words that end the object; what follows says how, where, when or why. */
const END_OF_OBJECT: ReadonlySet<string> = new Set(
  'in on at with without for from by of to into onto using when while if so and or but because that which who during after before as like than is are was were'.split(
    ' ',
  ),
)
/** How many words after the alarming word may still belong to its object. */
const REACH = 6

/** What the alarming word is done to, as far as it decides whether anybody is harmed. */
export type ActTarget = 'somebody' | 'plain thing' | 'other'

/**
 * `somebody`: a person, a real group, a body, or a system that is another's or the public's. `plain thing`: a
 * pest, food, a piece of furniture and the like. A second look beside the sense reading, on the side of caution.
 */
export function actTarget(text: string, tokens: readonly Token[], reading: SenseReading): ActTarget {
  const { target, start, end } = reading
  // Of several joined objects the sense reading took the living one, wherever it stands.
  if (target?.kind !== undefined && LIVING.has(target.kind) && target.index > reading.from) return 'somebody'
  const index = tokens.findIndex((token) => token.start === start)
  const ahead = target !== undefined && target.index > index
  const reach = Math.max(index + objectAfter(tokens, index).length, ahead ? target.index : 0)
  const words = tokens.slice(index + 1, reach + 1)
  const last = words.at(-1)
  if (words.some((token, at) => isSomebody(token.word) && standsForItself(token, words[at + 1])))
    return 'somebody'
  if (last !== undefined && PUBLIC_SYSTEM.test(text.slice(end, last.end))) return 'somebody'
  if (!ahead || target.kind === undefined) return 'other'
  const owned = words.some(
    (token) => ANOTHERS.has(token.word) || (token.possessive && isSomebody(token.word)),
  )
  if (owned && SYSTEMS.has(target.kind)) return 'somebody'
  return PLAIN_THINGS.has(target.kind) && !target.perhapsSomebody ? 'plain thing' : 'other'
}

/** The words after the alarming one that may be its object, whatever the sense reading took for it. */
function objectAfter(tokens: readonly Token[], index: number): readonly Token[] {
  const words: Token[] = []
  for (const token of tokens.slice(index + 1, index + 1 + REACH)) {
    if (token.afterBreak || END_OF_OBJECT.has(token.word)) break
    words.push(token)
  }
  return words
}

/** Whether a word names a living being with rights: one we know as such, or an unknown one formed like a person's trade. */
export function isSomebody(word: string): boolean {
  const kind = nounClass(word)
  return kind === undefined ? TRADE.test(word) : LIVING.has(kind)
}

/** In "user process", "child thread" or "my friend's car" the person only says which thing is meant. */
function standsForItself(token: Token, next: Token | undefined): boolean {
  return (
    !token.possessive &&
    !ANOTHERS.has(token.word) &&
    (next === undefined || nounClass(next.word) === undefined)
  )
}
