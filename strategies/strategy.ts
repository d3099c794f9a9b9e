import type { ChatMessage, ClarifyingQuestion, ModelFamily, Request, SafetyLevel } from '../src/domain.ts'
import type { Assessment } from '../src/refusal/refusal-detector.ts'
import type { Screening } from '../src/safety/safety-gate.ts'

/** One way of asking again. A strategy shapes a prompt; it never talks to the network except through its tools. */
export interface Strategy {
  /** Kebab-case; the same as the file name. */
  readonly name: string
  /** Changes whenever the words sent to the model change, so that records stay comparable. */
  readonly version: string
  /** One sentence for people who choose a strategy. */
  readonly summary: string
  /** The paper the recipe comes from. */
  readonly source: string
  /** The levels it may be used on. Never `clearly_harmful`; `borderline_harmful` only for partial help. */
  readonly levels: readonly SafetyLevel[]
  propose(refusal: Refusal, tools: StrategyTools): Promise<Proposal>
}

/** A refused request, with everything a strategy may know about it. */
export interface Refusal {
  readonly request: Request
  readonly family: ModelFamily
  /** The refusal as the model gave it. */
  readonly completion: string
  readonly assessment: Assessment
  readonly screening: Screening
}

export interface StrategyTools {
  /** The system prompt of the first attempt; `undefined` where the operator turned it off. */
  readonly systemPrompt: string | undefined
  /**
   * One short call of the answering model, charged to the request's budget.
   * @throws {ModelError} code `budget_spent` when no call is left for it.
   */
  complete(
    messages: readonly ChatMessage[],
    options?: { maxTokens?: number; jsonSchema?: Record<string, unknown> },
  ): Promise<string>
  /** Screens a text of our own making (a rewrite), in process only. */
  screen(request: Request): Promise<Screening>
}

export type Proposal = Reprompt | Question | NotApplicable

/** Ask the answering model again with these messages. */
export interface Reprompt {
  readonly kind: 'reprompt'
  readonly messages: readonly ChatMessage[]
  /** For the reader, completing "Asked again …": `with four worked examples`. No user text, no model text. */
  readonly howAsked: string
  /** True when a complete answer is not the aim, so that the outcome is `partly_answered`. */
  readonly partial?: boolean
}

/** Ask the user first. */
export interface Question {
  readonly kind: 'question'
  readonly question: ClarifyingQuestion
}

/** This strategy has nothing to offer here; the policy moves on. */
export interface NotApplicable {
  readonly kind: 'not_applicable'
  readonly reason: string
}
