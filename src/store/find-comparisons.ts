import type { Selectable } from 'kysely'
import type { MessageKey, Place } from '../domain.ts'
import { comparisonRecord } from './comparison-rows.ts'
import type { ComparisonRecord } from './comparison-store.ts'
import type { ComparisonRow, Queries } from './tables.ts'

/** Comparisons, looked up. */

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
export async function withCells(
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
