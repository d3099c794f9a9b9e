import type { Kysely } from 'kysely'
import type { Forgotten } from './store.ts'
import type { Tables } from './tables.ts'

/**
 * Erases what a person asked, with the attempts, the messages and everybody's votes on it (a vote means
 * nothing without its item), and the person's own vote events everywhere. `votes` counts the person's own.
 */
export async function forget(db: Kysely<Tables>, annotators: readonly string[]): Promise<Forgotten> {
  if (annotators.length === 0) return { exchanges: 0, votes: 0 }
  return db.transaction().execute(async (transaction) => {
    const votes = await transaction
      .deleteFrom('vote_events')
      .where('annotator', 'in', annotators)
      .executeTakeFirstOrThrow()
    // Attempts, messages and the others' votes go with their exchange.
    const exchanges = await transaction
      .deleteFrom('exchanges')
      .where('asker', 'in', annotators)
      .executeTakeFirstOrThrow()
    // A setting outlives the one who chose it, but no longer says who that was.
    await transaction
      .updateTable('settings')
      .set({ set_by: 'forgotten' })
      .where('set_by', 'in', annotators)
      .execute()
    return { exchanges: Number(exchanges.numDeletedRows), votes: Number(votes.numDeletedRows) }
  })
}
