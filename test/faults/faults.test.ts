import { describe, expect, it } from 'vitest'
import { postgresSchema, redisUrl } from '../support/services.ts'
import { startBreakableProxy } from './breakable-proxy.ts'
import { type RunResult, runOnce, type Servers } from './one-run.ts'

/** The fault suite in small, after all other tests; `npm run faults` is the whole of it. */
const SMALL = { messages: 24, votes: 48, duration: 8_000, say: () => {} } as const

const schema = await postgresSchema()
const redis = await redisUrl()

async function proxies(): Promise<Servers> {
  return {
    postgres: await startBreakableProxy(schema?.url ?? ''),
    // A database of its own, beside those of other tests.
    redis: await startBreakableProxy(`${redis}/9`),
  }
}

function expectNothingLost({ messages, votes, problems }: RunResult): void {
  expect(problems).toEqual([])
  expect(messages).toBe(SMALL.messages)
  expect(votes).toBeGreaterThan(0)
}

describe('while processes die, connections break and every service fails', () => {
  it('nothing is lost and nothing is twice on a SQLite file', async () => {
    expectNothingLost(await runOnce({ ...SMALL, seed: 1, mode: 'sqlite' }))
  }, 300_000)

  it.skipIf(!schema || !redis)(
    'nor by three processes on PostgreSQL and Redis',
    async () => {
      try {
        expectNothingLost(await runOnce({ ...SMALL, seed: 1, mode: 'postgres', servers: proxies }))
      } finally {
        await schema?.drop()
      }
    },
    300_000,
  )
})
