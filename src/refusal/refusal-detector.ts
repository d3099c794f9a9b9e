import type { Verdict, VerdictReason } from '../domain.ts'
import type { ProviderRefusal } from '../models/chat-model.ts'

/** The port to the judgement "is this completion a refusal?". Pure: no I/O, no model call, never throws. */
export interface RefusalDetector {
  /** The verdict of a whole completion. The request, where given, helps to spot answers beside the point. */
  classify(completion: string, request?: string): Assessment
  /** Begins to watch one completion while it streams. */
  watch(request?: string): StreamWatch
}

export interface Assessment {
  readonly verdict: Verdict
  /** Probability of the verdict, 0 to 1. */
  readonly confidence: number
  /** Sum to 1. */
  readonly probabilities: Readonly<Record<Verdict, number>>
  readonly reason: VerdictReason
  /** The phrases that decided, as they stand in the completion. */
  readonly evidence: readonly string[]
}

/**
 * Follows one stream. `refusal` and `compliance` are final: later text never turns one into the other, so
 * text may be shown, or the stream aborted, on the first decision.
 */
export interface StreamWatch {
  /** Takes the next piece of text. */
  push(text: string): WatchDecision
  /** Takes the provider's own refusal signal, which outweighs the text. */
  report(signal: ProviderRefusal): WatchDecision
  /** The assessment of everything pushed so far; call it when the stream has ended or was aborted. */
  end(): Assessment
}

/** `undecided` asks for more text. */
export type WatchDecision = 'undecided' | 'refusal' | 'compliance'
