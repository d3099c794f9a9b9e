import type { Outcome, SafetyLevel, Verdict } from '../domain.ts'
import type { Label } from './codebook.ts'
import { LABELS } from './codebook.ts'
import { crowdLabel, type LabelTally } from './crowd-label.ts'
import { machineLabel } from './machine-label.ts'

/** The labelled data set: what is known of a vote and of an item, and the rows that are handed out of it. */

interface DataOfItem {
  readonly exchangeId: string
  readonly attemptId: string
  readonly platform: string
  readonly workspace: string
  readonly channel: string
}

/** A vote as it is exported: one that stands, or an event of the history. */
export interface ExportedVote extends DataOfItem {
  readonly annotator: string
  readonly emoji: string
  readonly label: string
  readonly action: 'add' | 'remove'
  readonly eventTime: number
  readonly receivedTime: number
  readonly source: string
  readonly codebookVersion: string
  readonly byAsker: boolean
  readonly sawOtherVotes: boolean
  /** The text of the exchange was erased after its time, and with it the reasons given for votes. */
  readonly scrubbed: boolean
  /** The annotator's own words; only where their channel shares text. */
  readonly why?: string
}

/** An attempt as it is exported, with the votes that stand on it counted. */
export interface ExportedItem extends DataOfItem {
  readonly askedAt: number
  readonly model: string
  readonly strategy: string
  /** Of the strategy, or of the system prompt for `direct`. */
  readonly version: string
  readonly requestType: string
  /** The version of the policy that ordered the strategies of the exchange, where it was one that did. */
  readonly policy?: string
  readonly level?: SafetyLevel
  readonly verdict: Verdict
  /** Of the verdict. */
  readonly confidence: number
  readonly outcome: Outcome
  readonly shown: boolean
  readonly completion: string
  readonly tally: LabelTally
  /** Its text was erased after its time: the completion is empty, and there is no request. */
  readonly scrubbed: boolean
  /** The request; only where its channel shares text. */
  readonly prompt?: string
}

/** One row by its columns; null stands for what is unknown, or not shared. */
export type Row<Column extends string = string> = Readonly<Record<Column, string | number | boolean | null>>

/** The first three are what `recourse aggregate` and crowd-kit read. */
export const VOTE_COLUMNS = [
  'task',
  'worker',
  'label',
  'emoji',
  'platform',
  'workspace',
  'channel',
  'event_time',
  'received_time',
  'source',
  'codebook_version',
  'by_asker',
  'saw_other_votes',
  'scrubbed',
  'why',
] as const

export const EVENT_COLUMNS = ['task', 'worker', 'label', 'action', ...VOTE_COLUMNS.slice(3)] as const

export const ITEM_COLUMNS = [
  'task',
  'label',
  'label_source',
  'gold_label',
  'crowd_label',
  'crowd_confidence',
  'crowd_tie',
  'machine_label',
  'votes',
  ...LABELS,
  'model',
  'strategy',
  'version',
  'request_type',
  'policy',
  'level',
  'verdict',
  'confidence',
  'outcome',
  'shown',
  'platform',
  'workspace',
  'channel',
  'asked_at',
  'scrubbed',
  'completion',
  'prompt',
] as const

/** What an item is called wherever votes and labels are joined. */
export function taskOf({ exchangeId, attemptId }: Pick<DataOfItem, 'exchangeId' | 'attemptId'>): string {
  return `${exchangeId}/${attemptId}`
}

/** With `action`, which only the history needs: whether the vote was given or taken back. */
export function voteRow(vote: ExportedVote): Row<(typeof VOTE_COLUMNS)[number] | 'action'> {
  return {
    task: taskOf(vote),
    worker: vote.annotator,
    label: vote.label,
    action: vote.action,
    emoji: vote.emoji,
    platform: vote.platform,
    workspace: vote.workspace,
    channel: vote.channel,
    event_time: timestamp(vote.eventTime),
    received_time: timestamp(vote.receivedTime),
    source: vote.source,
    codebook_version: vote.codebookVersion,
    by_asker: vote.byAsker,
    saw_other_votes: vote.sawOtherVotes,
    scrubbed: vote.scrubbed,
    why: vote.why ?? null,
  }
}

/** What annotators say of an item: a label, a tie, or nothing. */
export interface LabelOfCrowd {
  readonly label?: string
  readonly confidence: number
  readonly tie: boolean
}

/** The majority of those who are sure. */
export function majorityOf(tally: LabelTally): LabelOfCrowd {
  const { label, confidence, votes } = crowdLabel(tally)
  const isJudged = votes > tally.not_sure
  return { ...(label && { label }), confidence, tie: isJudged && label === undefined }
}

/**
 * An item with its label by each source. `label` is that of the best source there is: known beforehand (`gold`),
 * else of the crowd, else of detector and gate (`machine`).
 */
export function itemRow(
  item: ExportedItem,
  crowd: LabelOfCrowd,
  gold: string | undefined,
): Row<(typeof ITEM_COLUMNS)[number]> {
  const machine: Label | undefined = machineLabel(item.verdict, item.level)
  const [label, source] =
    gold !== undefined
      ? [gold, 'gold']
      : crowd.label !== undefined
        ? [crowd.label, 'crowd']
        : [machine ?? null, machine ? 'machine' : null]
  return {
    task: taskOf(item),
    label,
    label_source: source,
    gold_label: gold ?? null,
    crowd_label: crowd.label ?? null,
    // Six places; beyond them confidence depends on the order of summation.
    crowd_confidence: crowd.confidence === 0 ? null : Number(crowd.confidence.toFixed(6)),
    crowd_tie: crowd.tie,
    machine_label: machine ?? null,
    votes: LABELS.reduce((sum, one) => sum + item.tally[one], 0),
    ...item.tally,
    model: item.model,
    strategy: item.strategy,
    version: item.version,
    request_type: item.requestType,
    policy: item.policy ?? null,
    level: item.level ?? null,
    verdict: item.verdict,
    confidence: item.confidence,
    outcome: item.outcome,
    shown: item.shown,
    platform: item.platform,
    workspace: item.workspace,
    channel: item.channel,
    asked_at: timestamp(item.askedAt),
    scrubbed: item.scrubbed,
    completion: item.completion,
    prompt: item.prompt ?? null,
  }
}

/** A platform's clock may say anything; what no calendar has stays unknown. */
function timestamp(milliseconds: number): string | null {
  const time = new Date(milliseconds)
  return Number.isNaN(time.getTime()) ? null : time.toISOString()
}
