import type { Selectable } from 'kysely'
import type { ExportedItem, ExportedVote } from '../crowd/data-set.ts'
import { isDirect, placeSettings, scopeKeys, sharesText } from '../places.ts'
import { tallyOf } from './items.ts'
import { pagesBySeq } from './pages-by-seq.ts'
import { settings } from './settings.ts'
import { standingVote } from './standing-vote.ts'
import type { ExportScope } from './store.ts'
import type { Queries, VoteEventRow } from './tables.ts'

/**
 * The data set, page by page. Each page begins behind a key of the one before, so that a page costs the same wherever
 * it is, and at most one is held in memory.
 */

/** How much is read at a time. */
interface PageSizes {
  readonly exchanges: number
  /** Vote events; an annotator's on one attempt stay together, however many. */
  readonly events: number
}

const PAGE: PageSizes = { exchanges: 50, events: 500 }

type Channel = Pick<ExportedItem, 'platform' | 'workspace' | 'channel'>

export async function* exportItems(
  db: Queries,
  scope: ExportScope,
  sizes = PAGE,
): AsyncGenerator<readonly ExportedItem[]> {
  for await (const page of exchangesOf(db, scope, sizes)) {
    const rows = await db
      .selectFrom('items')
      .innerJoin('attempts', (join) =>
        join
          .onRef('attempts.exchange_id', '=', 'items.exchange_id')
          .onRef('attempts.id', '=', 'items.attempt_id'),
      )
      .innerJoin('exchanges', 'exchanges.id', 'items.exchange_id')
      .leftJoin('policy_choices', 'policy_choices.exchange_id', 'items.exchange_id')
      .selectAll('items')
      .select([
        'attempts.version',
        'attempts.model',
        'attempts.strategy',
        'attempts.verdict',
        'attempts.confidence',
        'attempts.completion',
        'exchanges.created_at',
        'exchanges.prompt',
        'exchanges.scrubbed_at',
        'policy_choices.version as policy',
      ])
      .where('items.exchange_id', 'in', page)
      .where('items.asked_at', 'is not', null)
      .orderBy('exchanges.seq')
      .orderBy('attempts.seq')
      .execute()
    const shares = await sharing(db, rows)
    yield rows.flatMap((row): ExportedItem[] => {
      // Known of every exchange that is over; another attempt may be under way again after a question.
      if (row.outcome === null) return []
      return [
        {
          exchangeId: row.exchange_id,
          attemptId: row.attempt_id,
          platform: row.platform,
          workspace: row.workspace,
          channel: row.channel,
          askedAt: row.created_at,
          model: row.model,
          strategy: row.strategy,
          version: row.version,
          requestType: row.request_type ?? 'unknown',
          ...(row.policy !== null && { policy: row.policy }),
          ...(row.level !== null && { level: row.level }),
          verdict: row.verdict,
          confidence: row.confidence,
          outcome: row.outcome,
          shown: row.shown === 1,
          // What was answered to one person alone is as private as what they asked.
          completion: isDirect(row) && !shares(row) ? '' : row.completion,
          tally: tallyOf((label) => row[label]),
          scrubbed: row.scrubbed_at !== null,
          ...(shares(row) && row.scrubbed_at === null && { prompt: row.prompt }),
        },
      ]
    })
  }
}

export async function* exportVotes(
  db: Queries,
  scope: ExportScope,
  which: 'standing' | 'events',
  sizes = PAGE,
): AsyncGenerator<readonly ExportedVote[]> {
  const pages = which === 'standing' ? standingVotes(db, scope, sizes) : history(db, scope, sizes)
  for await (const rows of pages) {
    const [shares, scrubbed] = await Promise.all([sharing(db, rows), scrubbedOf(db, rows)])
    yield rows.map((row) => ({
      exchangeId: row.exchange_id,
      attemptId: row.attempt_id,
      platform: row.platform,
      workspace: row.workspace,
      channel: row.channel,
      annotator: row.annotator,
      emoji: row.emoji,
      label: row.label,
      action: row.action,
      eventTime: row.event_time,
      receivedTime: row.received_time,
      source: row.source,
      codebookVersion: row.codebook_version,
      byAsker: row.by_asker === 1,
      sawOtherVotes: row.saw_other_votes === 1,
      scrubbed: scrubbed.has(row.exchange_id),
      ...(row.why !== null && shares(row) && { why: row.why }),
    }))
  }
}

type EventRow = Selectable<VoteEventRow>

/** With the time under the name that the rule of standing votes has for it. */
type TimedRow = EventRow & { readonly eventTime: number }

function history(db: Queries, scope: ExportScope, sizes: PageSizes): AsyncGenerator<readonly EventRow[]> {
  const { platform, workspace, since } = scope
  return pagesBySeq(sizes.events, (after) =>
    db
      .selectFrom('vote_events')
      .selectAll('vote_events')
      .where('vote_events.seq', '>', after)
      .$if(platform !== undefined, (query) => query.where('vote_events.platform', '=', platform ?? ''))
      .$if(workspace !== undefined, (query) => query.where('vote_events.workspace', '=', workspace ?? ''))
      .$if(since !== undefined, (query) =>
        query
          .innerJoin('exchanges', 'exchanges.id', 'vote_events.exchange_id')
          .where('exchanges.created_at', '>=', since ?? 0),
      )
      .orderBy('vote_events.seq')
      .limit(sizes.events)
      .execute(),
  )
}

async function* standingVotes(
  db: Queries,
  scope: ExportScope,
  sizes: PageSizes,
): AsyncGenerator<readonly EventRow[]> {
  for await (const page of exchangesOf(db, scope, sizes)) {
    for (const { exchanges, isLong } of await batches(db, page, sizes)) {
      const [first = ''] = exchanges
      if (isLong) yield* standingOnOne(db, first, sizes)
      else
        yield standing(await eventsOn(db, exchanges).execute(), new Map(exchanges.map((id, at) => [id, at])))
    }
  }
}

/** Exchanges with votes, in their order, put together until a page of events is full. */
async function batches(
  db: Queries,
  page: readonly string[],
  sizes: PageSizes,
): Promise<readonly { readonly exchanges: readonly string[]; readonly isLong: boolean }[]> {
  const counted = await db
    .selectFrom('vote_events')
    .select(['exchange_id', (select) => select.fn.countAll<number | bigint>().as('events')])
    .where('exchange_id', 'in', page)
    .groupBy('exchange_id')
    .execute()
  const counts = new Map(counted.map(({ exchange_id, events }) => [exchange_id, Number(events)]))
  const found: { exchanges: string[]; isLong: boolean }[] = []
  let room = 0
  for (const exchange of page) {
    const events = counts.get(exchange)
    if (events === undefined) continue
    const last = found.at(-1)
    if (last && events <= room) last.exchanges.push(exchange)
    else {
      found.push({ exchanges: [exchange], isLong: events > sizes.events })
      room = sizes.events
    }
    room -= events
  }
  return found
}

function eventsOn(db: Queries, exchanges: readonly string[]) {
  return db
    .selectFrom('vote_events')
    .selectAll()
    .select('event_time as eventTime')
    .where('exchange_id', 'in', exchanges)
    .orderBy('exchange_id')
    .orderBy('attempt_id')
    .orderBy('annotator')
    .orderBy('seq')
}

/** The votes that stand on one exchange with very many, a page at a time. */
async function* standingOnOne(
  db: Queries,
  exchange: string,
  sizes: PageSizes,
): AsyncGenerator<readonly EventRow[]> {
  let after: EventRow | undefined
  for (let limit = sizes.events; ; ) {
    const rows = await eventsOn(db, [exchange])
      .$if(after !== undefined, (query) =>
        query.where(({ eb, refTuple, tuple }) =>
          eb(
            refTuple('attempt_id', 'annotator'),
            '>',
            tuple(after?.attempt_id ?? '', after?.annotator ?? ''),
          ),
        ),
      )
      .limit(limit)
      .execute()
    const isLast = rows.length < limit
    const end = rows.at(-1)
    // What the last annotator did may go on behind the end.
    const whole = isLast ? rows : rows.filter((row) => !end || !isSameVoter(row, end))
    if (whole.length === 0 && !isLast) {
      limit *= 2
      continue
    }
    yield standing(whole)
    if (isLast) return
    after = whole.at(-1)
    limit = sizes.events
  }
}

/** The votes that events come to, which are sorted by exchange, attempt, annotator and the order they came in. */
function standing(events: readonly TimedRow[], order?: ReadonlyMap<string, number>): readonly EventRow[] {
  const votes: EventRow[] = []
  for (let start = 0; start < events.length; ) {
    let end = start + 1
    while (isSameVoter(events[start], events[end])) end += 1
    const vote = standingVote(events.slice(start, end))
    if (vote) votes.push(vote)
    start = end
  }
  const placeOf = ({ exchange_id: id }: EventRow) => order?.get(id) ?? 0
  return votes.sort((one, other) => placeOf(one) - placeOf(other))
}

function isSameVoter(one: EventRow | undefined, other: EventRow | undefined): boolean {
  return (
    one?.annotator === other?.annotator &&
    one?.attempt_id === other?.attempt_id &&
    one?.exchange_id === other?.exchange_id
  )
}

/** The exchanges of a scope, oldest first. */
async function* exchangesOf(
  db: Queries,
  scope: ExportScope,
  sizes: PageSizes,
): AsyncGenerator<readonly string[]> {
  const { platform, workspace, since } = scope
  const pages = pagesBySeq(sizes.exchanges, (after) =>
    db
      .selectFrom('exchanges')
      .select(['seq', 'id'])
      .where('seq', '>', after)
      .$if(platform !== undefined, (query) => query.where('platform', '=', platform ?? ''))
      .$if(workspace !== undefined, (query) => query.where('workspace', '=', workspace ?? ''))
      .$if(since !== undefined, (query) => query.where('created_at', '>=', since ?? 0))
      .orderBy('seq')
      .limit(sizes.exchanges)
      .execute(),
  )
  for await (const rows of pages) yield rows.map(({ id }) => id)
}

/** The exchanges of rows that have lost their text. */
async function scrubbedOf(
  db: Queries,
  rows: readonly Pick<EventRow, 'exchange_id'>[],
): Promise<ReadonlySet<string>> {
  if (rows.length === 0) return new Set()
  const found = await db
    .selectFrom('exchanges')
    .select('id')
    .where('id', 'in', [...new Set(rows.map((row) => row.exchange_id))])
    .where('scrubbed_at', 'is not', null)
    .execute()
  return new Set(found.map(({ id }) => id))
}

/** Tells whether the channel of a row shares its text, as it is set now. */
async function sharing(db: Queries, rows: readonly Channel[]): Promise<(row: Channel) => boolean> {
  const channels = new Map(rows.map((row) => [nameOf(row), { ...channelOf(row), thread: '' }]))
  const stored = await settings(db, [...new Set([...channels.values()].flatMap(scopeKeys))])
  const shared = new Map(
    [...channels].map(([name, place]) => [name, sharesText(placeSettings(place, stored), place)]),
  )
  return (row) => shared.get(nameOf(row)) ?? false
}

function channelOf({ platform, workspace, channel }: Channel): Channel {
  return { platform, workspace, channel }
}

function nameOf({ platform, workspace, channel }: Channel): string {
  return JSON.stringify([platform, workspace, channel])
}
