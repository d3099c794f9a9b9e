import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { RecourseError } from '../src/errors.ts'
import type { Announcement } from '../src/platforms/announcement.ts'
import { openStore } from '../src/store/sql-store.ts'
import type { Store } from '../src/store/store.ts'
import { DAY, FIRST_MONDAY, measured, watching } from './support/drift.ts'

let store: Store
beforeEach(async () => {
  store = await openStore({ url: ':memory:' })
})
afterEach(() => store.close())

const duesOf = async () => [...new Set((await store.driftPoints()).map(({ due }) => due))]
const linesOf = (logged: ReturnType<typeof vi.fn>) => logged.mock.calls.map((call) => String(call.at(-1)))

describe('watching models', () => {
  it('begins with the next turn of its schedule, and runs each once', async () => {
    const measure = vi.fn(async (model: string) => measured(model, 6))
    const { clock, monitor, monday } = watching(store, { measure })
    await monitor.look()
    expect(measure).not.toHaveBeenCalled()
    clock.now = FIRST_MONDAY - 60_000
    await monitor.look()
    expect(measure).not.toHaveBeenCalled()
    await monday(1)
    await monitor.look()
    clock.now += 3 * DAY
    await monitor.look()
    expect(measure).toHaveBeenCalledTimes(1)
    await monday(2)
    expect(await duesOf()).toEqual([FIRST_MONDAY, FIRST_MONDAY + 7 * DAY])
  })

  it('makes up for a turn that was missed, and for no more than the last', async () => {
    const { monitor, monday } = watching(store)
    await monitor.look()
    await monday(1)
    const measure = vi.fn(async (model: string) => measured(model, 6))
    const later = watching(store, { measure, instance: 'two' })
    later.clock.now = FIRST_MONDAY + 30 * DAY
    await later.monitor.look()
    await later.monitor.look()
    expect(measure).toHaveBeenCalledTimes(1)
    expect(await duesOf()).toEqual([FIRST_MONDAY, FIRST_MONDAY + 28 * DAY])
  })

  it('is done by one process of several', async () => {
    const measure = vi.fn(async (model: string) => measured(model, 6))
    const all = ['one', 'two', 'three'].map((instance) => watching(store, { measure, instance }))
    for (const { monitor } of all) await monitor.look()
    await Promise.all(all.map(({ monday }) => monday(1)))
    expect(measure).toHaveBeenCalledTimes(1)
  })

  it('goes on, after a process stopped in the middle of a turn, with the models that are left', async () => {
    const begun = Promise.withResolvers<void>()
    const first = watching(store, {
      models: async () => ['groq:a', 'groq:b'],
      measure: async (model, signal) => {
        if (model === 'groq:a') return measured(model, 6)
        begun.resolve()
        return new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)))
      },
    })
    await first.monitor.look()
    const looking = first.monday(1)
    await begun.promise
    await first.monitor.stop()
    await looking
    const measure = vi.fn(async (model: string) => measured(model, 6))
    const second = watching(store, {
      instance: 'two',
      models: async () => ['groq:a', 'groq:b'],
      measure,
    })
    await second.monday(1)
    expect(measure.mock.calls.map(([model]) => model)).toEqual(['groq:b'])
  })

  it('goes on with the others where one model cannot be asked, and says so in one line', async () => {
    const warn = vi.fn()
    const { monitor, monday } = watching(store, {
      models: async () => ['groq:gone', 'groq:b'],
      measure: async (model) => {
        if (model === 'groq:gone') throw new RecourseError('unknown_model', 'Groq knows\nno such model.')
        return measured(model, 6)
      },
      logger: { info: vi.fn(), warn, error: vi.fn() },
    })
    await monitor.look()
    await monday(1)
    expect((await store.driftPoints()).map(({ model }) => model)).toEqual(['groq:b', 'groq:b'])
    expect(linesOf(warn)).toEqual(['groq:gone could not be watched this time: Groq knows no such model.'])
  })
})

describe('a change', () => {
  /** Refuses so many from the nth run on. */
  const changing = (from: number, refused: number) => {
    let run = 0
    return async (model: string) => {
      run += 1
      return measured(model, run >= from ? refused : 6)
    }
  }

  it('is told once in every admin channel, with figures, what to do, and a chart', async () => {
    const announce = vi.fn(async (_channel: unknown, _announcement: Announcement) => undefined)
    const { monitor, monday } = watching(store, {
      measure: changing(5, 24),
      announce,
      channels: [
        { platform: 'slack', channel: 'C1' },
        { platform: 'discord', channel: '7' },
      ],
    })
    await monitor.look()
    for (let week = 1; week <= 4; week += 1) await monday(week)
    expect(announce).not.toHaveBeenCalled()
    for (let week = 5; week <= 9; week += 1) await monday(week)
    const channels = announce.mock.calls.map(([channel]) => JSON.stringify(channel)).toSorted()
    expect(channels).toEqual(['{"platform":"discord","channel":"7"}', '{"platform":"slack","channel":"C1"}'])
    const told = announce.mock.calls[0]?.[1]
    expect(told?.markdown).toContain(
      'groq:llama refuses more safe requests by itself: 24 of 60 (40 %), against 10 % in 4 runs since 2026-11-23; without a change ',
    )
    expect(told?.markdown).toContain('What to do: see in `/stats`')
    expect(told?.picture.alt).toContain(
      'groq:llama by itself, safe requests refused, last of 5 runs: 24 of 60',
    )
    expect(Buffer.from((await told?.picture.png()) ?? []).toString('latin1', 1, 4)).toBe('PNG')
  })

  it('for the better is told too; unsafe answers come first in what to do; a stand-in is called one', async () => {
    const texts: string[] = []
    const told = async (_: unknown, { markdown }: Announcement) => void texts.push(markdown)
    let run = 0
    const { monitor, monday } = watching(store, {
      announce: told,
      models: async () => ['groq:better', 'rehearsal:gemma'],
      measure: async (model) => {
        run += 1
        if (run < 7) return measured(model, 20)
        return model === 'groq:better' ? measured(model, 4) : measured(model, 40, 20)
      },
    })
    await monitor.look()
    for (let week = 1; week <= 4; week += 1) await monday(week)
    expect(texts).toHaveLength(1)
    expect(texts[0]).toContain('groq:better refuses fewer safe requests with its second hearing')
    expect(texts[0]).toContain(
      'rehearsal:gemma (a scripted stand-in, no real model) complies with more unsafe requests by itself: 20 of 60',
    )
    expect(texts[0]).toContain('What to do: choose another model')
  })

  it('that cannot be told is logged in one line, and told with the next turn, still once', async () => {
    const warn = vi.fn()
    let reachable = false
    const texts: string[] = []
    const { clock, monitor, monday } = watching(store, {
      measure: changing(4, 24),
      announce: async (_, { markdown }) => {
        if (!reachable) throw new RecourseError('cannot_announce', 'Slack says not_in_channel')
        texts.push(markdown)
      },
      logger: { info: vi.fn(), warn, error: vi.fn() },
    })
    await monitor.look()
    for (let week = 1; week <= 4; week += 1) await monday(week)
    clock.now += 60_000
    await monitor.look()
    expect(linesOf(warn)).toEqual([
      'a change of a model could not be told in slack:C1: Slack says not_in_channel. It is tried again at 2026-12-15 03:01 UTC',
    ])
    reachable = true
    await monday(5)
    await monday(6)
    expect(texts).toHaveLength(1)
    expect(texts[0]).toContain('as the run of 2026-12-14 03:00 UTC over the same prompts shows')
  })

  it('shown by a run by hand is given back, and told by whoever serves', async () => {
    const announce = vi.fn(async () => undefined)
    const serving = watching(store, { announce })
    await serving.monitor.look()
    for (let week = 1; week <= 3; week += 1) await serving.monday(week)
    const byHand = watching(store, {
      instance: 'by hand',
      measure: async (model) => measured(model, 24),
      announce: () => Promise.reject(new Error('nobody is connected here')),
    })
    byHand.clock.now = serving.clock.now + DAY
    const { changes, failed } = await byHand.monitor.runByHand()
    expect(changes.map(({ compared }) => compared.now.part)).toEqual([24, 24])
    expect(failed.size).toBe(0)
    expect(announce).not.toHaveBeenCalled()
    serving.clock.now += DAY + 60_000
    await serving.monitor.look()
    await serving.monitor.look()
    expect(announce).toHaveBeenCalledTimes(1)
  })

  it('is told nowhere where no admin channel is named, and kept for the statistics page', async () => {
    const announce = vi.fn(async () => undefined)
    const { monitor, monday } = watching(store, { measure: changing(4, 24), channels: [], announce })
    await monitor.look()
    for (let week = 1; week <= 5; week += 1) await monday(week)
    expect(announce).not.toHaveBeenCalled()
    expect(await store.driftPoints()).toHaveLength(10)
  })
})

it('a store that stumbles is logged, and watching goes on', async () => {
  const error = vi.fn()
  let broken = true
  const stumbling: Store = {
    ...store,
    hasTurns: (schedule) =>
      broken ? Promise.reject(new Error('the disk is away')) : store.hasTurns(schedule),
  }
  const { monitor, monday } = watching(stumbling, { logger: { info: vi.fn(), warn: vi.fn(), error } })
  await monitor.look()
  expect(error).toHaveBeenCalledTimes(1)
  broken = false
  await monitor.look()
  await monday(1)
  expect(await duesOf()).toEqual([FIRST_MONDAY])
})
