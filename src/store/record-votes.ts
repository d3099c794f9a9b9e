import { type Kysely, sql } from 'kysely'
import type { Label } from '../crowd/codebook.ts'
import { isCounted, lockItem, storeTally, tallyOf } from './items.ts'
import type { SqlFlavour } from './migrations/migration.ts'
import { currentPseudonyms } from './redirects.ts'
import { standingLabel } from './standing-vote.ts'
import type { VoteEvent } from './store.ts'
import { isMissingParent } from './store-errors.ts'
import type { Queries, Tables } from './tables.ts'
import { voteRow } from './votes.ts'

/** What is to be known of an annotator's last event with one emoji. */
type LastEvent = Pick<VoteEvent, 'emoji' | 'label' | 'action' | 'eventTime' | 'receivedTime' | 'source'> & {
  readonly message: string
}

/** By how much clocks of platforms and machines may differ, in milliseconds; what came later than that came late. */
const CLOCKS_DIFFER = 5_000

/** How many votes of each annotator stand more, or fewer, than before. */
type VoteChanges = Map<string, { readonly event: VoteEvent; readonly votes: number }>

/**
 * Appends vote events and counts them, all in one transaction: a storm of votes costs one commit for many. Gives for
 * each whether it was stored, and not a replay. Rows are locked in one order, whoever else does the same.
 *
 * @throws whatever the database throws, and for a vote on an exchange that is gone too: then nothing is stored
 */
export async function recordVotes(
  db: Kysely<Tables>,
  events: readonly VoteEvent[],
  flavour: SqlFlavour,
): Promise<readonly boolean[]> {
  return db.transaction().execute(async (transaction) => {
    const stored = new Set<NamedVote>()
    const changes: VoteChanges = new Map()
    const votes = await namedNow(transaction, events, flavour)
    const byItem = Map.groupBy(votes, ({ exchangeId, attemptId }) => JSON.stringify([exchangeId, attemptId]))
    // Exchanges before items, as whoever takes back or forgets requests; one item alone waits for nobody else.
    if (flavour === 'postgres' && byItem.size > 1) await holdExchanges(transaction, events)
    for (const [, ofItem] of [...byItem].toSorted(byKey)) {
      for (const event of await recordOnItem(transaction, ofItem, flavour, changes)) stored.add(event)
    }
    for (const [annotator, { event, votes }] of [...changes].toSorted(byKey)) {
      if (votes !== 0) await changeAnnotator(transaction, annotator, event, votes)
    }
    return votes.map((vote) => stored.has(vote))
  })
}

/** A vote under the pseudonym that its voter has now, with the one under which it came. */
interface NamedVote extends VoteEvent {
  readonly cameUnder: string
}

async function namedNow(
  db: Queries,
  events: readonly VoteEvent[],
  flavour: SqlFlavour,
): Promise<readonly NamedVote[]> {
  const names = [...new Set(events.map(({ annotator }) => annotator))]
  const current = await currentPseudonyms(db, names, flavour)
  return events.map((event) => {
    const { annotator: cameUnder } = event
    const annotator = current.get(cameUnder)
    if (annotator === undefined) return { ...event, cameUnder }
    // Named as whoever knows the voter by the current one names it, so that it is stored once.
    return { ...event, annotator, cameUnder, eventKey: event.eventKey.replaceAll(cameUnder, annotator) }
  })
}

/** The same for one. A vote on an exchange that was erased meanwhile is dropped, like a replay. */
export async function recordVote(
  db: Kysely<Tables>,
  event: VoteEvent,
  flavour: SqlFlavour,
): Promise<boolean> {
  try {
    const [stored = false] = await recordVotes(db, [event], flavour)
    return stored
  } catch (error) {
    if (isMissingParent(error)) return false
    throw error
  }
}

/** Events on one item, in the order in which they came. Gives those that were stored. */
async function recordOnItem(
  db: Queries,
  events: readonly NamedVote[],
  flavour: SqlFlavour,
  changes: VoteChanges,
): Promise<readonly NamedVote[]> {
  const [first] = events
  const item = first && (await lockItem(db, first, flavour))
  if (!item) return []
  const tally = tallyOf((label) => item[label])
  let { votes } = item
  const stored: NamedVote[] = []
  for (const told of events) {
    const earlier = await lastEventsOf(db, told)
    if (await isToldAgain(db, told, earlier)) continue
    const event = afterReading(told, earlier)
    const before = standingLabel(earlier)
    const derived = {
      byAsker: item.asker === event.annotator || item.asker === event.cameUnder,
      sawOtherVotes: event.blind !== true && votes > (isCounted(before) ? 1 : 0),
    }
    const { numInsertedOrUpdatedRows } = await db
      .insertInto('vote_events')
      .values(voteRow(event, derived))
      .onConflict((conflict) => conflict.columns(['platform', 'event_key']).doNothing())
      .executeTakeFirstOrThrow()
    if (numInsertedOrUpdatedRows !== 1n) continue
    stored.push(told)
    const after = standingLabel([...earlier, event])
    const add = (label: string | undefined, one: 1 | -1) => {
      if (!isCounted(label)) return
      tally[label as Label] += one
      votes += one
      const { votes: known = 0 } = changes.get(event.annotator) ?? {}
      changes.set(event.annotator, { event, votes: known + one })
    }
    add(before, -1)
    add(after, 1)
  }
  if (stored.length > 0) await storeTally(db, first, tally)
  return stored
}

/**
 * Whether a reaction was made up for already, by reading what stands on its message, when its event comes late; or has
 * come by its event, when it is made up for. `earlier`: the annotator's last event with each emoji.
 */
async function isToldAgain(db: Queries, event: VoteEvent, earlier: readonly LastEvent[]): Promise<boolean> {
  const last = lastOn(event, earlier)
  if (!last) return false
  if (event.source === 'reconcile') {
    const isSame = last.action === event.action && (last.source === 'live' || last.source === 'reconcile')
    return isSame || cameMeanwhile(last, event.readAt)
  }
  if (event.source !== 'live') return false
  // The platform's clock may be ahead of the one that dates what is made up for.
  if (last.eventTime < event.eventTime) return isMadeUpFor(last, event)
  const [before] = await nearestEvents(db, event, 'before')
  const [next, afterNext] = await nearestEvents(db, event, 'after')
  if (isMadeUpFor(before, event) || isMadeUpFor(next, event)) return true
  // What was made up for happened before it was read. Between two of the same there was its opposite, so this came later.
  const isLaterThanNext = next?.source === 'reconcile' && before?.action === event.action
  return isLaterThanNext && isMadeUpFor(afterNext, event)
}

function isMadeUpFor(one: Pick<VoteEvent, 'source' | 'action'> | undefined, { action }: VoteEvent): boolean {
  return one?.source === 'reconcile' && one.action === action
}

/**
 * An event that contradicts what was made up for a moment ago came after it, though the platform's clock, which is behind
 * the one that dates what is made up for, says otherwise.
 */
function afterReading(event: NamedVote, earlier: readonly LastEvent[]): NamedVote {
  const last = lastOn(event, earlier)
  const isTimely = event.source === 'live' && event.receivedTime - event.eventTime < CLOCKS_DIFFER
  if (!isTimely || last?.source !== 'reconcile' || last.action === event.action) return event
  const behind = last.eventTime - event.eventTime
  return behind >= 0 && behind < CLOCKS_DIFFER ? { ...event, eventTime: last.eventTime + 1 } : event
}

/** The annotator's last event with the emoji of this one on its message. */
function lastOn({ emoji, message }: VoteEvent, earlier: readonly LastEvent[]): LastEvent | undefined {
  return earlier.find((one) => one.emoji === emoji && one.message === message.message)
}

/** Whether something new came while the platform was being asked, so that its answer was out of date. */
function cameMeanwhile({ receivedTime, eventTime }: LastEvent, readAt = Number.POSITIVE_INFINITY): boolean {
  return receivedTime >= readAt && eventTime >= readAt - CLOCKS_DIFFER
}

/** The nearest two of what was stored already of all that the annotator did earlier, or later, with this emoji on this message. */
async function nearestEvents(
  db: Queries,
  event: VoteEvent,
  side: 'before' | 'after',
): Promise<readonly Pick<VoteEvent, 'source' | 'action'>[]> {
  return db
    .selectFrom('vote_events')
    .select(['source', 'action'])
    .where('exchange_id', '=', event.exchangeId)
    .where('attempt_id', '=', event.attemptId)
    .where('annotator', '=', event.annotator)
    .where('emoji', '=', event.emoji)
    .where('message', '=', event.message.message)
    .where('event_time', side === 'before' ? '<' : '>=', event.eventTime)
    .orderBy('event_time', side === 'before' ? 'desc' : 'asc')
    .orderBy('seq', side === 'before' ? 'desc' : 'asc')
    .limit(2)
    .execute()
}

/** Against being erased, and nothing else: a storm of votes must not hold up who answers or takes over what it is about. */
async function holdExchanges(db: Queries, events: readonly VoteEvent[]): Promise<void> {
  const ids = [...new Set(events.map(({ exchangeId }) => exchangeId))]
  await db.selectFrom('exchanges').select('id').where('id', 'in', ids).orderBy('id').forKeyShare().execute()
}

async function changeAnnotator(
  db: Queries,
  annotator: string,
  { message: { platform, workspace } }: VoteEvent,
  votes: number,
): Promise<void> {
  await db
    .insertInto('annotators')
    .values({ annotator, platform, workspace, votes })
    .onConflict((conflict) =>
      conflict.column('annotator').doUpdateSet({ votes: sql`annotators.votes + ${votes}` }),
    )
    .execute()
}

/**
 * The last of an annotator's events on one attempt with each emoji, in the order of insertion; the rest decides
 * nothing. Emoji are found one after the other in the index, and so are their last events, so that it matters neither
 * how often each was given nor how many votes there are.
 */
async function lastEventsOf(db: Queries, { exchangeId, attemptId, annotator }: VoteEvent) {
  const own = sql`exchange_id = ${exchangeId} and attempt_id = ${attemptId} and annotator = ${annotator}`
  const last = (column: 'label' | 'action' | 'event_time' | 'received_time' | 'seq' | 'source' | 'message') =>
    sql`(select ${sql.ref(column)} from vote_events where ${own} and emoji = emojis.emoji
      order by event_time desc, seq desc limit 1)`
  const { rows } = await sql<LastEvent>`
    with recursive emojis (emoji) as (
      select min(emoji) from vote_events where ${own}
      union all
      select (select min(emoji) from vote_events where ${own} and emoji > emojis.emoji)
      from emojis where emojis.emoji is not null
    )
    select emoji, ${last('label')} as label, ${last('action')} as action, ${last('event_time')} as "eventTime",
      ${last('received_time')} as "receivedTime",
      ${last('source')} as source, ${last('message')} as message
    from emojis where emoji is not null order by ${last('seq')}`.execute(db)
  return rows.map((row) => ({
    ...row,
    eventTime: Number(row.eventTime),
    receivedTime: Number(row.receivedTime),
  }))
}

function byKey([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return a < b ? -1 : a > b ? 1 : 0
}
