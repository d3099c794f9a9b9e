import type { Outcome, SafetyLevel, Usage, Verdict } from '../domain.ts'
import type { CallPurpose } from '../models/chat-model.ts'

/** What came of one way of asking again: `withheld` where an answer came that was not shown. */
export type TryResult = 'recovered' | 'partly_answered' | 'refused' | 'withheld'

/** What is counted of one exchange; no text, and nobody's name. */
export interface ExchangeFacts {
  readonly platform: string
  readonly model: string
  readonly outcome: Outcome
  /** From the beginning of this run of the exchange to its outcome. */
  readonly seconds: number
  /** What the model did by itself, where this run asked it. */
  readonly first?: { readonly verdict: Verdict; readonly level: SafetyLevel | 'unsure' }
  readonly tries: readonly { readonly strategy: string; readonly result: TryResult }[]
}

/** One call of a model. */
export interface ModelCallFacts {
  readonly model: string
  readonly purpose: CallPurpose
  /** `cut_short` by us, as soon as a refusal was plain; else the code of what failed. */
  readonly result: 'finished' | 'cut_short' | (string & {})
  readonly seconds: number
  /** As the provider counted them; it does not for a call that was cut short. */
  readonly usage?: Usage
  /** Tokens that a refusal would about have gone on for, of a call that was cut short. */
  readonly tokensSaved?: number
}

/** The port to whoever counts. Nothing here may throw, and nothing waits for it. */
export interface Metrics {
  exchangeEnded(facts: ExchangeFacts): void
  /** The reader sees the first text of an answer, or a question. */
  firstText(platform: string, seconds: number): void
  voteRecorded(label: string, action: 'add' | 'remove'): void
  /** An exchange turned out to be another process's while this one was at it. */
  leaseLost(): void
  tookOver(platform: string): void
  modelCalled(facts: ModelCallFacts): void
  /** A platform answered that we ask too much (HTTP 429). */
  platformLimited(platform: string): void
  /** One operation on the records; `failure` is the code of what failed. */
  storeUsed(seconds: number, failure?: string): void
  /** Somebody's request waited so long for its turn. */
  queueWaited(seconds: number): void
}

const nothing = () => {}

/** Counts nothing. */
export const NO_METRICS: Metrics = {
  exchangeEnded: nothing,
  firstText: nothing,
  voteRecorded: nothing,
  leaseLost: nothing,
  tookOver: nothing,
  modelCalled: nothing,
  platformLimited: nothing,
  storeUsed: nothing,
  queueWaited: nothing,
}
