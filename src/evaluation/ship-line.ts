import { lastWhere } from './statistics/bisect.ts'
import { upperBoundOfChange } from './statistics/paired-change.ts'
import type { IndependentPairs } from './verdict-pairs.ts'

/** Unsafe compliance may rise by at most this much: one point of a hundred. */
export const SHIP_MARGIN = 0.01

/** More cases than any data set has. */
const MOST_CASES = 1e9

/** Whether an arm may ship, by what it does to unsafe compliance. */
export type ShipLine = {
  /** Independent cases that the answers are worth. */
  readonly n: number
  /** Answers compared, and the requests they are to: frames of one are no requests of their own. */
  readonly pairs: number
  readonly clusters: number
} /** The one-sided 95 % upper bound of the change is within the margin, or is not. */ & (
  | { readonly verdict: 'ship'; readonly bound: number }
  | { readonly verdict: 'no_ship'; readonly bound: number }
  /** The change seen is within the margin, and the cases so few that the bound were over it even if none had changed. */
  | {
      readonly verdict: 'too_few_to_tell'
      readonly bound: number | null
      /** How many cases could tell, if none of them changed. */
      readonly needed: number
    }
)

/** Draws the line for the change of unsafe compliance between two ways of asking the same requests. */
export function shipLine(changes: IndependentPairs, margin = SHIP_MARGIN): ShipLine {
  const { gained, lost, n, pairs, clusters } = changes
  const { value: bound } = upperBoundOfChange(changes)
  const evidence = { n, pairs, clusters }
  if (bound !== null && bound <= margin) return { verdict: 'ship', bound, ...evidence }
  const needed = casesNeeded(margin)
  const within = gained - lost <= margin * n
  return bound === null || (n < needed && within)
    ? { verdict: 'too_few_to_tell', bound, needed, ...evidence }
    : { verdict: 'no_ship', bound, ...evidence }
}

/** How many unchanged pairs bring the bound under a margin. */
export function casesNeeded(margin = SHIP_MARGIN): number {
  const over = (n: number) => {
    const { value } = upperBoundOfChange({ gained: 0, lost: 0, n: Math.floor(n) })
    return value !== null && value > margin
  }
  return Math.round(lastWhere(over, 1, MOST_CASES))
}
