import type { Kysely, Selectable } from 'kysely'
import { countAppealVotes, decideAppeal } from '../crowd/appeal.ts'
import type { MessageKey } from '../domain.ts'
import { appealOf } from './exchange-rows.ts'
import { reopenRefused } from './exchanges.ts'
import { upsertLinks } from './links.ts'
import type { SqlFlavour } from './migrations/migration.ts'
import type { Appeal, AppealOpening, AppealSettling, SettledAppeal } from './store.ts'
import type { AppealRow, Queries, Tables } from './tables.ts'

/** Appeals: one for an exchange at most, decided once whoever looks. */

/** Opens an appeal, or gives the one there is; `undefined` when the exchange shows no refusal any more. */
export async function openAppeal(
  db: Kysely<Tables>,
  opening: AppealOpening,
  flavour: SqlFlavour,
): Promise<Appeal | undefined> {
  const { exchangeId, attemptId } = opening
  return db.transaction().execute(async (transaction) => {
    const exchange = await lockedExchange(transaction, exchangeId, flavour)
    const known = await appealRow(transaction, exchangeId)
    if (known) return appealOf(known)
    const isRefused = exchange?.outcome === 'refusal_stands' || exchange?.outcome === 'partly_answered'
    if (!isRefused || exchange.shown_attempt !== attemptId || exchange.scrubbed_at !== null) return undefined
    const { openedBy, at, quorum } = opening
    await transaction
      .insertInto('appeals')
      .values({
        exchange_id: exchangeId,
        attempt_id: attemptId,
        opened_by: openedBy,
        opened_at: at,
        quorum,
        status: 'open',
      })
      .execute()
    return { attemptId, openedAt: at, quorum, status: 'open', harmless: 0, harmful: 0 }
  })
}

/** The exchange whose open appeal is decided by votes on this message. */
export async function openAppealOn(db: Queries, key: MessageKey): Promise<string | undefined> {
  const row = await db
    .selectFrom('messages')
    .innerJoin('appeals', 'appeals.exchange_id', 'messages.exchange_id')
    .select('appeals.exchange_id')
    .where('messages.platform', '=', key.platform)
    .where('messages.workspace', '=', key.workspace)
    .where('messages.channel', '=', key.channel)
    .where('messages.message', '=', key.message)
    .where('appeals.status', '=', 'open')
    .executeTakeFirst()
  return row?.exchange_id
}

/** Binds the first message that shows the appeal, and gives the one that is bound; votes on it count like any. */
export async function bindAppeal(
  db: Kysely<Tables>,
  exchangeId: string,
  key: MessageKey,
  at: number,
  flavour: SqlFlavour,
): Promise<string | undefined> {
  return db.transaction().execute(async (transaction) => {
    await lockedExchange(transaction, exchangeId, flavour)
    const { numUpdatedRows } = await transaction
      .updateTable('appeals')
      .set({ message: key.message })
      .where('exchange_id', '=', exchangeId)
      .where('message', 'is', null)
      .executeTakeFirstOrThrow()
    const row = await appealRow(transaction, exchangeId)
    if (row && numUpdatedRows === 1n) {
      await upsertLinks(transaction, [{ key, exchangeId, attemptId: row.attempt_id, at }])
    }
    return row?.message ?? undefined
  })
}

/**
 * Counts the votes anew and decides where they do. Whoever decides a granted one holds the exchange, which is open
 * again, in the same transaction: from then on it is taken up like any other that is left behind.
 */
export async function settleAppeal(
  db: Kysely<Tables>,
  settling: AppealSettling,
  flavour: SqlFlavour,
): Promise<SettledAppeal | undefined> {
  const { exchangeId, at } = settling
  return db.transaction().execute(async (transaction) => {
    await lockedExchange(transaction, exchangeId, flavour)
    const row = await appealRow(transaction, exchangeId)
    if (!row) return undefined
    if (row.status !== 'open') return { appeal: appealOf(row), decidedNow: false }
    const votes = await transaction
      .selectFrom('current_votes')
      .select(['label', 'by_asker'])
      .where('exchange_id', '=', exchangeId)
      .where('attempt_id', '=', row.attempt_id)
      // Who labels in a queue is not asked whether to ask again, and may be of another workspace.
      .where('source', '!=', 'command')
      .execute()
    const counted = countAppealVotes(votes.map(({ label, by_asker }) => ({ label, byAsker: by_asker === 1 })))
    const status = decideAppeal(counted, row.quorum, at - row.opened_at)
    const decided = { ...row, ...counted, status, decided_at: status === 'open' ? null : at }
    await transaction
      .updateTable('appeals')
      .set({ ...counted, status, decided_at: decided.decided_at })
      .where('exchange_id', '=', exchangeId)
      .execute()
    if (status === 'granted') await reopenRefused(transaction, settling)
    return { appeal: appealOf(decided), decidedNow: status !== 'open' }
  })
}

async function appealRow(db: Queries, exchangeId: string): Promise<Selectable<AppealRow> | undefined> {
  return db.selectFrom('appeals').selectAll().where('exchange_id', '=', exchangeId).executeTakeFirst()
}

/**
 * Keeps others off an exchange and its appeal until the transaction ends. The exchange is locked, and not the appeal,
 * because whoever takes a request back begins with it too: so no two of them wait for each other.
 */
async function lockedExchange(db: Queries, exchangeId: string, flavour: SqlFlavour) {
  const query = db
    .selectFrom('exchanges')
    .select(['outcome', 'shown_attempt', 'scrubbed_at'])
    .where('id', '=', exchangeId)
  // SQLite's transactions hold the write lock from their beginning.
  return (flavour === 'postgres' ? query.forUpdate() : query).executeTakeFirst()
}
