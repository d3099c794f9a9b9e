import { type Expression, type ExpressionBuilder, type SqlBool, sql } from 'kysely'
import { LABELS } from '../crowd/codebook.ts'
import {
  ALIKE,
  type Candidate,
  ENOUGH_ALIKE,
  ENOUGH_IN_ANY_CASE,
  hasEnoughVotes,
  SKIPPED,
} from '../crowd/label-queue.ts'
import { DIRECT } from '../domain.ts'
import { messageKey } from './exchange-rows.ts'
import { tallyOf } from './items.ts'
import type {
  GoldReliability,
  GoldVote,
  ItemKey,
  ItemText,
  LabelCount,
  LabelScope,
  LastEvent,
} from './labelling-store.ts'
import type { Queries, Tables } from './tables.ts'

/** What the queue of `/label` reads and writes beside vote events. Every read is of a bounded number of open items. */

type Items = ExpressionBuilder<Tables, 'items' | 'exchanges'>

export async function labelCandidates(
  db: Queries,
  annotator: string,
  scope: LabelScope,
  limit: number,
): Promise<readonly Candidate[]> {
  const parts =
    scope === 'everything' ? [scope] : scope.channels.map((one) => ({ ...scope, channels: [one] }))
  const found = new Map<string, Candidate>()
  for (const part of parts) {
    const query = itemsIn(db, part, annotator)
      .select(['items.exchange_id', 'items.attempt_id', 'items.confidence', ...LABELS])
      .where(isOpen)
      .where((where) => hasNoVoteOf(where, annotator))
      .limit(limit)
    const fewestVotes = await query.orderBy('items.votes').orderBy('items.confidence').execute()
    const mostDisagreement = await query
      .where('items.disagreement', '>', sql.lit(0))
      .orderBy('items.disagreement', 'desc')
      .execute()
    for (const row of [...fewestVotes, ...mostDisagreement]) {
      const tally = tallyOf((label) => row[label])
      // The condition in SQL is the same, but this one is the rule.
      if (hasEnoughVotes(tally)) continue
      found.set(`${row.exchange_id} ${row.attempt_id}`, {
        exchangeId: row.exchange_id,
        attemptId: row.attempt_id,
        tally,
        ...(row.confidence !== null && { confidence: row.confidence }),
      })
    }
  }
  return [...found.values()]
}

export async function itemText(
  db: Queries,
  annotator: string,
  scope: LabelScope,
  { exchangeId, attemptId }: ItemKey,
): Promise<ItemText | undefined> {
  const row = await itemsIn(db, scope, annotator)
    .innerJoin('attempts', (join) =>
      join
        .onRef('attempts.exchange_id', '=', 'items.exchange_id')
        .onRef('attempts.id', '=', 'items.attempt_id'),
    )
    .select([
      'exchanges.platform',
      'exchanges.workspace',
      'exchanges.channel',
      'exchanges.message',
      'exchanges.prompt',
      'exchanges.reply',
      'attempts.strategy',
      'attempts.completion',
      'attempts.cut_short',
    ])
    .where('items.exchange_id', '=', exchangeId)
    .where('items.attempt_id', '=', attemptId)
    .executeTakeFirst()
  return (
    row && {
      exchangeId,
      attemptId,
      message: messageKey(row),
      prompt: row.prompt,
      // The first attempt came before any question.
      ...(row.reply !== null && row.strategy !== DIRECT && { reply: row.reply }),
      attempt: { completion: row.completion, cutShort: row.cut_short === 1 },
    }
  )
}

export async function labelCount(
  db: Queries,
  annotator: string,
  scope: LabelScope,
  most: number,
): Promise<LabelCount> {
  const votes = await db
    .selectFrom('annotators')
    .select('votes')
    .where('annotator', '=', annotator)
    .executeTakeFirst()
  const gold = await db
    .selectFrom('gold_votes')
    .select((select) => select.fn.countAll<number | bigint>().as('labelled'))
    .where('annotator', '=', annotator)
    .where('label', '!=', SKIPPED)
    .executeTakeFirstOrThrow()
  const open = await db
    .selectFrom(itemsIn(db, scope).select('items.attempt_id').where(isOpen).limit(most).as('open'))
    .select((select) => select.fn.countAll<number | bigint>().as('items'))
    .executeTakeFirstOrThrow()
  return { labelled: (votes?.votes ?? 0) + Number(gold.labelled), open: Number(open.items) }
}

export async function lastEventOn(
  db: Queries,
  annotator: string,
  { exchangeId, attemptId }: ItemKey,
): Promise<LastEvent | undefined> {
  const row = await db
    .selectFrom('vote_events')
    .select(['emoji', 'label', 'action', 'source', 'event_time'])
    .where('exchange_id', '=', exchangeId)
    .where('attempt_id', '=', attemptId)
    .where('annotator', '=', annotator)
    .orderBy('event_time', 'desc')
    .orderBy('seq', 'desc')
    .limit(1)
    .executeTakeFirst()
  if (!row) return undefined
  const { event_time, ...event } = row
  return { ...event, eventTime: Number(event_time) }
}

export async function recordGoldVote(db: Queries, vote: GoldVote): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await db
    .insertInto('gold_votes')
    .values({ ...vote, correct: vote.correct ? 1 : 0 })
    .onConflict((conflict) => conflict.columns(['annotator', 'item']).doNothing())
    .executeTakeFirstOrThrow()
  return numInsertedOrUpdatedRows === 1n
}

export async function removeGoldVote(db: Queries, annotator: string, item: string): Promise<boolean> {
  const { numDeletedRows } = await db
    .deleteFrom('gold_votes')
    .where('annotator', '=', annotator)
    .where('item', '=', item)
    .executeTakeFirstOrThrow()
  return numDeletedRows === 1n
}

export async function goldItemsOf(db: Queries, annotator: string): Promise<readonly string[]> {
  const rows = await db.selectFrom('gold_votes').select('item').where('annotator', '=', annotator).execute()
  return rows.map(({ item }) => item)
}

export async function goldReliability(
  db: Queries,
  { platform, workspace }: { readonly platform: string; readonly workspace: string },
): Promise<readonly GoldReliability[]> {
  const rows = await db
    .selectFrom('gold_votes')
    .select((select) => [
      'annotator',
      select.fn.countAll<number | bigint>().as('labelled'),
      select.fn.sum<number | bigint>('correct').as('right'),
    ])
    .where('platform', '=', platform)
    .where('workspace', '=', workspace)
    .where('label', '!=', SKIPPED)
    .where((where) => where.or([where('label', '!=', 'not_sure'), where('correct', '=', 1)]))
    .groupBy('annotator')
    .orderBy('labelled', 'desc')
    .orderBy('annotator')
    .execute()
  return rows.map(({ annotator, labelled, right }) => ({
    annotator,
    labelled: Number(labelled),
    correct: Number(right),
  }))
}

/**
 * Items of a scope whose exchange is over and has not failed, and whose text is still there; with `annotator`, those
 * that somebody else asked.
 */
function itemsIn(db: Queries, scope: LabelScope, annotator?: string) {
  return (
    db
      .selectFrom('items')
      .innerJoin('exchanges', 'exchanges.id', 'items.exchange_id')
      .where('items.outcome', 'is not', null)
      .where('items.outcome', '!=', 'failed')
      // Written out, as indexes of what can be labelled have it.
      .where('items.scrubbed', '=', sql.lit(0))
      .where((where) => isIn(where, scope))
      .$if(annotator !== undefined, (query) => query.where('exchanges.asker', '!=', annotator ?? ''))
  )
}

function isIn(where: Items, scope: LabelScope): Expression<SqlBool> {
  if (scope === 'everything') return where.lit(true)
  const { platform, workspace, channels, threads } = scope
  return where.and([
    where('items.platform', '=', platform),
    where('items.workspace', '=', workspace),
    channels.length === 1
      ? where('items.channel', '=', channels[0] ?? '')
      : where('items.channel', 'in', channels),
    // What is neither shown nor a first refusal was kept from its readers, perhaps because it was harmful.
    where.or([where('items.shown', '=', 1), where('items.strategy', '=', DIRECT)]),
    ...(threads && 'named' in threads ? [where('exchanges.thread', '=', threads.named)] : []),
    ...(threads && 'beginningWith' in threads
      ? [where.or(threads.beginningWith.map((start) => where('exchanges.thread', 'like', `${start}%`)))]
      : []),
  ])
}

/** Not enough votes yet: see `hasEnoughVotes`. */
function isOpen(where: Items): Expression<SqlBool> {
  return where.and([
    // Written out, so that indexes of open items alone are known to fit.
    where('items.votes', '<', sql.lit(ENOUGH_IN_ANY_CASE)),
    where.or([
      where('items.votes', '<', ENOUGH_ALIKE),
      where('items.disagreement', '>', ALIKE),
      where(sql<number>`items.votes - items.not_sure`, '<', ENOUGH_ALIKE),
    ]),
  ])
}

/**
 * Whether no vote or skip of the annotator stands on the item, by the rule of the view `current_votes`: no emoji was
 * added and not taken back later. The view itself would be computed whole. The annotator is compared as an expression,
 * so that no index is used but that of items: the few votes of an open item are soon read.
 */
function hasNoVoteOf(where: Items, annotator: string): Expression<SqlBool> {
  const given = where
    .selectFrom('vote_events as given')
    .select(sql<number>`1`.as('one'))
    .whereRef('given.exchange_id', '=', 'items.exchange_id')
    .whereRef('given.attempt_id', '=', 'items.attempt_id')
    .where(sql<string>`given.annotator || ''`, '=', annotator)
    .where('given.action', '=', 'add')
    .where((inner) =>
      isEmpty(
        inner
          .selectFrom('vote_events as taken')
          .select(sql<number>`1`.as('one'))
          .whereRef('taken.exchange_id', '=', 'items.exchange_id')
          .whereRef('taken.attempt_id', '=', 'items.attempt_id')
          .where(sql<string>`taken.annotator || ''`, '=', annotator)
          .whereRef('taken.emoji', '=', 'given.emoji')
          .where('taken.action', '=', 'remove')
          .where((later) =>
            later.or([
              later('taken.event_time', '>', later.ref('given.event_time')),
              later.and([
                later('taken.event_time', '=', later.ref('given.event_time')),
                later('taken.seq', '>', later.ref('given.seq')),
              ]),
            ]),
          )
          .limit(1),
      ),
    )
    .limit(1)
  return isEmpty(given)
}

/**
 * What `not exists` says. PostgreSQL makes that a join with all that an annotator ever said, and takes other ways to
 * say it for rarely true, so that it reads and sorts a whole channel; this it takes for mostly true, as it is.
 */
function isEmpty(ones: Expression<{ one: number }>): Expression<SqlBool> {
  return sql<SqlBool>`coalesce(${ones}, 0) <> 1`
}
