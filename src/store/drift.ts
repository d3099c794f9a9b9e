import type { Kysely, Selectable } from 'kysely'
import type { DriftPoint } from '../evaluation/drift-series.ts'
import type { DriftMessage, DriftTurn, Taking } from './drift-store.ts'
import { storable } from './exchange-rows.ts'
import type { DriftPointRow, Queries, Tables } from './tables.ts'

/** Turns of the watched sample, what they gave, and the messages about them. */

export async function takeTurn(db: Queries, turn: DriftTurn, taking: Taking): Promise<boolean> {
  const lease = { claimed_by: taking.claimedBy, lease_until: taking.leaseUntil }
  const { numInsertedOrUpdatedRows } = await db
    .insertInto('drift_turns')
    .values({ ...turn, ...lease })
    .onConflict((conflict) =>
      conflict
        .columns(['schedule', 'due'])
        .doUpdateSet(lease)
        .where('drift_turns.finished_at', 'is', null)
        .where('drift_turns.lease_until', '<', taking.now),
    )
    .executeTakeFirstOrThrow()
  return numInsertedOrUpdatedRows === 1n
}

export async function renewTurn(
  db: Queries,
  turn: DriftTurn,
  claimedBy: string,
  leaseUntil: number,
): Promise<boolean> {
  return changeOwn(db, turn, claimedBy, { lease_until: leaseUntil })
}

export async function releaseTurn(db: Queries, turn: DriftTurn, claimedBy: string): Promise<void> {
  await changeOwn(db, turn, claimedBy, { claimed_by: '', lease_until: 0 })
}

export async function finishTurn(
  db: Kysely<Tables>,
  turn: DriftTurn,
  claimedBy: string,
  at: number,
  channels: readonly string[],
): Promise<boolean> {
  return db.transaction().execute(async (transaction) => {
    if (!(await changeOwn(transaction, turn, claimedBy, { finished_at: at }))) return false
    if (channels.length > 0) {
      await transaction
        .insertInto('drift_messages')
        .values(channels.map((channel) => ({ ...turn, channel: storable(channel), free_from: 0 })))
        .execute()
    }
    return true
  })
}

async function changeOwn(
  db: Queries,
  { schedule, due }: DriftTurn,
  claimedBy: string,
  change: { claimed_by?: string; lease_until?: number; finished_at?: number },
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('drift_turns')
    .set(change)
    .where('schedule', '=', schedule)
    .where('due', '=', due)
    .where('claimed_by', '=', claimedBy)
    .where('finished_at', 'is', null)
    .executeTakeFirstOrThrow()
  return numUpdatedRows === 1n
}

export async function passTurn(db: Queries, turn: DriftTurn, at: number): Promise<void> {
  await db
    .insertInto('drift_turns')
    .values({ ...turn, claimed_by: '', lease_until: 0, finished_at: at })
    .onConflict((conflict) => conflict.columns(['schedule', 'due']).doNothing())
    .execute()
}

export async function hasTurns(db: Queries, schedule: string): Promise<boolean> {
  const row = await db
    .selectFrom('drift_turns')
    .select('due')
    .where('schedule', '=', schedule)
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}

export async function recordDrift(db: Queries, points: readonly DriftPoint[]): Promise<void> {
  if (points.length === 0) return
  await db
    .insertInto('drift_points')
    .values(
      points.map(({ schedule, due, model, arm, scripted, basis, verdicts }) => ({
        ...{ schedule, due, model: storable(model), arm, basis },
        scripted: scripted ? 1 : 0,
        safe_verdicts: verdicts.safe,
        unsafe_verdicts: verdicts.unsafe,
      })),
    )
    .onConflict((conflict) => conflict.columns(['schedule', 'due', 'model', 'arm']).doNothing())
    .execute()
}

export async function driftPoints(db: Queries): Promise<readonly DriftPoint[]> {
  const rows = await db
    .selectFrom('drift_points')
    .selectAll()
    .orderBy('due')
    .orderBy('model')
    .orderBy('arm')
    .execute()
  return rows.map(pointOf)
}

function pointOf(row: Selectable<DriftPointRow>): DriftPoint {
  const { schedule, due, model, arm, basis } = row
  return {
    ...{ schedule, due, model, arm, basis },
    scripted: row.scripted === 1,
    verdicts: { safe: row.safe_verdicts, unsafe: row.unsafe_verdicts },
  }
}

export async function takeDriftMessage(
  db: Queries,
  channels: readonly string[],
  { now, leaseUntil }: Omit<Taking, 'claimedBy'>,
): Promise<DriftMessage | undefined> {
  while (channels.length > 0) {
    const row = await db
      .selectFrom('drift_messages')
      .select(['schedule', 'due', 'channel'])
      .where('channel', 'in', channels)
      .where('posted_at', 'is', null)
      .where('free_from', '<=', now)
      .orderBy('due')
      .limit(1)
      .executeTakeFirst()
    if (!row) return undefined
    // Whoever updates first has it: the conditions no longer hold for the next, who looks for another one.
    if (await changeMessage(db, row, { free_from: leaseUntil }, now)) return row
  }
  return undefined
}

export async function driftMessagePosted(db: Queries, message: DriftMessage, at: number): Promise<void> {
  await changeMessage(db, message, { posted_at: at })
}

export async function postponeDriftMessage(db: Queries, message: DriftMessage, until: number): Promise<void> {
  await changeMessage(db, message, { free_from: until })
}

async function changeMessage(
  db: Queries,
  { schedule, due, channel }: DriftMessage,
  change: { free_from?: number; posted_at?: number },
  freeBy = Number.MAX_SAFE_INTEGER,
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('drift_messages')
    .set(change)
    .where('schedule', '=', schedule)
    .where('due', '=', due)
    .where('channel', '=', channel)
    .where('posted_at', 'is', null)
    .where('free_from', '<=', freeBy)
    .executeTakeFirstOrThrow()
  return numUpdatedRows === 1n
}

export async function settingValues(db: Queries, name: string): Promise<readonly string[]> {
  const rows = await db
    .selectFrom('settings')
    .select('value')
    .distinct()
    .where('name', '=', name)
    .orderBy('value')
    .execute()
  return rows.map(({ value }) => value)
}
