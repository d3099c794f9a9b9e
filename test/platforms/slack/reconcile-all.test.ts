import { expect, it } from 'vitest'
import { reconcilingAll } from '../../../src/platforms/slack/reconcile-all.ts'
import { watchedLogger } from '../../support/watched-logs.ts'

/** Workspaces of which nothing is known but that somebody looked; a look waits for `gate`. */
function setUp({ failures = 0, unlisted = 0, breaks = 0, forever = false, gate = Promise.resolve() } = {}) {
  const looked: string[] = []
  const waits: number[] = []
  const stop = new AbortController()
  let left = failures
  let lists = unlisted
  let broken = breaks
  const reconcile = reconcilingAll({
    workspaces: {
      async get(name: string) {
        looked.push(name)
        await gate
        if (name === 'T2' && left-- > 0) throw new Error('its token cannot be read')
        return undefined
      },
    },
    source: {
      async *all() {
        if (lists-- > 0) throw new Error('the records are out of reach')
        yield 'T1'
        if (broken-- > 0) throw new Error('the records went out of reach')
        yield 'T2'
      },
    },
    bot: { recentMessages: async () => [{ platform: 'slack', workspace: 'T', channel: 'C', message: '1' }] },
    logger: watchedLogger,
    now: Date.now,
    wait: async (milliseconds: number) => {
      waits.push(milliseconds)
      if (forever) await new Promise(() => {})
    },
    stopped: stop.signal,
    missedVotes: { note() {}, noteLater() {} },
  } as unknown as Parameters<typeof reconcilingAll>[0])
  return { looked, waits, stop, reconcile }
}

it('looks again, and later and later, in a workspace that could not be looked at', async () => {
  const { looked, waits, reconcile } = setUp({ failures: 2 })
  await reconcile()
  expect(looked.toSorted()).toEqual(['T1', 'T2', 'T2', 'T2'])
  expect(waits).toEqual([1_000, 8_000])
})

it('looks again where it cannot be told which workspaces there are', async () => {
  const { looked, waits, reconcile } = setUp({ unlisted: 2 })
  await reconcile()
  expect(looked.toSorted()).toEqual(['T1', 'T2'])
  expect(waits).toEqual([1_000, 8_000])
})

it('looks nowhere twice at a time where the list of workspaces breaks off', async () => {
  const gate = Promise.withResolvers<void>()
  const { looked, waits, reconcile } = setUp({ breaks: 1, gate: gate.promise })
  const looking = reconcile()
  await expect.poll(() => looked).toEqual(['T1'])
  await new Promise((resolve) => setTimeout(resolve, 20))
  expect(waits).toEqual([])
  gate.resolve()
  await looking
  expect(looked.toSorted()).toEqual(['T1', 'T1', 'T2'])
})

it('looks at all of them at once where it is called while it waits for one', async () => {
  const { looked, waits, reconcile } = setUp({ failures: 1, forever: true })
  const first = reconcile()
  await expect.poll(() => waits).toEqual([1_000])
  await Promise.all([first, reconcile()])
  expect(looked.toSorted()).toEqual(['T1', 'T1', 'T2', 'T2'])
})

it('gives up a workspace that can never be looked at', async () => {
  const { looked, reconcile } = setUp({ failures: Number.POSITIVE_INFINITY })
  await reconcile()
  expect(looked.filter((name) => name === 'T2')).toHaveLength(5)
})

it('looks once more where it is called while it looks, however often', async () => {
  const gate = Promise.withResolvers<void>()
  const { looked, reconcile } = setUp({ gate: gate.promise })
  const looks = [reconcile(), reconcile(), reconcile()]
  gate.resolve()
  await Promise.all(looks)
  expect(looked.toSorted()).toEqual(['T1', 'T1', 'T2', 'T2'])
})

it('ends where the process stops', async () => {
  const gate = Promise.withResolvers<void>()
  const { looked, waits, stop, reconcile } = setUp({ failures: 9, gate: gate.promise })
  const look = reconcile()
  stop.abort()
  gate.resolve()
  await look
  expect(looked.filter((name) => name === 'T2').length).toBeLessThan(2)
  expect(waits).toEqual([])
})
