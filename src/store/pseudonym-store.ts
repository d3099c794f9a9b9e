/** Somebody who was known under other pseudonyms before. */
export interface PseudonymMove {
  readonly former: readonly string[]
  readonly current: string
  /** Milliseconds since 1970. */
  readonly at: number
}

/** What a new key of the pseudonyms needs of the records. Every method may throw `StoreError`. */
export interface PseudonymStore {
  /**
   * Whether something is stored under a former pseudonym, or votes that come in under one would be taken for somebody
   * else's. A few indexed look-ups.
   */
  isUnsettled(move: PseudonymMove): Promise<boolean>
  /**
   * Moves all that is stored under former pseudonyms to the current one, in one transaction, and has votes that still
   * come in under them follow. What was said of one thing under both counts once, as the latest says.
   */
  movePseudonyms(move: PseudonymMove): Promise<void>
  /** Lets go of what says who was known as whom before; with `at`, now, only of what is past its time. */
  dropPseudonymMoves(at?: number): Promise<void>
}
