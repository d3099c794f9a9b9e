/** What of a person's was erased. */
export interface Forgotten {
  readonly exchanges: number
  /** Comparisons that the person began, and those of the person's requests. */
  readonly comparisons: number
  /** The person's own vote events, and their votes on comparisons. */
  readonly votes: number
}
