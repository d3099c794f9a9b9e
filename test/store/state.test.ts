import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import type { ExpiringStorage } from '../../src/store/expiring-storage.ts'
import { openKeyvRedis } from '../../src/store/keyv-redis.ts'
import { openKeyvSqlite } from '../../src/store/keyv-sqlite.ts'
import { openStore } from '../../src/store/sql-store.ts'
import { openState } from '../../src/store/state.ts'
import { redisUrl } from '../support/services.ts'
import { aClaim, finished, fresh } from './records.ts'
import { stateContract } from './state-contract.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'recourse-state-'))
})
afterAll(() => rm(folder, { recursive: true }))

async function openThree(url: string, clear: () => Promise<void>) {
  const namespace = fresh('space*')
  const [state, other, elsewhere] = await Promise.all([
    openState({ url, namespace }),
    openState({ url, namespace }),
    openState({ url, namespace: `${namespace}2` }),
  ])
  return {
    state,
    other,
    elsewhere,
    async close() {
      await Promise.all([state.close(), other.close(), elsewhere.close()])
      await clear()
    },
  }
}

stateContract('a SQLite file', () => openThree(join(folder, 'contract.db'), async () => {}))

stateContract('SQLite in memory', async () => {
  const [state, elsewhere] = await Promise.all([
    openState({ url: ':memory:' }),
    openState({ url: ':memory:' }),
  ])
  return { state, other: state, elsewhere, close: async () => void (await state.close()) }
})

const redis = await redisUrl()
if (redis) {
  // Every key of the contract expires within a minute.
  stateContract('Redis', () => openThree(redis, async () => {}))
} else {
  describe.skip('the state on Redis', () => {
    it('needs a server at 127.0.0.1:6379')
  })
}

describe.each([
  ['SQLite', async () => openKeyvSqlite(join(folder, 'storage.db'))],
  ...(redis ? [['Redis', async () => openKeyvRedis(redis)] as const] : []),
] as const)('the Keyv storage on %s', (_, open) => {
  it('clears its own namespace and no other, even one whose name looks like it', async () => {
    const [one, two]: ExpiringStorage[] = await Promise.all([open(), open()])
    if (!one || !two) throw new Error('two were opened')
    one.namespace = fresh('n*')
    // A pattern that takes the star for a wildcard would clear the second with the first.
    two.namespace = one.namespace.replace('*', '*:')
    const expires = Date.now() + 60_000
    await Promise.all(['a', 'b', 'c'].map((key) => one.set(key, 'x', expires)))
    await two.set('a', 'y', expires)
    expect(await one.has('a')).toBe(true)
    await one.clear()
    await one.clear()
    expect(await one.has('a')).toBe(false)
    expect(await two.get('a')).toBe('y')
    await two.clear()
    await Promise.all([one.disconnect(), two.disconnect()])
    await one.disconnect()
  })
})

describe('state on a SQLite file', () => {
  it('lives beside the records, and neither waits on nor undoes what the other writes', async () => {
    const url = join(folder, 'shared.db')
    const store = await openStore({ url })
    const state = await openState({ url })
    const claims = Array.from({ length: 20 }, () => aClaim())
    await Promise.all(claims.map((claim) => store.claim(claim)))
    await Promise.all(
      claims.flatMap((claim, index) => [
        store.finish(finished(claim)),
        state.set(`key ${index}`, index, 60_000),
      ]),
    )
    for (const [index, claim] of claims.entries()) {
      expect((await store.exchange(claim.exchangeId))?.outcome).toBe('answered')
      expect(await state.get(`key ${index}`, z.number())).toBe(index)
    }
    await Promise.all([store.close(), state.close()])
  })

  it('sweeps out what has expired', async () => {
    const url = join(folder, 'sweep.db')
    const first = await openKeyvSqlite(url)
    await first.set('old', 'x', Date.now() - 1)
    await first.disconnect()
    const second = await openKeyvSqlite(url)
    await second.set('new', 'y', Date.now() + 60_000)
    await second.disconnect()
    const file = new DatabaseSync(url)
    expect(file.prepare('select key from expiring_state').all()).toEqual([{ key: 'new' }])
    file.close()
  })

  it('gives nothing for a value that somebody has spoilt', async () => {
    const url = join(folder, 'spoilt.db')
    const state = await openState({ url })
    await state.set('key', 'value', 60_000)
    const file = new DatabaseSync(url)
    file.exec(`update expiring_state set value = '{"half'`)
    file.close()
    expect(await state.get('key', z.string())).toBeUndefined()
    await state.close()
  })
})

describe('state that cannot be opened', () => {
  it.each([
    ['redis://someone:secret@127.0.0.1:1', 'unreachable', /127\.0\.0\.1:1 .*STATE_URL/],
    ['memcached://127.0.0.1', 'unreachable', /redis:\/\//],
  ])('says so in one line for %s, without the password', async (url, code, message) => {
    const error: unknown = await openState({ url }).catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({ code, message: expect.stringMatching(message) })
    expect(String(error)).not.toMatch(/secret|\n/)
  })

  it('says so for a file that is no database, and leaves it as it is', async () => {
    const url = join(folder, 'text.db')
    await writeFile(url, 'Dear diary, '.repeat(200))
    await expect(openState({ url })).rejects.toMatchObject({ code: 'corrupt' })
  })
})
