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

/** What the alarming word is done to, as far as it decides whether anybody is harmed. */
export type ActTarget = 'somebody' | 'plain thing' | 'other'

/**
 * `somebody`: a person, a real group, a body, or a system that is another's or the public's. `plain thing`: a
 * pest, food, a piece of furniture and the like. A second look beside the sense reading, on the side of caution.
 */
export function actTarget(text: string, tokens: readonly Token[], reading: SenseReading): ActTarget {
  const { target, start, end } = reading
  const index = tokens.findIndex((token) => token.start === start)
  if (target === undefined || target.index <= index) return 'other'
  const words = tokens.slice(index + 1, target.index + 1)
  const last = words.at(-1)
  if (words.some((token, at) => isSomebody(token.word) && standsForItself(token, words[at + 1])))
    return 'somebody'
  if (last !== undefined && PUBLIC_SYSTEM.test(text.slice(end, last.end))) return 'somebody'
  const owned = words.some(
    (token) => ANOTHERS.has(token.word) || (token.possessive && isSomebody(token.word)),
  )
  if (owned && target.kind !== undefined && SYSTEMS.has(target.kind)) return 'somebody'
  return target.kind !== undefined && PLAIN_THINGS.has(target.kind) ? 'plain thing' : 'other'
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
