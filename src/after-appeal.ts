import { type Attempt, floorOf, isFine, type Request, type SafetyLevel } from './domain.ts'
import { readable } from './reader-notes.ts'
import type { Done } from './reply-events.ts'
import type { Screening } from './safety/safety-gate.ts'
import { screeningOf } from './safety/screening.ts'
import type { ExchangeRecord } from './store/store.ts'

/** What the gate had said of a request before its refusal was appealed. */
export interface Appealed {
  readonly level: SafetyLevel
  readonly sure: boolean
}

/** What an exchange came to before it was opened again. */
export interface Earlier {
  readonly attempts: readonly Attempt[]
  readonly calls: number
  /** Set where a granted appeal opened it. */
  readonly appealed?: Appealed
}

/** What a reopened exchange goes on from; `undefined` for one that begins. */
export function earlierOf(record: ExchangeRecord): Earlier | undefined {
  const { attempts, calls, level, levelSure, appeal, question, reply } = record
  if (appeal?.status === 'granted') {
    const appealed = { level: level ?? 'clearly_harmful', sure: levelSure === true }
    return { attempts, calls, appealed }
  }
  return question && reply !== undefined ? { attempts, calls } : undefined
}

/**
 * The level of a request that its channel found harmless. Votes settle what the gate was not sure of, as borderline
 * at best, and nothing else: what it was sure of stays, and so do the conversation's level and any sign of clear harm.
 */
export function screeningAfterAppeal(
  appealed: Appealed,
  request: Pick<Request, 'levelFloor'>,
  inProcess: Screening,
): Screening {
  const voted: SafetyLevel = appealed.sure ? appealed.level : 'borderline_fine'
  const stays =
    inProcess.level === 'clearly_harmful' || (inProcess.sure && !isFine(inProcess.level))
      ? inProcess.level
      : undefined
  return screeningOf(
    {
      level: appealed.level === 'clearly_harmful' ? appealed.level : voted,
      sure: true,
      reasons: ['the channel voted that the request is harmless'],
      heard: ['process'],
    },
    floorOf(request.levelFloor, stays),
  )
}

/** The strategies a granted appeal may try: those of the policy that this exchange has not tried yet. */
export function orderAfterAppeal(
  policyOrder: readonly string[],
  strategy: string,
  attempts: readonly Attempt[],
): readonly string[] {
  if (policyOrder.length === 0) return []
  const tried = new Set(attempts.map((attempt) => attempt.strategy))
  const order = strategy === 'auto' ? policyOrder : [strategy, ...policyOrder]
  return [...new Set(order)].filter((name) => !tried.has(name))
}

/** The end of an exchange whose refusal stays although the channel voted against it. */
export function refusalKept(
  earlier: Earlier & Required<Pick<Earlier, 'appealed'>>,
  notes: readonly string[],
): Pick<
  Done,
  'outcome' | 'level' | 'levelSure' | 'answer' | 'shownAttempt' | 'notes' | 'attempts' | 'afterAppeal'
> {
  const { attempts, appealed } = earlier
  const [first] = attempts
  return {
    outcome: first?.verdict === 'partial_refusal' ? 'partly_answered' : 'refusal_stands',
    level: appealed.level,
    levelSure: appealed.sure,
    ...(first && { answer: readable(first), shownAttempt: first.id }),
    notes,
    attempts,
    afterAppeal: true,
  }
}
