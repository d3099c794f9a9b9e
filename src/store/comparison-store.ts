import type { ComparisonChoice, ComparisonStatus, Letter } from '../comparison-types.ts'
import type { MessageKey, Place, Verdict } from '../domain.ts'

/** A comparison as it is begun; what is asked depends on the screening of its prompt. */
export interface ComparisonBeginning {
  readonly id: string
  /** The message or interaction that asked; a second one with this key begins nothing. */
  readonly key: MessageKey
  readonly place: Place
  /** The message whose request is compared, where it is another one's: once that is gone, so is the comparison. */
  readonly source?: MessageKey
  /** Pseudonym of whoever began it. */
  readonly asker: string
  readonly prompt: string
  /** Says which comparisons are of one prompt, and nothing of the prompt. */
  readonly promptKey: string
  readonly claimedBy: string
  readonly leaseUntil: number
  readonly at: number
}

/** What is to be compared: a model, by itself or with a strategy. */
export interface CellName {
  readonly model: string
  readonly scripted: boolean
  /** `direct`, or the name of a strategy. */
  readonly strategy: string
}

/** How much is let through: whoever began `perPerson` that run has to wait, and so on. */
export interface ComparisonBounds {
  readonly perPerson: number
  readonly perWorkspace: number
  /** Begun in a workspace since `since`, whatever became of them. */
  readonly begun: number
  readonly since: number
}

export type Begun = 'begun' | 'duplicate' | 'person_busy' | 'workspace_busy' | 'workspace_spent'

/** What came of a cell: an answer, or why there is none. A text that was withheld is no part of it. */
export type CellEnd = {
  readonly version?: string
  /** Where the answer is remembered, so that it can be forgotten, also once the comparison was ended without it. */
  readonly memoryKey?: string
} & (
  | {
      readonly text: string
      readonly verdict: Verdict
      readonly tokens?: number
      readonly milliseconds: number
      readonly cached: boolean
    }
  | { readonly why: string }
)

export interface StoredCell extends CellName {
  readonly place: number
  /** Absent while it is under way. */
  readonly end?: CellEnd
  /** Its place among the answers, once they are shown. */
  readonly letter?: Letter
}

export interface ComparisonRecord
  extends Omit<ComparisonBeginning, 'key' | 'claimedBy' | 'leaseUntil' | 'at' | 'promptKey'> {
  readonly status: ComparisonStatus
  readonly cells: readonly StoredCell[]
  readonly note?: string
  readonly createdAt: number
  /** When its answers were shown. */
  readonly openedAt?: number
  /** The message that shows it. */
  readonly message?: MessageKey
  /** People whose vote stands, for each choice. */
  readonly votes: Readonly<Partial<Record<ComparisonChoice, number>>>
}

/** A choice by one of the two ways in which a person may give it; both may stand, and the latest of all counts. */
export interface ComparisonVoteEvent {
  readonly comparisonId: string
  readonly annotator: string
  readonly choice: ComparisonChoice
  readonly by: 'reaction' | 'button'
  readonly action: 'add' | 'remove'
  readonly eventTime: number
  readonly receivedTime: number
}

export interface StandingChoice {
  readonly annotator: string
  readonly choice: ComparisonChoice
  readonly eventTime: number
  readonly receivedTime: number
}

/** What the votes on one revealed comparison say. */
export interface ComparedResult {
  readonly promptKey: string
  readonly contenders: readonly (CellName & { readonly letter: Letter })[]
  readonly votes: Readonly<Partial<Record<ComparisonChoice, number>>>
}

export interface ComparedScope extends Partial<Pick<Place, 'platform' | 'workspace'>> {
  /** Revealed since; milliseconds since 1970. */
  readonly since: number
}

/** What comparisons need of the records. Times are milliseconds since 1970. Every method may throw `StoreError`. */
export interface ComparisonStore {
  /** Stores a comparison as running, unless one of the bounds says otherwise. One transaction. */
  beginComparison(beginning: ComparisonBeginning, bounds: ComparisonBounds): Promise<Begun>
  /** Stores what is compared, in the order in which it was asked for; false when it does not run any more, or is not ours. */
  planComparison(id: string, claimedBy: string, cells: readonly CellName[]): Promise<boolean>
  /** A comparison that turned out not to be one: nothing is kept of it, but that its message was answered. */
  dropComparison(id: string, claimedBy: string): Promise<void>
  /** Prolongs the lease of a comparison that runs; false when it does not any more, or is not ours. */
  renewComparison(id: string, claimedBy: string, leaseUntil: number): Promise<boolean>
  /** Stores what came of a cell; false as for a renewal. */
  endCell(id: string, claimedBy: string, place: number, end: CellEnd): Promise<boolean>
  /** Shows the answers, in the order of these places, to vote on; false as for a renewal. */
  openComparison(id: string, claimedBy: string, order: readonly number[], at: number): Promise<boolean>
  /**
   * Ends a comparison that runs, before there is anything to vote on; its answers are erased. With `claimedBy` only
   * one that is ours. False when it does not run any more.
   */
  endComparison(
    id: string,
    end: { readonly status: 'cancelled' | 'failed'; readonly note?: string; readonly claimedBy?: string },
  ): Promise<boolean>
  /** Ends the voting; false when it was over. From here on the votes stand as they are. */
  revealComparison(id: string, at: number): Promise<boolean>
  /** `undefined` also for one whose words were erased. */
  comparison(id: string): Promise<ComparisonRecord | undefined>
  /** The comparison that a message shows. One indexed look-up. */
  comparisonShownBy(message: MessageKey): Promise<string | undefined>
  /** The newest `limit` comparisons of a channel, oldest first. */
  recentComparisons(channel: Omit<Place, 'thread'>, limit: number): Promise<readonly ComparisonRecord[]>
  /** Binds the first message that shows it, and gives the id of the one that is bound; `undefined` when it is gone. */
  bindComparison(id: string, message: MessageKey): Promise<string | undefined>
  /** Messages of a workspace that show open comparisons begun since, newest first. */
  openComparisonMessages(
    workspace: Pick<Place, 'platform' | 'workspace'>,
    since: number,
    limit: number,
  ): Promise<readonly MessageKey[]>
  /** Stores a vote on an open comparison; false when it changes nothing, or the comparison is not open. */
  recordComparisonVote(event: ComparisonVoteEvent): Promise<boolean>
  /** The reactions that stand on a comparison. */
  choicesOn(id: string): Promise<readonly StandingChoice[]>
  /** The choice of an annotator that counts. */
  choiceOf(id: string, annotator: string): Promise<ComparisonChoice | undefined>
  /** A comparison of a platform whose lease ran out while it ran, or that has been open since before `openBefore`. */
  leftBehindComparison(
    platform: string,
    now: number,
    openBefore: number,
  ): Promise<{ readonly id: string; readonly status: ComparisonStatus } | undefined>
  /** Gives up the leases of a process, which stops, on all it has running. */
  releaseComparisons(claimedBy: string): Promise<void>
  /** Erases the comparisons of a message's request. Gives the ones that were there. */
  retractComparisons(source: MessageKey): Promise<readonly ComparisonRecord[]>
  /** Where answers to somebody's prompts are remembered, whoever had them compared. */
  rememberedAnswers(annotators: readonly string[]): Promise<readonly string[]>
  /** Every revealed comparison with a vote, in the order in which they were begun. */
  comparedResults(scope: ComparedScope): Promise<readonly ComparedResult[]>
}
