import type { Selectable, SelectQueryBuilder } from 'kysely'
import { LABELS, type Label } from '../crowd/codebook.ts'
import { crowdLabel } from '../crowd/crowd-label.ts'
import { RETRACTED } from './exchange-rows.ts'
import { weekOf, writeFacts } from './item-facts.ts'
import type { SqlFlavour } from './migrations/migration.ts'
import type { FinishedExchange, Item, VoteEvent } from './store.ts'
import type { ExchangeRow, ItemRow, Queries, Tables } from './tables.ts'

/** Items: attempts as things to be labelled, with the votes that stand on them counted. */

/** What a vote needs to know of its item, which stays locked until the transaction ends. */
export type LockedItem = Pick<Selectable<ItemRow>, Label | 'votes'> & { readonly asker: string }

/** Whether a label is one that items count; others are recorded and count nowhere. */
export function isCounted(label: string | undefined): label is Label {
  return LABELS.some((one) => one === label)
}

export async function itemsOf(db: Queries, exchangeId: string): Promise<readonly Item[]> {
  const rows = await db
    .selectFrom('items')
    .leftJoin('attempts', (join) =>
      join
        .onRef('attempts.exchange_id', '=', 'items.exchange_id')
        .onRef('attempts.id', '=', 'items.attempt_id'),
    )
    .select(['items.attempt_id', ...LABELS, 'items.votes', 'items.label', 'items.disagreement'])
    .where('items.exchange_id', '=', exchangeId)
    .orderBy('attempts.seq')
    .execute()
  return rows.map((row) => ({
    exchangeId,
    attemptId: row.attempt_id,
    tally: tallyOf((label) => row[label]),
    votes: row.votes,
    ...(row.label && { label: row.label }),
    disagreement: row.disagreement,
  }))
}

/** The attributes of an exchange's items, for all of its attempts, once it has its outcome. */
export async function upsertItems(
  db: Queries,
  exchange: Pick<Selectable<ExchangeRow>, 'platform' | 'workspace' | 'channel' | 'created_at' | 'level'>,
  finished: FinishedExchange,
): Promise<void> {
  const { platform, workspace, channel, created_at, level } = exchange
  await db
    .insertInto('items')
    .values(
      finished.attempts.map((attempt) => ({
        exchange_id: finished.exchangeId,
        attempt_id: attempt.id,
        platform,
        workspace,
        channel,
        asked_at: created_at,
        model: attempt.model,
        strategy: attempt.strategy,
        request_type: finished.requestType,
        level,
        verdict: attempt.verdict,
        confidence: attempt.confidence,
        outcome: finished.outcome,
        shown: attempt.id === finished.shownAttempt ? 1 : 0,
        week: weekOf(created_at),
        facts: writeFacts({ level, outcome: finished.outcome, ...attempt }),
      })),
    )
    // It is there already where somebody has voted meanwhile, or where the exchange was reopened.
    .onConflict((conflict) =>
      conflict.columns(['exchange_id', 'attempt_id']).doUpdateSet((update) => ({
        asked_at: update.ref('excluded.asked_at'),
        model: update.ref('excluded.model'),
        strategy: update.ref('excluded.strategy'),
        request_type: update.ref('excluded.request_type'),
        level: update.ref('excluded.level'),
        verdict: update.ref('excluded.verdict'),
        confidence: update.ref('excluded.confidence'),
        outcome: update.ref('excluded.outcome'),
        shown: update.ref('excluded.shown'),
        week: update.ref('excluded.week'),
        facts: update.ref('excluded.facts'),
      })),
    )
    .execute()
}

/**
 * The item of a vote, made where it is not there yet, and locked; `undefined` when its exchange is gone or taken back.
 */
export async function lockItem(
  db: Queries,
  { exchangeId, attemptId, message }: Pick<VoteEvent, 'exchangeId' | 'attemptId' | 'message'>,
  flavour: SqlFlavour,
): Promise<LockedItem | undefined> {
  const query = db
    .selectFrom('items')
    .innerJoin('exchanges', 'exchanges.id', 'items.exchange_id')
    .select([...LABELS, 'items.votes', 'exchanges.asker'])
    .where('items.exchange_id', '=', exchangeId)
    .where('items.attempt_id', '=', attemptId)
  // SQLite's transactions hold the write lock from their beginning.
  const locking = flavour === 'postgres' ? query.forUpdate('items') : query
  const found = await locking.executeTakeFirst()
  if (found) return found
  const asked = db.selectFrom('exchanges').select('failure_code').where('id', '=', exchangeId)
  // Whoever takes the request back now waits for the item to be there, and then removes it.
  const exchange = await (flavour === 'postgres' ? asked.forShare() : asked).executeTakeFirst()
  if (!exchange || exchange.failure_code === RETRACTED) return undefined
  const { platform, workspace, channel } = message
  await db
    .insertInto('items')
    .values({ exchange_id: exchangeId, attempt_id: attemptId, platform, workspace, channel })
    .onConflict((conflict) => conflict.columns(['exchange_id', 'attempt_id']).doNothing())
    .execute()
  return locking.executeTakeFirst()
}

export async function storeTally(
  db: Queries,
  { exchangeId, attemptId }: Pick<VoteEvent, 'exchangeId' | 'attemptId'>,
  tally: Record<Label, number>,
): Promise<void> {
  await db
    .updateTable('items')
    .set({ ...tally, ...summaryOf(tally) })
    .where('exchange_id', '=', exchangeId)
    .where('attempt_id', '=', attemptId)
    .execute()
}

/** Ids of exchanges, or the query that finds them. */
type ExchangeIds = readonly string[] | SelectQueryBuilder<Tables, 'exchanges', { id: string }>

/** Removes the votes and the items of exchanges whose attempts go. */
export async function dropItems(db: Queries, exchangeIds: ExchangeIds, flavour: SqlFlavour): Promise<void> {
  // First, which waits for votes that are being stored: they are seen from here on.
  await db.deleteFrom('items').where('exchange_id', 'in', exchangeIds).execute()
  const voters = await db
    .selectFrom('vote_events')
    .select('annotator')
    .distinct()
    .where('exchange_id', 'in', exchangeIds)
    .execute()
  await db.deleteFrom('vote_events').where('exchange_id', 'in', exchangeIds).execute()
  await recountAnnotators(
    db,
    voters.map(({ annotator }) => annotator),
    flavour,
  )
}

/** Counts anew the votes that stand on items, after events of them are gone. */
export async function recountItems(
  db: Queries,
  items: readonly { readonly exchange_id: string; readonly attempt_id: string }[],
): Promise<void> {
  for (const { exchange_id, attempt_id } of items) {
    const counted = await db
      .selectFrom('current_votes')
      .select(['label', (select) => select.fn.countAll<number | bigint>().as('count')])
      .where('exchange_id', '=', exchange_id)
      .where('attempt_id', '=', attempt_id)
      .groupBy('label')
      .execute()
    const tally = tallyOf((label) => Number(counted.find((one) => one.label === label)?.count ?? 0))
    await storeTally(db, { exchangeId: exchange_id, attemptId: attempt_id }, tally)
  }
}

/** Counts anew how many votes of people stand, after some are gone. */
export async function recountAnnotators(
  db: Queries,
  annotators: readonly string[],
  flavour: SqlFlavour,
): Promise<void> {
  // In one order, so that no two who count wait for each other.
  for (const annotator of annotators.toSorted()) {
    if (flavour === 'postgres') {
      // A vote that is being stored is counted only by a statement that begins when it is.
      await db
        .selectFrom('annotators')
        .select('votes')
        .where('annotator', '=', annotator)
        .forUpdate()
        .execute()
    }
    const votes = db
      .selectFrom('current_votes')
      .select((select) => select.fn.countAll<number>().as('votes'))
      .where('annotator', '=', annotator)
      .where('label', 'in', LABELS)
    await db.updateTable('annotators').set({ votes }).where('annotator', '=', annotator).execute()
  }
}

/** A count for each label. */
export function tallyOf(count: (label: Label) => number): Record<Label, number> {
  return {
    answered_well: count('answered_well'),
    refused_harmless: count('refused_harmless'),
    half_refused_harmless: count('half_refused_harmless'),
    rightly_refused: count('rightly_refused'),
    should_have_refused: count('should_have_refused'),
    not_sure: count('not_sure'),
  }
}

function summaryOf(tally: Record<Label, number>) {
  const { label, votes, disagreement } = crowdLabel(tally)
  return { label: label ?? null, votes, disagreement }
}
