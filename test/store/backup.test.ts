import { execFile, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { copyFile, mkdtemp, readdir, rm, stat, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { promisify } from 'node:util'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openStore } from '../../src/store/sql-store.ts'
import { backUpSqlite, restoreSqlite } from '../../src/store/sqlite-backup.ts'
import { runRecourse } from '../support/run-recourse.ts'
import { postgresSchema } from '../support/services.ts'
import { aClaim, aVote, finished } from './records.ts'

const run = promisify(execFile)
const AT = new Date('2026-11-21T10:00:00Z')

let folder: string
let database: string
let backup: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'recourse-backup-'))
  database = join(folder, 'records.sqlite')
  backup = join(folder, 'backup.sqlite')
})
afterEach(() => rm(folder, { recursive: true }))

/** Writes one answered exchange; gives its id. */
async function write(url: string): Promise<string> {
  const store = await openStore({ url })
  const claim = aClaim()
  await store.claim(claim)
  await store.finish(finished(claim))
  await store.recordVote(aVote({ exchangeId: claim.exchangeId, eventKey: claim.exchangeId }))
  await store.close()
  return claim.exchangeId
}

async function holds(url: string, exchange: string): Promise<boolean> {
  const store = await openStore({ url })
  const votes = await store.currentVotes(exchange)
  const found = (await store.exchange(exchange))?.outcome === 'answered' && votes.length === 1
  await store.close()
  return found
}

describe('a backup of SQLite', () => {
  it('holds, while another process goes on writing, everything that was acknowledged before it', async () => {
    const writer = spawn(process.execPath, [join(import.meta.dirname, 'writer-process.ts'), database], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    let printed = ''
    let made: Awaited<ReturnType<typeof backUpSqlite>> | undefined
    let before: readonly string[] = []
    for await (const chunk of writer.stdout) {
      printed += String(chunk)
      if (made || printed.split('\n').length < 30) continue
      before = printed.split('\n').slice(0, -1)
      made = await backUpSqlite(database, backup)
      // It has gone on in the meantime, or goes on now.
      writer.kill('SIGKILL')
    }
    const restored = join(folder, 'elsewhere', 'records.sqlite')
    restoreSqlite(backup, restored, AT)
    const store = await openStore({ url: restored })
    for (const id of before) expect((await store.exchange(id))?.outcome).toBe('answered')
    await store.close()
    expect(before.length).toBeGreaterThanOrEqual(29)
    expect(made?.exchanges).toBeGreaterThanOrEqual(before.length)
  })

  it('is one file, whole and for its owner alone', async () => {
    const id = await write(database)
    expect(await backUpSqlite(database, backup)).toMatchObject({ exchanges: 1 })
    expect((await stat(backup)).mode & 0o777).toBe(0o600)
    expect((await readdir(folder)).filter((name) => name.startsWith('backup'))).toEqual(['backup.sqlite'])
    expect(await holds(backup, id)).toBe(true)
  })

  it('overwrites no other file, and leaves nothing where it could not be made', async () => {
    await write(database)
    await writeFile(backup, 'mine')
    await expect(backUpSqlite(database, backup)).rejects.toThrow('Give another name')
    await expect(backUpSqlite(database, join(folder, 'no', 'x'))).rejects.toThrow('There is no folder')
    await writeFile(database, 'no database, '.repeat(100))
    const other = join(folder, 'other.sqlite')
    await expect(backUpSqlite(database, other)).rejects.toMatchObject({ code: 'corrupt' })
    expect((await readdir(folder)).filter((name) => name.startsWith('other'))).toEqual([])
  })
})

describe('restoring', () => {
  it('puts the backup in place, keeps what was there, and takes no log of it for its own', async () => {
    const first = await write(database)
    await backUpSqlite(database, backup)
    const second = await write(database)
    const { before } = restoreSqlite(backup, database, AT)
    expect(before).toBe(`${database}.before-2026-11-21T10-00-00-000Z`)
    expect([await holds(database, first), await holds(database, second)]).toEqual([true, false])
    expect(await holds(before ?? '', second)).toBe(true)
    expect((await stat(database)).mode & 0o777).toBe(0o600)
  })

  it('is refused while somebody uses the records, and changes nothing then', async () => {
    const id = await write(database)
    await backUpSqlite(database, backup)
    const later = await write(database)
    const inUse = await openStore({ url: database })
    expect(() => restoreSqlite(backup, database, AT)).toThrow('Stop Recourse')
    expect((await inUse.exchange(later))?.outcome).toBe('answered')
    await inUse.close()
    expect([await holds(database, id), await holds(database, later)]).toEqual([true, true])
    expect(await readdir(folder)).not.toContain('records.sqlite.restored')
  })

  it('replaces records that are damaged', async () => {
    const id = await write(database)
    await backUpSqlite(database, backup)
    await writeFile(database, 'Dear diary, '.repeat(500))
    restoreSqlite(backup, database, AT)
    expect(await holds(database, id)).toBe(true)
  })

  it('takes nothing that is no whole backup, is of a newer version, or is not there', async () => {
    await write(database)
    await backUpSqlite(database, backup)
    const cut = join(folder, 'cut.sqlite')
    await copyFile(backup, cut)
    await truncate(cut, 8_192)
    const newer = join(folder, 'newer.sqlite')
    await copyFile(backup, newer)
    const file = new DatabaseSync(newer)
    file.exec('insert into schema_migrations (version, applied_at) values (99, 0)')
    file.close()
    await writeFile(join(folder, 'note.txt'), 'hello')
    for (const [name, why] of [
      ['cut.sqlite', 'no whole backup'],
      ['note.txt', 'no whole backup'],
      ['newer.sqlite', 'Update Recourse first'],
      ['absent.sqlite', 'There is no backup'],
    ] as const) {
      expect(() => restoreSqlite(join(folder, name), database, AT), name).toThrow(why)
    }
    expect((await readdir(folder)).some((name) => name.includes('before'))).toBe(false)
  })
})

describe('the commands backup and restore', () => {
  it('say what they did, and what else to keep in mind', async () => {
    await write(database)
    const env = { DATABASE_URL: database }
    const made = await runRecourse(['backup', backup], { cwd: folder, env })
    expect(made).toMatchObject({ status: 0, stderr: expect.stringContaining('pseudonym key') })
    expect(made.stdout).toMatch(/backup\.sqlite: 1 exchanges, schema \d+\n$/)
    const again = await runRecourse(['backup', backup], { cwd: folder, env })
    expect(again).toMatchObject({ status: 1, stderr: expect.stringMatching(/^[^\n]+already[^\n]+\n$/) })
    const restored = await runRecourse(['restore', backup], { cwd: folder, env })
    expect(restored).toMatchObject({ status: 0, stderr: expect.stringContaining('erased') })
    expect(restored.stdout).toContain('what was there is now in')
  })

  it('name PostgreSQL’s own tools where the records are there, and never its password', async () => {
    const env = { DATABASE_URL: 'postgres://me:secret@db/recourse' }
    const { status, stderr } = await runRecourse(['backup', 'x.dump'], { cwd: folder, env })
    expect(status).toBe(1)
    expect(stderr).toContain('pg_dump --format=custom --file=x.dump "$DATABASE_URL"')
    expect(stderr).not.toContain('secret')
  })
})

const schema = await postgresSchema()
const TOOLS = ['pg_dump', 'pg_restore'].every((tool) =>
  (process.env['PATH'] ?? '').split(':').some((place) => existsSync(join(place, tool))),
)
describe.skipIf(!schema || !TOOLS)('a backup of PostgreSQL by its own tools', () => {
  it('brings back everything that it held, as docs/operations.md says', async () => {
    const url = schema?.url ?? ''
    const [bare = ''] = url.split('?')
    const name = /search_path%3D(\w+)/.exec(url)?.[1] ?? ''
    const first = await write(url)
    await run('pg_dump', ['--format=custom', `--file=${backup}`, `--schema=${name}`, bare])
    const second = await write(url)
    await run('pg_restore', ['--clean', '--if-exists', `--dbname=${bare}`, backup])
    expect([await holds(url, first), await holds(url, second)]).toEqual([true, false])
    await schema?.drop()
  })
})
