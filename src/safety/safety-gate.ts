import type { Request, SafetyLevel } from '../domain.ts'
import type { ChatModel } from '../models/chat-model.ts'

/** The port to the judgement "was this safe to ask?". Failures of a judge or guard mean "not sure"; it never throws. */
export interface SafetyGate {
  /** Level of the raw request with its whole conversation and, where given, its clarification. */
  screen(request: Request, options?: ScreenOptions): Promise<Screening>
  /** Level of the request together with an answer: acceptable even if every unverified claim were false? */
  check(request: Request, answer: string, options?: ScreenOptions): Promise<Screening>
}

export interface ScreenOptions {
  /** The model that answers, which is the judge where no other is named. */
  readonly answeringModel?: ChatModel & { remaining?(): number }
  /** Calls of the answering model that have to be left for asking again; 0 by default. */
  readonly reserve?: number
  /** What the gate said of the request whose answer is checked. */
  readonly screened?: Screening
  readonly signal?: AbortSignal
}

export interface Screening {
  /** Never below the request's `levelFloor`. */
  readonly level: SafetyLevel
  /** Probability of the level, 0 to 1. */
  readonly confidence: number
  /** Sum to 1. */
  readonly probabilities: Readonly<Record<SafetyLevel, number>>
  /** False means "not sure": nothing may be mitigated silently; the user is asked, or the refusal stands. */
  readonly sure: boolean
  /** What decided, in short phrases for the dashboard and the log; never the user's text. */
  readonly reasons: readonly string[]
  /** Who was heard. */
  readonly heard: readonly ('process' | 'guard' | 'judge')[]
}
