import { sql } from 'kysely'
import type { Migration } from './migration.ts'

/**
 * Some platforms must be told the outcome by messages that can get lost on the way: there an exchange is only
 * over once its delivery is `done`. A request can be taken back by either of its messages. And a vote may say why.
 */
export const createDeliveries: Migration = async (db) => {
  await db.schema
    .alterTable('exchanges')
    .addColumn('delivery', 'text', (column) => column.notNull().defaultTo('none'))
    .execute()
  await db.schema
    .createIndex('exchanges_undelivered')
    .on('exchanges')
    .columns(['platform', 'lease_until'])
    .where(sql.ref('delivery'), '=', 'due')
    .execute()
  await db.schema
    .createIndex('messages_recent')
    .on('messages')
    .columns(['platform', 'workspace', 'at'])
    .execute()
  await db.schema
    .createIndex('exchanges_reply')
    .on('exchanges')
    .columns(['platform', 'workspace', 'channel', 'reply_message'])
    .where(sql.ref('reply_message'), 'is not', null)
    .execute()
  await db.schema.alterTable('vote_events').addColumn('why', 'text').execute()
}
