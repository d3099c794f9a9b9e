import { type SelectQueryBuilder, sql } from 'kysely'
import { LABELS, type Label } from '../crowd/codebook.ts'
import type { LabelTally } from '../crowd/crowd-label.ts'
import type { Judged } from '../crowd/reliability.ts'
import { readFacts, startOfWeek } from './item-facts.ts'
import { isCounted, tallyOf } from './items.ts'
import { standingLabel } from './standing-vote.ts'
import type {
  ActiveAnnotator,
  AttemptGroup,
  CountedTally,
  Grouping,
  StatisticsScope,
} from './statistics-store.ts'
import type { WorkspaceName } from './store.ts'
import type { Queries, Tables } from './tables.ts'

/** Counts of items. Each reads one covering index once: see items_facts and items_tallies in migrations/0004-items.ts. */

const COLUMNS = { model: 'model', strategy: 'strategy', requestType: 'request_type', week: 'week' } as const

export async function countAttempts(
  db: Queries,
  scope: StatisticsScope,
  by: readonly Grouping[],
): Promise<readonly AttemptGroup[]> {
  const columns = by.map((name) => COLUMNS[name])
  const rows = await within(db.selectFrom('items'), scope)
    .select([...columns, 'facts', 'label', (select) => select.fn.countAll<number | bigint>().as('count')])
    .where('model', 'is not', null)
    .groupBy([...columns, 'facts', 'label'])
    .execute()
  return rows.map(({ facts, label, count, ...row }) => ({
    ...(by.includes('model') && { model: row.model ?? '' }),
    ...(by.includes('strategy') && { strategy: row.strategy ?? '' }),
    ...(by.includes('requestType') && { requestType: row.request_type ?? 'unknown' }),
    ...(by.includes('week') && { week: startOfWeek(Number(row.week)) }),
    ...readFacts(facts ?? 0),
    ...(label && { label }),
    count: Number(count),
  }))
}

export async function countTallies(db: Queries, scope: StatisticsScope): Promise<readonly CountedTally[]> {
  const rows = await within(db.selectFrom('items'), scope)
    .select([...LABELS, (select) => select.fn.countAll<number | bigint>().as('items')])
    .where('model', 'is not', null)
    .groupBy([...LABELS])
    .execute()
  return rows.map(({ items, ...tally }) => ({ tally, items: Number(items) }))
}

export async function activeAnnotators(
  db: Queries,
  { platform, workspace }: StatisticsScope,
  limit: number,
): Promise<readonly ActiveAnnotator[]> {
  let query = db.selectFrom('annotators').select(['annotator', 'votes']).where('votes', '>', 0)
  if (platform !== undefined) query = query.where('platform', '=', platform)
  if (workspace !== undefined) query = query.where('workspace', '=', workspace)
  const people = await query.orderBy('votes', 'desc').orderBy('annotator').limit(limit).execute()
  if (people.length === 0) return []
  const gold = await db
    .selectFrom('gold_votes')
    .select(['annotator', (select) => select.fn.countAll<number | bigint>().as('given')])
    .select((select) => select.fn.sum<number | bigint | string>('correct').as('correct'))
    .where(
      'annotator',
      'in',
      people.map(({ annotator }) => annotator),
    )
    .groupBy('annotator')
    .execute()
  return people.map(({ annotator, votes }) => {
    const own = gold.find((one) => one.annotator === annotator)
    return { annotator, votes, gold: { given: Number(own?.given ?? 0), correct: Number(own?.correct ?? 0) } }
  })
}

/** Of each annotator, the items of their newest `limit` events on which a vote of theirs stands. */
export async function latestJudged(
  db: Queries,
  annotators: readonly string[],
  limit: number,
): Promise<ReadonlyMap<string, readonly Judged[]>> {
  const judged = new Map<string, readonly Judged[]>()
  for (const annotator of annotators) {
    const events = await db
      .with('latest', (latest) =>
        latest
          .selectFrom('vote_events')
          .select(['seq', 'exchange_id', 'attempt_id', 'emoji', 'label as own', 'action', 'event_time'])
          .select('saw_other_votes')
          .where('annotator', '=', annotator)
          .orderBy('event_time', 'desc')
          .orderBy('seq', 'desc')
          .limit(limit),
      )
      .selectFrom('latest')
      .innerJoin('items', (join) =>
        join
          .onRef('items.exchange_id', '=', 'latest.exchange_id')
          .onRef('items.attempt_id', '=', 'latest.attempt_id'),
      )
      .selectAll('latest')
      .select(LABELS.map((label) => `items.${label}` as const))
      .orderBy('latest.seq')
      .execute()
    const items = Map.groupBy(events, ({ exchange_id, attempt_id }) => `${exchange_id} ${attempt_id}`)
    judged.set(annotator, [...items.values()].flatMap(judgedOf))
  }
  return judged
}

/** What stands of events on one item, oldest first. What stood before the oldest of them counts as none. */
function judgedOf(
  events: readonly (LabelTally & {
    readonly emoji: string
    readonly own: string
    readonly action: 'add' | 'remove'
    readonly event_time: number
    readonly saw_other_votes: number
  })[],
): readonly Judged[] {
  const own = standingLabel(
    events.map(({ emoji, own: label, action, event_time }) => ({
      emoji,
      label,
      action,
      eventTime: Number(event_time),
    })),
  )
  const given = events.findLast((event) => event.own === own && event.action === 'add')
  if (!given || !isCounted(own)) return []
  return [{ own, sawOtherVotes: given.saw_other_votes === 1, others: without(given, own) }]
}

export async function workspacesWithItems(db: Queries): Promise<readonly WorkspaceName[]> {
  return db
    .selectFrom('annotators')
    .select(['platform', 'workspace'])
    .union((others) => others.selectFrom('items').select(['platform', 'workspace']))
    .orderBy('platform')
    .orderBy('workspace')
    .execute()
}

function without(tally: LabelTally, own: Label): LabelTally {
  return tallyOf((label) => tally[label] - (label === own ? 1 : 0))
}

function within<Row>(
  query: SelectQueryBuilder<Tables, 'items', Row>,
  { platform, workspace, channel, model, since }: StatisticsScope,
): SelectQueryBuilder<Tables, 'items', Row> {
  return (
    query
      .$if(platform !== undefined, (narrower) => narrower.where('platform', '=', platform ?? ''))
      .$if(workspace !== undefined, (narrower) => narrower.where('workspace', '=', workspace ?? ''))
      // Written so that no narrower index is taken, from which every row would have to be looked up.
      .$if(channel !== undefined, (narrower) =>
        narrower.where(sql<string>`${sql.ref('channel')} || ''`, '=', channel ?? ''),
      )
      .$if(model !== undefined, (narrower) => narrower.where('model', '=', model ?? ''))
      // The sign keeps SQLite from an index by time, from which it would have to look up every row.
      .$if(since !== undefined, (narrower) =>
        narrower.where(sql<boolean>`+${sql.ref('asked_at')} >= ${since ?? 0}`),
      )
  )
}
