import type { ExpressionBuilder, Kysely } from 'kysely'
import { cutQuotes } from './cut-quotes.ts'
import { forgetComparisons } from './erase-comparisons.ts'
import type { Forgotten } from './forgotten.ts'
import { dropItems, recountAnnotators, recountItems } from './items.ts'
import type { SqlFlavour } from './migrations/migration.ts'
import { forgetPolicyMakers } from './policy.ts'
import type { Queries, Tables } from './tables.ts'
import { throughDeadlocks } from './through-deadlocks.ts'

/**
 * Erases what a person asked, with the attempts, the messages and everybody's votes on it (a vote means
 * nothing without its item), and the person's own votes everywhere; what is left is counted anew. What others were
 * answered in the same conversation loses what it repeats of theirs word for word. `votes` counts
 * the person's own.
 */
export async function forget(
  db: Kysely<Tables>,
  annotators: readonly string[],
  flavour: SqlFlavour,
): Promise<Forgotten> {
  if (annotators.length === 0) return { exchanges: 0, comparisons: 0, votes: 0 }
  return throughDeadlocks(() =>
    db.transaction().execute((transaction) => forgetAll(transaction, annotators, flavour)),
  )
}

async function forgetAll(
  transaction: Queries,
  annotators: readonly string[],
  flavour: SqlFlavour,
): Promise<Forgotten> {
  // SQLite's transactions hold the write lock from their beginning.
  const voted =
    flavour === 'postgres'
      ? await lockConcerned(transaction, annotators)
      : await votedOn(transaction, annotators).execute()
  const { numDeletedRows: loose } = await transaction
    .deleteFrom('vote_events')
    .where('annotator', 'in', annotators)
    .where((where) => where.not(where.exists(itemOfVote(where))))
    .executeTakeFirstOrThrow()
  let votes = loose
  for (const { exchange_id, attempt_id } of voted) {
    // Of each that is counted anew, and of no other: a vote that has come in on another meanwhile stands and counts.
    const { numDeletedRows } = await transaction
      .deleteFrom('vote_events')
      .where('annotator', 'in', annotators)
      .where('exchange_id', '=', exchange_id)
      .where('attempt_id', '=', attempt_id)
      .executeTakeFirstOrThrow()
    votes += numDeletedRows
  }
  await cutQuotes(transaction, annotators)
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
  await transaction
    .deleteFrom('pseudonym_moves')
    .where((where) => where.or([where('former', 'in', annotators), where('current', 'in', annotators)]))
    .execute()
  return {
    exchanges: Number(exchanges.numDeletedRows),
    comparisons: compared.comparisons,
    votes: Number(votes) + compared.votes,
  }
}

/** The item of a vote, which one that was given long ago may lack. */
function itemOfVote(where: ExpressionBuilder<Tables, 'vote_events'>) {
  return where
    .selectFrom('items')
    .select('items.attempt_id')
    .whereRef('items.exchange_id', '=', 'vote_events.exchange_id')
    .whereRef('items.attempt_id', '=', 'vote_events.attempt_id')
}

function votedOn(db: Queries, annotators: readonly string[]) {
  return db
    .selectFrom('vote_events')
    .select(['exchange_id', 'attempt_id'])
    .distinct()
    .where('annotator', 'in', annotators)
}

/**
 * Waits for votes that are being stored on all that is about to be counted anew, and keeps others off. Whoever takes a
 * request back locks exchanges before items too, and both in one order, so that no two wait for each other. Gives the
 * items.
 */
export async function lockConcerned(
  db: Queries,
  annotators: readonly string[],
): Promise<readonly { readonly exchange_id: string; readonly attempt_id: string }[]> {
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
  return db
    .selectFrom('items')
    .innerJoin(asked.union(votedOn(db, annotators)).as('concerned'), (join) =>
      join
        .onRef('concerned.exchange_id', '=', 'items.exchange_id')
        .onRef('concerned.attempt_id', '=', 'items.attempt_id'),
    )
    .select(['items.exchange_id', 'items.attempt_id'])
    .orderBy('items.exchange_id')
    .orderBy('items.attempt_id')
    .forUpdate('items')
    .execute()
}
