import type { Kysely } from 'kysely'
import type { MessageKey } from '../domain.ts'
import { messageColumns, messageKey } from './exchange-rows.ts'
import type { MessageLink } from './store.ts'
import { isMissingParent } from './store-errors.ts'
import type { Queries, Tables } from './tables.ts'

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

/** A link to an exchange that was erased meanwhile is dropped. */
export async function link(db: Kysely<Tables>, posted: MessageLink): Promise<void> {
  try {
    await upsertLinks(db, [posted])
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
  return row && { key: messageKey(row), exchangeId: row.exchange_id, attemptId: row.attempt_id, at: row.at }
}
