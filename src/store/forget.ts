import type { Kysely } from 'kysely'
import { forgetComparisons } from './erase-comparisons.ts'
import type { Forgotten } from './forgotten.ts'
import { dropItems, recountAnnotators, recountItems } from './items.ts'
import type { SqlFlavour } from './migrations/migration.ts'
import { forgetPolicyMakers } from './policy.ts'
import type { Queries, Tables } from './tables.ts'

/**
 * Erases what a person asked, with the attempts, the messages and everybody's votes on it (a vote means
 * nothing without its item), and the person's own votes everywhere; what is left is counted anew. `votes` counts
 * the person's own.
 */
export async function forget(
  db: Kysely<Tables>,
  annotators: readonly string[],
  flavour: SqlFlavour,
): Promise<Forgotten> {
  if (annotators.length === 0) return { exchanges: 0, comparisons: 0, votes: 0 }
  return db.transaction().execute(async (transaction) => {
    // SQLite's transactions hold the write lock from their beginning.
    if (flavour === 'postgres') await lockConcerned(transaction, annotators)
    const voted = await transaction
      .selectFrom('vote_events')
      .select(['exchange_id', 'attempt_id'])
      .distinct()
      .where('annotator', 'in', annotators)
      .execute()
    const votes = await transaction
      .deleteFrom('vote_events')
      .where('annotator', 'in', annotators)
      .executeTakeFirstOrThrow()
    await dropItems(
      transaction,
      transaction.selectFrom('exchanges').select('id').where('asker', 'in', annotators),
      flavour,
    )
    await recountItems(transaction, voted)
    const compared = await forgetComparisons(transaction, annotators, flavour)
    // Attempts, messages and appeals go with their exchange.
    const exchanges = await transaction
      .deleteFrom('exchanges')
      .where('asker', 'in', annotators)
      .executeTakeFirstOrThrow()
    await transaction.deleteFrom('gold_votes').where('annotator', 'in', annotators).execute()
    // Who votes again while they are being forgotten has that vote, and no other.
    await recountAnnotators(transaction, annotators, flavour)
    await transaction
      .deleteFrom('annotators')
      .where('annotator', 'in', annotators)
      .where('votes', '=', 0)
      .execute()
    // A setting outlives the one who chose it, but no longer says who that was; nor does an appeal.
    await transaction
      .updateTable('settings')
      .set({ set_by: 'forgotten' })
      .where('set_by', 'in', annotators)
      .execute()
    await transaction
      .updateTable('appeals')
      .set({ opened_by: 'forgotten' })
      .where('opened_by', 'in', annotators)
      .execute()
    await forgetPolicyMakers(transaction, annotators)
    return {
      exchanges: Number(exchanges.numDeletedRows),
      comparisons: compared.comparisons,
      votes: Number(votes.numDeletedRows) + compared.votes,
    }
  })
}

/**
 * Waits for votes that are being stored on all that is about to be counted anew, and keeps others off. Whoever takes a
 * request back locks exchanges before items too, and both in one order, so that no two wait for each other.
 */
async function lockConcerned(db: Queries, annotators: readonly string[]): Promise<void> {
  await db
    .selectFrom('exchanges')
    .select('id')
    .where('asker', 'in', annotators)
    .orderBy('id')
    .forNoKeyUpdate()
    .execute()
  const asked = db
    .selectFrom('items')
    .innerJoin('exchanges', 'exchanges.id', 'items.exchange_id')
    .select(['items.exchange_id', 'items.attempt_id'])
    .where('exchanges.asker', 'in', annotators)
  const voted = db
    .selectFrom('vote_events')
    .select(['exchange_id', 'attempt_id'])
    .where('annotator', 'in', annotators)
  await db
    .selectFrom('items')
    .innerJoin(asked.union(voted).as('concerned'), (join) =>
      join
        .onRef('concerned.exchange_id', '=', 'items.exchange_id')
        .onRef('concerned.attempt_id', '=', 'items.attempt_id'),
    )
    .select('items.attempt_id')
    .orderBy('items.exchange_id')
    .orderBy('items.attempt_id')
    .forUpdate('items')
    .execute()
}
