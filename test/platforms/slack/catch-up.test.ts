import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { NOTED_EVERY } from '../../../src/platforms/heard-until.ts'
import { type Absence, CatchUp, type CatchUpOptions, UNKNOWN } from '../../../src/platforms/slack/catch-up.ts'
import { watchedLogger } from '../../support/watched-logs.ts'

const KEY = 'slack:heard:T1'
const BEGIN = Date.parse('2026-01-01T12:00:00Z')

beforeEach(() => {
  vi.useFakeTimers({ now: BEGIN })
})
afterEach(() => {
  vi.useRealTimers()
})

function setUp(options: Partial<CatchUpOptions> = {}) {
  const kept = new Map<string, unknown>()
  const stop = new AbortController()
  const read = vi.fn(async (_absence: Absence) => 0)
  const longAbsent = vi.fn()
  const catchUp = new CatchUp({
    state: {
      get: async (name: string) => kept.get(name),
      set: async (name: string, value: unknown) => void kept.set(name, value),
    } as CatchUpOptions['state'],
    name: 'T1',
    logger: watchedLogger,
    now: Date.now,
    wait: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
    stopped: stop.signal,
    read,
    longAbsent,
    ...options,
  })
  const noted = () => kept.get(KEY)
  return { catchUp, kept, noted, read, longAbsent, stop }
}

const pass = (milliseconds: number) => vi.advanceTimersByTimeAsync(milliseconds)

describe('a start', () => {
  it('reads from when somebody last listened, and keeps that for the next until it is read', async () => {
    const reading = Promise.withResolvers<number>()
    const { catchUp, kept, noted, read } = setUp()
    kept.set(KEY, BEGIN - 60_000)
    read.mockReturnValueOnce(reading.promise)
    const started = catchUp.start()
    await pass(NOTED_EVERY)
    expect(read.mock.calls).toEqual([[{ since: BEGIN - 60_000, until: BEGIN }]])
    expect(noted()).toBe(BEGIN - 60_000)
    reading.resolve(3)
    await started
    await pass(NOTED_EVERY)
    expect(noted()).toBe(BEGIN + 2 * NOTED_EVERY)
  })

  it('knows where nothing tells when that was', async () => {
    const { catchUp, read } = setUp()
    await catchUp.start()
    expect(read.mock.calls).toEqual([[{ since: UNKNOWN, until: BEGIN }]])
  })

  it('that knows nothing leaves the next one knowing nothing, until it has read', async () => {
    const reading = Promise.withResolvers<number>()
    const { catchUp, noted, read } = setUp()
    read.mockReturnValueOnce(reading.promise)
    const started = catchUp.start()
    await pass(2 * NOTED_EVERY)
    expect(noted()).toBeUndefined()
    reading.resolve(0)
    await started
    await pass(NOTED_EVERY)
    expect(noted()).toBe(BEGIN + 3 * NOTED_EVERY)
  })

  it('that is stopped in mid-reading leaves it to the next one', async () => {
    const reading = Promise.withResolvers<number>()
    const { catchUp, kept, noted, read, stop } = setUp()
    kept.set(KEY, BEGIN - 60_000)
    read.mockReturnValueOnce(reading.promise)
    const started = catchUp.start()
    await pass(NOTED_EVERY)
    stop.abort()
    reading.resolve(0)
    await started
    await catchUp.stop()
    expect(noted()).toBe(BEGIN - 60_000)
  })

  it('reads again what cannot be read yet', async () => {
    const { catchUp, kept, noted, read } = setUp()
    kept.set(KEY, BEGIN - 60_000)
    read.mockRejectedValueOnce(new Error('out of reach')).mockRejectedValueOnce(new Error('out of reach'))
    void catchUp.start()
    await pass(2_999)
    expect(read).toHaveBeenCalledTimes(2)
    expect(noted()).toBe(BEGIN - 60_000)
    await pass(1)
    expect(read.mock.calls).toEqual(Array(3).fill([{ since: BEGIN - 60_000, until: BEGIN }]))
  })

  it('gives up what cannot be read until it is too old to be answered', async () => {
    const { catchUp, kept, noted, read } = setUp()
    kept.set(KEY, BEGIN - 60_000)
    read.mockRejectedValue(new Error('out of reach'))
    void catchUp.start()
    await pass(17 * 60_000)
    const tried = read.mock.calls.length
    expect(tried).toBeGreaterThan(20)
    await pass(60 * 60_000)
    expect(read).toHaveBeenCalledTimes(tried)
    expect(noted()).toBe(BEGIN + 77 * 60_000)
  })
})

describe('a process that was held still', () => {
  it('reads what was said meanwhile', async () => {
    const { catchUp, read, longAbsent } = setUp()
    await catchUp.start()
    await pass(NOTED_EVERY)
    vi.setSystemTime(BEGIN + 60_000)
    await pass(NOTED_EVERY)
    await pass(NOTED_EVERY)
    expect(read.mock.calls.slice(1)).toEqual([
      [{ since: BEGIN + NOTED_EVERY, until: BEGIN + 60_000 + NOTED_EVERY }],
    ])
    expect(longAbsent).toHaveBeenCalledTimes(1)
  })
})

describe('a lost connection', () => {
  it('is what the next process goes by, and is caught up with when there is one again', async () => {
    const { catchUp, noted, read, longAbsent } = setUp()
    await catchUp.start()
    catchUp.lost()
    await pass(3 * NOTED_EVERY)
    catchUp.lost()
    expect(noted()).toBe(BEGIN)
    await catchUp.found()
    await pass(NOTED_EVERY)
    expect(read.mock.calls.slice(1)).toEqual([[{ since: BEGIN, until: BEGIN + 3 * NOTED_EVERY }]])
    expect(noted()).toBe(BEGIN + 4 * NOTED_EVERY)
    expect(longAbsent).not.toHaveBeenCalled()
  })

  it('of a minute or more may have cost events that Slack delivers no more', async () => {
    const { catchUp, longAbsent } = setUp()
    await catchUp.start()
    catchUp.lost()
    await pass(60_000)
    await catchUp.found()
    expect(longAbsent).toHaveBeenCalledTimes(1)
  })

  it('while a start still looks where to begin is caught up with too', async () => {
    const known = Promise.withResolvers<number>()
    const { catchUp, read } = setUp({
      state: { get: () => known.promise, set: async () => {} } as unknown as CatchUpOptions['state'],
    })
    const started = catchUp.start()
    await pass(1_000)
    catchUp.lost()
    await pass(1_000)
    await catchUp.found()
    known.resolve(BEGIN - 5_000)
    await started
    expect(read.mock.calls).toEqual([[{ since: BEGIN - 5_000, until: BEGIN + 2_000 }]])
  })
})

describe('a message that cannot be taken', () => {
  it('is tried again until it can, and until then left to the next process', async () => {
    const { catchUp, noted, stop } = setUp()
    await catchUp.start()
    const take = vi.fn(async () => {})
    take.mockRejectedValueOnce(new Error('out of reach')).mockRejectedValueOnce(new Error('out of reach'))
    await pass(NOTED_EVERY)
    await expect(catchUp.taking(take, BEGIN + 1)).rejects.toThrow('out of reach')
    await pass(1_000)
    expect(take).toHaveBeenCalledTimes(2)
    await catchUp.stop()
    expect(noted()).toBe(BEGIN + 1)
    await pass(2_000)
    expect(take).toHaveBeenCalledTimes(3)
    stop.abort()
    await pass(60_000)
    expect(take).toHaveBeenCalledTimes(3)
  })

  it('is given up once it is too old to be answered, unless it was deleted or rewritten', async () => {
    const { catchUp } = setUp()
    const said = vi.fn(() => Promise.reject(new Error('out of reach')))
    const deleted = vi.fn(() => Promise.reject(new Error('out of reach')))
    await expect(catchUp.taking(said, BEGIN)).rejects.toThrow('out of reach')
    await expect(catchUp.taking(deleted)).rejects.toThrow('out of reach')
    await pass(16 * 60_000)
    const tried = said.mock.calls.length
    await pass(60 * 60_000)
    expect(said).toHaveBeenCalledTimes(tried)
    expect(deleted.mock.calls.length).toBeGreaterThan(tried + 50)
  })

  it('is read back where too many are tried again already', async () => {
    const { catchUp, read } = setUp()
    await catchUp.start()
    const fail = () => Promise.reject(new Error('out of reach'))
    const taken = Array.from({ length: 1_001 }, (_, number) => catchUp.taking(fail, BEGIN + number))
    await Promise.allSettled(taken)
    await pass(0)
    expect(read.mock.calls.slice(1)).toEqual([[{ since: BEGIN + 1_000, until: BEGIN }]])
  })

  it('is given up when the process ends', async () => {
    const { catchUp, stop } = setUp()
    const take = vi.fn(() => Promise.reject(new Error('out of reach')))
    await expect(catchUp.taking(take, BEGIN)).rejects.toThrow('out of reach')
    stop.abort()
    await pass(60_000)
    expect(take).toHaveBeenCalledTimes(1)
  })
})
