/**
 * Votes on a database that holds a thousand of them and on one that holds a million: what recording one costs, what a
 * storm on one message costs, and how long and how much memory an export takes. Beside it the same event row put into
 * the same table by a prepared statement of node:sqlite and nothing else, and rows written out of a plain iteration.
 * Run: node bench/votes.ts [--votes 1000000] [--postgres]
 */
import { execFileSync } from 'node:child_process'
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { isDeepStrictEqual, parseArgs } from 'node:util'
import type { IncomingVote, Person } from '../src/bot-types.ts'
import { createCodebooks } from '../src/codebooks.ts'
import { CODEBOOK, LABELS } from '../src/crowd/codebook.ts'
import { crowdLabel } from '../src/crowd/crowd-label.ts'
import { seededRandom } from '../src/crowd/seeded-random.ts'
import { exportedItems, exportedVotes } from '../src/export.ts'
import { statisticsReport } from '../src/statistics.ts'
import { openPostgres } from '../src/store/open-postgres.ts'
import { openSqlite } from '../src/store/open-sqlite.ts'
import { openStore } from '../src/store/sql-store.ts'
import type { Store } from '../src/store/store.ts'
import { createVoting } from '../src/voting.ts'
import { postgresSchema } from '../test/support/services.ts'
import {
  ANNOTATORS,
  annotatorOf,
  exchangeOf,
  fillVotes,
  messageOf,
  VOTES_AN_ITEM,
  WORKSPACE,
} from './fill-votes.ts'

const FEW = 1_000
const MIDDLING = 10_000
const ROUNDS = 30
const VOTES_A_ROUND = 100
const STORM = 10_000
const TOGGLERS = 10
const STATISTICS_CALLS = 6

const { values: given } = parseArgs({
  options: {
    votes: { type: 'string', default: '1000000' },
    postgres: { type: 'boolean', default: false },
    export: { type: 'string' },
    rows: { type: 'string' },
  },
})
const MANY = Number(given.votes)
let made = 0
const say = (line: string) => process.stdout.write(`${line}\n`)

if (given.export === undefined) await measure()
else await exportTo(given.export, given.rows ?? 'votes')

async function measure(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'recourse-votes-'))
  const schemas = given.postgres
    ? [await postgresSchema(), await postgresSchema(), await postgresSchema()]
    : []
  try {
    const url = (name: string, at: number) => {
      const schema = schemas[at]
      if (given.postgres && !schema) throw new Error('no PostgreSQL answers at 127.0.0.1:5432')
      return schema?.url ?? join(folder, `${name}.db`)
    }
    const [few, middling, many] = [url('few', 0), url('middling', 1), url('many', 2)]
    for (const [place, votes] of [
      [few, FEW],
      [middling, MIDDLING],
      [many, MANY],
    ] as const)
      await fill(place, votes)
    const bare = join(folder, 'bare.db')
    if (!given.postgres) copyFileSync(many, bare)
    await oneVote(few, many, given.postgres ? undefined : bare)
    await statistics(many)
    await storms(few, many)
    exports(middling, many)
  } finally {
    for (const schema of schemas) await schema?.drop()
    rmSync(folder, { recursive: true })
  }
}

async function fill(place: string, votes: number): Promise<void> {
  const start = performance.now()
  const database = place.startsWith('postgres:') ? await openPostgres(place) : await openSqlite(place)
  await fillVotes(database, votes / VOTES_AN_ITEM)
  await database.purge()
  await database.db.destroy()
  await withStore(place, async (store) => {
    for (const item of [0, 1, 2, 3, votes / VOTES_AN_ITEM - 1]) await checkCounts(store, item)
  })
  say(`filled with ${votes} votes in ${seconds(start)}`)
}

/** What was filled in must be what the store would have counted. */
async function checkCounts(store: Store, item: number): Promise<void> {
  const [found] = await store.itemsOf(exchangeOf(item))
  const votes = await store.currentVotes(exchangeOf(item))
  const tally = Object.fromEntries(
    LABELS.map((label) => [label, votes.filter((vote) => vote.label === label).length]),
  )
  const expected = found && crowdLabel(found.tally)
  if (
    votes.length !== VOTES_AN_ITEM ||
    !isDeepStrictEqual({ ...found?.tally }, tally) ||
    found?.votes !== expected?.votes ||
    found?.label !== expected?.label ||
    Math.abs((found?.disagreement ?? 0) - (expected?.disagreement ?? 1)) > 1e-9
  )
    throw new Error(`item ${item} is filled in wrongly: ${JSON.stringify({ found, tally, expected })}`)
}

/** In turns, so that a slow moment of the machine strikes all. */
async function oneVote(few: string, many: string, bare: string | undefined): Promise<void> {
  const times: Record<'few' | 'many' | 'bare', number[]> = { few: [], many: [], bare: [] }
  const random = seededRandom(5)
  const rival = bare === undefined ? undefined : bareInsert(bare)
  await withStore(few, (small) =>
    withStore(many, async (large) => {
      for (let round = 0; round < ROUNDS; round += 1) {
        for (const [name, store, votes] of [
          ['few', small, FEW],
          ['many', large, MANY],
        ] as const) {
          const { handleVote } = votingOn(store)
          for (let vote = 0; vote < VOTES_A_ROUND; vote += 1) {
            const incoming = aVote(
              Math.floor((random() * votes) / VOTES_AN_ITEM),
              Math.floor(random() * ANNOTATORS),
              random,
            )
            times[name].push(await milliseconds(() => handleVote(incoming)))
          }
        }
        for (let vote = 0; rival && vote < VOTES_A_ROUND; vote += 1)
          times.bare.push(
            await milliseconds(() => rival.insert(Math.floor((random() * MANY) / VOTES_AN_ITEM))),
          )
      }
    }),
  )
  rival?.close()
  const [fewMedian, manyMedian] = [quantile(times.few, 0.5), quantile(times.many, 0.5)]
  say(
    `one vote, ${FEW} stored: ${spread(times.few)}; ${MANY} stored: ${spread(times.many)}; ratio ${(manyMedian / fewMedian).toFixed(2)}`,
  )
  if (rival) say(`  node:sqlite alone, the event row into the ${MANY}: ${spread(times.bare)}`)
}

/** The rival: one prepared statement, no look at what is there before, no counts. */
function bareInsert(file: string) {
  const database = new DatabaseSync(file)
  database.exec('pragma synchronous = normal; pragma foreign_keys = on; pragma secure_delete = on')
  const columns =
    'event_key, platform, workspace, channel, message, exchange_id, attempt_id, annotator, emoji, label, action, event_time, received_time, source, codebook_version, by_asker, saw_other_votes'
  const statement = database.prepare(
    `insert into vote_events (${columns}) values (${columns.replaceAll(/\w+/g, '?')}) on conflict do nothing`,
  )
  let events = 0
  return {
    insert(item: number) {
      events += 1
      const { platform, workspace, channel, message } = messageOf(item)
      statement.run(
        ...[`bare:${events}`, platform, workspace, channel, message, exchangeOf(item), `attempt-${item}`],
        ...[
          annotatorOf(events % ANNOTATORS),
          '👍',
          'answered_well',
          'add',
          events,
          events,
          'live',
          '1',
          0,
          0,
        ],
      )
    },
    close: () => database.close(),
  }
}

/** What `/stats` has to wait for before its text: the first call of a process, and later ones. */
async function statistics(many: string): Promise<void> {
  for (const by of ['model', 'strategy', 'type', 'week'] as const) {
    const times: number[] = []
    await withStore(many, async (store) => {
      for (let call = 0; call < STATISTICS_CALLS; call += 1) {
        const query = { ...WORKSPACE, days: 365, by: [by], annotators: 10 }
        times.push(await milliseconds(() => statisticsReport(store, query, Date.now())))
      }
    })
    say(
      `/stats by ${by}, ${MANY} votes: first ${times[0]?.toFixed(0)} ms, then ${quantile(times.slice(1), 0.5).toFixed(0)} ms`,
    )
  }
}

/** Everybody reacts to one message at once; then a few people give and take back as fast as they can. */
async function storms(few: string, many: string): Promise<void> {
  for (const [place, stored] of [
    [few, FEW],
    [many, MANY],
  ] as const) {
    await withStore(place, async (store) => {
      const { handleVote } = votingOn(store)
      let [start, cpu] = [performance.now(), process.cpuUsage()]
      const crowd = await Promise.all(
        Array.from({ length: STORM }, (_, voter) => handleVote(reaction(0, `storm ${voter}`, 'add', voter))),
      )
      say(
        `storm on one message by ${STORM} people, ${stored} stored: ${seconds(start)}, ${cpuSeconds(cpu)} computing, ${recorded(crowd)} recorded`,
      )
      ;[start, cpu] = [performance.now(), process.cpuUsage()]
      const toggles: string[] = []
      for (let event = 0; event < STORM; event += 1) {
        const action = Math.floor(event / TOGGLERS) % 2 === 0 ? 'add' : 'remove'
        toggles.push(await handleVote(reaction(1, `toggler ${event % TOGGLERS}`, action, event)))
      }
      say(
        `  by ${TOGGLERS} people, giving and taking back: ${seconds(start)}, ${cpuSeconds(cpu)} computing, ${recorded(toggles)} recorded`,
      )
    })
  }
}

function recorded(results: readonly string[]): number {
  return results.filter((result) => result === 'recorded').length
}

/** Each in a process of its own, whose peak memory is told. */
function exports(middling: string, many: string): void {
  for (const rows of given.postgres ? ['votes', 'items'] : ['votes', 'items', 'bare']) {
    for (const [place, votes] of [
      [middling, MIDDLING],
      [many, MANY],
    ] as const) {
      const told = execFileSync(process.execPath, [import.meta.filename, '--export', place, '--rows', rows], {
        encoding: 'utf8',
      })
      say(
        `export of ${rows === 'bare' ? 'votes by a plain iteration of node:sqlite' : rows}, ${votes} votes: ${told.trim()}`,
      )
    }
  }
}

async function exportTo(place: string, rows: string): Promise<void> {
  const start = performance.now()
  let [lines, bytes] = [0, 0]
  const take = (text: string) => {
    bytes += Buffer.byteLength(text)
    for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) lines += 1
  }
  if (rows === 'bare') bareExport(place, take)
  else {
    await withStore(place, async (store) => {
      const pieces =
        rows === 'votes'
          ? exportedVotes(store, {}, { format: 'csv' })
          : exportedItems(store, {}, { format: 'csv' })
      for await (const text of pieces) take(text)
    })
  }
  const peak = process.resourceUsage().maxRSS / 1024
  say(
    `${lines} lines, ${(bytes / 1e6).toFixed(0)} MB in ${seconds(start)}, peak memory ${peak.toFixed(0)} MB`,
  )
}

/** The rival: every event, whether it stands or not, a row at a time. */
function bareExport(file: string, take: (text: string) => void): void {
  const database = new DatabaseSync(file)
  const statement = database.prepare(
    'select exchange_id, attempt_id, annotator, label, emoji, platform, workspace, channel, event_time, received_time, source, codebook_version, by_asker, saw_other_votes from vote_events order by seq',
  )
  for (const row of statement.iterate()) take(`${Object.values(row).join()}\n`)
  database.close()
}

async function withStore<Result>(url: string, use: (store: Store) => Promise<Result>): Promise<Result> {
  const store = await openStore({ url })
  try {
    return await use(store)
  } finally {
    await store.close()
  }
}

function votingOn(store: Store) {
  const { codebookAt } = createCodebooks({ store, codebook: CODEBOOK, now: Date.now }).offered
  return createVoting({ store, codebookAt, pseudonym: ({ user }) => user, now: Date.now })
}

function aVote(item: number, voter: number, random: () => number): IncomingVote {
  made += 1
  const { emoji = '👍' } = CODEBOOK.entries[Math.floor(random() * CODEBOOK.entries.length)] ?? {}
  return { ...reaction(item, annotatorOf(voter), 'add', Date.now()), eventId: `measured-${made}`, emoji }
}

/** As Discord tells it, whose events have no id: it costs one more look than one that has. */
function reaction(item: number, user: string, action: 'add' | 'remove', eventTime: number): IncomingVote {
  const voter: Person = { ...WORKSPACE, user }
  return { message: messageOf(item), voter, emoji: '👍', action, eventTime, source: 'live' }
}

async function milliseconds(call: () => unknown): Promise<number> {
  const start = performance.now()
  await call()
  return performance.now() - start
}

function quantile(times: readonly number[], share: number): number {
  const sorted = times.toSorted((one, other) => one - other)
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN
}

function spread(times: readonly number[]): string {
  return `median ${quantile(times, 0.5).toFixed(3)} ms, 99th percentile ${quantile(times, 0.99).toFixed(2)} ms`
}

/** Which other programs on the machine do not lengthen. */
function cpuSeconds(since: NodeJS.CpuUsage): string {
  const { user, system } = process.cpuUsage(since)
  return `${((user + system) / 1e6).toFixed(2)} s`
}

function seconds(start: number): string {
  return `${((performance.now() - start) / 1000).toFixed(2)} s`
}
