import type { Cue } from './phrases.ts'
import { requiredLiterals } from './required-literals.ts'

const BUCKETS = 8192
/** Longer literals need no more than their first trigrams to be rare enough. */
const MOST_TRIGRAMS = 5

/**
 * Names the cues that may occur in a text, so that most patterns need not run at all. A cue it leaves out cannot
 * match: every pattern has literals it cannot do without, and their trigrams are looked up in the text's. An answer holds until
 * the next text is given.
 */
export function createCueFilter(cues: readonly Cue[]): (text: string) => (index: number) => boolean {
  const needed = cues.map(({ pattern }) =>
    requiredLiterals(pattern.source)?.map((literal) => trigrams(literal).slice(0, MOST_TRIGRAMS)),
  )
  // The number of the scan that last met a trigram; a table of its own for each took longer to make than to fill.
  const present = new Uint32Array(BUCKETS)
  let scan = 0
  return (text) => {
    scan = (scan + 1) >>> 0
    if (scan === 0) {
      present.fill(0)
      scan = 1
    }
    mark(text, present, scan)
    const mine = scan
    return (index) => {
      const literals = needed[index]
      return literals === undefined || holdsOne(present, literals, mine)
    }
  }
}

// Plain loops: this runs once a cue and text, and closures took a third of the time of the whole scan.
function holdsOne(present: Uint32Array, literals: readonly (readonly number[])[], scan: number): boolean {
  for (const buckets of literals) {
    let holds = true
    for (const bucket of buckets) {
      if (present[bucket] === scan) continue
      holds = false
      break
    }
    if (holds) return true
  }
  return false
}

function mark(text: string, present: Uint32Array, scan: number): void {
  let a = text.charCodeAt(0)
  let b = text.charCodeAt(1)
  for (let i = 2; i < text.length; i += 1) {
    const c = text.charCodeAt(i)
    present[bucketOf(a, b, c)] = scan
    a = b
    b = c
  }
}

function trigrams(literal: string): number[] {
  return Array.from({ length: literal.length - 2 }, (_, i) =>
    bucketOf(literal.charCodeAt(i), literal.charCodeAt(i + 1), literal.charCodeAt(i + 2)),
  )
}

function bucketOf(a: number, b: number, c: number): number {
  return (a * 1021 + b * 37 + c) & (BUCKETS - 1)
}
