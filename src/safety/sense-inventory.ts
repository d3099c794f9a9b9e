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

/** The entry of an alarming word in any of its forms; undefined for all other words. */
export function senseEntry(word: string): SenseEntry | undefined {
  for (const form of baseForms(word)) {
    const found = ENTRIES.get(form)
    if (found !== undefined) return found
  }
  return undefined
}
