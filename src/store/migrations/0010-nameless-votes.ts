import { sql } from 'kysely'
import type { Migration } from './migration.ts'

/**
 * Events of Slack were named with the id of whoever voted, which told whose pseudonym stands beside it. They are given
 * the names that they would have today, so that one which is delivered again is still known.
 */
export const renameVotes: Migration = async (db, flavour) => {
  const kinds = [
    ...['reaction_added', 'reaction_removed', 'button'].map(
      (kind) => [kind, sql<string>`':' || channel || ':' || message`] as const,
    ),
    ['form', sql<string>`''`] as const,
  ]
  for (const [kind, about] of kinds) {
    const place = sql<string>`'slack:' || workspace || ':'`
    const what = sql<string>`${sql.lit(kind)} || ${about}`
    const named = sql<string>`${place} || ${what} || ':'`
    // The id, and what stands behind it.
    const rest = sql<string>`substr(event_key, length(${named}) + 1)`
    const colon = flavour === 'sqlite' ? sql`instr(${rest}, ':')` : sql`strpos(${rest}, ':')`
    await db
      .updateTable('vote_events')
      .set({
        event_key: sql<string>`${place} || annotator || ':' || ${what} || substr(${rest}, ${colon})`,
      })
      .where('platform', '=', 'slack')
      .where(sql<string>`substr(event_key, 1, length(${named}))`, '=', named)
      .where(sql<boolean>`${colon} > 0`)
      .execute()
  }
}
