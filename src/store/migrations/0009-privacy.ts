import { sql } from 'kysely'
import type { Migration } from './migration.ts'

/**
 * What retention and new pseudonym keys need: which exchanges have lost their text, so that nobody is given them to
 * label, and under which pseudonym those who had another one are known now.
 */
export const createPrivacy: Migration = async (db) => {
  await db.schema.alterTable('exchanges').addColumn('scrubbed_at', 'bigint').execute()
  await db.schema
    .createIndex('exchanges_with_text')
    .on('exchanges')
    .columns(['created_at'])
    .where(sql.ref('scrubbed_at'), 'is', null)
    .execute()
  await db.schema
    .createIndex('comparisons_with_text')
    .on('comparisons')
    .columns(['created_at'])
    .where(sql.ref('prompt'), 'is not', null)
    .execute()
  await db.schema
    .createIndex('vote_events_with_text')
    .on('vote_events')
    .columns(['received_time'])
    .where(sql.ref('why'), 'is not', null)
    .execute()

  await db.schema
    .alterTable('items')
    .addColumn('scrubbed', 'integer', (column) => column.notNull().defaultTo(0))
    .execute()
  // The queue reads the first few of these: what nobody can label any more must not stand before the others.
  const scrubbed = sql.ref('scrubbed')
  for (const name of [
    'items_fewest_votes',
    'items_disagreement',
    'items_fewest_votes_anywhere',
    'items_disagreement_anywhere',
  ]) {
    await db.schema.dropIndex(name).execute()
  }
  const place = ['platform', 'workspace', 'channel'] as const
  await db.schema
    .createIndex('items_fewest_votes')
    .on('items')
    .columns([...place, 'votes', 'confidence'])
    .where(scrubbed, '=', sql.lit(0))
    .execute()
  await db.schema
    .createIndex('items_disagreement')
    .on('items')
    .columns([...place, 'disagreement'])
    .where(scrubbed, '=', sql.lit(0))
    .execute()
  await db.schema
    .createIndex('items_fewest_votes_anywhere')
    .on('items')
    .columns(['votes', 'confidence'])
    .where(sql<boolean>`votes < 7 and scrubbed = 0`)
    .execute()
  await db.schema
    .createIndex('items_disagreement_anywhere')
    .on('items')
    .column('disagreement')
    .where(sql<boolean>`votes < 7 and disagreement > 0 and scrubbed = 0`)
    .execute()

  await db.schema.createIndex('appeals_opened_by').on('appeals').column('opened_by').execute()
  await db.schema
    .createTable('pseudonym_moves')
    .addColumn('former', 'text', (column) => column.primaryKey())
    .addColumn('current', 'text', (column) => column.notNull())
    .addColumn('moved_at', 'bigint', (column) => column.notNull())
    .execute()
}
