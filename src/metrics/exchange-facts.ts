import { type Attempt, DIRECT } from '../domain.ts'
import type { Done } from '../reply-events.ts'
import type { ExchangeFacts, TryResult } from './metrics.ts'

/** What was so before a run of an exchange. */
export interface BeforeRun {
  readonly platform: string
  readonly seconds: number
  /** Attempts of earlier runs, such as before a question to the user; they were counted then. */
  readonly attempts: readonly Attempt[]
}

/** What is counted of an exchange that has ended; `undefined` where another process goes on with it and counts it. */
export function exchangeFacts(done: Done, before: BeforeRun): ExchangeFacts | undefined {
  if (done.failure?.code === 'taken_over') return undefined
  const known = new Set(before.attempts.map(({ id }) => id))
  const made = done.attempts.filter(({ id }) => !known.has(id))
  const first = made.find(({ strategy }) => strategy === DIRECT)
  const { platform, seconds } = before
  const { model, outcome } = done
  return {
    platform,
    model,
    outcome,
    seconds,
    // Of a call that failed there is nothing to judge.
    ...(first && outcome !== 'failed' && { first: { verdict: first.verdict, level: levelOf(done) } }),
    tries: made
      .filter(({ strategy }) => strategy !== DIRECT)
      .map((attempt) => ({ strategy: attempt.strategy, result: resultOf(attempt, done) })),
  }
}

function levelOf({ level, levelSure }: Done) {
  return level !== undefined && levelSure === true ? level : 'unsure'
}

function resultOf({ id, verdict }: Attempt, { shownAttempt, outcome }: Done): TryResult {
  if (id === shownAttempt) return outcome === 'partly_answered' ? 'partly_answered' : 'recovered'
  return verdict === 'full_refusal' ? 'refused' : 'withheld'
}
