import type { ModelFamily, SafetyLevel } from '../domain.ts'
import type { StrategyBelief } from './beliefs.ts'

/** Decides which strategies are tried, and in which order. */
export interface Policy {
  /** Decides at once: whatever it has to know is there beforehand. */
  choose(situation: Situation): Choice
  /** Takes up at once what has been learned or chosen meanwhile, where the policy is one that changes. */
  readonly refresh?: () => Promise<void>
}

export interface Situation {
  readonly family: ModelFamily
  /** Whether the model is a scripted stand-in, of which nothing can be learned about real ones. */
  readonly scripted: boolean
  /** The kind of request, as far as its words tell; absent where there is no request yet. */
  readonly type?: string
  readonly level: SafetyLevel
  /** Whether the gate was sure of the level. */
  readonly sure: boolean
  /** Whether the user has already answered a clarifying question in this exchange. */
  readonly clarified: boolean
}

/**
 * How an order came about: `gate` where the safety gate's rule left nothing to choose, `paper` where it is the order
 * before anything was learned, `mean` where what is believed decided, `drawn` where a draw from what is believed did,
 * and `explored` where it was the turn of the floor of exploration.
 */
export const HOWS = ['gate', 'paper', 'mean', 'drawn', 'explored'] as const

/** An order, with what it rests on: enough to explain it later. */
export interface Choice extends Situation {
  /** The version of the policy. */
  readonly version: string
  readonly how: (typeof HOWS)[number]
  /** Strategy names, best first; more than may be tried, since some may not apply. */
  readonly order: readonly string[]
  /** Share of choices that are left to exploration, 0 to 1. */
  readonly exploration: number
  /** What was believed of each strategy whose place was learned; of none where nothing learned had a say. */
  readonly beliefs: readonly StrategyBelief[]
}
