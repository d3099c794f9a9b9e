import { type Kysely, type Selectable, sql } from 'kysely'
import { LETTERS, type Letter } from '../comparison-types.ts'
import type { MessageKey, Place } from '../domain.ts'
import { comparisonRecord, comparisonRow, endColumns } from './comparison-rows.ts'
import type {
  Begun,
  CellEnd,
  CellName,
  ComparisonBeginning,
  ComparisonBounds,
  ComparisonRecord,
  ComparisonStore,
} from './comparison-store.ts'
import { recountComparisons } from './comparison-votes.ts'
import type { SqlFlavour } from './migrations/migration.ts'
import type { ComparisonRow, Queries, Tables } from './tables.ts'

/** The life of a comparison: begun, prolonged, filled, shown, ended, revealed, erased. */

/** The PostgreSQL advisory lock under which comparisons of a workspace are counted and begun. */
const BEGIN_LOCK = 726_533_190

export async function beginComparison(
  db: Kysely<Tables>,
  beginning: ComparisonBeginning,
  bounds: ComparisonBounds,
  flavour: SqlFlavour,
): Promise<Begun> {
  return db.transaction().execute(async (transaction) => {
    const { platform, workspace } = beginning.key
    // SQLite's transactions hold the write lock from their beginning.
    if (flavour === 'postgres') {
      const scope = `${platform}:${workspace}`
      await sql`select pg_advisory_xact_lock(${sql.lit(BEGIN_LOCK)}, hashtext(${scope}))`.execute(transaction)
    }
    const known = await transaction
      .selectFrom('comparisons')
      .select('id')
      .where('platform', '=', platform)
      .where('workspace', '=', workspace)
      .where('channel', '=', beginning.key.channel)
      .where('message', '=', beginning.key.message)
      .executeTakeFirst()
    if (known) return 'duplicate'
    const busy = await busyWith(transaction, beginning, bounds)
    if (busy) return busy
    await transaction.insertInto('comparisons').values(comparisonRow(beginning)).execute()
    return 'begun'
  })
}

export async function planComparison(
  db: Kysely<Tables>,
  id: string,
  claimedBy: string,
  cells: readonly CellName[],
): Promise<boolean> {
  return db.transaction().execute(async (transaction) => {
    const { numUpdatedRows } = await transaction
      .updateTable('comparisons')
      .set({ status: 'running' })
      .where('id', '=', id)
      .where('claimed_by', '=', claimedBy)
      .where('status', '=', 'running')
      .executeTakeFirstOrThrow()
    if (numUpdatedRows !== 1n) return false
    await transaction
      .insertInto('comparison_cells')
      .values(
        cells.map(({ model, scripted, strategy }, place) => ({
          comparison_id: id,
          place,
          model,
          scripted: scripted ? 1 : 0,
          strategy,
        })),
      )
      .execute()
    return true
  })
}

async function busyWith(
  db: Queries,
  { key, asker, at }: ComparisonBeginning,
  bounds: ComparisonBounds,
): Promise<Exclude<Begun, 'begun' | 'duplicate'> | undefined> {
  const ofWorkspace = db
    .selectFrom('comparisons')
    .where('platform', '=', key.platform)
    .where('workspace', '=', key.workspace)
  // One whose lease ran out keeps nobody waiting: its process is gone.
  const running = await ofWorkspace
    .select('asker')
    .where('status', '=', 'running')
    .where('lease_until', '>=', at)
    .execute()
  if (running.filter((one) => one.asker === asker).length >= bounds.perPerson) return 'person_busy'
  if (running.length >= bounds.perWorkspace) return 'workspace_busy'
  const { begun } = await ofWorkspace
    .select((select) => select.fn.countAll<number | bigint>().as('begun'))
    .where('created_at', '>=', bounds.since)
    .executeTakeFirstOrThrow()
  return Number(begun) >= bounds.begun ? 'workspace_spent' : undefined
}

export async function dropComparison(db: Kysely<Tables>, id: string, claimedBy: string): Promise<void> {
  await db
    .updateTable('comparisons')
    .set({ ...ERASED, status: 'failed' })
    .where('id', '=', id)
    .where('claimed_by', '=', claimedBy)
    .where('status', '=', 'running')
    .execute()
}

/** What tells nothing of what was asked any more. */
const ERASED = { prompt: null, source_channel: null, source_message: null, note: null }

export async function renewComparison(
  db: Kysely<Tables>,
  id: string,
  claimedBy: string,
  leaseUntil: number,
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('comparisons')
    .set({ lease_until: leaseUntil })
    .where('id', '=', id)
    .where('claimed_by', '=', claimedBy)
    .where('status', '=', 'running')
    .executeTakeFirstOrThrow()
  return numUpdatedRows === 1n
}

export async function endCell(
  db: Kysely<Tables>,
  id: string,
  claimedBy: string,
  place: number,
  end: CellEnd,
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('comparison_cells')
    .set(endColumns(end))
    .where('comparison_id', '=', id)
    .where('place', '=', place)
    .where(({ exists, selectFrom }) =>
      exists(
        selectFrom('comparisons')
          .select('id')
          .where('id', '=', id)
          .where('claimed_by', '=', claimedBy)
          .where('status', '=', 'running'),
      ),
    )
    .executeTakeFirstOrThrow()
  return numUpdatedRows === 1n
}

export async function openComparison(
  db: Kysely<Tables>,
  id: string,
  claimedBy: string,
  order: readonly number[],
  at: number,
): Promise<boolean> {
  return db.transaction().execute(async (transaction) => {
    const { numUpdatedRows } = await transaction
      .updateTable('comparisons')
      .set({ status: 'open', opened_at: at })
      .where('id', '=', id)
      .where('claimed_by', '=', claimedBy)
      .where('status', '=', 'running')
      .executeTakeFirstOrThrow()
    if (numUpdatedRows !== 1n) return false
    for (const [index, place] of order.entries()) {
      await transaction
        .updateTable('comparison_cells')
        .set({ letter: letterAt(index) })
        .where('comparison_id', '=', id)
        .where('place', '=', place)
        .execute()
    }
    return true
  })
}

function letterAt(index: number): Letter {
  const letter = LETTERS[index]
  if (!letter) throw new RangeError(`There are ${LETTERS.length} letters.`)
  return letter
}

export async function endComparison(
  db: Kysely<Tables>,
  id: string,
  { status, note, claimedBy }: Parameters<ComparisonStore['endComparison']>[1],
): Promise<boolean> {
  return db.transaction().execute(async (transaction) => {
    const { numUpdatedRows } = await transaction
      .updateTable('comparisons')
      .set({ status, note: note ?? null })
      .where('id', '=', id)
      .where('status', '=', 'running')
      .$if(claimedBy !== undefined, (query) => query.where('claimed_by', '=', claimedBy ?? ''))
      .executeTakeFirstOrThrow()
    if (numUpdatedRows !== 1n) return false
    await transaction
      .updateTable('comparison_cells')
      .set({ text: null, verdict: null, memory_key: null })
      .where('comparison_id', '=', id)
      .execute()
    return true
  })
}

export async function revealComparison(db: Kysely<Tables>, id: string, at: number): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('comparisons')
    .set({ status: 'revealed', revealed_at: at })
    .where('id', '=', id)
    .where('status', '=', 'open')
    .executeTakeFirstOrThrow()
  return numUpdatedRows === 1n
}

export async function comparison(db: Queries, id: string): Promise<ComparisonRecord | undefined> {
  const rows = await db.selectFrom('comparisons').selectAll().where('id', '=', id).execute()
  return (await withCells(db, rows))[0]
}

export async function recentComparisons(
  db: Queries,
  channel: Omit<Place, 'thread'>,
  limit: number,
): Promise<readonly ComparisonRecord[]> {
  const rows = await db
    .selectFrom('comparisons')
    .selectAll()
    .where('platform', '=', channel.platform)
    .where('workspace', '=', channel.workspace)
    .where('channel', '=', channel.channel)
    .where('prompt', 'is not', null)
    .orderBy('created_at', 'desc')
    .orderBy('seq', 'desc')
    .limit(limit)
    .execute()
  return withCells(db, rows.reverse())
}

/** Those whose words are still there. */
async function withCells(
  db: Queries,
  rows: readonly Selectable<ComparisonRow>[],
): Promise<readonly ComparisonRecord[]> {
  if (rows.length === 0) return []
  const cells = await db
    .selectFrom('comparison_cells')
    .selectAll()
    .where(
      'comparison_id',
      'in',
      rows.map(({ id }) => id),
    )
    .orderBy('place')
    .execute()
  const byComparison = Map.groupBy(cells, (cell) => cell.comparison_id)
  return rows.flatMap((row) =>
    row.prompt === null
      ? []
      : [comparisonRecord({ ...row, prompt: row.prompt }, byComparison.get(row.id) ?? [])],
  )
}

export async function comparisonShownBy(db: Queries, key: MessageKey): Promise<string | undefined> {
  const row = await db
    .selectFrom('comparisons')
    .select('id')
    .where('platform', '=', key.platform)
    .where('workspace', '=', key.workspace)
    .where('shown_channel', '=', key.channel)
    .where('shown_message', '=', key.message)
    .executeTakeFirst()
  return row?.id
}

export async function bindComparison(
  db: Kysely<Tables>,
  id: string,
  { channel, message }: MessageKey,
): Promise<string | undefined> {
  await db
    .updateTable('comparisons')
    .set({ shown_channel: channel, shown_message: message })
    .where('id', '=', id)
    .where('shown_message', 'is', null)
    .where('prompt', 'is not', null)
    .execute()
  const row = await db
    .selectFrom('comparisons')
    .select('shown_message')
    .where('id', '=', id)
    .executeTakeFirst()
  return row?.shown_message ?? undefined
}

export async function openComparisonMessages(
  db: Queries,
  { platform, workspace }: Pick<Place, 'platform' | 'workspace'>,
  since: number,
  limit: number,
): Promise<readonly MessageKey[]> {
  const rows = await db
    .selectFrom('comparisons')
    .select(['shown_channel', 'shown_message'])
    .where('platform', '=', platform)
    .where('workspace', '=', workspace)
    .where('status', '=', 'open')
    .where('created_at', '>=', since)
    .orderBy('created_at', 'desc')
    .limit(limit)
    .execute()
  return rows.flatMap(({ shown_channel: channel, shown_message: message }) =>
    channel === null || message === null ? [] : [{ platform, workspace, channel, message }],
  )
}

export async function leftBehindComparison(
  db: Queries,
  platform: string,
  now: number,
  openBefore: number,
): Promise<Pick<ComparisonRecord, 'id' | 'status'> | undefined> {
  return db
    .selectFrom('comparisons')
    .select(['id', 'status'])
    .where('platform', '=', platform)
    .where((where) =>
      where.or([
        where.and([where('status', '=', 'running'), where('lease_until', '<', now)]),
        where.and([where('status', '=', 'open'), where('opened_at', '<=', openBefore)]),
      ]),
    )
    .orderBy('lease_until')
    .limit(1)
    .executeTakeFirst()
}

export async function releaseComparisons(db: Kysely<Tables>, claimedBy: string): Promise<void> {
  await db
    .updateTable('comparisons')
    .set({ claimed_by: '', lease_until: 0 })
    .where('claimed_by', '=', claimedBy)
    .where('status', '=', 'running')
    .execute()
}

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

/** Erases what a person began, and their votes on what others did; gives how many they began, and voted on. */
export async function forgetComparisons(
  db: Queries,
  annotators: readonly string[],
): Promise<{ readonly comparisons: number; readonly votes: number }> {
  const voted = await db
    .deleteFrom('comparison_votes')
    .where('annotator', 'in', annotators)
    .returning(['comparison_id', 'action'])
    .execute()
  await recountComparisons(db, [...new Set(voted.map((vote) => vote.comparison_id))])
  const rows = await db
    .selectFrom('comparisons')
    .select(['id', 'status', 'prompt'])
    .where('asker', 'in', annotators)
    .execute()
  await eraseComparisons(db, rows)
  return {
    comparisons: rows.filter(({ prompt }) => prompt !== null).length,
    votes: voted.filter(({ action }) => action === 'add').length,
  }
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
    .innerJoin('comparisons', 'comparisons.id', 'comparison_cells.comparison_id')
    .select('memory_key')
    .distinct()
    .where('asker', 'in', annotators)
    .where('memory_key', 'is not', null)
    .execute()
  return rows.flatMap(({ memory_key }) => memory_key ?? [])
}
