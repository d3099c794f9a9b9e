import { chmod, mkdir, mkdtemp, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { rightsChecks } from '../src/command-line/rights-checks.ts'
import { readConfig } from '../src/config.ts'
import { loadOrCreateKey } from '../src/crowd/pseudonym.ts'
import { makePrivate } from '../src/private-file.ts'
import { openStore } from '../src/store/sql-store.ts'
import { runRecourse } from './support/run-recourse.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'recourse-private-'))
})
afterEach(() => rm(folder, { recursive: true }))

const rights = async (path: string) => (await stat(path)).mode & 0o777

describe('a file that others could read', () => {
  it('is theirs no more once it was opened as the database, with what stands beside it', async () => {
    const path = join(folder, 'records.db')
    const first = await openStore({ url: path })
    for (const end of ['', '-wal', '-shm']) await chmod(path + end, 0o664)
    const second = await openStore({ url: `file:${path}` })
    for (const end of ['', '-wal', '-shm']) expect([end, await rights(path + end)]).toEqual([end, 0o600])
    await first.close()
    await second.close()
  })

  it('is theirs no more once it was read as the key', async () => {
    const path = join(folder, 'recourse.key')
    const key = await loadOrCreateKey(path)
    expect(await rights(path)).toBe(0o600)
    await chmod(path, 0o644)
    expect(await loadOrCreateKey(path)).toEqual(key)
    expect(await rights(path)).toBe(0o600)
  })

  it('is theirs no more once an export was written over it', async () => {
    await (await openStore({ url: join(folder, 'recourse.sqlite') })).close()
    const [out, card] = [join(folder, 'votes.csv'), join(folder, 'card.md')]
    for (const file of [out, card]) {
      await writeFile(file, 'old')
      await chmod(file, 0o644)
    }
    const args = ['export', '--format', 'csv', '--out', out, '--card', card]
    expect(await runRecourse(args, { cwd: folder })).toMatchObject({ status: 0 })
    expect([await rights(out), await rights(card)]).toEqual([0o600, 0o600])
  })

  it('is left alone where it is no file', async () => {
    expect(makePrivate(folder)).toBe(true)
    expect(makePrivate(join(folder, 'not-there'))).toBe(true)
    const device = join(folder, 'device')
    await symlink('/dev/null', device)
    const before = await rights('/dev/null')
    expect(makePrivate(device)).toBe(true)
    expect(await rights('/dev/null')).toBe(before)
  })
})

describe('the doctor', () => {
  const look = (url: string) =>
    Promise.all(rightsChecks(readConfig({ DATABASE_URL: url })).map((check) => check.look()))

  it('says whose the files are, and warns of a folder in which others may replace them', async () => {
    const inside = join(folder, 'inside')
    await mkdir(inside)
    await chmod(inside, 0o755)
    const url = join(inside, 'records.db')
    await (await openStore({ url })).close()
    expect(await look(url)).toEqual(['for this user alone'])
    await chmod(inside, 0o777)
    expect(await look(url)).toEqual([{ warning: expect.stringContaining(`chmod go-w ${inside}`) }])
    await chmod(inside, 0o1777)
    expect(await look(url)).toEqual(['for this user alone'])
  })

  it('has nothing to say of a database elsewhere whose key comes from the environment', () => {
    const config = readConfig({ DATABASE_URL: 'postgres://db/x', PSEUDONYM_KEY: 'k'.repeat(32) })
    expect(rightsChecks(config)).toEqual([])
  })
})
