import { type CreateTableBuilder, type RawBuilder, sql } from 'kysely'
import type { Migration, SqlFlavour } from './migration.ts'

/** Exchanges, attempts, messages shown, vote events and settings. */
export const createRecords: Migration = async (db, flavour) => {
  await db.schema
    .createTable('exchanges')
    .$call(sequence(flavour))
    .addColumn('id', 'text', (column) => column.notNull().unique())
    .$call(messageColumns)
    .addColumn('thread', 'text', (column) => column.notNull())
    .addColumn('asker', 'text', (column) => column.notNull())
    .addColumn('prompt', 'text', (column) => column.notNull())
    .addColumn('trusted', 'text', (column) => column.notNull())
    .addColumn('model', 'text', (column) => column.notNull())
    .addColumn('strategy', 'text', (column) => column.notNull())
    .addColumn('claimed_by', 'text', (column) => column.notNull())
    .addColumn('lease_until', 'bigint', (column) => column.notNull())
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addColumn('finished_at', 'bigint')
    .addColumn('outcome', 'text')
    .addColumn('level', 'text')
    .addColumn('sure_level', 'text')
    .addColumn('calls', 'integer', (column) => column.notNull().defaultTo(0))
    .addColumn('take_overs', 'integer', (column) => column.notNull().defaultTo(0))
    .addColumn('notes', 'text', (column) => column.notNull().defaultTo('[]'))
    .addColumn('shown_attempt', 'text')
    .addColumn('question', 'text')
    .addColumn('reply', 'text')
    .addColumn('reply_message', 'text')
    .addColumn('failure_code', 'text')
    .addColumn('failure_message', 'text')
    .addUniqueConstraint('exchanges_claim', ['platform', 'workspace', 'channel', 'message'])
    .execute()
  await db.schema
    .createIndex('exchanges_conversation')
    .on('exchanges')
    .columns(['platform', 'workspace', 'channel', 'thread', 'created_at'])
    .execute()
  await db.schema
    .createIndex('exchanges_channel')
    .on('exchanges')
    .columns(['platform', 'workspace', 'channel', 'created_at'])
    .execute()
  await db.schema.createIndex('exchanges_asker').on('exchanges').column('asker').execute()
  await db.schema
    .createIndex('exchanges_under_way')
    .on('exchanges')
    .columns(['platform', 'lease_until'])
    .where(sql.ref('outcome'), 'is', null)
    .execute()

  await db.schema
    .createTable('attempts')
    .$call(sequence(flavour))
    .addColumn('exchange_id', 'text', (column) =>
      column.notNull().references('exchanges.id').onDelete('cascade'),
    )
    .addColumn('id', 'text', (column) => column.notNull())
    .addColumn('strategy', 'text', (column) => column.notNull())
    .addColumn('version', 'text', (column) => column.notNull())
    .addColumn('model', 'text', (column) => column.notNull())
    .addColumn('verdict', 'text', (column) => column.notNull())
    .addColumn('confidence', 'double precision', (column) => column.notNull())
    .addColumn('verdict_reason', 'text', (column) => column.notNull())
    .addColumn('completion', 'text', (column) => column.notNull())
    .addColumn('cut_short', 'integer', (column) => column.notNull())
    .addColumn('input_tokens', 'bigint')
    .addColumn('output_tokens', 'bigint')
    .addColumn('milliseconds', 'double precision', (column) => column.notNull())
    .addColumn('how_asked', 'text')
    .addColumn('checked_level', 'text')
    .addUniqueConstraint('attempts_of_exchange', ['exchange_id', 'id'])
    .execute()

  await db.schema
    .createTable('messages')
    .$call(messageColumns)
    .addColumn('exchange_id', 'text', (column) =>
      column.notNull().references('exchanges.id').onDelete('cascade'),
    )
    .addColumn('attempt_id', 'text', (column) => column.notNull())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('messages_key', ['platform', 'workspace', 'channel', 'message'])
    .execute()
  await db.schema.createIndex('messages_exchange').on('messages').column('exchange_id').execute()

  await db.schema
    .createTable('vote_events')
    .$call(sequence(flavour))
    .addColumn('event_key', 'text', (column) => column.notNull())
    .$call(messageColumns)
    .addColumn('exchange_id', 'text', (column) =>
      column.notNull().references('exchanges.id').onDelete('cascade'),
    )
    .addColumn('attempt_id', 'text', (column) => column.notNull())
    .addColumn('annotator', 'text', (column) => column.notNull())
    .addColumn('emoji', 'text', (column) => column.notNull())
    .addColumn('label', 'text', (column) => column.notNull())
    .addColumn('action', 'text', (column) => column.notNull())
    .addColumn('event_time', 'bigint', (column) => column.notNull())
    .addColumn('received_time', 'bigint', (column) => column.notNull())
    .addColumn('source', 'text', (column) => column.notNull())
    .addColumn('codebook_version', 'text', (column) => column.notNull())
    .addColumn('by_asker', 'integer', (column) => column.notNull())
    .addColumn('saw_other_votes', 'integer', (column) => column.notNull())
    .addUniqueConstraint('vote_events_once', ['platform', 'event_key'])
    .execute()
  await db.schema
    .createIndex('vote_events_item')
    .on('vote_events')
    .columns(['exchange_id', 'attempt_id', 'annotator'])
    .execute()
  await db.schema.createIndex('vote_events_annotator').on('vote_events').column('annotator').execute()

  await db.schema
    .createTable('settings')
    .addColumn('scope', 'text', (column) => column.notNull())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('value', 'text', (column) => column.notNull())
    .addColumn('set_by', 'text', (column) => column.notNull())
    .addColumn('set_at', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('settings_key', ['scope', 'name'])
    .execute()
}

/** A number that grows with every row: the order of insertion. */
function sequence(flavour: SqlFlavour) {
  const type: RawBuilder<unknown> =
    flavour === 'sqlite' ? sql`integer primary key` : sql`bigint generated always as identity primary key`
  return <T extends string, C extends string>(table: CreateTableBuilder<T, C>) => table.addColumn('seq', type)
}

function messageColumns<T extends string, C extends string>(table: CreateTableBuilder<T, C>) {
  return table
    .addColumn('platform', 'text', (column) => column.notNull())
    .addColumn('workspace', 'text', (column) => column.notNull())
    .addColumn('channel', 'text', (column) => column.notNull())
    .addColumn('message', 'text', (column) => column.notNull())
}
