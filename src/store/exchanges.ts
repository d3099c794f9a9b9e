import { type ExpressionBuilder, type Kysely, type Selectable, sql } from 'kysely'
import type { MessageKey, Place } from '../domain.ts'
import { attemptRow, claimRow, exchangeRecord, storable } from './exchange-rows.ts'
import { upsertItems } from './items.ts'
import { upsertLinks } from './links.ts'
import type { SqlFlavour } from './migrations/migration.ts'
import { keepChoice } from './policy.ts'
import type { Claim, ExchangeRecord, FinishedExchange, Reopening } from './store.ts'
import type { AttemptRow, ExchangeRow, Queries, Tables } from './tables.ts'

/** The life of an exchange: claimed, prolonged, taken over, reopened, finished, read. */

export async function claim(db: Kysely<Tables>, claimed: Claim): Promise<'claimed' | 'duplicate'> {
  const { numInsertedOrUpdatedRows } = await db
    .insertInto('exchanges')
    .values(claimRow(claimed))
    .onConflict((conflict) => conflict.columns(['platform', 'workspace', 'channel', 'message']).doNothing())
    .executeTakeFirstOrThrow()
  if (numInsertedOrUpdatedRows === 1n) return 'claimed'
  // The answer to the first try may have been lost with the connection.
  const { exchangeId, claimedBy } = claimed
  const mine = await db
    .selectFrom('exchanges')
    .select('id')
    .where('id', '=', exchangeId)
    .where('claimed_by', '=', claimedBy)
    .executeTakeFirst()
  return mine ? 'claimed' : 'duplicate'
}

export async function renew(
  db: Kysely<Tables>,
  exchangeId: string,
  claimedBy: string,
  leaseUntil: number,
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('exchanges')
    .set({ lease_until: leaseUntil })
    .where('id', '=', exchangeId)
    .where('claimed_by', '=', claimedBy)
    .where(unfinished)
    .executeTakeFirstOrThrow()
  return numUpdatedRows === 1n
}

/** Without an outcome, or with one that its readers have not been shown. */
function unfinished(where: ExpressionBuilder<Tables, 'exchanges'>) {
  return where.or([where('outcome', 'is', null), where('delivery', '=', 'due')])
}

export async function othersUnderWay(db: Queries, place: Place, exchangeId: string): Promise<boolean> {
  const row = await db
    .selectFrom('exchanges')
    .select('id')
    .where('platform', '=', place.platform)
    .where('workspace', '=', place.workspace)
    .where('channel', '=', place.channel)
    .where('thread', '=', place.thread)
    .where('id', '!=', exchangeId)
    .where(unfinished)
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}

/** Frees what a process holds and has not finished, or not delivered, for whoever comes next. */
export async function release(db: Kysely<Tables>, claimedBy: string): Promise<void> {
  await db
    .updateTable('exchanges')
    // What is handed over in order has stopped nobody, so taking it up again does not count.
    .set((row) => ({ claimed_by: '', lease_until: 0, take_overs: row('take_overs', '-', 1) }))
    .where('claimed_by', '=', claimedBy)
    .where(unfinished)
    .execute()
}

export async function takeOver(
  db: Kysely<Tables>,
  claimedBy: string,
  now: number,
  leaseUntil: number,
  platform: string,
  workspace: string | undefined,
  flavour: SqlFlavour,
): Promise<ExchangeRecord | undefined> {
  for (;;) {
    const abandoned = await db
      .selectFrom('exchanges')
      .select('id')
      .where('platform', '=', platform)
      .$if(workspace !== undefined, (query) => query.where('workspace', '=', workspace ?? ''))
      .where(unfinished)
      .where('lease_until', '<', now)
      .orderBy('lease_until')
      .limit(1)
      // What another process is just taking is not waited for.
      .$if(flavour === 'postgres', (query) => query.forUpdate().skipLocked())
      .executeTakeFirst()
    if (!abandoned) return undefined
    // Whoever updates first has it: the conditions no longer hold for the next, who looks for another one.
    const { numUpdatedRows } = await db
      .updateTable('exchanges')
      .set((row) => ({
        claimed_by: claimedBy,
        lease_until: leaseUntil,
        take_overs: row('take_overs', '+', 1),
      }))
      .where('id', '=', abandoned.id)
      .where(unfinished)
      .where('lease_until', '<', now)
      .executeTakeFirstOrThrow()
    if (numUpdatedRows === 1n) return exchange(db, abandoned.id)
  }
}

export async function reopen(db: Kysely<Tables>, reopening: Reopening): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('exchanges')
    .set({
      ...openedFor(reopening),
      reply: storable(reopening.reply),
      reply_message: reopening.replyMessage ?? null,
    })
    .where('id', '=', reopening.exchangeId)
    .where('outcome', '=', 'clarifying')
    .where('scrubbed_at', 'is', null)
    .executeTakeFirstOrThrow()
  return numUpdatedRows === 1n
}

/** Reopens an exchange whose refusal was appealed. */
export async function reopenRefused(
  db: Queries,
  reopening: Pick<Reopening, 'exchangeId' | 'claimedBy' | 'leaseUntil'>,
): Promise<void> {
  await db
    .updateTable('exchanges')
    .set(openedFor(reopening))
    .where('id', '=', reopening.exchangeId)
    .where('outcome', 'in', ['refusal_stands', 'partly_answered'])
    .where('scrubbed_at', 'is', null)
    .execute()
}

/** The columns of an exchange that is under way again. */
function openedFor({ claimedBy, leaseUntil }: Pick<Reopening, 'claimedBy' | 'leaseUntil'>) {
  return {
    outcome: null,
    finished_at: null,
    delivery: sql<'none' | 'due'>`case when delivery = 'none' then 'none' else 'due' end`,
    take_overs: 0,
    claimed_by: claimedBy,
    lease_until: leaseUntil,
  }
}

export async function finish(db: Kysely<Tables>, finished: FinishedExchange): Promise<boolean> {
  return db.transaction().execute(async (transaction) => {
    const ended = await transaction
      .updateTable('exchanges')
      .set({
        outcome: finished.outcome,
        finished_at: finished.at,
        calls: finished.calls,
        notes: JSON.stringify(finished.notes),
        shown_attempt: finished.shownAttempt ?? null,
        failure_code: finished.failure?.code ?? null,
        failure_message: finished.failure ? storable(finished.failure.message) : null,
        // A second run, after the reply to a question, keeps what it does not say anew.
        ...(finished.level && { level: finished.level }),
        ...(finished.levelSure && finished.level && { sure_level: finished.level }),
        ...(finished.question && { question: JSON.stringify(finished.question) }),
      })
      .where('id', '=', finished.exchangeId)
      .where('claimed_by', '=', finished.claimedBy)
      .where('outcome', 'is', null)
      .returning(['platform', 'workspace', 'channel', 'created_at', 'level'])
      .executeTakeFirst()
    if (!ended) return isFinishedBy(transaction, finished)
    if (finished.attempts.length > 0) {
      await transaction
        .insertInto('attempts')
        .values(finished.attempts.map((attempt) => attemptRow(finished.exchangeId, attempt)))
        .onConflict((conflict) => conflict.columns(['exchange_id', 'id']).doNothing())
        .execute()
      await upsertItems(transaction, ended, finished)
    }
    if (finished.choice)
      await keepChoice(transaction, finished.exchangeId, ended, finished.choice, finished.at)
    await upsertLinks(transaction, finished.messages)
    return true
  })
}

/** Whether it is this very end that is stored: the answer to the first try may have been lost with the connection. */
async function isFinishedBy(db: Queries, { exchangeId, claimedBy, at }: FinishedExchange): Promise<boolean> {
  const mine = await db
    .selectFrom('exchanges')
    .select('id')
    .where('id', '=', exchangeId)
    .where('claimed_by', '=', claimedBy)
    .where('finished_at', '=', at)
    .executeTakeFirst()
  return mine !== undefined
}

export async function exchange(db: Queries, exchangeId: string): Promise<ExchangeRecord | undefined> {
  const row = await db.selectFrom('exchanges').selectAll().where('id', '=', exchangeId).executeTakeFirst()
  return row && first(await withAttempts(db, [row]))
}

export async function placeOf(db: Queries, exchangeId: string): Promise<Place | undefined> {
  return db
    .selectFrom('exchanges')
    .select(['platform', 'workspace', 'channel', 'thread'])
    .where('id', '=', exchangeId)
    .executeTakeFirst()
}

export async function exchangeOf(db: Queries, key: MessageKey): Promise<ExchangeRecord | undefined> {
  const row = await db
    .selectFrom('exchanges')
    .selectAll()
    .where('platform', '=', key.platform)
    .where('workspace', '=', key.workspace)
    .where('channel', '=', key.channel)
    .where('message', '=', key.message)
    .executeTakeFirst()
  return row && first(await withAttempts(db, [row]))
}

export async function recent(
  db: Queries,
  channel: Omit<Place, 'thread'>,
  limit: number,
): Promise<readonly ExchangeRecord[]> {
  const rows = await db
    .selectFrom('exchanges')
    .selectAll()
    .where('platform', '=', channel.platform)
    .where('workspace', '=', channel.workspace)
    .where('channel', '=', channel.channel)
    .orderBy('created_at', 'desc')
    .orderBy('seq', 'desc')
    .limit(limit)
    .execute()
  return withAttempts(db, rows.reverse())
}

async function withAttempts(
  db: Queries,
  rows: readonly Selectable<ExchangeRow>[],
): Promise<readonly ExchangeRecord[]> {
  if (rows.length === 0) return []
  const ids = rows.map((row) => row.id)
  const [attempts, appeals] = await Promise.all([
    db.selectFrom('attempts').selectAll().where('exchange_id', 'in', ids).orderBy('seq').execute(),
    db.selectFrom('appeals').selectAll().where('exchange_id', 'in', ids).execute(),
  ])
  const byExchange = Map.groupBy<string, Selectable<AttemptRow>>(attempts, (attempt) => attempt.exchange_id)
  const appealed = new Map(appeals.map((appeal) => [appeal.exchange_id, appeal]))
  return rows.map((row) => exchangeRecord(row, byExchange.get(row.id) ?? [], appealed.get(row.id)))
}

function first<T>(items: readonly T[]): T | undefined {
  return items[0]
}
