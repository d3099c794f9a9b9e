import { sql } from 'kysely'
import type { Migration } from './migration.ts'

/**
 * Answers side by side. What people say of one is kept in step with its votes, in `comparisons.votes`, so that
 * standings read one row for each comparison and none for each vote.
 */
export const createComparisons: Migration = async (db, flavour) => {
  await db.schema
    .createTable('comparisons')
    .$call((table) =>
      flavour === 'sqlite'
        ? table.addColumn('seq', 'integer', (column) => column.primaryKey().autoIncrement())
        : table.addColumn('seq', 'bigint', (column) => column.generatedAlwaysAsIdentity().primaryKey()),
    )
    .addColumn('id', 'text', (column) => column.notNull().unique())
    .addColumn('platform', 'text', (column) => column.notNull())
    .addColumn('workspace', 'text', (column) => column.notNull())
    .addColumn('channel', 'text', (column) => column.notNull())
    .addColumn('message', 'text', (column) => column.notNull())
    .addColumn('thread', 'text', (column) => column.notNull())
    .addColumn('source_channel', 'text')
    .addColumn('source_message', 'text')
    .addColumn('asker', 'text', (column) => column.notNull())
    // Nothing, once it was erased: what is left then is who won against whom.
    .addColumn('prompt', 'text')
    .addColumn('prompt_key', 'text', (column) => column.notNull())
    .addColumn('status', 'text', (column) => column.notNull())
    .addColumn('note', 'text')
    .addColumn('claimed_by', 'text', (column) => column.notNull())
    .addColumn('lease_until', 'bigint', (column) => column.notNull())
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addColumn('opened_at', 'bigint')
    .addColumn('revealed_at', 'bigint')
    .addColumn('shown_channel', 'text')
    .addColumn('shown_message', 'text')
    .addColumn('votes', 'text', (column) => column.notNull().defaultTo('{}'))
    .addUniqueConstraint('comparisons_key', ['platform', 'workspace', 'channel', 'message'])
    .execute()
  await db.schema
    .createIndex('comparisons_begun')
    .on('comparisons')
    .columns(['platform', 'workspace', 'created_at'])
    .execute()
  await db.schema
    .createIndex('comparisons_channel')
    .on('comparisons')
    .columns(['platform', 'workspace', 'channel', 'created_at'])
    .execute()
  await db.schema
    .createIndex('comparisons_shown')
    .on('comparisons')
    .columns(['platform', 'workspace', 'shown_channel', 'shown_message'])
    .where(sql.ref('shown_message'), 'is not', null)
    .execute()
  await db.schema
    .createIndex('comparisons_source')
    .on('comparisons')
    .columns(['platform', 'workspace', 'source_channel', 'source_message'])
    .where(sql.ref('source_message'), 'is not', null)
    .execute()
  await db.schema
    .createIndex('comparisons_under_way')
    .on('comparisons')
    .columns(['platform', 'status', 'lease_until'])
    .where(sql.ref('status'), 'in', sql`('running', 'open')`)
    .execute()
  await db.schema
    .createIndex('comparisons_revealed')
    .on('comparisons')
    .columns(['platform', 'workspace', 'revealed_at'])
    .where(sql.ref('status'), '=', 'revealed')
    .execute()
  await db.schema.createIndex('comparisons_asker').on('comparisons').column('asker').execute()

  await db.schema
    .createTable('comparison_cells')
    .addColumn('comparison_id', 'text', (column) =>
      column.notNull().references('comparisons.id').onDelete('cascade'),
    )
    .addColumn('place', 'integer', (column) => column.notNull())
    .addColumn('model', 'text', (column) => column.notNull())
    .addColumn('scripted', 'integer', (column) => column.notNull())
    .addColumn('strategy', 'text', (column) => column.notNull())
    .addColumn('version', 'text')
    .addColumn('ended', 'integer', (column) => column.notNull().defaultTo(0))
    .addColumn('letter', 'text')
    .addColumn('text', 'text')
    .addColumn('verdict', 'text')
    .addColumn('tokens', 'integer')
    .addColumn('milliseconds', 'double precision')
    .addColumn('cached', 'integer', (column) => column.notNull().defaultTo(0))
    .addColumn('memory_key', 'text')
    .addColumn('why', 'text')
    .addPrimaryKeyConstraint('comparison_cells_key', ['comparison_id', 'place'])
    .execute()

  // The last that somebody said of one choice by one way, taken back or not: late deliveries change nothing.
  await db.schema
    .createTable('comparison_votes')
    .addColumn('comparison_id', 'text', (column) =>
      column.notNull().references('comparisons.id').onDelete('cascade'),
    )
    .addColumn('annotator', 'text', (column) => column.notNull())
    .addColumn('choice', 'text', (column) => column.notNull())
    .addColumn('given_by', 'text', (column) => column.notNull())
    .addColumn('action', 'text', (column) => column.notNull())
    .addColumn('event_time', 'bigint', (column) => column.notNull())
    .addColumn('received_time', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('comparison_votes_key', ['comparison_id', 'annotator', 'choice', 'given_by'])
    .execute()
  await db.schema
    .createIndex('comparison_votes_annotator')
    .on('comparison_votes')
    .column('annotator')
    .execute()
}
