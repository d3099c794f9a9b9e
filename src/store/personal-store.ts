/** The kinds of records there are of a person. */
export const PERSONAL_KINDS = [
  'requests',
  'votes',
  'comparisons',
  'comparison_votes',
  'gold_labels',
  'appeals',
  'settings',
  'policy',
] as const
export type PersonalKind = (typeof PERSONAL_KINDS)[number]

/** How many records of a kind there are, and from when to when; times are milliseconds since 1970. */
export interface PersonalCount {
  readonly kind: PersonalKind
  readonly many: number
  /** Absent where there are none. */
  readonly first?: number
  readonly last?: number
  /** Those that have lost their text. */
  readonly scrubbed?: number
}

/** One record as it is handed out to whom it is of. */
export type PersonalRecord = Readonly<Record<string, unknown>>

/** What the records know of one person, by all of their pseudonyms. Every method may throw `StoreError`. */
export interface PersonalStore {
  personalCounts(pseudonyms: readonly string[]): Promise<readonly PersonalCount[]>
  /** All records of a kind, oldest first, a page at a time. */
  personalRecords(kind: PersonalKind, pseudonyms: readonly string[]): AsyncIterable<readonly PersonalRecord[]>
}
