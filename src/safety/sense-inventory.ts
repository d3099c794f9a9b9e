import type { SenseEntry } from './sense-entry.ts'
import { CRIME } from './senses-of-crime.ts'
import { DAMAGE } from './senses-of-damage.ts'
import { VIOLENCE } from './senses-of-violence.ts'
import { baseForms } from './tokens.ts'

const ENTRIES: ReadonlyMap<string, SenseEntry> = new Map(
  [...VIOLENCE, ...DAMAGE, ...CRIME].flatMap((found) =>
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
