import { foldText } from '../../../src/safety/fold-text.ts'

/** From this share of common words on, out of all words of both, two prompts count as nearly equal. */
const NEAR = 0.8

/** A text and another that says nearly the same. */
export type NearCopy = readonly [text: string, copy: string]

/** Whether two texts are equal or nearly equal. */
export function isNearCopy(a: string, b: string): boolean {
  return likeness(wordsOf(a), wordsOf(b)) >= NEAR
}

/**
 * The texts that are equal or nearly equal to a known one, each with the first such. Exact, and fast on tens of
 * thousands: sets that share so much must share one of the rarest few words of each text.
 */
export function nearCopies(texts: readonly string[], known: readonly string[]): readonly NearCopy[] {
  const sets = known.map(wordsOf)
  const holders = new Map<string, number[]>()
  for (const [index, words] of sets.entries()) {
    for (const word of words) {
      const held = holders.get(word)
      if (held) held.push(index)
      else holders.set(word, [index])
    }
  }
  return texts.flatMap((text): readonly NearCopy[] => {
    const words = wordsOf(text)
    const rarestFirst = [...words].toSorted(
      (a, b) => (holders.get(a)?.length ?? 0) - (holders.get(b)?.length ?? 0),
    )
    const enough = words.size - Math.ceil(NEAR * words.size) + 1
    const candidates = new Set(rarestFirst.slice(0, enough).flatMap((word) => holders.get(word) ?? []))
    const copy = [...candidates].toSorted((a, b) => a - b).find((at) => likeness(words, sets[at]) >= NEAR)
    return copy === undefined ? [] : [[text, known[copy] ?? '']]
  })
}

/** Jaccard’s index of two sets of words; 0 where their sizes alone keep it below what counts. */
function likeness(a: ReadonlySet<string>, b: ReadonlySet<string> = new Set()): number {
  if (Math.min(a.size, b.size) < NEAR * Math.max(a.size, b.size)) return 0
  const shared = [...a].filter((word) => b.has(word)).length
  return shared === 0 ? 0 : shared / (a.size + b.size - shared)
}

/** The words of a text without case, marks and apostrophes, each once. */
function wordsOf(text: string): ReadonlySet<string> {
  return new Set(
    foldText(text)
      .text.replaceAll("'", '')
      .match(/[\p{L}\p{N}]+/gu) ?? [],
  )
}
