/** How much text there is that retention takes, or took. */
export interface Scrubbed {
  readonly exchanges: number
  readonly comparisons: number
  /** Reasons that people gave for votes, beyond those that went with their exchange. */
  readonly reasons: number
}

export interface Scrubbing {
  /** What was written before this time goes; milliseconds since 1970, as is `at`. */
  readonly before: number
  /** Now. */
  readonly at: number
}

/** What retention needs of the records. Every method may throw `StoreError`. */
export interface RetentionStore {
  /**
   * Takes the text of up to `limit` of each kind, oldest first, in one transaction each. What people said of it, and
   * what statistics count, stays. Nothing is left once it gives zeros.
   */
  scrub(scrubbing: Scrubbing, limit: number): Promise<Scrubbed>
  /** How much would be taken. */
  scrubbable(scrubbing: Scrubbing): Promise<Scrubbed>
  /** Has the database drop what was erased from the files behind it, as far as that holds up nobody. */
  purge(): Promise<void>
  /** Gives the space of what was erased back to the file system. Nobody can write meanwhile. */
  compact(): Promise<void>
}
