import type { Kysely, Selectable } from 'kysely'
import type { MessageKey, Place } from '../domain.ts'
import { messageColumns, messageKey, RETRACTED } from './exchange-rows.ts'
import type { MessageLink } from './store.ts'
import { isMissingParent } from './store-errors.ts'
import type { MessageRow, Queries, Tables } from './tables.ts'

export async function upsertLinks(db: Queries, links: readonly MessageLink[]): Promise<void> {
  // One statement may not touch a row twice, and of two links of one message the later holds.
  const unique = new Map(links.map((link) => [JSON.stringify(messageColumns(link.key)), link]))
  if (unique.size === 0) return
  await db
    .insertInto('messages')
    .values(
      [...unique.values()].map((link) => ({
        ...messageColumns(link.key),
        exchange_id: link.exchangeId,
        attempt_id: link.attemptId,
        at: link.at,
      })),
    )
    .onConflict((conflict) =>
      conflict.columns(['platform', 'workspace', 'channel', 'message']).doUpdateSet((update) => ({
        exchange_id: update.ref('excluded.exchange_id'),
        attempt_id: update.ref('excluded.attempt_id'),
        at: update.ref('excluded.at'),
      })),
    )
    .execute()
}

/** Whether the request was taken back: nothing may be bound to it any more. */
export async function isRetracted(db: Queries, exchangeId: string): Promise<boolean> {
  const row = await db
    .selectFrom('exchanges')
    .select('id')
    .where('id', '=', exchangeId)
    .where('failure_code', '=', RETRACTED)
    .executeTakeFirst()
  return row !== undefined
}

/** A link to an exchange that was erased or taken back meanwhile is dropped. */
export async function link(db: Kysely<Tables>, posted: MessageLink): Promise<void> {
  try {
    if (!(await isRetracted(db, posted.exchangeId))) await upsertLinks(db, [posted])
  } catch (error) {
    if (!isMissingParent(error)) throw error
  }
}

export async function linkOf(db: Queries, key: MessageKey): Promise<MessageLink | undefined> {
  const row = await db
    .selectFrom('messages')
    .selectAll()
    .where('platform', '=', key.platform)
    .where('workspace', '=', key.workspace)
    .where('channel', '=', key.channel)
    .where('message', '=', key.message)
    .executeTakeFirst()
  return row && messageLink(row)
}

export async function linksOf(db: Queries, exchangeId: string): Promise<readonly MessageLink[]> {
  const rows = await db
    .selectFrom('messages')
    .selectAll()
    .where('exchange_id', '=', exchangeId)
    .orderBy('at')
    .orderBy('message')
    .execute()
  return rows.map(messageLink)
}

export async function recentLinks(
  db: Queries,
  workspace: Pick<Place, 'platform' | 'workspace'>,
  since: number,
  limit: number,
): Promise<readonly MessageLink[]> {
  const rows = await db
    .selectFrom('messages')
    .selectAll()
    .where('platform', '=', workspace.platform)
    .where('workspace', '=', workspace.workspace)
    .where('at', '>=', since)
    // The one message that every exchange is bound to by its own id was never posted.
    .whereRef('message', '!=', 'exchange_id')
    .orderBy('at', 'desc')
    .orderBy('message', 'desc')
    .limit(limit)
    .execute()
  return rows.map(messageLink)
}

/** Messages that are gone through for the conversations they stand in. */
const NEWEST = 5_000

export async function recentPlaces(
  db: Queries,
  { platform, workspace }: Pick<Place, 'platform' | 'workspace'>,
  since: number,
  limit: number,
): Promise<readonly Place[]> {
  const rows = await db
    .selectFrom((inner) =>
      inner
        .selectFrom('messages')
        .select(['exchange_id', 'at'])
        .where('platform', '=', platform)
        .where('workspace', '=', workspace)
        .where('at', '>=', since)
        .orderBy('at', 'desc')
        .limit(NEWEST)
        .as('newest'),
    )
    .innerJoin('exchanges', 'exchanges.id', 'newest.exchange_id')
    .select(['exchanges.channel', 'exchanges.thread', (select) => select.fn.max('newest.at').as('last')])
    .groupBy(['exchanges.channel', 'exchanges.thread'])
    .orderBy('last', 'desc')
    .limit(limit)
    .execute()
  return rows.map(({ channel, thread }) => ({ platform, workspace, channel, thread }))
}

function messageLink(row: Selectable<MessageRow>): MessageLink {
  return { key: messageKey(row), exchangeId: row.exchange_id, attemptId: row.attempt_id, at: row.at }
}
