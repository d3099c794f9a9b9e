import type { Kysely, UpdateQueryBuilder, UpdateResult } from 'kysely'
import type { MessageKey, Place } from '../domain.ts'
import { messageKey, RETRACTED } from './exchange-rows.ts'
import { dropItems } from './items.ts'
import { isRetracted, upsertLinks } from './links.ts'
import type { SqlFlavour } from './migrations/migration.ts'
import type { DeliveryFate, MessageLink, Retracted, Teller } from './store.ts'
import { isMissingParent } from './store-errors.ts'
import type { Queries, Tables } from './tables.ts'

/** What becomes of an exchange on a platform that is told its outcome by messages. */

/**
 * Precedes the name of whoever has told an outcome that another process held. That one may be about to delete what it found half
 * said, or to tell the same, and fail: so it stays due, and what stands is looked at once the lease ends.
 */
const TOLD_BY = 'told by '

export async function delivered(
  db: Kysely<Tables>,
  exchangeId: string,
  messages: readonly MessageLink[],
  teller?: Teller,
): Promise<DeliveryFate> {
  try {
    return await db.transaction().execute(async (transaction) => {
      if (!(await tell(transaction, exchangeId, teller))) {
        if (await isRetracted(transaction, exchangeId)) return 'gone'
        if (teller && !teller.nothingStands && (await isDueAgain(transaction, exchangeId, teller)))
          return 'told_already'
      }
      await upsertLinks(transaction, messages)
      return 'delivered'
    })
  } catch (error) {
    // Erased meanwhile: nothing is left to bind.
    if (!isMissingParent(error)) throw error
    return 'gone'
  }
}

/** Whether the outcome was due, and is told now, or was told before by the same process. */
async function tell(db: Queries, exchangeId: string, teller: Teller | undefined): Promise<boolean> {
  const due = db
    .updateTable('exchanges')
    .where('id', '=', exchangeId)
    .where('delivery', '=', 'due')
    // A question may be answered before it is known to be posted: what it is asked again for is still due.
    .where('outcome', 'is not', null)
  if (!teller) return isChanged(due.set({ delivery: 'done' }))
  const { claimedBy, leaseUntil, nothingStands } = teller
  if (await isChanged(due.set({ delivery: 'done' }).where('claimed_by', '=', claimedBy))) return true
  // What another process holds, or was handed over to one, it may be able to tell.
  if (nothingStands) return false
  const toldBy = `${TOLD_BY}${claimedBy}`
  return isChanged(
    due
      .set({ claimed_by: toldBy, lease_until: leaseUntil })
      .where((where) =>
        where.or([where('claimed_by', '=', toldBy), where('claimed_by', 'not like', `${TOLD_BY}%`)]),
      ),
  )
}

/**
 * Where the outcome was told by another process already, it now stands twice. Whoever told it last has it to take its own
 * back; should that process die, whoever comes next is to look what stands.
 */
async function isDueAgain(db: Queries, exchangeId: string, teller: Teller): Promise<boolean> {
  return isChanged(
    db
      .updateTable('exchanges')
      .set({ delivery: 'due', claimed_by: teller.claimedBy, lease_until: teller.leaseUntil })
      .where('id', '=', exchangeId)
      .where('outcome', 'is not', null)
      .where((where) =>
        where.or([
          where.and([where('delivery', '=', 'done'), where('claimed_by', 'not in', [teller.claimedBy, ''])]),
          where.and([where('delivery', '=', 'due'), where('claimed_by', 'like', `${TOLD_BY}%`)]),
        ]),
      ),
  )
}

async function isChanged(update: UpdateQueryBuilder<Tables, 'exchanges', 'exchanges', UpdateResult>) {
  const { numUpdatedRows } = await update.executeTakeFirstOrThrow()
  return numUpdatedRows === 1n
}

export async function lastAskedAt(
  db: Queries,
  { platform, workspace }: Pick<Place, 'platform' | 'workspace'>,
): Promise<number | undefined> {
  const row = await db
    .selectFrom('exchanges')
    .select((select) => select.fn.max('created_at').as('at'))
    .where('platform', '=', platform)
    .where('workspace', '=', workspace)
    .executeTakeFirst()
  return row?.at === null || row?.at === undefined ? undefined : Number(row.at)
}

export async function moveToThread(db: Queries, exchangeId: string, thread: string): Promise<void> {
  await db.updateTable('exchanges').set({ thread }).where('id', '=', exchangeId).execute()
}

export async function hasConversation(db: Queries, place: Place, before?: number): Promise<boolean> {
  const row = await db
    .selectFrom('exchanges')
    .select('id')
    .where('platform', '=', place.platform)
    .where('workspace', '=', place.workspace)
    .where('channel', '=', place.channel)
    .where('thread', '=', place.thread)
    .$if(before !== undefined, (query) => query.where('created_at', '<', before ?? 0))
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}

export async function retract(
  db: Kysely<Tables>,
  message: MessageKey,
  orReply: boolean,
  flavour: SqlFlavour,
): Promise<Retracted | undefined> {
  return db.transaction().execute(async (transaction) => {
    const found =
      (await exchangeWith(transaction, message, 'message')) ??
      (orReply ? await exchangeWith(transaction, message, 'reply_message') : undefined)
    if (!found) return undefined
    // First of all: the row's lock holds back whoever is about to store an outcome, and lets us see what they stored.
    await transaction
      .updateTable('exchanges')
      .set({
        prompt: '',
        trusted: '{}',
        outcome: 'failed',
        finished_at: found.finished_at ?? found.created_at,
        delivery: 'none',
        shown_attempt: null,
        question: null,
        reply: null,
        notes: '[]',
        failure_code: RETRACTED,
        failure_message: 'The request was taken back.',
      })
      .where('id', '=', found.id)
      .execute()
    const shown = await transaction
      .selectFrom('messages')
      .select(['platform', 'workspace', 'channel', 'message'])
      .where('exchange_id', '=', found.id)
      .orderBy('at')
      .orderBy('message')
      .execute()
    await dropItems(transaction, [found.id], flavour)
    await transaction.deleteFrom('policy_choices').where('exchange_id', '=', found.id).execute()
    await transaction.deleteFrom('appeals').where('exchange_id', '=', found.id).execute()
    await transaction.deleteFrom('messages').where('exchange_id', '=', found.id).execute()
    await transaction.deleteFrom('attempts').where('exchange_id', '=', found.id).execute()
    const { message: _, ...place } = message
    return {
      exchangeId: found.id,
      place: { ...place, thread: found.thread },
      messages: shown.filter((one) => one.message !== found.id).map(messageKey),
    }
  })
}

function exchangeWith(db: Queries, key: MessageKey, column: 'message' | 'reply_message') {
  return db
    .selectFrom('exchanges')
    .select(['id', 'thread', 'finished_at', 'created_at'])
    .where('platform', '=', key.platform)
    .where('workspace', '=', key.workspace)
    .where('channel', '=', key.channel)
    .where(column, '=', key.message)
    .executeTakeFirst()
}
