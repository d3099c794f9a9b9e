import type { Insertable, Selectable } from 'kysely'
import { z } from 'zod'
import { CHOICES } from '../comparison-types.ts'
import type { CellEnd, ComparisonBeginning, ComparisonRecord, StoredCell } from './comparison-store.ts'
import { messageColumns, storable } from './exchange-rows.ts'
import type { ComparisonCellRow, ComparisonRow } from './tables.ts'

const counts = z.partialRecord(z.enum(CHOICES), z.number())

export function comparisonRow(beginning: ComparisonBeginning): Insertable<ComparisonRow> {
  return {
    id: beginning.id,
    ...messageColumns(beginning.key),
    thread: beginning.place.thread,
    source_channel: beginning.source?.channel ?? null,
    source_message: beginning.source?.message ?? null,
    asker: beginning.asker,
    prompt: storable(beginning.prompt),
    prompt_key: beginning.promptKey,
    status: 'running',
    claimed_by: beginning.claimedBy,
    lease_until: beginning.leaseUntil,
    created_at: beginning.at,
  }
}

/** The columns that tell what came of a cell. */
export function endColumns(end: CellEnd) {
  const version = end.version ?? null
  if ('why' in end) return { ended: 1, version, why: storable(end.why) }
  return {
    ended: 1,
    version,
    text: storable(end.text),
    verdict: end.verdict,
    tokens: end.tokens ?? null,
    milliseconds: end.milliseconds,
    cached: end.cached ? 1 : 0,
    memory_key: end.memoryKey ?? null,
  }
}

export function votesOf(row: Pick<Selectable<ComparisonRow>, 'votes'>): ComparisonRecord['votes'] {
  return counts.parse(JSON.parse(row.votes))
}

export function comparisonRecord(
  row: Selectable<ComparisonRow> & { readonly prompt: string },
  cells: readonly Selectable<ComparisonCellRow>[],
): ComparisonRecord {
  const { platform, workspace, channel, thread } = row
  const at = (channel: string, message: string) => ({ platform, workspace, channel, message })
  return {
    id: row.id,
    place: { platform, workspace, channel, thread },
    asker: row.asker,
    prompt: row.prompt,
    status: row.status,
    cells: cells.map(storedCell),
    createdAt: row.created_at,
    votes: votesOf(row),
    ...(row.source_channel !== null &&
      row.source_message !== null && { source: at(row.source_channel, row.source_message) }),
    ...(row.note !== null && { note: row.note }),
    ...(row.opened_at !== null && { openedAt: row.opened_at }),
    ...(row.shown_channel !== null &&
      row.shown_message !== null && { message: at(row.shown_channel, row.shown_message) }),
  }
}

function storedCell(row: Selectable<ComparisonCellRow>): StoredCell {
  const end = endOf(row)
  return {
    place: row.place,
    model: row.model,
    scripted: row.scripted === 1,
    strategy: row.strategy,
    ...(end && { end }),
    ...(row.letter !== null && { letter: row.letter }),
  }
}

function endOf(row: Selectable<ComparisonCellRow>): CellEnd | undefined {
  if (row.ended === 0) return undefined
  const known = {
    ...(row.version !== null && { version: row.version }),
    ...(row.memory_key !== null && { memoryKey: row.memory_key }),
  }
  if (row.text === null || row.verdict === null) return { ...known, why: row.why ?? '' }
  return {
    ...known,
    text: row.text,
    verdict: row.verdict,
    milliseconds: row.milliseconds ?? 0,
    cached: row.cached === 1,
    ...(row.tokens !== null && { tokens: row.tokens }),
  }
}
