import type { LabelTally } from '../crowd/crowd-label.ts'
import type { CountedAttempts } from '../crowd/rates.ts'
import type { Judged } from '../crowd/reliability.ts'

/** Counts of attempts and votes. */
export interface StatisticsStore {
  /** How many attempts of exchanges that are over there are of each kind, apart by what `by` names. */
  countAttempts(scope: StatisticsScope, by: readonly Grouping[]): Promise<readonly AttemptGroup[]>
  /** How many items have which votes. */
  countTallies(scope: StatisticsScope): Promise<readonly CountedTally[]>
  /** The `limit` annotators of a workspace, or of all, with the most votes that stand. */
  activeAnnotators(scope: StatisticsScope, limit: number): Promise<readonly ActiveAnnotator[]>
  /** For each annotator, the votes that stand of their newest `limit` vote events, each beside those of the others. */
  latestJudged(annotators: readonly string[], limit: number): Promise<ReadonlyMap<string, readonly Judged[]>>
}

/** What is counted: everything, or what is of one workspace, channel or model, or was asked since a time. */
export interface StatisticsScope {
  readonly platform?: string
  readonly workspace?: string
  readonly channel?: string
  readonly model?: string
  /** Milliseconds since 1970. */
  readonly since?: number
}

export type Grouping = 'model' | 'strategy' | 'requestType' | 'week'

/** Attempts that are alike; of the groupings only those asked for are there. */
export interface AttemptGroup extends CountedAttempts {
  readonly model?: string
  readonly strategy?: string
  readonly requestType?: string
  /** When its week began: Monday, 0:00 UTC, in milliseconds since 1970. */
  readonly week?: number
}

export interface CountedTally {
  readonly tally: LabelTally
  readonly items: number
}

export interface ActiveAnnotator {
  readonly annotator: string
  readonly votes: number
  /** Labels of items whose label was known beforehand. */
  readonly gold: { readonly given: number; readonly correct: number }
}
