import { type Insertable, type Selectable, sql } from 'kysely'
import { LABELS } from '../crowd/codebook.ts'
import type { MessageKey } from '../domain.ts'
import { messageColumns, storable } from './exchange-rows.ts'
import type { CurrentVote, LastVote, StandingReaction, VoteEvent } from './store.ts'
import type { CurrentVoteRow, Queries, VoteEventRow } from './tables.ts'

/** What the store itself knows about a vote. */
type Derived = { readonly byAsker: boolean; readonly sawOtherVotes: boolean }

/** As it is stored. */
export function voteRow(event: VoteEvent, { byAsker, sawOtherVotes }: Derived): Insertable<VoteEventRow> {
  return {
    event_key: event.eventKey,
    ...messageColumns(event.message),
    exchange_id: event.exchangeId,
    attempt_id: event.attemptId,
    annotator: event.annotator,
    emoji: event.emoji,
    label: event.label,
    action: event.action,
    event_time: event.eventTime,
    received_time: event.receivedTime,
    source: event.source,
    codebook_version: event.codebookVersion,
    by_asker: byAsker ? 1 : 0,
    saw_other_votes: sawOtherVotes ? 1 : 0,
    why: event.why === undefined ? null : storable(event.why),
  }
}

export async function currentVotes(db: Queries, exchangeId: string): Promise<readonly CurrentVote[]> {
  const rows = await db
    .selectFrom('current_votes')
    .selectAll()
    .where('exchange_id', '=', exchangeId)
    .orderBy('event_time')
    .orderBy('seq')
    .execute()
  return rows.map(currentVote)
}

export async function votesOf(
  db: Queries,
  annotator: string,
  limit: number,
): Promise<readonly CurrentVote[]> {
  const rows = await db
    .selectFrom('current_votes')
    .selectAll()
    .where('annotator', '=', annotator)
    // What was skipped in the queue of `/label` is no vote.
    .where('label', 'in', LABELS)
    .orderBy('event_time', 'desc')
    .orderBy('seq', 'desc')
    .limit(limit)
    .execute()
  return rows.map(currentVote)
}

export async function reactionsOn(db: Queries, message: MessageKey): Promise<readonly StandingReaction[]> {
  const { rows } = await sql<
    Pick<Selectable<VoteEventRow>, 'annotator' | 'emoji' | 'label' | 'event_time' | 'received_time'>
  >`
    select annotator, emoji, label, event_time, received_time from (
      select annotator, emoji, label, event_time, received_time, action, source,
        row_number() over (partition by annotator, emoji order by event_time desc, seq desc) as place
      from vote_events
      where platform = ${message.platform} and workspace = ${message.workspace}
        and channel = ${message.channel} and message = ${message.message}
    ) as latest
    where place = 1 and action = 'add' and source in ('live', 'reconcile')`.execute(db)
  return rows.map(({ annotator, emoji, label, event_time, received_time }) => ({
    annotator,
    emoji,
    label,
    eventTime: Number(event_time),
    receivedTime: Number(received_time),
  }))
}

export async function lastVoteOn(
  db: Queries,
  message: MessageKey,
  annotator: string,
  emoji: string,
): Promise<LastVote | undefined> {
  const row = await db
    .selectFrom('vote_events')
    .select(['action', 'source', 'event_time'])
    .where('platform', '=', message.platform)
    .where('workspace', '=', message.workspace)
    .where('channel', '=', message.channel)
    .where('message', '=', message.message)
    .where('annotator', '=', annotator)
    .where('emoji', '=', emoji)
    .orderBy('event_time', 'desc')
    .orderBy('seq', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row && { action: row.action, source: row.source, eventTime: Number(row.event_time) }
}

function currentVote(row: Selectable<CurrentVoteRow>): CurrentVote {
  return {
    exchangeId: row.exchange_id,
    attemptId: row.attempt_id,
    annotator: row.annotator,
    emoji: row.emoji,
    label: row.label,
    eventTime: row.event_time,
    byAsker: row.by_asker === 1,
    sawOtherVotes: row.saw_other_votes === 1,
    source: row.source,
  }
}
