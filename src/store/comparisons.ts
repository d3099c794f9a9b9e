import { type Kysely, sql } from 'kysely'
import { LETTERS, type Letter } from '../comparison-types.ts'
import type { MessageKey } from '../domain.ts'
import { comparisonRow, endColumns } from './comparison-rows.ts'
import type {
  Begun,
  CellEnd,
  CellName,
  ComparisonBeginning,
  ComparisonBounds,
  ComparisonStore,
} from './comparison-store.ts'
import { ERASED } from './erase-comparisons.ts'
import type { SqlFlavour } from './migrations/migration.ts'
import type { Queries, Tables } from './tables.ts'

/** The life of a comparison: begun, prolonged, filled, shown, ended, revealed. */

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
  flavour: SqlFlavour,
): Promise<boolean> {
  return db.transaction().execute(async (transaction) => {
    const query = transaction
      .selectFrom('comparisons')
      .select('id')
      .where('id', '=', id)
      .where('claimed_by', '=', claimedBy)
      .where('status', '=', 'running')
    // Locked, or an answer could come in just after it was cancelled. SQLite's transactions hold the write lock.
    const running = await (flavour === 'postgres' ? query.forUpdate() : query).executeTakeFirst()
    if (!running) return false
    const { numUpdatedRows } = await transaction
      .updateTable('comparison_cells')
      .set(endColumns(end))
      .where('comparison_id', '=', id)
      .where('place', '=', place)
      .executeTakeFirstOrThrow()
    return numUpdatedRows === 1n
  })
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
      .set({ text: null, verdict: null })
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

export async function releaseComparisons(db: Kysely<Tables>, claimedBy: string): Promise<void> {
  await db
    .updateTable('comparisons')
    .set({ claimed_by: '', lease_until: 0 })
    .where('claimed_by', '=', claimedBy)
    .where('status', '=', 'running')
    .execute()
}
