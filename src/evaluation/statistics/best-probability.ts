import type { Beta } from './beta.ts'
import { betaQuantile, incompleteBeta } from './incomplete-beta.ts'

/** Slices of the range in which the beliefs lie. */
const SLICES = 1_000
/** Share of a belief that may lie outside that range on either side. */
const OUTSIDE = 1e-9

/**
 * The probability that each option has the highest chance of success, the beliefs being independent: the integral
 * over its own belief of the others' being lower, by slices. They sum to 1.
 */
export function bestProbabilities<Name>(beliefs: ReadonlyMap<Name, Beta>): ReadonlyMap<Name, number> {
  const all = [...beliefs.values()]
  const low = Math.min(1, ...all.map(({ successes, failures }) => betaQuantile(OUTSIDE, successes, failures)))
  const high = Math.max(
    0,
    ...all.map(({ successes, failures }) => betaQuantile(1 - OUTSIDE, successes, failures)),
  )
  // Belief that an option lies below each end of a slice.
  const below = all.map(({ successes, failures }) =>
    Float64Array.from({ length: SLICES + 1 }, (_, end) =>
      end === SLICES
        ? 1
        : end === 0
          ? 0
          : incompleteBeta(low + ((high - low) * end) / SLICES, successes, failures),
    ),
  )
  const best = all.map(() => 0)
  for (let slice = 0; slice < SLICES; slice += 1) {
    const middle = below.map((ends) => ((ends[slice] ?? 0) + (ends[slice + 1] ?? 0)) / 2)
    for (const [option, ends] of below.entries()) {
      const own = (ends[slice + 1] ?? 0) - (ends[slice] ?? 0)
      const others = middle.reduce((product, each, other) => (other === option ? product : product * each), 1)
      best[option] = (best[option] ?? 0) + own * others
    }
  }
  const sum = best.reduce((total, each) => total + each, 0)
  return new Map([...beliefs.keys()].map((name, option) => [name, (best[option] ?? 0) / sum]))
}
