import { sql } from 'kysely'
import { type Holds, PERSONAL_DATA } from '../../src/store/personal-data.ts'
import type { Queries, Tables } from '../../src/store/tables.ts'

/** Records in which every column that holds something of a person holds a mark of this person. */

export const ME = 'c0ffee'.padEnd(32, '0')
export const OTHER = 'abcdef'.padEnd(32, '1')

type Table = keyof Tables

/** What stands in a column of the person's. */
export const markIn = (table: string, column: string) => `mark of ${table} ${column};`

/** Every column that holds this, as table and column; views tell nothing of their own. */
export function columnsThatHold(...holds: readonly Holds[]): readonly (readonly [Table, string])[] {
  return Object.entries(PERSONAL_DATA).flatMap(([table, columns]) =>
    table === 'current_votes'
      ? []
      : Object.entries(columns)
          .filter(([, held]) => holds.includes(held))
          .map(([column]) => [table as Table, column] as const),
  )
}

/** What a column holds in all rows of its table. */
export async function valuesIn(db: Queries, table: Table, column: string): Promise<readonly string[]> {
  const { rows } = await sql<{
    value: unknown
  }>`select ${sql.ref(column)} as value from ${sql.table(table)}`.execute(db)
  return rows.map(({ value }) => String(value))
}

export const holding = (values: readonly string[], mark: string) =>
  values.filter((value) => value.includes(mark))

/** Writes it all down: what the person asked, had compared, said and chose, old enough for any retention. */
export async function writePerson(db: Queries): Promise<void> {
  const place = { platform: 'web', workspace: 'home', channel: 'general' }
  const text = (table: string, column: string) => markIn(table, column)
  for (const [id, asker] of [
    ['mine', ME],
    ['others', OTHER],
  ] as const) {
    const isMine = asker === ME
    const own = (column: string) => (isMine ? text('exchanges', column) : '')
    await db
      .insertInto('exchanges')
      .values({
        ...{ id, ...place, message: id, thread: id, asker, model: 'rehearsal:phi3', strategy: 'auto' },
        ...{ claimed_by: 'one', lease_until: 0, created_at: 1, finished_at: 2, outcome: 'refusal_stands' },
        ...{ level: 'borderline_fine', calls: 1, shown_attempt: 'first' },
        prompt: own('prompt'),
        trusted: JSON.stringify({ channelPurpose: own('trusted') }),
        notes: JSON.stringify([own('notes')]),
        question: JSON.stringify({ text: own('question'), readings: [] }),
        reply: own('reply'),
        failure_code: 'unavailable',
        failure_message: own('failure_message'),
      })
      .execute()
    await db
      .insertInto('attempts')
      .values({
        ...{ exchange_id: id, id: 'first', strategy: 'direct', version: '1', model: 'rehearsal:phi3' },
        ...{ verdict: 'full_refusal', confidence: 1, verdict_reason: 'text', cut_short: 0, milliseconds: 1 },
        completion: isMine ? text('attempts', 'completion') : '',
      })
      .execute()
    await db
      .insertInto('items')
      .values({
        exchange_id: id,
        attempt_id: 'first',
        ...place,
        outcome: 'refusal_stands',
        refused_harmless: 1,
      })
      .execute()
    await db
      .insertInto('messages')
      .values({ ...place, message: `answer to ${id}`, exchange_id: id, attempt_id: 'first', at: 2 })
      .execute()
    await db
      .insertInto('annotators')
      .values({ annotator: asker, platform: 'web', workspace: 'home', votes: 1 })
      .execute()
    await db
      .insertInto('vote_events')
      .values({
        ...{ ...place, message: `answer to ${id}`, exchange_id: id, attempt_id: 'first', emoji: '🙅' },
        ...{ label: 'refused_harmless', action: 'add', event_time: 3, received_time: 3, source: 'live' },
        ...{ codebook_version: '1', by_asker: 0, saw_other_votes: 0 },
        // Each votes on what the other one asked.
        annotator: isMine ? OTHER : ME,
        event_key: `add:${isMine ? OTHER : ME}:0`,
        why: isMine ? null : text('vote_events', 'why'),
      })
      .execute()
    await db
      .insertInto('comparisons')
      .values({
        ...{ id: `compared by ${id}`, ...place, message: `compare ${id}`, thread: id, asker },
        ...{ prompt: isMine ? text('comparisons', 'prompt') : 'other', prompt_key: id, status: 'revealed' },
        ...{ note: isMine ? text('comparisons', 'note') : null, claimed_by: 'one', lease_until: 0 },
        ...{ created_at: 1, opened_at: 2, revealed_at: 3 },
      })
      .execute()
  }
  await db
    .insertInto('comparison_cells')
    .values({
      ...{ comparison_id: 'compared by mine', place: 0, model: 'm:m', scripted: 0, strategy: 'direct' },
      ...{ ended: 1, letter: 'A', verdict: 'full_compliance' },
      text: text('comparison_cells', 'text'),
      why: text('comparison_cells', 'why'),
      memory_key: text('comparison_cells', 'memory_key'),
    })
    .execute()
  await db
    .insertInto('comparison_votes')
    .values({
      ...{ comparison_id: 'compared by others', annotator: ME, choice: 'tie', given_by: 'button' },
      ...{ action: 'add', event_time: 2, received_time: 2 },
    })
    .execute()
  await db
    .insertInto('gold_votes')
    .values({
      ...{ annotator: ME, item: 'gold', platform: 'web', workspace: 'home' },
      ...{ label: 'answered_well', correct: 1, at: 2 },
    })
    .execute()
  await db
    .insertInto('appeals')
    .values({
      ...{ exchange_id: 'others', attempt_id: 'first', opened_by: ME, opened_at: 2, quorum: 3 },
      status: 'denied',
    })
    .execute()
  const value = text('settings', 'value')
  await db
    .insertInto('settings')
    .values({ scope: 'channel:web/home/general', name: 'purpose', value, set_by: ME, set_at: 2 })
    .execute()
  await db
    .insertInto('policy_runs')
    .values({ digest: 'd', folder: 'runs', started: 1, learned_at: 2, learned_by: ME })
    .execute()
  await db
    .insertInto('policy_versions')
    .values({ name: 'v', beliefs: '{}', frozen_at: 2, frozen_by: ME })
    .execute()
  await db.insertInto('policy_uses').values({ version: 'v', used_at: 2, used_by: ME }).execute()
  await db
    .insertInto('pseudonym_moves')
    .values([
      { former: 'long ago', current: ME, moved_at: 2 },
      { former: ME, current: 'later', moved_at: 2 },
    ])
    .execute()
}
