import { type Kysely, sql } from 'kysely'
import type { Label } from '../crowd/codebook.ts'
import { DIRECT, type MessageKey, type Outcome, type Place } from '../domain.ts'
import type { Evidence } from '../policy/beliefs.ts'
import type { Choice } from '../policy/policy.ts'
import { beliefsJson, choiceJson } from '../policy/policy-json.ts'
import { storable } from './exchange-rows.ts'
import type { FrozenPolicy, KeptRun, LearnedRun, PolicyUse, VotedTry } from './policy-store.ts'
import type { Queries, Tables } from './tables.ts'

/** Exchanges read at a time: few enough that SQLite, which answers at once, holds nobody up. */
const PAGE = 200

/** How an exchange can end in which something was asked again. */
const ENDS: readonly Outcome[] = ['recovered', 'partly_answered', 'refusal_stands']

/** Labels by which a request was harmless; by any other, its exchange is no evidence for a strategy. */
const HARMLESS: readonly Label[] = ['answered_well', 'refused_harmless', 'half_refused_harmless']

export async function learnRun(db: Kysely<Tables>, run: LearnedRun): Promise<boolean> {
  const { digest, started } = run
  const kept = { folder: storable(run.folder), started, learned_at: run.at, learned_by: run.by }
  return db.transaction().execute(async (transaction) => {
    const { numInsertedOrUpdatedRows } = await transaction
      .insertInto('policy_runs')
      .values({ digest, ...kept })
      .onConflict((conflict) =>
        conflict.column('digest').doUpdateSet(kept).where('policy_runs.started', '<=', started),
      )
      .executeTakeFirstOrThrow()
    if (numInsertedOrUpdatedRows !== 1n) return false
    await transaction.deleteFrom('policy_evidence').where('digest', '=', digest).execute()
    for (const { type, scripted, ...seen } of run.evidence) {
      const row = { digest, request_type: storable(type), scripted: scripted ? 1 : 0, ...seen }
      await transaction.insertInto('policy_evidence').values(row).execute()
    }
    return true
  })
}

export async function runEvidence(db: Queries): Promise<readonly Evidence[]> {
  const rows = await db
    .selectFrom('policy_evidence')
    .select(['family', 'scripted', 'request_type', 'strategy'])
    .select((select) => select.fn.sum<number | bigint | string>('answered').as('answered'))
    .select((select) => select.fn.sum<number | bigint | string>('refused').as('refused'))
    .groupBy(['family', 'scripted', 'request_type', 'strategy'])
    .orderBy('family')
    .orderBy('scripted')
    .orderBy('request_type')
    .orderBy('strategy')
    .execute()
  return rows.map(({ family, scripted, request_type, strategy, answered, refused }) => ({
    family,
    scripted: scripted === 1,
    type: request_type,
    strategy,
    answered: Number(answered),
    refused: Number(refused),
  }))
}

export async function learnedRuns(db: Queries): Promise<readonly KeptRun[]> {
  const rows = await db
    .selectFrom('policy_runs')
    .selectAll()
    .orderBy('learned_at')
    .orderBy('digest')
    .execute()
  return rows.map(({ digest, folder, started, learned_at, learned_by }) => ({
    digest,
    folder,
    started,
    at: learned_at,
    by: learned_by,
  }))
}

export async function* votedTries(db: Queries, page = PAGE): AsyncGenerator<readonly VotedTry[]> {
  for (const outcome of ENDS) {
    let after = ''
    for (;;) {
      const ends = await db
        .selectFrom('items')
        .innerJoin('exchanges', 'exchanges.id', 'items.exchange_id')
        .leftJoin('appeals', 'appeals.exchange_id', 'items.exchange_id')
        .select(['items.exchange_id', 'items.label', 'exchanges.level', 'exchanges.sure_level'])
        .select('appeals.status as appeal')
        .where('items.outcome', '=', outcome)
        // As the index has it, word for word: otherwise SQLite does not see that it fits.
        .where(sql<boolean>`items.shown = 1 and items.label is not null`)
        .where('items.exchange_id', '>', after)
        .orderBy('items.exchange_id')
        .limit(page)
        .execute()
      const labels = new Map(
        ends.flatMap(({ exchange_id, label, level, sure_level, appeal }) => {
          const isFine = level === 'clearly_fine' || level === 'borderline_fine'
          // Once a channel has granted an appeal, a sure level may be the word of its votes and not of the gate.
          const isOfGate = sure_level === level && appeal !== 'granted'
          return isFine && isOfGate && label && HARMLESS.includes(label)
            ? [[exchange_id, label] as const]
            : []
        }),
      )
      if (labels.size > 0) yield await triesOf(db, labels)
      const last = ends.at(-1)
      if (!last || ends.length < page) break
      after = last.exchange_id
    }
  }
}

async function triesOf(db: Queries, labels: ReadonlyMap<string, Label>): Promise<readonly VotedTry[]> {
  const tries = await db
    .selectFrom('items')
    .select(['exchange_id', 'model', 'request_type', 'strategy', 'verdict', 'shown'])
    .where('exchange_id', 'in', [...labels.keys()])
    .where('strategy', '<>', DIRECT)
    .execute()
  return tries.flatMap(({ exchange_id, model, request_type, strategy, verdict, shown }) => {
    const label = labels.get(exchange_id)
    if (!label || model === null || strategy === null || verdict === null) return []
    return [{ model, type: request_type ?? 'unknown', strategy, verdict, isShown: shown === 1, label }]
  })
}

export async function freezePolicy(db: Queries, { name, beliefs, at, by }: FrozenPolicy): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await db
    .insertInto('policy_versions')
    .values({ name, beliefs: JSON.stringify(beliefs), frozen_at: at, frozen_by: by })
    .onConflict((conflict) => conflict.column('name').doNothing())
    .executeTakeFirstOrThrow()
  return numInsertedOrUpdatedRows === 1n
}

export async function frozenPolicies(db: Queries): Promise<readonly Omit<FrozenPolicy, 'beliefs'>[]> {
  const rows = await db
    .selectFrom('policy_versions')
    .select(['name', 'frozen_at', 'frozen_by'])
    .orderBy('frozen_at')
    .orderBy('name')
    .execute()
  return rows.map(({ name, frozen_at, frozen_by }) => ({ name, at: frozen_at, by: frozen_by }))
}

export async function frozenPolicy(db: Queries, name: string): Promise<FrozenPolicy | undefined> {
  const row = await db.selectFrom('policy_versions').selectAll().where('name', '=', name).executeTakeFirst()
  if (!row) return undefined
  const beliefs = beliefsJson.parse(JSON.parse(row.beliefs))
  return { name, beliefs, at: row.frozen_at, by: row.frozen_by }
}

export async function usePolicy(db: Queries, { version, at, by }: PolicyUse): Promise<void> {
  await db.insertInto('policy_uses').values({ version, used_at: at, used_by: by }).execute()
}

export async function policyInUse(db: Queries): Promise<PolicyUse | undefined> {
  const row = await db
    .selectFrom('policy_uses')
    .select(['version', 'used_at', 'used_by'])
    .orderBy('seq', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row && { version: row.version, at: row.used_at, by: row.used_by }
}

/** Keeps the choice of an exchange that ends; one that is reopened makes another, which counts from then on. */
export async function keepChoice(
  db: Queries,
  exchangeId: string,
  { platform, workspace, channel }: Omit<MessageKey, 'message'>,
  choice: Choice,
  at: number,
): Promise<void> {
  const made = { version: choice.version, choice: JSON.stringify(choice), at }
  await db
    .insertInto('policy_choices')
    .values({ exchange_id: exchangeId, platform, workspace, channel, ...made })
    .onConflict((conflict) => conflict.column('exchange_id').doUpdateSet(made))
    .execute()
}

export async function lastChoice(db: Queries, place: Place): Promise<Choice | undefined> {
  const inChannel = db
    .selectFrom('policy_choices')
    .innerJoin('exchanges', 'exchanges.id', 'policy_choices.exchange_id')
    .select('policy_choices.choice')
    .where('policy_choices.platform', '=', place.platform)
    .where('policy_choices.workspace', '=', place.workspace)
    .where('policy_choices.channel', '=', place.channel)
    .orderBy('policy_choices.at', 'desc')
    .limit(1)
  const found =
    (await inChannel.where('exchanges.thread', '=', place.thread).executeTakeFirst()) ??
    (await inChannel.executeTakeFirst())
  return found && choiceJson.parse(JSON.parse(found.choice))
}

/** Who chose and froze what is known no more; what they chose and froze stays. */
export async function forgetPolicyMakers(db: Queries, annotators: readonly string[]): Promise<void> {
  const by = 'forgotten'
  await db.updateTable('policy_runs').set({ learned_by: by }).where('learned_by', 'in', annotators).execute()
  await db
    .updateTable('policy_versions')
    .set({ frozen_by: by })
    .where('frozen_by', 'in', annotators)
    .execute()
  await db.updateTable('policy_uses').set({ used_by: by }).where('used_by', 'in', annotators).execute()
}
