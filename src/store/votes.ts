import type { Kysely } from 'kysely'
import { messageColumns } from './exchange-rows.ts'
import type { CurrentVote, VoteEvent } from './store.ts'
import { isMissingParent } from './store-errors.ts'
import type { Queries, Tables } from './tables.ts'

/** A vote on an exchange that was erased meanwhile is dropped, like a replay. */
export async function recordVote(db: Kysely<Tables>, event: VoteEvent): Promise<boolean> {
  try {
    const { numInsertedOrUpdatedRows } = await db
      .insertInto('vote_events')
      .values({
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
        by_asker: event.byAsker ? 1 : 0,
        saw_other_votes: event.sawOtherVotes ? 1 : 0,
      })
      .onConflict((conflict) => conflict.columns(['platform', 'event_key']).doNothing())
      .executeTakeFirstOrThrow()
    return numInsertedOrUpdatedRows === 1n
  } catch (error) {
    if (isMissingParent(error)) return false
    throw error
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
  return rows.map((row) => ({
    exchangeId: row.exchange_id,
    attemptId: row.attempt_id,
    annotator: row.annotator,
    emoji: row.emoji,
    label: row.label,
    eventTime: row.event_time,
    byAsker: row.by_asker === 1,
  }))
}
