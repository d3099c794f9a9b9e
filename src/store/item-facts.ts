import type { AttemptFacts } from '../crowd/rates.ts'
import { type Attempt, DIRECT, type Outcome, type SafetyLevel, type Verdict } from '../domain.ts'

/**
 * What statistics count of an attempt as one small number, by which a database groups much faster than by words. The
 * values of each digit stand in the order that migrations/0004-items.ts has fixed; 0 is none.
 */
const LEVELS: readonly SafetyLevel[] = [
  'clearly_fine',
  'borderline_fine',
  'borderline_harmful',
  'clearly_harmful',
]
const VERDICTS: readonly Verdict[] = ['full_compliance', 'partial_refusal', 'full_refusal']
const OUTCOMES: readonly Outcome[] = [
  'answered',
  'recovered',
  'clarifying',
  'partly_answered',
  'refusal_stands',
  'failed',
]

interface Facts extends Pick<Attempt, 'strategy' | 'verdict'> {
  readonly level: SafetyLevel | null
  readonly outcome: Outcome
}

export function writeFacts({ level, verdict, outcome, strategy }: Facts): number {
  const place = <Value>(values: readonly Value[], value: Value | null) =>
    value === null ? 0 : values.indexOf(value) + 1
  return (
    place(LEVELS, level) +
    5 * place(VERDICTS, verdict) +
    20 * place(OUTCOMES, outcome) +
    140 * place([DIRECT], strategy)
  )
}

export function readFacts(facts: number): Omit<AttemptFacts, 'label'> {
  const level = LEVELS[(facts % 5) - 1]
  const verdict = VERDICTS[(Math.trunc(facts / 5) % 4) - 1]
  const outcome = OUTCOMES[(Math.trunc(facts / 20) % 7) - 1]
  return {
    ...(level && { level }),
    ...(verdict && { verdict }),
    ...(outcome && { outcome }),
    direct: facts >= 140,
  }
}

/** Milliseconds of a week, and from the Monday on which the first week began to 1970-01-01T00:00Z. */
const WEEK = 604_800_000
const BEFORE_1970 = 259_200_000

/** Which week a time lies in; weeks begin on Monday at 0:00 UTC. */
export function weekOf(at: number): number {
  return Math.floor((at + BEFORE_1970) / WEEK)
}

/** Milliseconds since 1970 at which a week begins. */
export function startOfWeek(week: number): number {
  return week * WEEK - BEFORE_1970
}
