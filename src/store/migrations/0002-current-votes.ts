import { sql } from 'kysely'
import type { Migration } from './migration.ts'

/**
 * The votes that stand. Per annotator, attempt and emoji the last event decides whether the emoji stands; of
 * the standing emoji the one added latest is the vote. So taking back the later emoji brings back an earlier
 * one that still stands. Order is by the event's own time, ties by insertion.
 */
export const createCurrentVotes: Migration = async (db) => {
  await sql`
    create view current_votes as
    select exchange_id, attempt_id, annotator, emoji, label, event_time, by_asker, seq
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
