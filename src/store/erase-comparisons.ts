import { type ExpressionBuilder, type Kysely, sql } from 'kysely'
import type { MessageKey } from '../domain.ts'
import type { ComparisonRecord } from './comparison-store.ts'
import { recountComparisons } from './comparison-votes.ts'
import { withCells } from './find-comparisons.ts'
import type { SqlFlavour } from './migrations/migration.ts'
import type { ComparisonRow, Queries, Tables } from './tables.ts'

/** What is left of comparisons once somebody wants them gone. */

/** What tells nothing of what was asked any more. */
export const ERASED = { prompt: null, source_channel: null, source_message: null, note: null }

export async function retractComparisons(
  db: Kysely<Tables>,
  source: MessageKey,
): Promise<readonly ComparisonRecord[]> {
  return db.transaction().execute(async (transaction) => {
    const rows = await transaction
      .selectFrom('comparisons')
      .selectAll()
      .where('platform', '=', source.platform)
      .where('workspace', '=', source.workspace)
      .where('source_channel', '=', source.channel)
      .where('source_message', '=', source.message)
      .execute()
    const there = await withCells(transaction, rows)
    await eraseComparisons(transaction, rows)
    return there
  })
}

/** Comparisons that people began, and those that others began of what they had asked. */
export function isComparisonOf(annotators: readonly string[]) {
  return (where: ExpressionBuilder<Tables, 'comparisons'>) =>
    where.or([
      where('comparisons.asker', 'in', annotators),
      where.exists(
        where
          .selectFrom('exchanges')
          .select('exchanges.id')
          .whereRef('exchanges.platform', '=', 'comparisons.platform')
          .whereRef('exchanges.workspace', '=', 'comparisons.workspace')
          .whereRef('exchanges.channel', '=', 'comparisons.source_channel')
          .whereRef('exchanges.message', '=', 'comparisons.source_message')
          .where('exchanges.asker', 'in', annotators),
      ),
    ])
}

/**
 * Erases what a person began or others began of the person's requests, which are still there, and the person's votes
 * on what others did; gives how many of the first were there, and of the second.
 */
export async function forgetComparisons(
  db: Queries,
  annotators: readonly string[],
  flavour: SqlFlavour,
): Promise<{ readonly comparisons: number; readonly votes: number }> {
  if (flavour === 'postgres') await lockComparisonsOf(db, annotators)
  const voted = await db
    .deleteFrom('comparison_votes')
    .where('annotator', 'in', annotators)
    .returning(['comparison_id', 'action'])
    .execute()
  await recountComparisons(db, [...new Set(voted.map((vote) => vote.comparison_id))])
  const rows = await db
    .selectFrom('comparisons')
    .select(['id', 'status', 'prompt'])
    .where(isComparisonOf(annotators))
    .execute()
  await eraseComparisons(db, rows)
  return {
    comparisons: rows.filter(({ prompt }) => prompt !== null).length,
    votes: voted.filter(({ action }) => action === 'add').length,
  }
}

/** Whoever votes locks a comparison before its votes; so does whoever forgets, in one order, or the two wait for each other. */
export async function lockComparisonsOf(db: Queries, annotators: readonly string[]): Promise<void> {
  await db
    .selectFrom('comparisons')
    .select('id')
    .where((where) =>
      where.or([
        isComparisonOf(annotators)(where),
        where(
          'id',
          'in',
          where.selectFrom('comparison_votes').select('comparison_id').where('annotator', 'in', annotators),
        ),
      ]),
    )
    .orderBy('id')
    .forUpdate()
    .execute()
}

/** Of what was revealed it stays who won against whom, which holds no word; all else goes. */
async function eraseComparisons(
  db: Queries,
  rows: readonly Pick<ComparisonRow, 'id' | 'status'>[],
): Promise<void> {
  const idsOf = (some: typeof rows) => some.map(({ id }) => id)
  const kept = idsOf(rows.filter(({ status }) => status === 'revealed'))
  const gone = idsOf(rows.filter(({ status }) => status !== 'revealed'))
  if (gone.length > 0) await db.deleteFrom('comparisons').where('id', 'in', gone).execute()
  if (kept.length === 0) return
  await db
    .updateTable('comparisons')
    .set({ ...ERASED, asker: 'forgotten', prompt_key: sql<string>`id` })
    .where('id', 'in', kept)
    .execute()
  await db
    .updateTable('comparison_cells')
    .set({ text: null, why: null, memory_key: null })
    .where('comparison_id', 'in', kept)
    .execute()
}

export async function rememberedAnswers(
  db: Queries,
  annotators: readonly string[],
): Promise<readonly string[]> {
  const rows = await db
    .selectFrom('comparison_cells')
    .select('memory_key')
    .distinct()
    .where('comparison_id', 'in', db.selectFrom('comparisons').select('id').where(isComparisonOf(annotators)))
    .where('memory_key', 'is not', null)
    .execute()
  return rows.flatMap(({ memory_key }) => memory_key ?? [])
}
