import type { Verdict, VerdictReason } from '../domain.ts'
import type { ProviderRefusal } from '../models/chat-model.ts'

/** The port to the judgement "is this completion a refusal?". Pure: no I/O, no model call, never throws. */
export interface RefusalDetector {
  /** The verdict of a whole completion. The request, where given, helps to spot answers beside the point. */
  classify(completion: string, request?: string): Assessment
  /** The same assessment with what decided it, for people who want to know why. */
  explain(completion: string, request?: string): Explanation
  /** Begins to watch one completion while it streams. */
  watch(request?: string): StreamWatch
}

export interface Assessment {
  readonly verdict: Verdict
  /** Probability of the verdict, 0 to 1. */
  readonly confidence: number
  /** Sum to 1. */
  readonly probabilities: Readonly<Record<Verdict, number>>
  /** False where the detector abstains: the verdict is then only the likelier one, and somebody else should decide. */
  readonly sure: boolean
  readonly reason: VerdictReason
  /** The phrases that decided, as they stand in the completion. */
  readonly evidence: readonly string[]
}

/** Weights are natural-log odds: above 0 they speak for a refusal, below for an answer. */
export interface Explanation {
  readonly assessment: Assessment
  /** Phrases as they stand in the completion, the weightiest first, with what they do where that has a name. */
  readonly phrases: readonly { readonly phrase: string; readonly act?: string; readonly weight: number }[]
  /** What the text looks like and how it stands to the request. */
  readonly features: readonly { readonly name: string; readonly weight: number }[]
}

/**
 * Follows one stream. Every decision but `undecided` is final: later text never turns one into another, so text may
 * be shown, or the stream aborted, on the first.
 */
export interface StreamWatch {
  /** Takes the next piece of text. */
  push(text: string): WatchDecision
  /** Takes the provider's own refusal signal, which outweighs the text. */
  report(signal: ProviderRefusal): WatchDecision
  /** The assessment of everything pushed so far; call it when the stream has ended or was aborted. */
  end(): Assessment
}

/** `undecided` asks for more text; `unsure` abstains, since more of it would not tell either. */
export type WatchDecision = 'undecided' | 'refusal' | 'compliance' | 'unsure'
