import { setTimeout as sleep } from 'node:timers/promises'
import { REST, Routes } from 'discord.js'
import { describe, expect, it } from 'vitest'
import {
  isUnexpectedLimit,
  waitOutUnexpectedLimits,
} from '../../../src/platforms/discord/unexpected-limits.ts'

const JSON_HEADERS = { 'content-type': 'application/json' }

/** Discord as it answers one request after another, the `limited` first of them by 429 without a word before. */
function limitedRest(limited: number, retryAfter = '0.3') {
  let calls = 0
  const rest = new REST({
    rejectOnRateLimit: isUnexpectedLimit,
    async makeRequest() {
      calls += 1
      const isLimited = calls <= limited
      await sleep(20)
      const headers = { ...JSON_HEADERS, ...(isLimited && { 'retry-after': retryAfter }) }
      return new Response('{}', { status: isLimited ? 429 : 200, headers })
    },
  }).setToken('of nobody')
  return { rest, calls: () => calls }
}

const CHANNEL = '629145600167772160'

describe('a limit that Discord tells of only by turning a request away', () => {
  it('keeps no request waiting for ever, however many come after it', async () => {
    const { rest, calls } = limitedRest(2)
    const waits: number[] = []
    waitOutUnexpectedLimits(rest, async (milliseconds) => {
      waits.push(milliseconds)
      await sleep(milliseconds)
    })
    await Promise.all(Array.from({ length: 40 }, () => rest.get(Routes.channel(CHANNEL))))
    expect(calls()).toBe(42)
    expect(waits).toHaveLength(2)
    for (const milliseconds of waits) expect(milliseconds).toBeGreaterThan(250)
  })

  it('makes what comes later to the same channel wait as long, and nothing else', async () => {
    const { rest } = limitedRest(1, '30')
    const waits: number[] = []
    const over = Promise.withResolvers<void>()
    waitOutUnexpectedLimits(rest, (milliseconds) => {
      waits.push(milliseconds)
      return over.promise
    })
    const first = rest.get(Routes.channel(CHANNEL))
    await sleep(100)
    const second = rest.get(Routes.channelMessages(CHANNEL))
    await rest.get(Routes.channel('629145600171966464'))
    await sleep(50)
    expect(waits).toHaveLength(2)
    for (const milliseconds of waits) expect(milliseconds).toBeGreaterThan(29_000)
    over.resolve()
    await Promise.all([first, second])
  })

  it('leaves other errors as they are', async () => {
    const rest = new REST({
      rejectOnRateLimit: isUnexpectedLimit,
      makeRequest: async () => new Response('{}', { status: 404, headers: JSON_HEADERS }),
    }).setToken('of nobody')
    waitOutUnexpectedLimits(rest, () => Promise.reject(new Error('nothing to wait for')))
    await expect(rest.get(Routes.channel(CHANNEL))).rejects.toMatchObject({ status: 404 })
  })
})
