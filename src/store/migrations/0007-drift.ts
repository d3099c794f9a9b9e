import type { Migration } from './migration.ts'

/** Watching models for drift: its turns, what each model gave in them, and the messages about them. */
export const createDrift: Migration = async (db) => {
  await db.schema
    .createTable('drift_turns')
    .addColumn('schedule', 'text', (column) => column.notNull())
    .addColumn('due', 'bigint', (column) => column.notNull())
    .addColumn('claimed_by', 'text', (column) => column.notNull())
    .addColumn('lease_until', 'bigint', (column) => column.notNull())
    .addColumn('finished_at', 'bigint')
    .addPrimaryKeyConstraint('drift_turns_key', ['schedule', 'due'])
    .execute()

  await db.schema
    .createTable('drift_points')
    .addColumn('schedule', 'text', (column) => column.notNull())
    .addColumn('due', 'bigint', (column) => column.notNull())
    .addColumn('model', 'text', (column) => column.notNull())
    .addColumn('arm', 'text', (column) => column.notNull())
    .addColumn('scripted', 'integer', (column) => column.notNull())
    .addColumn('basis', 'text', (column) => column.notNull())
    // A letter for each item of the sample: what the counts of a series are made of.
    .addColumn('safe_verdicts', 'text', (column) => column.notNull())
    .addColumn('unsafe_verdicts', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('drift_points_key', ['schedule', 'due', 'model', 'arm'])
    .execute()

  await db.schema
    .createTable('drift_messages')
    .addColumn('schedule', 'text', (column) => column.notNull())
    .addColumn('due', 'bigint', (column) => column.notNull())
    .addColumn('channel', 'text', (column) => column.notNull())
    // Until then it is left alone: somebody posts it, or it is tried again.
    .addColumn('free_from', 'bigint', (column) => column.notNull())
    .addColumn('posted_at', 'bigint')
    .addPrimaryKeyConstraint('drift_messages_key', ['schedule', 'due', 'channel'])
    .execute()
}
