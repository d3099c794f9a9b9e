import { type ExpressionBuilder, type Kysely, type SelectQueryBuilder, sql } from 'kysely'
import { APPEAL_OPEN_FOR } from '../crowd/appeal.ts'
import type { Outcome } from '../domain.ts'
import { RETRACTED } from './exchange-rows.ts'
import type { SqlFlavour } from './migrations/migration.ts'
import type { Scrubbed, Scrubbing } from './retention-store.ts'
import type { Queries, Tables } from './tables.ts'
import { throughDeadlocks } from './through-deadlocks.ts'

/** Takes the text of what is old enough. Labels, votes, verdicts, levels, models and times stay as they are. */

/** The failure of an exchange that nobody finished in all that time. */
const EXPIRED = 'expired'

export async function scrub(
  db: Kysely<Tables>,
  scrubbing: Scrubbing,
  limit: number,
  flavour: SqlFlavour,
): Promise<Scrubbed> {
  return {
    exchanges: await throughDeadlocks(() => scrubExchanges(db, scrubbing, limit, flavour)),
    comparisons: await throughDeadlocks(() => scrubComparisons(db, scrubbing, limit, flavour)),
    reasons: await throughDeadlocks(() => scrubReasons(db, scrubbing, limit)),
  }
}

export async function scrubbable(db: Queries, scrubbing: Scrubbing): Promise<Scrubbed> {
  const count = async (query: Countable) => {
    const { many } = await query
      .select((select) => select.fn.countAll<number | bigint>().as('many'))
      .executeTakeFirstOrThrow()
    return Number(many)
  }
  const old = db.selectFrom('exchanges').where((where) => isOld(where, scrubbing))
  return {
    exchanges: await count(old),
    comparisons: await count(
      db.selectFrom('comparisons').where((where) => isOldComparison(where, scrubbing)),
    ),
    reasons: await count(
      db
        .selectFrom('vote_events')
        .where('why', 'is not', null)
        .where('received_time', '<', scrubbing.before)
        .where('exchange_id', 'not in', old.select('id')),
    ),
  }
}

type Countable = Pick<SelectQueryBuilder<Tables, keyof Tables, object>, 'select'>

async function scrubExchanges(
  db: Kysely<Tables>,
  scrubbing: Scrubbing,
  limit: number,
  flavour: SqlFlavour,
): Promise<number> {
  return db.transaction().execute(async (transaction) => {
    const oldest = await transaction
      .selectFrom('exchanges')
      .select('id')
      .where((where) => isOld(where, scrubbing))
      .orderBy('created_at')
      .limit(limit)
      .execute()
    const found = oldest.map(({ id }) => id)
    if (found.length === 0) return 0
    if (flavour === 'postgres') {
      // Exchanges before items, and in one order, as whoever votes, takes back or forgets.
      const locking = transaction.selectFrom('exchanges').select('id').where('id', 'in', found)
      await locking.orderBy('id').forNoKeyUpdate().execute()
    }
    const taken = await transaction
      .updateTable('exchanges')
      .set({
        prompt: '',
        trusted: '{}',
        question: null,
        reply: null,
        notes: '[]',
        failure_code: sql`case when outcome is null then ${EXPIRED} else failure_code end`,
        failure_message: sql`case when failure_code = ${RETRACTED} then failure_message end`,
        outcome: sql<Outcome>`coalesce(outcome, 'failed')`,
        finished_at: sql`coalesce(finished_at, ${scrubbing.at})`,
        delivery: sql`case when delivery = 'due' then 'done' else delivery end`,
        scrubbed_at: scrubbing.at,
      })
      .where('id', 'in', found)
      // Somebody may have opened it again, or appealed, while its lock was waited for.
      .where((where) => isOld(where, scrubbing))
      .returning('id')
      .execute()
    const ids = taken.map(({ id }) => id)
    if (ids.length === 0) return 0
    await transaction.updateTable('items').set({ scrubbed: 1 }).where('exchange_id', 'in', ids).execute()
    await transaction
      .updateTable('attempts')
      .set({ completion: '' })
      .where('exchange_id', 'in', ids)
      .execute()
    await transaction
      .updateTable('vote_events')
      .set({ why: null })
      .where('exchange_id', 'in', ids)
      .where('why', 'is not', null)
      .execute()
    // Nobody has decided it in its time: the refusal stays, as it would for whoever looked.
    await transaction
      .updateTable('appeals')
      .set({ status: 'denied', decided_at: scrubbing.at })
      .where('exchange_id', 'in', ids)
      .where('status', '=', 'open')
      .execute()
    return ids.length
  })
}

/**
 * Old enough, and nobody needs its text: what is under way, or still to be told, keeps it as long as anybody works on
 * it, and what a channel votes on until that vote is over.
 */
function isOld(where: ExpressionBuilder<Tables, 'exchanges'>, { before, at }: Scrubbing) {
  return where.and([
    where('exchanges.scrubbed_at', 'is', null),
    where('exchanges.created_at', '<', before),
    where.or([
      where.and([where('exchanges.outcome', 'is not', null), where('exchanges.delivery', '!=', 'due')]),
      where('exchanges.lease_until', '<', before),
    ]),
    where.not(
      where.exists(
        where
          .selectFrom('appeals')
          .select('appeals.exchange_id')
          .whereRef('appeals.exchange_id', '=', 'exchanges.id')
          .where('appeals.status', '=', 'open')
          .where('appeals.opened_at', '>=', at - APPEAL_OPEN_FOR),
      ),
    ),
  ])
}

async function scrubComparisons(
  db: Kysely<Tables>,
  scrubbing: Scrubbing,
  limit: number,
  flavour: SqlFlavour,
): Promise<number> {
  return db.transaction().execute(async (transaction) => {
    const oldest = await transaction
      .selectFrom('comparisons')
      .select('id')
      .where((where) => isOldComparison(where, scrubbing))
      .orderBy('created_at')
      .limit(limit)
      .execute()
    const found = oldest.map(({ id }) => id)
    if (found.length === 0) return 0
    if (flavour === 'postgres') {
      const locking = transaction.selectFrom('comparisons').select('id').where('id', 'in', found)
      await locking.orderBy('id').forUpdate().execute()
    }
    const taken = await transaction
      .updateTable('comparisons')
      .set({
        prompt: null,
        note: null,
        // As whoever looked at it would have ended it.
        status: sql`case status when 'open' then 'revealed' when 'running' then 'failed' else status end`,
        revealed_at: sql`case status when 'open' then ${scrubbing.at} else revealed_at end`,
      })
      .where('id', 'in', found)
      .where((where) => isOldComparison(where, scrubbing))
      .returning('id')
      .execute()
    const ids = taken.map(({ id }) => id)
    if (ids.length === 0) return 0
    await transaction
      .updateTable('comparison_cells')
      .set({ text: null, why: null, memory_key: null })
      .where('comparison_id', 'in', ids)
      .execute()
    return ids.length
  })
}

/** Old enough, and neither under way nor voted on. */
function isOldComparison(where: ExpressionBuilder<Tables, 'comparisons'>, { before }: Scrubbing) {
  return where.and([
    where('comparisons.prompt', 'is not', null),
    where('comparisons.created_at', '<', before),
    where.or([where('comparisons.status', '!=', 'running'), where('comparisons.lease_until', '<', before)]),
    where.or([where('comparisons.status', '!=', 'open'), where('comparisons.opened_at', '<', before)]),
  ])
}

/** Votes may be given long after what they judge has lost its text: their reasons have an age of their own. */
async function scrubReasons(db: Kysely<Tables>, { before }: Scrubbing, limit: number): Promise<number> {
  const { numUpdatedRows } = await db
    .updateTable('vote_events')
    .set({ why: null })
    .where(
      'seq',
      'in',
      db
        .selectFrom('vote_events')
        .select('seq')
        .where('why', 'is not', null)
        .where('received_time', '<', before)
        .limit(limit),
    )
    .executeTakeFirstOrThrow()
  return Number(numUpdatedRows)
}
