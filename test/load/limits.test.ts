import { describe, expect, it } from 'vitest'
import { LoadError } from '../../src/errors.ts'
import { Limiter, type Limits, limitsAt, shareOf } from '../../src/load/limits.ts'
import { silentLogger } from '../../src/logger.ts'
import { placeSettings } from '../../src/places.ts'
import { openState } from '../../src/store/state.ts'
import { startMuteProxy } from '../support/mute-proxy.ts'
import { redisUrl } from '../support/services.ts'

const NONE: Limits = { person: undefined, workspace: undefined, tokens: undefined }
const who = (person: string, workspace: string = crypto.randomUUID()) => ({
  place: { platform: 'test', workspace, channel: 'c' },
  person,
})
/** A quarter past ten at night, UTC. */
const NOW = Date.UTC(2026, 10, 21, 22, 15)

async function refusal(work: Promise<unknown>): Promise<LoadError | undefined> {
  try {
    await work
    return undefined
  } catch (error) {
    if (error instanceof LoadError) return error
    throw error
  }
}

function limiterOf(state?: Awaited<ReturnType<typeof openState>>, now = () => NOW) {
  return new Limiter({ limits: NONE, state, now, logger: silentLogger })
}

describe('how much may be asked', () => {
  it('is so much a minute for a person, whatever others ask, and says when there is more', async () => {
    const limiter = limiterOf()
    const ana = who('ana')
    const limits = { ...NONE, person: 2 }
    await limiter.admit(ana, limits)
    await limiter.admit(ana, limits)
    const refused = await refusal(limiter.admit(ana, limits))
    expect(refused?.code).toBe('limit_person')
    expect(refused?.message).toMatch(
      /^You have asked 2 times within a minute, .* Ask again in \d+ seconds?\.$/,
    )
    expect(await refusal(limiter.admit({ ...ana, person: 'ben' }, limits))).toBeUndefined()
  })

  it('is so much a minute for a workspace, in which whoever was turned away counts for nothing', async () => {
    const limiter = limiterOf()
    const limits = { ...NONE, person: 1, workspace: 2 }
    const ana = who('ana')
    await limiter.admit(ana, limits)
    for (let again = 0; again < 5; again += 1) await refusal(limiter.admit(ana, limits))
    expect(await refusal(limiter.admit({ ...ana, person: 'ben' }, limits))).toBeUndefined()
    expect((await refusal(limiter.admit({ ...ana, person: 'cem' }, limits)))?.code).toBe('limit_workspace')
    expect(await refusal(limiter.admit(who('cem'), limits))).toBeUndefined()
  })

  it('is so many tokens a day for a workspace, until midnight UTC', async () => {
    let now = NOW
    const limiter = limiterOf(undefined, () => now)
    const ana = who('ana')
    const limits = { ...NONE, tokens: 1_000 }
    limiter.charge(shareOf(ana.place), 999.6)
    await expect.poll(async () => (await limiter.useOf(ana, limits)).tokens.used).toBe(1_000)
    const refused = await refusal(limiter.admit(ana, limits))
    expect(refused?.code).toBe('limit_tokens')
    expect(refused?.message).toContain('used its 1,000 tokens of today')
    expect(refused?.message).toContain('00:00 UTC, in 2 hours')
    now += 2 * 60 * 60_000
    expect(await refusal(limiter.admit(ana, limits))).toBeUndefined()
  })

  it('survives a restart of the only process, where tokens are concerned', async () => {
    const state = await openState({ url: ':memory:' })
    const ana = who('ana')
    const before = limiterOf(state)
    before.charge(shareOf(ana.place), 700)
    await expect.poll(async () => (await before.useOf(ana, NONE)).tokens.used).toBe(700)
    await before.close()
    const after = limiterOf(state)
    after.charge(shareOf(ana.place), 50)
    await expect.poll(async () => (await after.useOf(ana, NONE)).tokens.used).toBe(750)
    await after.close()
    await state.close()
  })

  it('keeps no process from ending where it cannot be written down, and writes what can be', async () => {
    const state = await openState({ url: ':memory:' })
    const [ana, ben] = [who('ana'), who('ben')]
    const full = {
      get: state.get,
      set: (...entry: Parameters<typeof state.set>) =>
        entry[0].includes(ana.place.workspace) ? Promise.reject(new Error('full')) : state.set(...entry),
    }
    const limiter = new Limiter({ limits: NONE, state: full, now: () => NOW, logger: silentLogger })
    for (const { place } of [ana, ben]) limiter.charge(shareOf(place), 700)
    await expect.poll(async () => (await limiter.useOf(ben, NONE)).tokens.used).toBe(700)
    await limiter.close()
    const after = limiterOf(state)
    expect((await after.useOf(ben, NONE)).tokens.used).toBe(700)
    await state.close()
  })

  it('is what the workspace has chosen, and not what a channel has', () => {
    const place = { platform: 'test', workspace: 'w', channel: 'c', thread: 't' }
    const settings = placeSettings(
      place,
      new Map([
        [
          'workspace:test/w',
          new Map([
            ['limit-person', '3'],
            ['limit-tokens', 'none'],
          ]),
        ],
        ['channel:test/w/c', new Map([['limit-workspace', '9999']])],
      ]),
    )
    expect(limitsAt(settings, { person: 20, workspace: 600, tokens: 5 })).toEqual({
      person: 3,
      workspace: 600,
      tokens: undefined,
    })
  })

  it('is shared by nobody else in direct messages on Discord', () => {
    const direct = { platform: 'discord', workspace: 'direct' }
    expect(shareOf({ ...direct, channel: '1' })).not.toBe(shareOf({ ...direct, channel: '2' }))
    const server = { platform: 'discord', workspace: '7' }
    expect(shareOf({ ...server, channel: '1' })).toBe(shareOf({ ...server, channel: '2' }))
  })
})

const url = await redisUrl()

describe.skipIf(url === undefined)('limits of several processes on one Redis', () => {
  it('are counted together, exactly, however many count at once', async () => {
    const states = await Promise.all([1, 2].map(() => openState({ url: url ?? '' })))
    const limiters = states.map((state) => limiterOf(state))
    const ana = who('ana')
    const limits = { person: 30, workspace: undefined, tokens: 100_000 }
    const asked = await Promise.all(
      Array.from({ length: 50 }, (_, index) =>
        refusal(limiters[index % 2]?.admit(ana, limits) ?? Promise.resolve()),
      ),
    )
    expect(asked.filter((each) => each === undefined)).toHaveLength(30)
    for (const limiter of limiters) limiter.charge(shareOf(ana.place), 60_000)
    await expect.poll(async () => (await limiters[0]?.useOf(ana, limits))?.tokens.used).toBe(120_000)
    expect(
      (await refusal(limiters[1]?.admit({ ...ana, person: 'ben' }, limits) ?? Promise.resolve()))?.code,
    ).toBe('limit_tokens')
    await Promise.all(states.map((state) => state.close()))
  })

  it('let people ask where Redis is gone, with one line in the log, and count together again when it is back', async () => {
    const lines: string[] = []
    const logger = {
      warn: (_: object, line: string) => void lines.push(line),
      info: (line: string) => void lines.push(line),
    }
    const state = await openState({ url: url ?? '' })
    const redis = state.redis?.client
    if (!redis) throw new Error('There is no connection to Redis.')
    const limiter = new Limiter({
      limits: NONE,
      state,
      now: () => NOW,
      logger: logger as typeof silentLogger,
    })
    const ana = who('ana')
    const limits = { ...NONE, person: 1 }
    await limiter.admit(ana, limits)
    // The connection is cut, as by a restart, and mends itself.
    redis.destroy()
    expect(await refusal(limiter.admit(ana, limits))).toBeUndefined()
    expect((await refusal(limiter.admit(ana, limits)))?.code).toBe('limit_person')
    expect(lines.filter((line) => line === 'limits are counted in this process alone')).toHaveLength(1)
    await redis.connect()
    expect((await refusal(limiter.admit(ana, limits)))?.code).toBe('limit_person')
    expect(lines).toContain('limits are shared again')
    await state.close()
  })

  it('let people ask where Redis has fallen silent, and wait for it no more than once', async () => {
    const proxy = await startMuteProxy(url ?? '')
    const state = await openState({ url: proxy.url })
    const limiter = limiterOf(state)
    const ana = who('ana')
    const limits = { ...NONE, person: 1 }
    await limiter.admit(ana, limits)
    proxy.mute(true)
    expect(await refusal(limiter.admit(ana, limits))).toBeUndefined()
    const since = performance.now()
    expect((await refusal(limiter.admit(ana, limits)))?.code).toBe('limit_person')
    await expect(state.set('a key', 1, 1_000)).rejects.toMatchObject({ code: 'unreachable' })
    expect(performance.now() - since).toBeLessThan(1_000)
    proxy.mute(false)
    await expect
      .poll(() =>
        state.set('a key', 1, 1_000).then(
          () => 'kept',
          () => 'lost',
        ),
      )
      .toBe('kept')
    proxy.mute(true)
    await expect(state.set('a key', 1, 1_000)).rejects.toMatchObject({ code: 'unreachable' })
    // Nor does the end of the process wait for it.
    await state.close()
    await proxy.stop()
  }, 20_000)
})
