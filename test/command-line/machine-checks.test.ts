import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { databaseChecks } from '../../src/command-line/database-check.ts'
import type { Check } from '../../src/command-line/doctor.ts'
import { machineChecks } from '../../src/command-line/machine-checks.ts'
import { readConfig } from '../../src/config.ts'
import { inspectDatabase } from '../../src/store/inspect-database.ts'
import { migrate } from '../../src/store/migrations/migrate.ts'
import { openSqlite } from '../../src/store/open-sqlite.ts'
import { openStore } from '../../src/store/sql-store.ts'
import { aClaim } from '../store/records.ts'
import { runRecourse } from '../support/run-recourse.ts'

let folder: string
let server: Server
let date: string
let url: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'recourse-doctor-'))
  date = new Date().toUTCString()
  server = createServer((_, response) => {
    response.sendDate = false
    response.writeHead(200, date === '' ? {} : { date }).end('{}')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/`
})
afterEach(async () => {
  await new Promise((resolve) => server.close(resolve))
  await rm(folder, { recursive: true })
})

async function said(checks: readonly Check[], name: string): Promise<string> {
  const check = checks.find((one) => one.name === name)
  if (!check) return 'not looked at'
  return check.look().then(
    (found) => (typeof found === 'string' ? `ok: ${found}` : `warn: ${found.warning}`),
    (error: Error) => `bad: ${error.message}`,
  )
}

/** An app that workspaces install. */
const APP = {
  SLACK_CLIENT_ID: '1.2',
  SLACK_CLIENT_SECRET: 'b'.repeat(32),
  SLACK_SIGNING_SECRET: 'a'.repeat(32),
  ENCRYPTION_KEY: 'c'.repeat(32),
}

const HTTP = { SLACK_BOT_TOKEN: 'xoxb-1', SLACK_SIGNING_SECRET: 'a'.repeat(32) }

describe('the doctor’s look at the clock', () => {
  const clock = (env: Record<string, string>) =>
    said(machineChecks(readConfig({ SLACK_API_URL: url, ...env })), 'clock')
  const off = (seconds: number) => {
    date = new Date(Date.now() + seconds * 1000).toUTCString()
  }

  it('is content with a few seconds', async () => {
    off(10)
    expect(await clock(HTTP)).toMatch(/^ok: within 30 s/)
  })

  it('warns of a minute, and says how to set it', async () => {
    off(60)
    expect(await clock(HTTP)).toMatch(/^warn: This clock is (59|6\d) s behind .* Set the clock by NTP/)
    off(-60)
    expect(await clock(HTTP)).toMatch(/^warn: This clock is (59|6\d) s ahead of /)
  })

  it('calls it bad where Slack’s signatures would be refused, and only there', async () => {
    off(-400)
    expect(await clock(HTTP)).toMatch(/^bad: .*signatures/)
    expect(await clock(APP)).toMatch(/^bad: .*signatures/)
    expect(await clock({ SLACK_BOT_TOKEN: 'xoxb-1', SLACK_APP_TOKEN: 'xapp-1' })).toMatch(/^warn: /)
  })

  it('says when it cannot compare, and is not taken where nothing depends on it', async () => {
    date = ''
    expect(await clock(HTTP)).toMatch(/^warn: .*does not tell the time/)
    expect(await clock({ ...HTTP, SLACK_API_URL: 'http://127.0.0.1:9/api/' })).toMatch(
      /^bad: .*check the network/,
    )
    expect(await said(machineChecks(readConfig({})), 'clock')).toBe('not looked at')
  })
})

describe('the doctor’s look at the machine', () => {
  it('wants the Node that is tested', async () => {
    expect(await said(machineChecks(readConfig({}), { node: '23.6.0' }), 'runtime')).toMatch(
      /^warn: .*npm ci/,
    )
    expect(await said(machineChecks(readConfig({})), 'runtime')).toMatch(/^ok: Node /)
  })

  it('says who can see the console and the metrics', async () => {
    const exposure = (env: Record<string, string>) => said(machineChecks(readConfig(env)), 'exposure')
    const token = 'a-token-that-is-long'
    expect(await exposure({})).toBe('ok: the console for this machine alone, /metrics for this machine alone')
    expect(await exposure({ WEB_TOKEN: token })).toContain('/metrics for nobody: set METRICS_TOKEN')
    expect(await exposure({ HOST: '0.0.0.0', WEB_TOKEN: token, METRICS_TOKEN: token })).toMatch(
      /^warn: .*without TLS.*whoever shows METRICS_TOKEN/,
    )
  })

  it('says that nobody in a chat can change settings, where that is so', async () => {
    const admins = (env: Record<string, string>) =>
      said(machineChecks(readConfig({ ...HTTP, ...env })), 'admins')
    expect(await admins({})).toMatch(/^warn: .*set ADMINS/)
    expect(await admins({ ADMINS: 'U1,U2' })).toBe('ok: 2 may change settings')
    const installed = (env: Record<string, string>) =>
      said(machineChecks(readConfig({ ...APP, ...env })), 'admins')
    expect(await installed({})).toBe('ok: in Slack whoever installed the app there')
    expect(await installed({ DISCORD_TOKEN: 'a.b.c' })).toMatch(/^warn: Nobody in Discord .*set ADMINS/)
  })
})

describe('the doctor', () => {
  it('makes no file, neither of records nor of a key', async () => {
    const env = { PORT: '0' }
    const { status, stdout } = await runRecourse(['doctor'], { cwd: folder, env })
    expect(status).toBe(0)
    expect(stdout).toMatch(/^ok {3}pseudonym key: made at the first start/m)
    expect(await readdir(folder)).toEqual([])
  })

  it('misses the key only where something is stored under it', async () => {
    const file = join(folder, 'recourse.sqlite')
    const key = async () => {
      const { stdout } = await runRecourse(['doctor'], { cwd: folder, env: { PORT: '0' } })
      return stdout.split('\n').find((line) => line.includes('pseudonym key'))
    }
    const store = await openStore({ url: file })
    expect(await key()).toMatch(/^ok {3}.*made at the first start/)
    await store.claim(aClaim())
    await store.close()
    expect(await key()).toMatch(/^warn .*There are records, and no key file/)
  })
})

describe('the doctor’s look at the records', () => {
  const file = () => join(folder, 'new', 'records.sqlite')
  const checks = (free?: (folder: string) => number) =>
    databaseChecks(readConfig({ DATABASE_URL: file() }), free)

  it('names what there is, and its schema', async () => {
    expect(await said(checks(), 'database')).toBe(`ok: ${file()}, made at the first start`)
    await (await openStore({ url: file() })).close()
    expect(await said(checks(), 'database')).toMatch(/^ok: .*\(SQLite 3\.\d+\.\d+\), schema \d+$/)
  })

  it('warns of migrations that are to come, and makes none', async () => {
    const old = await openSqlite(file())
    await migrate(old.db, { flavour: 'sqlite', place: file(), now: () => 0, to: 3 })
    await old.db.destroy()
    expect(await said(checks(), 'database')).toMatch(/^warn: .*has schema 3.*recourse backup FILE\.$/)
    const env = {
      ...{ DATABASE_URL: file(), PORT: '0', EVALUATE_CRON: '@weekly', EVALUATE_SAMPLE: '20' },
      ...{ ...APP, SLACK_API_URL: url, ADMIN_CHANNEL: 'slack:C1' },
    }
    const { stdout } = await runRecourse(['doctor'], { cwd: folder, env })
    expect(stdout).toMatch(/^bad {2}admin channel .*not of this version yet/m)
    expect(stdout).not.toContain('None has installed')
    expect(stdout).toMatch(/^warn database: .*has schema 3/m)
    expect(stdout).toMatch(/^(ok {3}|warn )watching models: /m)
    expect((await inspectDatabase(file()))?.schema).toBe(3)
  })

  it('says before the disk is full', async () => {
    expect(
      await said(
        checks(() => 5e9),
        'disk space',
      ),
    ).toMatch(/^ok: 4\.7 GiB free in /)
    expect(
      await said(
        checks(() => 5e8),
        'disk space',
      ),
    ).toMatch(/^warn: Only 0\.5 GiB/)
    expect(
      await said(
        checks(() => 5e7),
        'disk space',
      ),
    ).toMatch(/^bad: Only 0\.0 GiB.*free some/)
    expect(await said(checks(), 'disk space')).toContain(`free in ${folder}`)
  })
})
