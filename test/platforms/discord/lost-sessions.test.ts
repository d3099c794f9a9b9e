import { SnowflakeUtil } from 'discord.js'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { CatchUp } from '../../../src/platforms/discord/catch-up.ts'
import type { Conversations } from '../../../src/platforms/discord/conversations.ts'
import type { DiscordServices } from '../../../src/platforms/discord/services.ts'
import { NOTED_EVERY } from '../../../src/platforms/heard-until.ts'
import { watchedLogger } from '../../support/watched-logs.ts'

const BEGIN = Date.parse('2026-01-01T12:00:00Z')
const KEY = 'discord:heard:1/2'
const BOT = 'bot'

beforeEach(() => {
  vi.useFakeTimers({ now: BEGIN })
})
afterEach(() => {
  vi.useRealTimers()
})

const pass = (milliseconds: number) => vi.advanceTimersByTimeAsync(milliseconds)

interface Posted {
  readonly id: string
  readonly author: { readonly id: string }
  readonly client: { readonly user: { readonly id: string } }
  readonly editedTimestamp: number | null
  readonly reference: { readonly messageId: string } | null
}

/** One channel on the second of two shards, by whatever clock the timers have. */
function setUp() {
  const kept = new Map<string, unknown>()
  const posted: Posted[] = []
  const taken: string[] = []
  let reading: Promise<void> | undefined
  const client = { user: { id: BOT } }
  const channel = {
    id: 'c',
    client,
    isTextBased: () => true,
    permissionsFor: () => null,
    get lastMessageId() {
      return posted.at(-1)?.id ?? null
    },
    messages: {
      async fetch({ after, limit }: { readonly after: string; readonly limit: number }) {
        const found = posted.filter(({ id }) => BigInt(id) > BigInt(after)).slice(0, limit)
        await reading
        return new Map(found.map((one) => [one.id, one]))
      },
    },
  }
  const guild = { id: 'g', shardId: 1, channels: { cache: new Map([['c', channel]]) } }
  const services = {
    client: { guilds: { cache: new Map([['g', guild]]) }, channels: {}, options: { shardCount: 2 } },
    state: {
      get: async (name: string) => kept.get(name),
      set: async (name: string, value: unknown) => void kept.set(name, value),
    },
    logger: watchedLogger,
    now: Date.now,
    wait: (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds)),
    bot: { lastAskedAt: async () => undefined, recentMessages: async () => [] },
  }
  const conversations = { takeFound: async ({ id }: { readonly id: string }) => void taken.push(id) }
  const catchUp = new CatchUp(
    services as unknown as DiscordServices,
    conversations as unknown as Conversations,
  )
  return {
    catchUp,
    kept,
    taken,
    say(author = 'ana', messageId?: string, editedTimestamp: number | null = null) {
      const id = String(SnowflakeUtil.generate())
      const reference = messageId === undefined ? null : { messageId }
      posted.push({ id, author: { id: author }, client, editedTimestamp, reference })
      return id
    },
    /** Reading takes until the result is called. */
    slowly() {
      const { promise, resolve } = Promise.withResolvers<void>()
      reading = promise
      return () => {
        reading = undefined
        resolve()
      }
    },
  }
}

describe('what was said before anybody noticed that', () => {
  it('the connection was dead is read', async () => {
    const { catchUp, taken, say } = setUp()
    await catchUp.fresh(1)
    const before = say()
    await pass(60_000)
    const missed = say()
    await pass(60_000)
    catchUp.lost(1)
    await pass(10 * 60_000)
    await catchUp.fresh(1)
    expect(taken).toEqual([missed])
    expect(taken).not.toContain(before)
  })

  it('the session did not survive a standstill is read, also by another process', async () => {
    const { catchUp, kept, taken, say } = setUp()
    await catchUp.fresh(1)
    await pass(60_000)
    vi.setSystemTime(BEGIN + 65_000)
    const missed = say()
    vi.setSystemTime(BEGIN + 240_000)
    await pass(2 * NOTED_EVERY)
    expect(kept.get(KEY)).toBe(BEGIN + 60_000)
    catchUp.lost(1)
    await pass(0)
    expect(kept.get(KEY)).toBe(BEGIN + 60_000)
    await catchUp.fresh(1)
    expect(taken).toEqual([missed])
    await pass(10 * NOTED_EVERY)
    expect(kept.get(KEY)).toBe(Date.now())
  })

  it('the session did not survive a standstill is read, also where that shows before anything else does', async () => {
    const { catchUp, kept, taken, say } = setUp()
    await catchUp.fresh(1)
    await pass(60_000)
    vi.setSystemTime(BEGIN + 65_000)
    const missed = say()
    vi.setSystemTime(BEGIN + 360_000)
    catchUp.lost(1)
    await pass(0)
    expect(kept.get(KEY)).toBe(BEGIN + 60_000)
    await catchUp.fresh(1)
    expect(taken).toEqual([missed])
  })
})

it('a connection that closes before it has a session leaves what was noted before', async () => {
  const { catchUp, kept, taken, say } = setUp()
  kept.set(KEY, BEGIN - 4 * 60_000)
  vi.setSystemTime(BEGIN - 3 * 60_000)
  const missed = say()
  vi.setSystemTime(BEGIN)
  catchUp.lost(1)
  await pass(0)
  expect(kept.get(KEY)).toBe(BEGIN - 4 * 60_000)
  await catchUp.fresh(1)
  expect(taken).toEqual([missed])
})

describe('a session that is lost while it is read what an earlier one missed', () => {
  async function lostInReading() {
    const one = setUp()
    one.kept.set(KEY, BEGIN - 60_000)
    one.say()
    const done = one.slowly()
    const first = one.catchUp.fresh(1)
    await pass(5_000)
    one.catchUp.lost(1)
    await pass(5_000)
    const missed = one.say()
    return { ...one, first, done, missed }
  }

  it('is not taken for one that listens', async () => {
    const { catchUp, kept, taken, first, done, missed } = await lostInReading()
    await pass(120_000)
    done()
    await first
    await pass(NOTED_EVERY)
    expect(kept.get(KEY)).toBeLessThan(BEGIN + 10_000)
    await catchUp.fresh(1)
    expect(taken).toContain(missed)
  })

  it('and resumed has missed nothing', async () => {
    const { catchUp, kept, taken, first, done, missed } = await lostInReading()
    catchUp.resumed(1)
    done()
    await first
    await pass(NOTED_EVERY)
    expect(kept.get(KEY)).toBe(BEGIN + 2 * NOTED_EVERY)
    expect(taken).not.toContain(missed)
  })
})

it('what we have replied to gets no second outcome, unless it was rewritten', async () => {
  const { catchUp, kept, taken, say } = setUp()
  kept.set(KEY, BEGIN - 60_000)
  const forgotten = say()
  say(BOT, forgotten)
  const rewritten = say('ana', undefined, BEGIN)
  say(BOT, rewritten)
  const missed = say()
  say('ben', missed)
  // To the last of a page we have replied on the next one.
  for (let left = 93; left > 0; left -= 1) say()
  const last = say()
  say(BOT, last)
  await catchUp.fresh(1)
  expect(taken).not.toContain(forgotten)
  expect(taken).not.toContain(last)
  expect(taken).toEqual(expect.arrayContaining([rewritten, missed]))
})
