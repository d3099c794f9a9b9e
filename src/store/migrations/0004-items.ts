import { type RawBuilder, sql } from 'kysely'
import type { Migration } from './migration.ts'

/** The labels of the codebook as they were when this step was written. */
const LABELS = [
  'answered_well',
  'refused_harmless',
  'half_refused_harmless',
  'rightly_refused',
  'should_have_refused',
  'not_sure',
] as const

type Database = Parameters<Migration>[0]

/** The place of a column's value in a list, from 1; 0 for none and for any other. */
const placeIn = (column: string, values: readonly string[]): RawBuilder<number> =>
  sql`(case ${sql.ref(column)} ${sql.join(
    values.map((value, index) => sql`when ${sql.lit(value)} then ${sql.lit(index + 1)}`),
    sql` `,
  )} else 0 end)`

/** Weeks of 7 days in UTC that begin on Monday; the first began on 1969-12-29, three days before all time. */
const WEEK = sql`(exchanges.created_at + 259200000) / 604800000`

/** Digits with the bases 5, 4, 7 and 2, the lowest first: level, verdict, outcome, and whether no strategy was used. */
const FACTS = sql`${placeIn('exchanges.level', ['clearly_fine', 'borderline_fine', 'borderline_harmful', 'clearly_harmful'])}
  + 5 * ${placeIn('attempts.verdict', ['full_compliance', 'partial_refusal', 'full_refusal'])}
  + 20 * ${placeIn('exchanges.outcome', ['answered', 'recovered', 'clarifying', 'partly_answered', 'refusal_stands', 'failed'])}
  + 140 * ${placeIn('attempts.strategy', ['direct'])}`

/**
 * What the crowd works on. An item is one attempt as a thing to be labelled: what statistics group by, and how
 * many votes for each label stand on it, kept in step with the vote events so that nothing has to count a
 * million of them. Beside it: how many votes of an annotator stand, their labels of gold items, and appeals.
 */
export const createItems: Migration = async (db) => {
  await db.schema
    .createTable('items')
    .addColumn('exchange_id', 'text', (column) =>
      column.notNull().references('exchanges.id').onDelete('cascade'),
    )
    .addColumn('attempt_id', 'text', (column) => column.notNull())
    .addColumn('platform', 'text', (column) => column.notNull())
    .addColumn('workspace', 'text', (column) => column.notNull())
    .addColumn('channel', 'text', (column) => column.notNull())
    // What follows is unknown while the exchange is under way.
    .addColumn('asked_at', 'bigint')
    .addColumn('model', 'text')
    .addColumn('strategy', 'text')
    .addColumn('request_type', 'text')
    .addColumn('level', 'text')
    .addColumn('verdict', 'text')
    .addColumn('confidence', 'double precision')
    .addColumn('outcome', 'text')
    .addColumn('shown', 'integer', (column) => column.notNull().defaultTo(0))
    .$call((table) =>
      LABELS.reduce((all, label) => all.addColumn(label, 'integer', (c) => c.notNull().defaultTo(0)), table),
    )
    .addColumn('votes', 'integer', (column) => column.notNull().defaultTo(0))
    .addColumn('label', 'text')
    .addColumn('disagreement', 'double precision', (column) => column.notNull().defaultTo(0))
    // What statistics group by, as numbers: see ../item-facts.ts.
    .addColumn('week', 'integer')
    .addColumn('facts', 'integer')
    .addPrimaryKeyConstraint('items_key', ['exchange_id', 'attempt_id'])
    .execute()
  await db.schema
    .createIndex('items_asked')
    .on('items')
    .columns(['platform', 'workspace', 'asked_at'])
    .execute()
  await db.schema
    .createIndex('items_fewest_votes')
    .on('items')
    .columns(['platform', 'workspace', 'channel', 'votes', 'confidence'])
    .execute()
  await db.schema
    .createIndex('items_disagreement')
    .on('items')
    .columns(['platform', 'workspace', 'channel', 'disagreement'])
    .execute()
  // For those who label whatever there is, wherever it was asked; items with seven votes have enough.
  await db.schema
    .createIndex('items_fewest_votes_anywhere')
    .on('items')
    .columns(['votes', 'confidence'])
    .where(sql.ref('votes'), '<', sql.lit(7))
    .execute()
  await db.schema
    .createIndex('items_disagreement_anywhere')
    .on('items')
    .column('disagreement')
    .where(sql<boolean>`votes < 7 and disagreement > 0`)
    .execute()

  // Both hold all that a count of items reads, in the order in which it is grouped: nothing is sorted or looked up.
  await db.schema
    .createIndex('items_facts')
    .on('items')
    .columns([
      'platform',
      'workspace',
      'model',
      'week',
      'facts',
      'label',
      'strategy',
      'request_type',
      'asked_at',
      'channel',
    ])
    .execute()
  await db.schema
    .createIndex('items_tallies')
    .on('items')
    .columns(['platform', 'workspace', ...LABELS, 'asked_at', 'channel', 'model'])
    .execute()

  await db.schema
    .createTable('annotators')
    .addColumn('annotator', 'text', (column) => column.primaryKey())
    .addColumn('platform', 'text', (column) => column.notNull())
    .addColumn('workspace', 'text', (column) => column.notNull())
    .addColumn('votes', 'integer', (column) => column.notNull())
    .execute()
  await db.schema
    .createIndex('annotators_workspace')
    .on('annotators')
    .columns(['platform', 'workspace', 'votes'])
    .execute()

  await db.schema
    .createTable('gold_votes')
    .addColumn('annotator', 'text', (column) => column.notNull())
    .addColumn('item', 'text', (column) => column.notNull())
    .addColumn('platform', 'text', (column) => column.notNull())
    .addColumn('workspace', 'text', (column) => column.notNull())
    .addColumn('label', 'text', (column) => column.notNull())
    .addColumn('correct', 'integer', (column) => column.notNull())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('gold_votes_key', ['annotator', 'item'])
    .execute()

  await db.schema
    .createTable('appeals')
    .addColumn('exchange_id', 'text', (column) =>
      column.primaryKey().references('exchanges.id').onDelete('cascade'),
    )
    .addColumn('attempt_id', 'text', (column) => column.notNull())
    .addColumn('opened_by', 'text', (column) => column.notNull())
    .addColumn('opened_at', 'bigint', (column) => column.notNull())
    .addColumn('quorum', 'integer', (column) => column.notNull())
    .addColumn('status', 'text', (column) => column.notNull())
    .addColumn('harmless', 'integer', (column) => column.notNull().defaultTo(0))
    .addColumn('harmful', 'integer', (column) => column.notNull().defaultTo(0))
    .addColumn('decided_at', 'bigint')
    // The message that shows the appeal, where its platform has posted one.
    .addColumn('message', 'text')
    .execute()

  // Both end so that the last event of an emoji is found at once, however often it was given and taken back.
  await db.schema
    .createIndex('vote_events_message')
    .on('vote_events')
    .columns(['channel', 'message', 'annotator', 'emoji', 'event_time', 'seq'])
    .execute()
  await db.schema.dropIndex('vote_events_item').execute()
  await db.schema
    .createIndex('vote_events_item')
    .on('vote_events')
    .columns(['exchange_id', 'attempt_id', 'annotator', 'emoji', 'event_time', 'seq'])
    .execute()
  // An annotator's newest events without sorting all of theirs.
  await db.schema.dropIndex('vote_events_annotator').execute()
  await db.schema
    .createIndex('vote_events_annotator')
    .on('vote_events')
    .columns(['annotator', 'event_time', 'seq'])
    .execute()
  await widenCurrentVotes(db)
  await fillItems(db)
  await sql`
    insert into annotators (annotator, platform, workspace, votes)
    select annotator, min(platform), min(workspace), count(*) from current_votes group by annotator`.execute(
    db,
  )
}

/** The rule is that of the view it replaces; see 0002-current-votes.ts. */
async function widenCurrentVotes(db: Database): Promise<void> {
  await sql`drop view current_votes`.execute(db)
  await sql`
      create view current_votes as
      select exchange_id, attempt_id, annotator, emoji, label, event_time, by_asker, saw_other_votes, source,
        codebook_version, why, platform, workspace, channel, message, received_time, seq
      from (
        select last_of_emoji.*,
          row_number() over (
            partition by exchange_id, attempt_id, annotator order by event_time desc, seq desc
          ) as place
        from (
          select vote_events.*,
            row_number() over (
              partition by exchange_id, attempt_id, annotator, emoji order by event_time desc, seq desc
            ) as place_within_emoji
          from vote_events
        ) as last_of_emoji
        where place_within_emoji = 1 and action = 'add'
      ) as standing
      where place = 1`.execute(db)
}

const countOf = (label: string): RawBuilder<unknown> =>
  sql`sum(case when label = ${sql.lit(label)} then 1 else 0 end) as ${sql.ref(label)}`

/** Items of what was there before; the type of their requests stays unknown, and disagreement comes with the next vote. */
async function fillItems(db: Database): Promise<void> {
  const labels = sql.join(LABELS.map((label) => sql.ref(label)))
  const most = sql.join(LABELS.map((label) => sql`coalesce(counts.${sql.ref(label)}, 0)`))
  await sql`
      insert into items (exchange_id, attempt_id, platform, workspace, channel, asked_at, model, strategy, request_type,
        level, verdict, confidence, outcome, shown, week, facts, ${labels}, votes)
      select exchanges.id, attempts.id, exchanges.platform, exchanges.workspace, exchanges.channel, exchanges.created_at,
        attempts.model, attempts.strategy, 'unknown', exchanges.level, attempts.verdict, attempts.confidence,
        exchanges.outcome, case when exchanges.shown_attempt = attempts.id then 1 else 0 end, ${WEEK}, ${FACTS}, ${most},
        coalesce(counts.votes, 0)
      from attempts
      join exchanges on exchanges.id = attempts.exchange_id
      left join (
        select exchange_id, attempt_id, count(*) as votes, ${sql.join(LABELS.map(countOf))}
        from current_votes group by exchange_id, attempt_id
      ) as counts on counts.exchange_id = attempts.exchange_id and counts.attempt_id = attempts.id`.execute(
    db,
  )
  for (const label of LABELS) {
    if (label === 'not_sure') continue
    const others = LABELS.filter((other) => other !== label && other !== 'not_sure')
    const wins = sql.join(
      others.map((other) => sql`${sql.ref(label)} > ${sql.ref(other)}`),
      sql` and `,
    )
    await sql`update items set label = ${sql.lit(label)} where ${wins}`.execute(db)
  }
}
