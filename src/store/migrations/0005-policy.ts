import { sql } from 'kysely'
import type { Migration } from './migration.ts'

/**
 * What the policy learns from evaluation runs, its frozen versions, which of them was in use since when, and the choice
 * that it made in an exchange. What it learns from votes stands in the items.
 */
export const createPolicy: Migration = async (db, flavour) => {
  await db.schema
    .createTable('policy_runs')
    .addColumn('digest', 'text', (column) => column.primaryKey())
    .addColumn('folder', 'text', (column) => column.notNull())
    .addColumn('started', 'bigint', (column) => column.notNull())
    .addColumn('learned_at', 'bigint', (column) => column.notNull())
    .addColumn('learned_by', 'text', (column) => column.notNull())
    .execute()
  await db.schema
    .createTable('policy_evidence')
    .addColumn('digest', 'text', (column) =>
      column.notNull().references('policy_runs.digest').onDelete('cascade'),
    )
    .addColumn('family', 'text', (column) => column.notNull())
    .addColumn('scripted', 'integer', (column) => column.notNull())
    .addColumn('request_type', 'text', (column) => column.notNull())
    .addColumn('strategy', 'text', (column) => column.notNull())
    .addColumn('answered', 'integer', (column) => column.notNull())
    .addColumn('refused', 'integer', (column) => column.notNull())
    .addPrimaryKeyConstraint('policy_evidence_key', [
      'digest',
      'family',
      'scripted',
      'request_type',
      'strategy',
    ])
    .execute()
  await db.schema
    .createTable('policy_versions')
    .addColumn('name', 'text', (column) => column.primaryKey())
    .addColumn('beliefs', 'text', (column) => column.notNull())
    .addColumn('frozen_at', 'bigint', (column) => column.notNull())
    .addColumn('frozen_by', 'text', (column) => column.notNull())
    .execute()
  await db.schema
    .createTable('policy_uses')
    .addColumn(
      'seq',
      flavour === 'sqlite' ? sql`integer primary key` : sql`bigint generated always as identity primary key`,
    )
    .addColumn('version', 'text', (column) => column.notNull())
    .addColumn('used_at', 'bigint', (column) => column.notNull())
    .addColumn('used_by', 'text', (column) => column.notNull())
    .execute()

  await db.schema
    .createTable('policy_choices')
    .addColumn('exchange_id', 'text', (column) =>
      column.primaryKey().references('exchanges.id').onDelete('cascade'),
    )
    .addColumn('platform', 'text', (column) => column.notNull())
    .addColumn('workspace', 'text', (column) => column.notNull())
    .addColumn('channel', 'text', (column) => column.notNull())
    .addColumn('version', 'text', (column) => column.notNull())
    .addColumn('choice', 'text', (column) => column.notNull())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .execute()
  await db.schema
    .createIndex('policy_choices_channel')
    .on('policy_choices')
    .columns(['platform', 'workspace', 'channel', 'at'])
    .execute()
  // The ends of exchanges that the crowd has labelled, so that learning does not read all that was ever asked.
  await db.schema
    .createIndex('items_labelled_ends')
    .on('items')
    .columns(['outcome', 'exchange_id'])
    .where(sql<boolean>`shown = 1 and label is not null`)
    .execute()
}
