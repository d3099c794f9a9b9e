import type { Candidate } from '../crowd/label-queue.ts'
import type { Attempt, MessageKey, Place } from '../domain.ts'
import type { VoteEvent } from './store.ts'

/** An attempt by its exchange. */
export interface ItemKey {
  readonly exchangeId: string
  readonly attemptId: string
}

/** What somebody may be given to label. */
export type LabelScope =
  /** Everything there is, answers that were kept from their readers included: for operators. */
  | 'everything'
  /** What everybody in these channels could read. */
  | (Pick<Place, 'platform' | 'workspace'> & {
      readonly channels: readonly string[]
      /** Only conversations so named: one by its whole name, or those whose names begin so. */
      readonly threads?: { readonly named: string } | { readonly beginningWith: readonly string[] }
    })

/** An item with what one has to read to label it. */
export interface ItemText extends ItemKey {
  /** The message that asked. */
  readonly message: MessageKey
  readonly prompt: string
  /** What its asker replied to a question before this attempt. */
  readonly reply?: string
  readonly attempt: Pick<Attempt, 'completion' | 'cutShort'>
}

export interface GoldVote {
  readonly annotator: string
  /** The name of a gold item. */
  readonly item: string
  readonly platform: string
  readonly workspace: string
  /** A label, or that it was skipped. */
  readonly label: string
  readonly correct: boolean
  readonly at: number
}

/** How well somebody labels what is known. Who was not sure of it, or skipped it, said nothing and is not counted. */
export interface GoldReliability {
  readonly annotator: string
  readonly labelled: number
  readonly correct: number
}

export interface LabelCount {
  /** How many labels of the annotator stand, gold items included. */
  readonly labelled: number
  /** How many items of the scope need more votes, from anybody; at most the number asked for. */
  readonly open: number
}

/** What the queue of `/label` needs of the records. */
export interface LabellingStore {
  /**
   * Items that an annotator may label: of the scope, asked by somebody else, without their own vote or skip, and
   * without enough votes. At most `limit` with the fewest votes, and `limit` with the most disagreement.
   */
  labelCandidates(annotator: string, scope: LabelScope, limit: number): Promise<readonly Candidate[]>
  /** An item of the scope, asked by somebody else; `undefined` where it is none, or is gone. */
  itemText(annotator: string, scope: LabelScope, item: ItemKey): Promise<ItemText | undefined>
  labelCount(annotator: string, scope: LabelScope, most: number): Promise<LabelCount>
  /** The last of an annotator's events on an item, in the order of their times. */
  lastEventOn(annotator: string, item: ItemKey): Promise<LastEvent | undefined>
  /** False when the annotator has labelled this gold item before. */
  recordGoldVote(vote: GoldVote): Promise<boolean>
  /** Takes back an annotator's label of a gold item; false when there is none. */
  removeGoldVote(annotator: string, item: string): Promise<boolean>
  /** The names of the gold items that an annotator has labelled or skipped. */
  goldItemsOf(annotator: string): Promise<readonly string[]>
  /** How reliable the annotators of a workspace are on gold items, those with the most labels first. */
  goldReliability(workspace: Pick<Place, 'platform' | 'workspace'>): Promise<readonly GoldReliability[]>
}

export type LastEvent = Pick<VoteEvent, 'emoji' | 'label' | 'action' | 'source' | 'eventTime'>
