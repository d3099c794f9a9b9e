/** What people say of two things shown side by side. "Tie" and "both bad" are answers. */
export type Preference = 'first' | 'second' | 'tie' | 'both_bad'

/** One vote between two things. */
export interface Comparison {
  readonly first: string
  readonly second: string
  readonly preferred: Preference
  /** Prompt that both answered: votes on one prompt hang together. */
  readonly prompt: string
}

/** What the first gets of the win. Neither of two that tie, or are both bad, is preferred: half each. */
export function pointsOfFirst(preferred: Preference): number {
  if (preferred === 'first') return 1
  return preferred === 'second' ? 0 : 0.5
}

/** The things compared, in the order in which they come. */
export function comparedIn(comparisons: readonly Comparison[]): readonly string[] {
  return [...new Set(comparisons.flatMap(({ first, second }) => [first, second]))]
}
