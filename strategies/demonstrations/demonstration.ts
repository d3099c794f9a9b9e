/** One worked example: a request and the answer we want to see given to its like. */
export interface Demonstration {
  readonly prompt: string
  readonly answer: string
}

/** The worked examples for one type of request. */
export interface DemonstrationSet {
  /** Harmless, alarming at first sight, answered well. */
  readonly benign: readonly [Demonstration, ...Demonstration[]]
  /** The harmful twin of the first benign example, declined with its own reason. */
  readonly harmful: Demonstration
  /** Between the two: helped in part, with a word on what was left out. */
  readonly borderline: Demonstration
}
