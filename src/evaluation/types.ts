import type { Attempt, Outcome, SafetyLevel, Verdict } from '../domain.ts'

/** One prompt of a data set. */
export interface Item {
  /** Unique in its data set. */
  readonly id: string
  readonly prompt: string
  /** Whether it is safe to answer, by the data set's design. */
  readonly safe: boolean
  /** Kind of prompt, by which results are grouped; `other` where the data set has none. */
  readonly type: string
  /** Items made as twins, safe and unsafe, share this. */
  readonly pair?: string
  /** What was said before the prompt, oldest first. */
  readonly conversation?: readonly { readonly role: 'user' | 'assistant'; readonly content: string }[]
}

/** One way of asking that is measured: `plain`, the name of a strategy, `policy`, or `policy-without-gate`. */
export type Arm = string

/** What one arm made of one item with one model. A line of the journal. */
export interface Cell {
  readonly item: string
  readonly model: string
  readonly arm: Arm
  /** Script of the simulated user, where one was needed. */
  readonly user?: string
  readonly outcome: Outcome
  readonly level?: SafetyLevel
  /** Verdict of what the reader sees in the end; absent where the call failed. */
  readonly verdict?: Verdict
  /** Verdict of the first, direct attempt. */
  readonly firstVerdict?: Verdict
  /** Verdicts by other judges than the detector (`file`, `judge`, `people`), of what the reader sees in the end. */
  readonly judged?: Readonly<Record<string, Verdict>>
  readonly attempts: readonly Attempt[]
  /** Whether the user was asked a question. */
  readonly asked: boolean
  readonly calls: number
  readonly tokens: { readonly input: number; readonly output: number }
  /** Time of the whole cell, in milliseconds. */
  readonly milliseconds: number
  /** Code of the failure, where the cell failed. */
  readonly failure?: string
}
