import type { Generated, Kysely, Transaction } from 'kysely'
import type { ComparisonChoice, ComparisonStatus, Letter } from '../comparison-types.ts'
import type { AppealStatus } from '../crowd/appeal.ts'
import type { Label } from '../crowd/codebook.ts'
import type { ModelFamily, Outcome, SafetyLevel, Verdict, VerdictReason } from '../domain.ts'
import type { Cases } from '../policy/beliefs.ts'
import type { VoteEvent } from './store.ts'

/** The tables as rows. Times are milliseconds, truth values 0 or 1, structured values JSON text. */
export interface Tables {
  exchanges: ExchangeRow
  attempts: AttemptRow
  messages: MessageRow
  vote_events: VoteEventRow
  current_votes: CurrentVoteRow
  items: ItemRow
  annotators: AnnotatorRow
  gold_votes: GoldVoteRow
  appeals: AppealRow
  comparisons: ComparisonRow
  comparison_cells: ComparisonCellRow
  comparison_votes: ComparisonVoteRow
  settings: SettingRow
  policy_runs: PolicyRunRow
  policy_evidence: PolicyEvidenceRow
  policy_versions: PolicyVersionRow
  policy_uses: PolicyUseRow
  policy_choices: PolicyChoiceRow
  drift_turns: DriftTurnRow
  drift_points: DriftPointRow
  drift_messages: DriftMessageRow
  slack_installations: InstallationRow
  slack_channel_homes: { channel: string; workspace: string }
  pseudonym_moves: PseudonymMoveRow
  schema_migrations: { version: number; applied_at: number }
}

/** What queries run on: the database, or a transaction of it. */
export type Queries = Kysely<Tables> | Transaction<Tables>

/** The columns of one platform's message. */
export interface MessageColumns {
  platform: string
  workspace: string
  channel: string
  message: string
}

export interface ExchangeRow extends MessageColumns {
  /** Order of insertion. */
  seq: Generated<number>
  id: string
  thread: string
  asker: string
  prompt: string
  trusted: string
  model: string
  strategy: string
  claimed_by: string
  lease_until: number
  created_at: number
  finished_at: number | null
  outcome: Outcome | null
  level: SafetyLevel | null
  /** The last level the gate was sure of. */
  sure_level: SafetyLevel | null
  /** Calls of the answering model so far. */
  calls: Generated<number>
  take_overs: Generated<number>
  /** JSON array of strings. */
  notes: Generated<string>
  shown_attempt: string | null
  question: string | null
  reply: string | null
  reply_message: string | null
  failure_code: string | null
  failure_message: string | null
  /** `none` where the platform shows what is stored; else `due` until the outcome has been posted, then `done`. */
  delivery: Generated<'none' | 'due' | 'done'>
  /** When retention took its text and that of its attempts. */
  scrubbed_at: Generated<number | null>
}

export interface AttemptRow {
  /** Order of insertion, which is the order of the calls. */
  seq: Generated<number>
  exchange_id: string
  id: string
  strategy: string
  version: string
  model: string
  verdict: Verdict
  confidence: number
  verdict_reason: VerdictReason
  completion: string
  cut_short: number
  input_tokens: number | null
  output_tokens: number | null
  milliseconds: number
  how_asked: string | null
  checked_level: SafetyLevel | null
}

export interface MessageRow extends MessageColumns {
  exchange_id: string
  attempt_id: string
  at: number
}

export interface VoteEventRow extends MessageColumns {
  seq: Generated<number>
  event_key: string
  exchange_id: string
  attempt_id: string
  annotator: string
  emoji: string
  label: string
  action: VoteEvent['action']
  event_time: number
  received_time: number
  source: VoteEvent['source']
  codebook_version: string
  by_asker: number
  saw_other_votes: number
  why: string | null
}

/** The view; see migrations/0002-current-votes.ts for its rule. */
export type CurrentVoteRow = Omit<VoteEventRow, 'seq' | 'event_key' | 'action'> & { seq: number }

/** How many votes for each label stand on an item. */
export type LabelCountColumns = { [L in Label]: Generated<number> }

/** One attempt as a thing to be labelled. Without attributes while its exchange is under way. */
export interface ItemRow extends LabelCountColumns {
  exchange_id: string
  attempt_id: string
  platform: string
  workspace: string
  channel: string
  asked_at: number | null
  model: string | null
  strategy: string | null
  request_type: string | null
  level: SafetyLevel | null
  verdict: Verdict | null
  confidence: number | null
  outcome: Outcome | null
  /** Whether readers see this attempt in the end. */
  shown: Generated<number>
  /** All that stand, those that were not sure included. */
  votes: Generated<number>
  /** What most votes say, those that were not sure left out; none where labels tie. */
  label: Label | null
  /** Entropy of the labels in nats. */
  disagreement: Generated<number>
  /** Weeks since Monday, 1969-12-29, in UTC. */
  week: number | null
  /** What is counted of the item, as one number; see item-facts.ts. */
  facts: number | null
  /** Whether retention took the text of its exchange. */
  scrubbed: Generated<number>
}

export interface AnnotatorRow {
  annotator: string
  platform: string
  workspace: string
  /** How many of their votes stand. */
  votes: number
}

export interface GoldVoteRow {
  annotator: string
  item: string
  platform: string
  workspace: string
  label: string
  correct: number
  at: number
}

export interface AppealRow {
  exchange_id: string
  attempt_id: string
  opened_by: string
  opened_at: number
  quorum: number
  status: AppealStatus
  harmless: Generated<number>
  harmful: Generated<number>
  decided_at: number | null
  message: string | null
}

interface PolicyRunRow {
  /** Of the run's settings. */
  digest: string
  folder: string
  started: number
  learned_at: number
  learned_by: string
}

interface PolicyEvidenceRow extends Cases {
  digest: string
  family: ModelFamily
  scripted: number
  request_type: string
  strategy: string
}

interface PolicyVersionRow {
  name: string
  /** JSON; see ../policy/policy-json.ts. */
  beliefs: string
  frozen_at: number
  frozen_by: string
}

interface PolicyUseRow {
  /** Order of insertion. */
  seq: Generated<number>
  version: string
  used_at: number
  used_by: string
}

interface PolicyChoiceRow {
  exchange_id: string
  platform: string
  workspace: string
  channel: string
  version: string
  /** JSON; see ../policy/policy-json.ts. */
  choice: string
  at: number
}

export interface ComparisonRow extends MessageColumns {
  seq: Generated<number>
  id: string
  thread: string
  /** The message whose request is compared, where it is another one's. */
  source_channel: string | null
  source_message: string | null
  asker: string
  prompt: string | null
  prompt_key: string
  status: ComparisonStatus
  note: string | null
  claimed_by: string
  lease_until: number
  created_at: number
  opened_at: number | null
  revealed_at: number | null
  shown_channel: string | null
  shown_message: string | null
  /** JSON object: how many people's choice counts, for each choice that anybody made. */
  votes: Generated<string>
}

export interface ComparisonCellRow {
  comparison_id: string
  /** From 0, in the order in which cells were asked for. */
  place: number
  model: string
  scripted: number
  strategy: string
  version: string | null
  ended: Generated<number>
  letter: Letter | null
  text: string | null
  verdict: Verdict | null
  tokens: number | null
  milliseconds: number | null
  cached: Generated<number>
  memory_key: string | null
  why: string | null
}

export interface ComparisonVoteRow {
  comparison_id: string
  annotator: string
  choice: ComparisonChoice
  given_by: 'reaction' | 'button'
  action: 'add' | 'remove'
  event_time: number
  received_time: number
}

interface SettingRow {
  scope: string
  name: string
  value: string
  set_by: string
  set_at: number
}

export interface InstallationRow {
  workspace: string
  team_id: string | null
  enterprise_id: string | null
  name: string
  bot_user: string
  scopes: string
  sealed: string
  key_id: string
  installed_at: number
}

interface DriftTurnRow {
  schedule: string
  due: number
  claimed_by: string
  lease_until: number
  finished_at: number | null
}

export interface DriftPointRow {
  schedule: string
  due: number
  model: string
  arm: string
  scripted: number
  basis: string
  safe_verdicts: string
  unsafe_verdicts: string
}

interface DriftMessageRow {
  schedule: string
  due: number
  channel: string
  free_from: number
  posted_at: number | null
}

/** People who were known under another key; kept for a week, for processes that still have only that one. */
interface PseudonymMoveRow {
  former: string
  current: string
  moved_at: number
}
