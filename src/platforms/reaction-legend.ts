import type { Codebook, CodebookEntry } from '../crowd/codebook.ts'

/** What each reaction says in a line; `shown` writes an emoji as its platform does. */
export function reactionLegend(codebook: Codebook, shown: (entry: CodebookEntry) => string): string {
  const meanings = codebook.entries.map((entry) => `${shown(entry)} ${entry.name}`)
  return `Rate this: ${meanings.join(' · ')} (/codebook)`
}
