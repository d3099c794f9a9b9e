import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync } from 'node:fs'
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { text } from 'node:stream/consumers'
import { sql } from 'kysely'
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest'
import { attemptRow, claimRow } from '../../src/store/exchange-rows.ts'
import { migrate } from '../../src/store/migrations/migrate.ts'
import { openPostgres } from '../../src/store/open-postgres.ts'
import { openSqlite } from '../../src/store/open-sqlite.ts'
import { createSqlStore, openStore } from '../../src/store/sql-store.ts'
import { voteRow } from '../../src/store/votes.ts'
import { postgresSchema } from '../support/services.ts'
import { aClaim, anAttempt, aVote, finished, messageOf } from './records.ts'

let folder: string
let url: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'recourse-store-'))
  url = join(folder, 'records.db')
})
afterEach(() => rm(folder, { recursive: true }))

const failure = (work: Promise<unknown>) => work.then(undefined, (error: unknown) => error)
const run = (program: string, target: string) =>
  spawn(process.execPath, [join(import.meta.dirname, program), target], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })

/** Transactions in a write-ahead log: the frames that say how large the database is after a commit. */
async function commitsOf(log: string): Promise<number> {
  // https://www.sqlite.org/fileformat2.html#walformat
  const bytes = await readFile(log)
  const frame = 24 + bytes.readUInt32BE(8)
  let commits = 0
  for (let at = 32; at + frame <= bytes.length; at += frame) if (bytes.readUInt32BE(at + 4) > 0) commits++
  return commits
}

describe('a SQLite file', () => {
  it('is made with its folder, for its owner only', async () => {
    url = join(folder, 'new', 'folder', 'records.db')
    const store = await openStore({ url })
    await store.claim(aClaim())
    const files = await readdir(join(folder, 'new', 'folder'))
    expect(files.sort()).toEqual(['records.db', 'records.db-shm', 'records.db-wal'])
    for (const file of files) {
      expect((await stat(join(folder, 'new', 'folder', file))).mode & 0o777, file).toBe(0o600)
    }
    await store.close()
  })

  it('no longer holds a forgotten word', async () => {
    const store = await openStore({ url })
    const claim = aClaim({ prompt: 'unforgettable '.repeat(1_000), asker: 'pseudonym-of-me' })
    await store.claim(claim)
    await store.finish(finished(claim, { attempts: [anAttempt({ completion: 'unforgettable' })] }))
    await store.claim(aClaim({ prompt: 'remembered' }))
    await store.setSetting('channel:web/local/general', 'model', 'rehearsal:gemma', 'pseudonym-of-me', 1)
    await store.forget(['pseudonym-of-me'])
    const bytes = await Promise.all((await readdir(folder)).map((file) => readFile(join(folder, file))))
    expect(Buffer.concat(bytes).includes('remembered')).toBe(true)
    expect(Buffer.concat(bytes).includes('unforgettable')).toBe(false)
    expect(Buffer.concat(bytes).includes('pseudonym-of-me')).toBe(false)
    await store.close()
  })

  it('is written to twice for an answer: once to claim, once to finish', async () => {
    const store = await openStore({ url })
    const claim = aClaim()
    const before = await commitsOf(`${url}-wal`)
    await store.claim(claim)
    const link = { key: messageOf('shown'), exchangeId: claim.exchangeId, attemptId: 'a', at: 1 }
    await store.finish(finished(claim, { attempts: [anAttempt(), anAttempt()], messages: [link] }))
    expect((await commitsOf(`${url}-wal`)) - before).toBe(2)
    await store.close()
  })

  it('is claimed from by several processes without a double', async () => {
    const children = Array.from({ length: 3 }, () => run('claim-process.ts', url))
    const printed = await Promise.all(children.map((child) => text(child.stdout)))
    const claimed = printed.flatMap((lines) => lines.trim().split('\n').filter(Boolean).map(Number))
    expect(claimed.sort((a, b) => a - b)).toEqual(Array.from({ length: 50 }, (_, index) => index + 1))
  })

  it('keeps everything acknowledged when its process is killed while it writes', async () => {
    const child = run('writer-process.ts', url)
    let printed = ''
    for await (const chunk of child.stdout) {
      printed += String(chunk)
      if (printed.split('\n').length > 40) child.kill('SIGKILL')
    }
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
    expect(child.signalCode).toBe('SIGKILL')
    const acknowledged = printed.split('\n').slice(0, -1)
    const store = await openStore({ url })
    const records = await Promise.all(acknowledged.map((id) => store.exchange(id)))
    expect(records.map((record) => [record?.outcome, record?.attempts.length])).toEqual(
      acknowledged.map(() => ['answered', 1]),
    )
    await store.close()
    const file = new DatabaseSync(url)
    expect(file.prepare('pragma integrity_check').all()).toEqual([{ integrity_check: 'ok' }])
    file.close()
  })
})

describe('a SQLite file that cannot be used', () => {
  it('is left as it is when it is no database, and the error says what to do', async () => {
    await writeFile(url, 'Dear diary, '.repeat(200))
    expect(await failure(openStore({ url }))).toMatchObject({
      code: 'corrupt',
      message: expect.stringMatching(/^[^\n]*records\.db[^\n]*move it away or restore a backup\.$/),
    })
    expect(await readFile(url, 'utf8')).toMatch(/^Dear diary/)
  })

  it('is called corrupt when its pages are, too', async () => {
    const store = await openStore({ url })
    for (let count = 0; count < 50; count++) await store.claim(aClaim({ prompt: 'x'.repeat(3_000) }))
    await store.close()
    const bytes = await readFile(url)
    await writeFile(url, bytes.fill(0xa5, 4_096))
    expect(await failure(openStore({ url }))).toMatchObject({ code: 'corrupt' })
  })

  // Tests may run as root, whom no permission bits stop; SQLite's own `mode=ro` fails writes in the same way.
  it('says so at once when it may only be read', async () => {
    await (await openStore({ url })).close()
    expect(await failure(openStore({ url: `file:${url}?mode=ro` }))).toMatchObject({
      code: 'read_only',
      message: expect.stringMatching(/write access/),
    })
  })

  it('says so when its folder is a file, or it is a folder', async () => {
    await writeFile(url, '')
    expect(await failure(openStore({ url: join(url, 'x.db') }))).toMatchObject({ code: 'unreachable' })
    expect(await failure(openStore({ url: folder }))).toMatchObject({ code: 'unreachable' })
  })

  it('was written by a newer Recourse: it is not touched', async () => {
    await (await openStore({ url })).close()
    const file = new DatabaseSync(url)
    file.exec('insert into schema_migrations (version, applied_at) values (99, 0)')
    file.close()
    expect(await failure(openStore({ url }))).toMatchObject({
      code: 'schema_too_new',
      message: expect.stringMatching(/^[^\n]*newer Recourse[^\n]*update Recourse[^\n]*$/),
    })
  })

  it('refuses writes with one line when it is full, loses nothing, and goes on once there is space', async () => {
    const database = await openSqlite(url)
    const { db } = database
    await migrate(db, { flavour: 'sqlite', place: url, now: () => 0 })
    const store = createSqlStore(database)
    const kept = aClaim()
    await store.claim(kept)
    const { rows } = await sql<{ page_count: number }>`pragma page_count`.execute(db)
    await sql`pragma max_page_count = ${sql.lit((rows[0]?.page_count ?? 0) + 2)}`.execute(db)

    const big = finished(kept, { attempts: [anAttempt({ completion: 'y'.repeat(50_000) })] })
    expect(await failure(store.finish(big))).toMatchObject({
      code: 'full',
      message: expect.stringMatching(/^[^\n]*no space left[^\n]*$/),
    })
    const tooBig = aClaim({ prompt: 'x'.repeat(50_000) })
    expect(await failure(store.claim(tooBig))).toMatchObject({ code: 'full' })
    const before = await store.exchange(kept.exchangeId)
    expect([before?.prompt, before?.outcome, before?.attempts]).toEqual([kept.prompt, undefined, []])

    await sql`pragma max_page_count = 100000`.execute(db)
    await store.finish(big)
    expect((await store.exchange(kept.exchangeId))?.outcome).toBe('answered')
    expect(await store.claim(tooBig)).toBe('claimed')
    await store.close()
  })
})

describe('a server that cannot be used', () => {
  it('is named by host and port, never with the password', async () => {
    const error = await failure(openStore({ url: 'postgres://someone:secret@127.0.0.1:1/records' }))
    expect(error).toMatchObject({
      code: 'unreachable',
      message: expect.stringMatching(/127\.0\.0\.1:1\/records .*DATABASE_URL/),
    })
    expect(String(error)).not.toMatch(/secret|someone|\n/)
  })

  it('is refused when it is of an unknown kind', async () => {
    expect(await failure(openStore({ url: 'mysql://me:secret@host/db' }))).toMatchObject({
      code: 'unreachable',
      message: expect.not.stringContaining('secret'),
    })
  })
})

describe('an upgrade', () => {
  it('brings a database of the first schema forward and keeps what is in it', async () => {
    const old = await openSqlite(url)
    await migrate(old.db, { flavour: 'sqlite', place: url, now: () => 0, to: 1 })
    const claim = aClaim()
    const { delivery: _, ...firstRow } = claimRow(claim)
    await old.db.insertInto('exchanges').values(firstRow).execute()
    const { why: _why, ...firstVote } = voteRow(aVote({ exchangeId: claim.exchangeId }), {
      byAsker: false,
      sawOtherVotes: false,
    })
    await old.db.insertInto('vote_events').values(firstVote).execute()
    await expect(createSqlStore(old).currentVotes(claim.exchangeId)).rejects.toMatchObject({
      code: 'write_failed',
    })
    await old.db.destroy()

    const opened = await openStore({ url })
    expect((await opened.currentVotes(claim.exchangeId)).map((vote) => vote.emoji)).toEqual(['👍'])
    expect(await opened.exchange(claim.exchangeId)).toMatchObject({ prompt: claim.prompt })
    await opened.close()
  })

  it('counts the votes that were stored before items were', async () => {
    const old = await openSqlite(url)
    await migrate(old.db, { flavour: 'sqlite', place: url, now: () => 0, to: 3 })
    const claim = aClaim()
    const { exchangeId } = claim
    await old.db.insertInto('exchanges').values(claimRow(claim)).execute()
    await old.db
      .insertInto('attempts')
      .values(attemptRow(exchangeId, anAttempt({ id: 'attempt' })))
      .execute()
    const derived = { byAsker: false, sawOtherVotes: false }
    for (const [annotator, label] of [
      ['ann', 'refused_harmless'],
      ['bob', 'refused_harmless'],
      ['cid', 'rightly_refused'],
      ['dan', 'not_sure'],
    ] as const) {
      const vote = aVote({ exchangeId, annotator, label, emoji: label })
      await old.db.insertInto('vote_events').values(voteRow(vote, derived)).execute()
    }
    await old.db.destroy()

    const opened = await openStore({ url })
    expect(await opened.itemsOf(exchangeId)).toMatchObject([
      {
        attemptId: 'attempt',
        votes: 4,
        label: 'refused_harmless',
        tally: { refused_harmless: 2, not_sure: 1 },
      },
    ])
    await opened.recordVote(aVote({ exchangeId, annotator: 'eve', label: 'rightly_refused', emoji: '🛡️' }))
    const [item] = await opened.itemsOf(exchangeId)
    expect([item?.votes, item?.label]).toEqual([5, undefined])
    await opened.close()
  })

  it('is done once by several processes that start together', async () => {
    const stores = await Promise.all(Array.from({ length: 5 }, () => openStore({ url })))
    await Promise.all(stores.map((store) => store.close()))
    const folder = join(import.meta.dirname, '../../src/store/migrations')
    const migrations = readdirSync(folder).filter((name) => /^\d{4}-/.test(name))
    const file = new DatabaseSync(url)
    expect(file.prepare('select version from schema_migrations order by version').all()).toEqual(
      migrations.map((_, index) => ({ version: index + 1 })),
    )
    file.close()
  })
})

const schema = await postgresSchema()
describe.skipIf(!schema)('PostgreSQL', () => {
  afterAll(() => schema?.drop())

  it('is claimed from by several processes, which also migrate at once, without a double', async () => {
    const children = Array.from({ length: 3 }, () => run('claim-process.ts', schema?.url ?? ''))
    const printed = await Promise.all(children.map((child) => text(child.stdout)))
    const claimed = printed.flatMap((lines) => lines.trim().split('\n').filter(Boolean).map(Number))
    expect(claimed.sort((a, b) => a - b)).toEqual(Array.from({ length: 50 }, (_, index) => index + 1))
  })

  it('may break a connection: that is logged without secrets, and the next query gets another', async () => {
    let logged: (line: string) => void = () => {}
    const warned = new Promise<string>((resolve) => {
      logged = resolve
    })
    const warn = (...details: unknown[]) => logged(JSON.stringify(details))
    const [broken, other] = await Promise.all([
      openPostgres(schema?.url ?? '', { warn }),
      openPostgres(schema?.url ?? ''),
    ])
    const pid = sql<{ pid: number }>`select pg_backend_pid() as pid`
    const before = (await pid.execute(broken.db)).rows[0]?.pid
    await sql`select pg_terminate_backend(${before})`.execute(other.db)
    expect(await warned).toMatch(/127\.0\.0\.1:5432/)
    expect((await pid.execute(broken.db)).rows[0]?.pid).not.toBe(before)
    await Promise.all([broken.db.destroy(), other.db.destroy()])
  })

  it('says read_only when it only takes reads, as a standby does', async () => {
    const url = schema?.url.replace('options=', 'options=-c%20default_transaction_read_only%3Don%20')
    expect(await failure(openStore({ url: url ?? '' }))).toMatchObject({ code: 'read_only' })
  })

  it('says which database is missing', async () => {
    const url = schema?.url.replace('/test?', '/no_such_database?')
    expect(await failure(openStore({ url: url ?? '' }))).toMatchObject({
      code: 'unreachable',
      message: expect.stringMatching(/no_such_database .*create it/),
    })
  })
})
