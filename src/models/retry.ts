import { ModelError, type ModelErrorCode } from '../errors.ts'

/** How often a call is made at most, by how it failed; what is not named is not made again. */
export type MostTries = Partial<Record<ModelErrorCode, number>>

/** Milliseconds before a call is made again, where the provider does not say; doubled each time. */
const FIRST_WAIT = 1_000
const LONGEST_WAIT = 60_000

/**
 * Milliseconds to wait before a call that failed before its first word is made again; `undefined` where it is not.
 * `random`, from 0 up to 1, spreads calls that failed at the same moment.
 */
export function waitBeforeRetry(
  error: unknown,
  tries: number,
  most: MostTries,
  random: () => number,
): number | undefined {
  if (!(error instanceof ModelError) || tries >= (most[error.code] ?? 0)) return undefined
  // No time at all says no more than nothing: what was turned away a moment ago is so again.
  if (error.retryAfter) return error.retryAfter
  return Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** (tries - 1)) * (0.5 + random() / 2)
}
