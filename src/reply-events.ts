import type { Attempt, ClarifyingQuestion, Outcome, SafetyLevel } from './domain.ts'
import type { Choice } from './policy/policy.ts'

/** What happens to a message while it is answered; adapters render these and nothing else. */
export type ReplyEvent = Started | Waiting | Delta | AskingAgain | QuestionPut | Done

/** The exchange is claimed and the model is about to be asked. */
export interface Started {
  readonly type: 'started'
  readonly exchangeId: string
  readonly model: string
  /** True where the model is a scripted stand-in; the surface must say so. */
  readonly scripted: boolean
}

/** The exchange waits for its turn, or waits no longer. A surface shows the newest of these as it can, and may leave them out. */
export interface Waiting {
  readonly type: 'waiting'
  readonly exchangeId: string
  /** Completes “is …”: what it waits for, and how many are ahead. Absent when it goes on. */
  readonly doing?: string
}

/**
 * Text of an attempt, to be appended. A delta of another attempt than the last one replaces what was shown
 * so far: that text was a refusal that only became plain late.
 */
export interface Delta {
  readonly type: 'delta'
  readonly attempt: string
  readonly text: string
}

/** The model refused and is being asked again; the reader sees a status line, not the refusal. */
export interface AskingAgain {
  readonly type: 'notice'
  readonly strategy: string
  /** Completes "Asking again …". */
  readonly howAsked: string
}

/** The user is asked one clarifying question; a `done` with outcome `clarifying` follows. */
export interface QuestionPut {
  readonly type: 'question'
  readonly exchangeId: string
  readonly question: ClarifyingQuestion
}

/** Always the last event, and exactly one. */
export interface Done {
  readonly type: 'done'
  readonly exchangeId: string
  readonly model: string
  readonly scripted: boolean
  readonly outcome: Outcome
  /** Absent when the request was never screened, as for a failed one. */
  readonly level?: SafetyLevel
  /** Whether the gate was sure of the level. */
  readonly levelSure?: boolean
  /** Calls of the answering model that the exchange has cost so far. */
  readonly calls: number
  readonly attempts: readonly Attempt[]
  /** The policy's choice of strategies, where it was that which ordered them. */
  readonly choice?: Choice
  /** The whole text to show: an answer, or the refusal as the model gave it. Absent for `clarifying` and `failed`. */
  readonly answer?: string
  /** Id of the attempt whose completion `answer` is. */
  readonly shownAttempt?: string
  readonly question?: ClarifyingQuestion
  /** How it was asked again, completing "Asked again …"; absent when it was not. */
  readonly howAsked?: string
  /** The first refusal, where another text is shown in its place. */
  readonly firstRefusal?: string
  /** Honest lines beside the answer: why nothing was tried, what was left out, what was cut. */
  readonly notes: readonly string[]
  /** Set with outcome `failed`; `message` is fit for the reader. */
  readonly failure?: { readonly code: string; readonly message: string }
  /** The channel can be asked whether this refusal was right. */
  readonly appealable?: true
  /** The channel was asked, and found the request harmless; what came of that is told here. */
  readonly afterAppeal?: true
  /** Nothing of this was stored: what was sent could not be taken, such as a late reply, and all stays as it was. */
  readonly turnedAway?: true
}
