/** What of a person's was erased. */
export interface Forgotten {
  readonly exchanges: number
  /** Comparisons that the person began. */
  readonly comparisons: number
  /** The person's own vote events, and their votes on comparisons. */
  readonly votes: number
}
