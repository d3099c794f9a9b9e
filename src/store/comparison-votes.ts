import { type Kysely, sql } from 'kysely'
import { CHOICES, type ComparisonChoice } from '../comparison-types.ts'
import { votesOf } from './comparison-rows.ts'
import type {
  ComparedResult,
  ComparedScope,
  ComparisonVoteEvent,
  StandingChoice,
} from './comparison-store.ts'
import type { SqlFlavour } from './migrations/migration.ts'
import { currentPseudonyms } from './redirects.ts'
import type { Queries, Tables } from './tables.ts'

/** Votes on answers side by side, and what they come to. */

export async function recordComparisonVote(
  db: Kysely<Tables>,
  event: ComparisonVoteEvent,
  flavour: SqlFlavour,
): Promise<boolean> {
  const { comparisonId, choice, by, action, eventTime, receivedTime } = event
  return db.transaction().execute(async (transaction) => {
    const moved = await currentPseudonyms(transaction, [event.annotator], flavour)
    const annotator = moved.get(event.annotator) ?? event.annotator
    const locked = transaction.selectFrom('comparisons').select('status').where('id', '=', comparisonId)
    // SQLite's transactions hold the write lock from their beginning.
    const row = await (flavour === 'postgres' ? locked.forUpdate() : locked).executeTakeFirst()
    if (row?.status !== 'open') return false
    const own = () =>
      transaction
        .selectFrom('comparison_votes')
        .where('comparison_id', '=', comparisonId)
        .where('annotator', '=', annotator)
    const known = await own()
      .select(['action', 'event_time'])
      .where('choice', '=', choice)
      .where('given_by', '=', by)
      .executeTakeFirst()
    // Deliveries can come late, or twice.
    if (known && known.event_time > eventTime) return false
    const stood = known?.action === 'add'
    const before = await choiceOf(transaction, comparisonId, annotator)
    if (stood === (action === 'add') && (action === 'remove' || before === choice)) return false
    await transaction
      .insertInto('comparison_votes')
      .values({
        comparison_id: comparisonId,
        annotator,
        choice,
        given_by: by,
        action,
        event_time: eventTime,
        received_time: receivedTime,
      })
      .onConflict((conflict) =>
        conflict
          .columns(['comparison_id', 'annotator', 'choice', 'given_by'])
          .doUpdateSet({ action, event_time: eventTime, received_time: receivedTime }),
      )
      .execute()
    // No button shows that it still stands below the new one, to come back once that is taken back.
    if (by === 'button' && action === 'add') {
      await transaction
        .updateTable('comparison_votes')
        .set({ action: 'remove', event_time: eventTime })
        .where('comparison_id', '=', comparisonId)
        .where('annotator', '=', annotator)
        .where('given_by', '=', 'button')
        .where('choice', '!=', choice)
        .where('event_time', '<=', eventTime)
        .execute()
    }
    const after = await choiceOf(transaction, comparisonId, annotator)
    if (after !== before) await recountComparisons(transaction, [comparisonId])
    return after !== before || stood !== (action === 'add')
  })
}

/** Per annotator the latest choice that was not taken back. */
const standing = (db: Queries) =>
  db
    .selectFrom('comparison_votes')
    .select(['comparison_id', 'annotator', 'choice'])
    .select(
      sql<number>`row_number() over (partition by comparison_id, annotator
        order by event_time desc, received_time desc, choice)`.as('rank'),
    )
    .where('action', '=', 'add')

export async function choiceOf(
  db: Queries,
  id: string,
  annotator: string,
): Promise<ComparisonChoice | undefined> {
  const row = await db
    .selectFrom(
      standing(db).where('comparison_id', '=', id).where('annotator', '=', annotator).as('standing'),
    )
    .select('choice')
    .where('rank', '=', 1)
    .executeTakeFirst()
  return row?.choice
}

export async function choicesOn(db: Queries, id: string): Promise<readonly StandingChoice[]> {
  const rows = await db
    .selectFrom('comparison_votes')
    .select(['annotator', 'choice', 'event_time', 'received_time'])
    .where('comparison_id', '=', id)
    .where('given_by', '=', 'reaction')
    .where('action', '=', 'add')
    .orderBy('event_time')
    .execute()
  return rows.map(({ annotator, choice, event_time, received_time }) => ({
    annotator,
    choice,
    eventTime: event_time,
    receivedTime: received_time,
  }))
}

/** Brings the counts of comparisons in step with the votes that stand on them. */
export async function recountComparisons(db: Queries, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return
  const rows = await db
    .selectFrom(standing(db).where('comparison_id', 'in', ids).as('standing'))
    .select(['comparison_id', 'choice'])
    .select((select) => select.fn.countAll<number | bigint>().as('votes'))
    .where('rank', '=', 1)
    .groupBy(['comparison_id', 'choice'])
    .execute()
  const byComparison = Map.groupBy(rows, (row) => row.comparison_id)
  for (const id of ids) {
    const counted = byComparison.get(id) ?? []
    const votes = Object.fromEntries(
      CHOICES.flatMap((choice) => {
        const row = counted.find((one) => one.choice === choice)
        return row ? [[choice, Number(row.votes)]] : []
      }),
    )
    await db
      .updateTable('comparisons')
      .set({ votes: JSON.stringify(votes) })
      .where('id', '=', id)
      .execute()
  }
}

/** Every revealed comparison with a vote, in the order in which they were begun. */
export async function comparedResults(
  db: Queries,
  { since, platform, workspace }: ComparedScope,
): Promise<readonly ComparedResult[]> {
  const rows = await db
    .selectFrom('comparisons')
    .innerJoin('comparison_cells', 'comparison_cells.comparison_id', 'comparisons.id')
    .select(['seq', 'prompt_key', 'votes', 'model', 'scripted', 'strategy', 'letter'])
    .where('status', '=', 'revealed')
    .where('revealed_at', '>=', since)
    .where('votes', '!=', '{}')
    .where('letter', 'is not', null)
    .$if(platform !== undefined, (query) => query.where('platform', '=', platform ?? ''))
    .$if(workspace !== undefined, (query) => query.where('workspace', '=', workspace ?? ''))
    .orderBy('seq')
    .orderBy('letter')
    .execute()
  return [...Map.groupBy(rows, ({ seq }) => seq).values()].flatMap((cells) => {
    const [first] = cells
    if (!first) return []
    return {
      promptKey: first.prompt_key,
      votes: votesOf(first),
      contenders: cells.flatMap(({ letter, model, scripted, strategy }) =>
        letter === null ? [] : { letter, model, strategy, scripted: scripted === 1 },
      ),
    }
  })
}
