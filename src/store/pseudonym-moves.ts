import { type Kysely, sql } from 'kysely'
import { recountComparisons } from './comparison-votes.ts'
import { lockComparisonsOf } from './erase-comparisons.ts'
import { lockConcerned } from './forget.ts'
import { recountAnnotators, recountItems } from './items.ts'
import type { SqlFlavour } from './migrations/migration.ts'
import type { PseudonymMove } from './pseudonym-store.ts'
import { lockPeople } from './redirects.ts'
import type { Queries, Tables } from './tables.ts'
import { throughDeadlocks } from './through-deadlocks.ts'

/** From one pseudonym of a person to another, once the key is another one. */

/** How long a move is kept for processes that still know only the former key, in milliseconds, and renewed after half of it. */
const KEPT = 7 * 24 * 60 * 60_000

export async function isUnsettled(db: Queries, { former, current, at }: PseudonymMove): Promise<boolean> {
  if (former.length === 0) return false
  const known = await db
    .selectFrom('pseudonym_moves')
    .select('former')
    .where('former', 'in', former)
    .where('current', '=', current)
    .where('moved_at', '>=', at - KEPT / 2)
    .execute()
  if (known.length < new Set(former).size) return true
  const { rows } = await sql<{ one: number }>`
    select 1 as one where exists (select 1 from exchanges where asker in (${sql.join(former)}))
      or exists (select 1 from vote_events where annotator in (${sql.join(former)}))
      or exists (select 1 from annotators where annotator in (${sql.join(former)}))
      or exists (select 1 from gold_votes where annotator in (${sql.join(former)}))
      or exists (select 1 from comparisons where asker in (${sql.join(former)}))
      or exists (select 1 from comparison_votes where annotator in (${sql.join(former)}))
      or exists (select 1 from appeals where opened_by in (${sql.join(former)}))
      or exists (select 1 from settings where set_by in (${sql.join(former)}))
      or exists (select 1 from policy_runs where learned_by in (${sql.join(former)}))
      or exists (select 1 from policy_versions where frozen_by in (${sql.join(former)}))
      or exists (select 1 from policy_uses where used_by in (${sql.join(former)}))`.execute(db)
  return rows.length > 0
}

export async function movePseudonyms(
  db: Kysely<Tables>,
  move: PseudonymMove,
  flavour: SqlFlavour,
): Promise<void> {
  await throughDeadlocks(() => db.transaction().execute((transaction) => moveAll(transaction, move, flavour)))
}

export async function dropPseudonymMoves(db: Queries, at?: number): Promise<void> {
  await db
    .deleteFrom('pseudonym_moves')
    .$if(at !== undefined, (query) => query.where('moved_at', '<', (at ?? 0) - KEPT))
    .execute()
}

async function moveAll(db: Queries, { former, current, at }: PseudonymMove, flavour: SqlFlavour) {
  // First of all: no vote is being stored under these from here on, and all that were are seen.
  if (flavour === 'postgres') {
    await lockPeople(db, former, 'exclusive')
    await lockConcerned(db, former)
    await lockComparisonsOf(db, former)
  }
  await db
    .deleteFrom('pseudonym_moves')
    .where((where) => where.or([where('former', '=', current), where('moved_at', '<', at - KEPT)]))
    .execute()
  await db.updateTable('pseudonym_moves').set({ current }).where('current', 'in', former).execute()
  for (const one of former.toSorted()) {
    await db
      .insertInto('pseudonym_moves')
      .values({ former: one, current, moved_at: at })
      .onConflict((conflict) => conflict.column('former').doUpdateSet({ current, moved_at: at }))
      .execute()
    await moveVotes(db, one, current, flavour)
    await moveComparisonVotes(db, one, current)
    await moveGoldVotes(db, one, current)
  }
  await moveNames(db, former, current)
  // Whether it was the asker who voted could not be seen while the two had different names.
  await db
    .updateTable('vote_events')
    .set({ by_asker: 1 })
    .where('annotator', '=', current)
    .where('by_asker', '=', 0)
    .where('exchange_id', 'in', db.selectFrom('exchanges').select('id').where('asker', '=', current))
    .execute()
}

async function moveVotes(db: Queries, former: string, current: string, flavour: SqlFlavour): Promise<void> {
  const onItemsOf = (annotator: string) =>
    db
      .selectFrom('vote_events')
      .select(['exchange_id', 'attempt_id'])
      .distinct()
      .where('annotator', '=', annotator)
  // Where only one of the two voted, no count changes.
  const both = await onItemsOf(former).intersect(onItemsOf(current)).execute()
  const renamed = sql<string>`replace(vote_events.event_key, ${former}, ${current})`
  // One event that two processes heard, each under the name that it knew.
  await db
    .deleteFrom('vote_events')
    .where('annotator', '=', former)
    .where((where) =>
      where.exists(
        where
          .selectFrom('vote_events as same')
          .select('same.seq')
          .whereRef('same.platform', '=', 'vote_events.platform')
          .where('same.event_key', '=', renamed)
          .whereRef('same.seq', '!=', 'vote_events.seq'),
      ),
    )
    .execute()
  await db
    .updateTable('vote_events')
    .set({ annotator: current, event_key: renamed })
    .where('annotator', '=', former)
    .execute()
  await recountItems(db, both)
  const known = await db
    .deleteFrom('annotators')
    .where('annotator', '=', former)
    .returning(['platform', 'workspace'])
    .executeTakeFirst()
  if (!known) return
  await db
    .insertInto('annotators')
    .values({ ...known, annotator: current, votes: 0 })
    .onConflict((conflict) => conflict.column('annotator').doNothing())
    .execute()
  await recountAnnotators(db, [current], flavour)
}

async function moveComparisonVotes(db: Queries, former: string, current: string): Promise<void> {
  const isSame = sql<boolean>`other.comparison_id = comparison_votes.comparison_id
    and other.choice = comparison_votes.choice and other.given_by = comparison_votes.given_by`
  const later = (annotator: string, than: '>' | '>=') => sql<boolean>`exists (
    select 1 from comparison_votes as other where other.annotator = ${annotator} and ${isSame}
      and other.event_time ${sql.raw(than)} comparison_votes.event_time)`
  const of = (annotator: string) => db.deleteFrom('comparison_votes').where('annotator', '=', annotator)
  // Of one choice given in one way under both names the later word is kept.
  await of(former).where(later(current, '>=')).execute()
  await of(current).where(later(former, '>')).execute()
  const moved = await db
    .updateTable('comparison_votes')
    .set({ annotator: current })
    .where('annotator', '=', former)
    .returning('comparison_id')
    .execute()
  await recountComparisons(db, [...new Set(moved.map((vote) => vote.comparison_id))])
}

/** An item of ours that somebody labelled under both names keeps the label given under the current one. */
async function moveGoldVotes(db: Queries, former: string, current: string): Promise<void> {
  const known = db.selectFrom('gold_votes').select('item').where('annotator', '=', current)
  await db.deleteFrom('gold_votes').where('annotator', '=', former).where('item', 'in', known).execute()
  await db.updateTable('gold_votes').set({ annotator: current }).where('annotator', '=', former).execute()
}

async function moveNames(db: Queries, former: readonly string[], current: string): Promise<void> {
  const asker = { asker: current }
  await db.updateTable('exchanges').set(asker).where('asker', 'in', former).execute()
  await db.updateTable('comparisons').set(asker).where('asker', 'in', former).execute()
  await db.updateTable('appeals').set({ opened_by: current }).where('opened_by', 'in', former).execute()
  await db.updateTable('settings').set({ set_by: current }).where('set_by', 'in', former).execute()
  await db.updateTable('policy_runs').set({ learned_by: current }).where('learned_by', 'in', former).execute()
  await db
    .updateTable('policy_versions')
    .set({ frozen_by: current })
    .where('frozen_by', 'in', former)
    .execute()
  await db.updateTable('policy_uses').set({ used_by: current }).where('used_by', 'in', former).execute()
}
