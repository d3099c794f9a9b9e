import { type Selectable, sql } from 'kysely'
import type { ComparisonStatus } from '../comparison-types.ts'
import { isComparisonOf } from './erase-comparisons.ts'
import { clarifyingQuestion } from './exchange-rows.ts'
import { pagesBySeq } from './pages-by-seq.ts'
import type { PersonalCount, PersonalKind, PersonalRecord } from './personal-store.ts'
import type { AttemptRow, ComparisonCellRow, ExchangeRow, Queries } from './tables.ts'

/** All that is stored of one person, as it is handed out to them. Nobody else's pseudonym is in it. */

/** Requests, votes and comparisons read at a time. */
const PAGE = 100

type Pages = AsyncGenerator<readonly PersonalRecord[]>

export async function personalCounts(
  db: Queries,
  pseudonyms: readonly string[],
): Promise<readonly PersonalCount[]> {
  const of = sql.join(pseudonyms)
  const count = async (kind: PersonalKind, from: string, person: string, at: string, more?: string) => {
    const { rows } = await sql<Record<'many' | 'first' | 'last' | 'scrubbed', number | string | null>>`
      select count(*) as many, min(${sql.ref(at)}) as first, max(${sql.ref(at)}) as last,
        ${more === undefined ? sql`0` : sql`count(${sql.ref(more)})`} as scrubbed
      from ${sql.table(from)} where ${sql.ref(person)} in (${of})`.execute(db)
    const [row] = rows
    const scrubbed = Number(row?.scrubbed ?? 0)
    return {
      kind,
      many: Number(row?.many ?? 0),
      ...(row && row.first !== null && { first: Number(row.first), last: Number(row.last) }),
      ...(scrubbed > 0 && { scrubbed }),
    }
  }
  const policies = await Promise.all([
    count('policy', 'policy_runs', 'learned_by', 'learned_at'),
    count('policy', 'policy_versions', 'frozen_by', 'frozen_at'),
    count('policy', 'policy_uses', 'used_by', 'used_at'),
  ])
  return [
    ...(await Promise.all([
      count('requests', 'exchanges', 'asker', 'created_at', 'scrubbed_at'),
      count('votes', 'vote_events', 'annotator', 'event_time'),
      count('comparisons', 'comparisons', 'asker', 'created_at'),
      count('comparison_votes', 'comparison_votes', 'annotator', 'event_time'),
      count('gold_labels', 'gold_votes', 'annotator', 'at'),
      count('appeals', 'appeals', 'opened_by', 'opened_at'),
      count('settings', 'settings', 'set_by', 'set_at'),
    ])),
    policies.reduce((all, one) => ({
      kind: 'policy',
      many: all.many + one.many,
      ...spanOf([all, one]),
    })),
  ]
}

function spanOf(counts: readonly Pick<PersonalCount, 'first' | 'last'>[]) {
  const times = counts.flatMap(({ first, last }) => [first ?? [], last ?? []].flat())
  return times.length === 0 ? {} : { first: Math.min(...times), last: Math.max(...times) }
}

export async function* personalRecords(
  db: Queries,
  kind: PersonalKind,
  pseudonyms: readonly string[],
): Pages {
  if (kind === 'requests') yield* requests(db, pseudonyms)
  else if (kind === 'votes') yield* votes(db, pseudonyms)
  else if (kind === 'comparisons') yield* comparisons(db, pseudonyms)
  else yield await fewOf(db, kind, pseudonyms)
}

async function* requests(db: Queries, pseudonyms: readonly string[]): Pages {
  const pages = pagesBySeq(PAGE, (after) =>
    db
      .selectFrom('exchanges')
      .selectAll()
      .where('asker', 'in', pseudonyms)
      .where('seq', '>', after)
      .orderBy('seq')
      .limit(PAGE)
      .execute(),
  )
  for await (const rows of pages) {
    const ids = rows.map(({ id }) => id)
    const [attempts, messages, appeals, choices] = await Promise.all([
      db.selectFrom('attempts').selectAll().where('exchange_id', 'in', ids).orderBy('seq').execute(),
      db.selectFrom('messages').selectAll().where('exchange_id', 'in', ids).orderBy('at').execute(),
      db.selectFrom('appeals').selectAll().where('exchange_id', 'in', ids).execute(),
      db.selectFrom('policy_choices').selectAll().where('exchange_id', 'in', ids).execute(),
    ])
    const isOf = (id: string) => (row: { readonly exchange_id: string }) => row.exchange_id === id
    yield rows.map((row) => {
      const appeal = appeals.find(isOf(row.id))
      return {
        ...requestOf(row),
        attempts: attempts.filter(isOf(row.id)).map(attemptOf),
        shown_in: messages.filter(isOf(row.id)).map(({ channel, message, attempt_id, at }) => ({
          ...{ channel, message, attempt: attempt_id },
          at: time(at),
        })),
        ...(appeal && {
          appeal: {
            ...{ status: appeal.status, quorum: appeal.quorum },
            // How a vote goes is told to nobody while it goes on.
            ...(appeal.status === 'open'
              ? { harmless: null, harmful: null }
              : { harmless: appeal.harmless, harmful: appeal.harmful }),
            opened_at: time(appeal.opened_at),
            opened_by_you: pseudonyms.includes(appeal.opened_by),
          },
        }),
        policy: choices.find(isOf(row.id))?.version ?? null,
      }
    })
  }
}

function requestOf(row: Selectable<ExchangeRow>): PersonalRecord {
  const { id, platform, workspace, channel, thread, message, model, strategy, outcome, level } = row
  return {
    ...{ id, platform, workspace, channel, thread, message, known_as: row.asker },
    asked_at: time(row.created_at),
    ended_at: time(row.finished_at),
    text_erased_at: time(row.scrubbed_at),
    text: row.prompt,
    told_as_facts: JSON.parse(row.trusted),
    question: row.question === null ? null : clarifyingQuestion(row.question),
    ...{ reply: row.reply, reply_message: row.reply_message, model, strategy, outcome, level },
    sure_level: row.sure_level,
    calls: row.calls,
    notes: JSON.parse(row.notes),
    failure: row.failure_code === null ? null : { code: row.failure_code, message: row.failure_message },
    shown_attempt: row.shown_attempt,
  }
}

function attemptOf({ seq: _, exchange_id: __, ...attempt }: Selectable<AttemptRow>): PersonalRecord {
  return { ...attempt, cut_short: attempt.cut_short === 1 }
}

async function* votes(db: Queries, pseudonyms: readonly string[]): Pages {
  const pages = pagesBySeq(PAGE, (after) =>
    db
      .selectFrom('vote_events')
      .selectAll()
      .where('annotator', 'in', pseudonyms)
      .where('seq', '>', after)
      .orderBy('seq')
      .limit(PAGE)
      .execute(),
  )
  for await (const rows of pages) {
    yield rows.map(({ seq: _, event_key: __, annotator, event_time, received_time, ...vote }) => ({
      ...vote,
      known_as: annotator,
      event_time: time(event_time),
      received_time: time(received_time),
      by_asker: vote.by_asker === 1,
      saw_other_votes: vote.saw_other_votes === 1,
    }))
  }
}

/** What the person had compared, and what others had compared of the person's requests. */
async function* comparisons(db: Queries, pseudonyms: readonly string[]): Pages {
  const pages = pagesBySeq(PAGE, (after) =>
    db
      .selectFrom('comparisons')
      .selectAll()
      .where(isComparisonOf(pseudonyms))
      .where('seq', '>', after)
      .orderBy('seq')
      .limit(PAGE)
      .execute(),
  )
  for await (const rows of pages) {
    const ids = rows.map(({ id }) => id)
    const cells = await db
      .selectFrom('comparison_cells')
      .selectAll()
      .where('comparison_id', 'in', ids)
      .orderBy('place')
      .execute()
    yield rows.map(({ id, platform, workspace, channel, thread, message, status, note, asker, prompt }) => ({
      ...{ id, platform, workspace, channel, thread, message, status, note },
      begun_by_you: pseudonyms.includes(asker),
      begun_at: time(rows.find((row) => row.id === id)?.created_at ?? null),
      text: prompt,
      answers: answersOf(
        status,
        cells.filter((cell) => cell.comparison_id === id),
      ),
    }))
  }
}

/** Whoever began a comparison votes on it too: until it is revealed nothing tells what made which answer, nor does their order. */
function answersOf(
  status: ComparisonStatus,
  cells: readonly Selectable<ComparisonCellRow>[],
): readonly PersonalRecord[] {
  if (status === 'running') return []
  if (status !== 'open') return cells.map(({ comparison_id: _, memory_key: __, ...cell }) => cell)
  return cells
    .flatMap(({ letter, text }) => (letter === null ? [] : [{ letter, text }]))
    .toSorted((one, other) => (one.letter < other.letter ? -1 : 1))
}

/** Kinds of which nobody has many. */
async function fewOf(
  db: Queries,
  kind: Exclude<PersonalKind, 'requests' | 'votes' | 'comparisons'>,
  of: readonly string[],
): Promise<readonly PersonalRecord[]> {
  switch (kind) {
    case 'comparison_votes': {
      const rows = await db.selectFrom('comparison_votes').selectAll().where('annotator', 'in', of).execute()
      return rows.map(({ comparison_id, choice, given_by, action, event_time }) => ({
        ...{ comparison: comparison_id, choice, given_by, action },
        event_time: time(event_time),
      }))
    }
    case 'gold_labels': {
      const rows = await db.selectFrom('gold_votes').selectAll().where('annotator', 'in', of).execute()
      return rows.map(({ item, label, correct, at }) => ({
        item,
        label,
        correct: correct === 1,
        at: time(at),
      }))
    }
    case 'appeals': {
      const rows = await db.selectFrom('appeals').selectAll().where('opened_by', 'in', of).execute()
      return rows.map(({ exchange_id, status, opened_at }) => ({
        ...{ exchange: exchange_id, status },
        opened_at: time(opened_at),
      }))
    }
    case 'settings': {
      const rows = await db.selectFrom('settings').selectAll().where('set_by', 'in', of).execute()
      return rows.map(({ scope, name, value, set_at }) => ({ scope, name, value, set_at: time(set_at) }))
    }
    case 'policy':
      return policyOf(db, of)
  }
}

async function policyOf(db: Queries, of: readonly string[]): Promise<readonly PersonalRecord[]> {
  const [runs, versions, uses] = await Promise.all([
    db.selectFrom('policy_runs').selectAll().where('learned_by', 'in', of).execute(),
    db.selectFrom('policy_versions').selectAll().where('frozen_by', 'in', of).execute(),
    db.selectFrom('policy_uses').selectAll().where('used_by', 'in', of).execute(),
  ])
  return [
    ...runs.map(({ folder, learned_at }) => ({ did: 'learned', what: folder, at: time(learned_at) })),
    ...versions.map(({ name, frozen_at }) => ({ did: 'froze', what: name, at: time(frozen_at) })),
    ...uses.map(({ version, used_at }) => ({ did: 'put in use', what: version, at: time(used_at) })),
  ]
}

/** A platform's clock may say anything; what no calendar has stays a number. */
function time(milliseconds: number | null): string | number | null {
  if (milliseconds === null) return null
  const date = new Date(Number(milliseconds))
  return Number.isNaN(date.getTime()) ? milliseconds : date.toISOString()
}
