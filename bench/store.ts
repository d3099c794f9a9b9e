import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { openStore } from '../src/store/sql-store.ts'
import { aClaim, anAttempt, aVote, finished, fresh, messageOf } from '../test/store/records.ts'

/**
 * What the records cost: one answered exchange (claim and finish) and one vote on a SQLite file, beside the
 * same rows put into the same tables by prepared statements of node:sqlite and nothing else.
 * Run: node bench/store.ts [exchanges per round]
 */
const ROUNDS = 7
const count = Number(process.argv[2] ?? 1_000)
const folder = mkdtempSync(join(tmpdir(), 'recourse-bench-'))

interface Contestant {
  exchange(): Promise<void> | void
  vote(): Promise<void> | void
  close(): Promise<void> | void
}

try {
  const contestants = [
    ['recourse', await recourse(join(folder, 'recourse.db'))],
    ['node:sqlite', await bare(join(folder, 'bare.db'))],
  ] as const
  const exchanges: number[][] = [[], []]
  const votes: number[][] = [[], []]
  // In turns, so that a slow moment of the machine strikes both.
  for (let round = 0; round < ROUNDS; round++) {
    for (const [index, [, contestant]] of contestants.entries()) {
      exchanges[index]?.push(await milliseconds(contestant.exchange))
      votes[index]?.push(await milliseconds(contestant.vote))
    }
  }
  for (const [, contestant] of contestants) await contestant.close()
  for (const [what, times] of [
    ['claim + finish', exchanges],
    ['vote', votes],
  ] as const) {
    const [ours = Number.NaN, theirs = Number.NaN] = times.map(median)
    const line = [ours, theirs].map((each) => `${each.toFixed(3)} ms (${Math.round(1_000 / each)}/s)`)
    process.stdout.write(
      `${what}: recourse ${line[0]}, node:sqlite alone ${line[1]}, ratio ${(ours / theirs).toFixed(2)}\n`,
    )
  }
} finally {
  rmSync(folder, { recursive: true })
}

async function recourse(url: string): Promise<Contestant> {
  const store = await openStore({ url })
  const item = aClaim()
  await store.claim(item)
  return {
    async exchange() {
      const claim = aClaim()
      await store.claim(claim)
      await store.finish(ending(claim))
    },
    async vote() {
      await store.recordVote(aVote({ exchangeId: item.exchangeId, annotator: fresh('annotator') }))
    },
    close: () => store.close(),
  }
}

/** The rival: no port, no query builder, no promise; the same schema, settings, transactions and values. */
async function bare(url: string): Promise<Contestant> {
  await (await openStore({ url })).close()
  const database = new DatabaseSync(url)
  database.exec('pragma synchronous = normal; pragma foreign_keys = on; pragma secure_delete = on')
  const insert = (table: string, columns: string) =>
    database.prepare(
      `insert into ${table} (${columns}) values (${columns.replaceAll(/\w+/g, '?')}) on conflict do nothing`,
    )
  const exchange = insert(
    'exchanges',
    'id, platform, workspace, channel, message, thread, asker, prompt, trusted, model, strategy, claimed_by, lease_until, created_at',
  )
  const outcome = database.prepare(
    'update exchanges set outcome = ?, finished_at = ?, calls = ?, shown_attempt = ?, failure_code = null, failure_message = null where id = ? and claimed_by = ? and outcome is null',
  )
  const attempt = insert(
    'attempts',
    'exchange_id, id, strategy, version, model, verdict, confidence, verdict_reason, completion, cut_short, input_tokens, output_tokens, milliseconds, how_asked, checked_level',
  )
  const message = insert('messages', 'platform, workspace, channel, message, exchange_id, attempt_id, at')
  const event = insert(
    'vote_events',
    'event_key, platform, workspace, channel, message, exchange_id, attempt_id, annotator, emoji, label, action, event_time, received_time, source, codebook_version, by_asker, saw_other_votes',
  )
  const put = (claim: ReturnType<typeof aClaim>) => {
    const { key, place } = claim
    exchange.run(
      ...[claim.exchangeId, key.platform, key.workspace, key.channel, key.message, place.thread, claim.asker],
      ...[claim.prompt, '{}', claim.model, claim.strategy, claim.claimedBy, claim.leaseUntil, claim.at],
    )
  }
  const item = aClaim()
  put(item)
  return {
    exchange() {
      const claim = aClaim()
      put(claim)
      const end = ending(claim)
      database.exec('begin immediate')
      outcome.run(end.outcome, end.at, end.calls, end.shownAttempt ?? null, end.exchangeId, end.claimedBy)
      for (const a of end.attempts) {
        attempt.run(
          ...[end.exchangeId, a.id, a.strategy, a.version, a.model, a.verdict, a.confidence, a.verdictReason],
          ...[a.completion, 0, null, null, a.milliseconds, null, null],
        )
      }
      for (const { key, exchangeId, attemptId, at } of end.messages) {
        message.run(key.platform, key.workspace, key.channel, key.message, exchangeId, attemptId, at)
      }
      database.exec('commit')
    },
    vote() {
      const vote = aVote({ exchangeId: item.exchangeId, annotator: fresh('annotator') })
      const key = vote.message
      event.run(
        ...[vote.eventKey, key.platform, key.workspace, key.channel, key.message, vote.exchangeId],
        ...[vote.attemptId, vote.annotator, vote.emoji, vote.label, vote.action, vote.eventTime],
        ...[vote.receivedTime, vote.source, vote.codebookVersion, 0, 0],
      )
    },
    close: () => database.close(),
  }
}

/** An answer of usual length, shown in one message. */
function ending(claim: ReturnType<typeof aClaim>) {
  const attempt = anAttempt({ completion: 'A sentence of an answer. '.repeat(40) })
  const link = {
    key: messageOf(fresh('posted')),
    exchangeId: claim.exchangeId,
    attemptId: attempt.id,
    at: 150,
  }
  return finished(claim, { attempts: [attempt], shownAttempt: attempt.id, messages: [link] })
}

/** Per call, over one round. */
async function milliseconds(call: () => Promise<void> | void): Promise<number> {
  const start = performance.now()
  for (let index = 0; index < count; index++) await call()
  return (performance.now() - start) / count
}

function median(times: readonly number[]): number {
  return times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)] ?? Number.NaN
}
