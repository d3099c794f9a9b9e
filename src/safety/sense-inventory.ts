import type { SenseEntry } from './sense-entry.ts'
import { BLASTS } from './senses-of-blasts.ts'
import { CRIME } from './senses-of-crime.ts'
import { DAMAGE } from './senses-of-damage.ts'
import { DRUGS } from './senses-of-drugs.ts'
import { KILLING } from './senses-of-killing.ts'
import { VIOLENCE } from './senses-of-violence.ts'
import { baseForms } from './tokens.ts'

const ENTRIES: ReadonlyMap<string, SenseEntry> = new Map(
  [...KILLING, ...VIOLENCE, ...BLASTS, ...DAMAGE, ...CRIME, ...DRUGS].flatMap((found) =>
    [found.lemma, ...found.forms].map((form) => [form, found] as const),
  ),
)

/** Words that only look like a form of an alarming one. */
const NAMES = new Set('potter pottery diet hunger firefox highway highlight'.split(' '))

/** The entry of an alarming word in any of its forms; undefined for all other words. */
export function senseEntry(word: string): SenseEntry | undefined {
  if (NAMES.has(word)) return undefined
  const exact = ENTRIES.get(word)
  if (exact !== undefined) return exact
  for (const form of baseForms(word)) {
    const found = ENTRIES.get(form)
    // "hunger" is not "hung" with an ending: only dictionary forms take endings.
    if (found?.lemma === form) return found
  }
  return undefined
}
