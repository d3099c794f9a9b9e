import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { LoadError, ModelError } from '../../src/errors.ts'
import type { Owner } from '../../src/load/fair-queue.ts'
import { type CallEnd, Lane, type Permit, type Place } from '../../src/load/lane.ts'
import { type Bounds, Room } from '../../src/load/room.ts'
import { virtualTime } from '../support/virtual-time.ts'

const ANSWERED: CallEnd = { kind: 'answered' }
const FAILED: CallEnd = { kind: 'failed' }
const WIDE: Bounds = { channel: 1_000, workspace: 1_000, process: 4_000 }

const ownerOf = (channel: string): Owner => ({ workspace: channel.slice(0, 1), channel })

interface Asked {
  readonly channel: string
  readonly isBegun: boolean
  permit?: Permit
  error?: unknown
  readonly places: Place[]
  readonly stop: AbortController
}

function laneOf(ceiling: number, bounds: Bounds = WIDE) {
  const time = virtualTime()
  const room = new Room(bounds)
  const refused: LoadError[] = []
  const lane = new Lane('groq', ceiling, { ...time, room, refused: (error) => refused.push(error) })
  const ask = (channel: string, given: { isBegun?: boolean; isAgain?: boolean } = {}): Asked => {
    const isBegun = given.isBegun === true
    const asked: Asked = { channel, isBegun, places: [], stop: new AbortController() }
    const turn = {
      owner: ownerOf(channel),
      isBegun,
      isAgain: given.isAgain === true,
      isAdmitted: given.isAgain === true,
      signal: asked.stop.signal,
      tell: (place: Place) => asked.places.push(place),
    }
    lane.enter(turn).then(
      (permit) => {
        asked.permit = permit
      },
      (error: unknown) => {
        asked.error = error
      },
    )
    return asked
  }
  const asks = (channel: string, count: number) => Array.from({ length: count }, () => ask(channel))
  return { lane, room, time, ask, asks, refused }
}

const begunOf = (all: readonly Asked[]) => all.filter(({ permit }) => permit).length
const codeOf = ({ error }: Asked) =>
  error instanceof ModelError || error instanceof LoadError ? error.code : undefined

describe('the calls of a provider', () => {
  it('never exceed what it carries, release everybody exactly once, and leave nothing behind', async () => {
    const step = fc.record({
      channel: fc.constantFrom('a1', 'a2', 'b1', 'c1'),
      what: fc.constantFrom('ask', 'begun', 'leave', 'leave', 'cancel', 'pass'),
      which: fc.nat(30),
      end: fc.constantFrom<CallEnd>(
        ANSWERED,
        FAILED,
        { kind: 'unknown' },
        { kind: 'turned_away', retryAfter: 3_000 },
        { kind: 'turned_away', retryAfter: undefined },
        { kind: 'overloaded', retryAfter: undefined },
      ),
    })
    const bounds = { channel: 5, workspace: 8, process: 20 }
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 30, maxLength: 80 }), async (steps) => {
        const { lane, room, time, ask } = laneOf(4, bounds)
        const all: Asked[] = []
        const holding = () => all.filter(({ permit }) => permit)
        const left = new Set<Asked>()
        const leave = (asked: Asked, end: CallEnd) => {
          asked.permit?.leave(end)
          // A second time counts for nothing.
          asked.permit?.leave(end)
          left.add(asked)
        }
        for (const { channel, what, which, end } of steps) {
          const open = holding().filter((each) => !left.has(each))
          const waiting = all.filter(({ permit, error }) => !permit && error === undefined)
          if (what === 'ask' || what === 'begun') all.push(ask(channel, { isBegun: what === 'begun' }))
          else if (what === 'leave') {
            const one = open[which % Math.max(1, open.length)]
            if (one) leave(one, end)
          } else if (what === 'cancel') waiting[which % Math.max(1, waiting.length)]?.stop.abort()
          else await time.pass(2_000)
          await time.settle()
          expect(lane.snapshot().underWay).toBeLessThanOrEqual(4)
          expect(lane.snapshot().underWay).toBe(holding().length - left.size)
          const first = all.filter(({ permit, error, isBegun }) => !permit && error === undefined && !isBegun)
          for (const [bound, groups] of [
            [bounds.channel, Map.groupBy(first, ({ channel }) => channel)],
            [bounds.workspace, Map.groupBy(first, ({ channel }) => channel.slice(0, 1))],
          ] as const) {
            for (const here of groups.values()) expect(here.length).toBeLessThanOrEqual(bound)
          }
          expect(room.waiting).toBe(first.length)
          expect(room.waiting).toBeLessThanOrEqual(10)
        }
        for (let round = 0; round < 400 && all.some(({ permit, error }) => !permit && !error); round += 1) {
          for (const asked of holding()) if (!left.has(asked)) leave(asked, ANSWERED)
          await time.pass(5_000)
        }
        for (const asked of holding()) if (!left.has(asked)) leave(asked, ANSWERED)
        expect(all.filter(({ permit, error }) => (permit === undefined) === (error === undefined))).toEqual(
          [],
        )
        expect(lane.snapshot()).toMatchObject({ underWay: 0, waiting: 0 })
        expect(room.waiting).toBe(0)
      }),
      { numRuns: 40 },
    )
  })

  it('shed at once, and with an honest line, what finds no room to wait', async () => {
    const { ask, asks, time, refused, lane } = laneOf(1, { channel: 3, workspace: 5, process: 100 })
    asks('a1', 4)
    const fifth = ask('a1')
    asks('a2', 2)
    const ofWorkspace = ask('a3')
    const promised = ask('a1', { isAgain: true })
    await time.settle()
    expect(codeOf(fifth)).toBe('busy_channel')
    expect(String(fifth.error)).toMatch(
      /Too many requests wait in this channel already \(3\).*Ask again in about \d+ seconds\./,
    )
    expect(codeOf(ofWorkspace)).toBe('busy_workspace')
    expect(promised.error).toBeUndefined()
    expect(refused.map(({ code }) => code)).toEqual(['busy_channel', 'busy_workspace'])
    expect(lane.snapshot().waiting).toBe(6)
  })

  it('leave one provider no more than half of the room', async () => {
    const { asks, ask, time } = laneOf(1, { channel: 100, workspace: 100, process: 6 })
    asks('a1', 4)
    const late = ask('b1')
    await time.settle()
    expect(codeOf(late)).toBe('busy_provider')
    expect(String(late.error)).toContain('or choose another model with /model')
  })

  it('keep places for channels that have none, so that nobody waits for a noisy one', async () => {
    const { asks, ask, time } = laneOf(16)
    const noisy = asks('a1', 40)
    await time.settle()
    expect(begunOf(noisy)).toBe(14)
    const quiet = asks('a2', 2)
    const other = ask('a3')
    await time.settle()
    expect(begunOf([...quiet, other])).toBe(2)
    // What the noisy one gives back, others get in their turn.
    for (const { permit } of noisy.slice(0, 4)) permit?.leave(ANSWERED)
    await time.settle()
    expect(begunOf(quiet)).toBe(2)
    expect(begunOf(noisy)).toBeLessThan(18)
  })

  it('give who was turned away their turn in the channel again, and no more than that', async () => {
    const { ask, asks, time } = laneOf(1)
    const [first, second] = asks('a1', 2)
    const other = ask('b1')
    await time.settle()
    first?.permit?.leave({ kind: 'turned_away', retryAfter: 1_000 })
    const again = ask('a1', { isAgain: true })
    await time.pass(1_000)
    const order: (Asked | undefined)[] = []
    for (let turn = 0; turn < 3; turn += 1) {
      const begun = [again, second, other].find((each) => each?.permit && !order.includes(each))
      order.push(begun)
      begun?.permit?.leave(ANSWERED)
      await time.settle()
    }
    expect(order.indexOf(again)).toBeLessThan(order.indexOf(second))
    expect(order.indexOf(other)).toBeLessThan(2)
  })

  it('let what has begun go on before others begin', async () => {
    const { ask, asks, time } = laneOf(1)
    const [first] = asks('a1', 3)
    const begun = ask('b1', { isBegun: true })
    await time.settle()
    first?.permit?.leave(ANSWERED)
    await time.settle()
    expect(begun.permit).toBeDefined()
  })

  it('rest as long as the provider asks for, then go on with fewer at once', async () => {
    const { asks, ask, time, lane } = laneOf(8)
    const all = asks('a1', 3)
    await time.settle()
    all[0]?.permit?.leave({ kind: 'turned_away', retryAfter: 12_000 })
    const later = ask('b1')
    await time.pass(11_000)
    expect(later.permit).toBeUndefined()
    expect(later.places.at(-1)).toMatchObject({ ahead: 0 })
    expect(later.places.at(-1)?.rest).toBeGreaterThan(0)
    expect(lane.snapshot()).toMatchObject({ limit: 1, turnedAway: 1 })
    for (const { permit } of all) permit?.leave(ANSWERED)
    await time.pass(1_000)
    expect(later.permit).toBeDefined()
  })

  it('rest for a moment where the provider turns one away and asks to wait for no time at all', async () => {
    const { asks, time, lane } = laneOf(2)
    const [first] = asks('a1', 3)
    await time.settle()
    first?.permit?.leave({ kind: 'turned_away', retryAfter: 0 })
    expect(lane.snapshot()).toMatchObject({ rest: 1_000, waiting: 1 })
  })

  it('tell those who wait for a provider that asks for too much patience, and who come meanwhile', async () => {
    const { asks, ask, time } = laneOf(1)
    const [first, waiting] = asks('a1', 2)
    await time.settle()
    first?.permit?.leave({ kind: 'turned_away', retryAfter: 300_000 })
    const later = ask('b1')
    await time.settle()
    for (const asked of [waiting, later]) {
      expect(String(asked?.error)).toContain('Groq is at its rate limit, and asks to wait 5 minutes')
    }
  })

  it('try again after a quarter of an hour, whatever the provider asks for', async () => {
    const { ask, time } = laneOf(1)
    const first = ask('a1')
    await time.settle()
    first.permit?.leave({ kind: 'turned_away', retryAfter: 365 * 24 * 60 * 60_000 })
    await time.pass(15 * 60_000)
    const later = ask('a1')
    await time.settle()
    expect(later.error).toBeUndefined()
    expect(later.permit).toBeDefined()
  })

  /** A provider that has just died while somebody waited for it. */
  async function dead() {
    const given = laneOf(2)
    const { ask, asks, time } = given
    for (let failure = 0; failure < 4; failure += 1) {
      const asked = ask('a1')
      await time.settle()
      asked.permit?.leave(FAILED)
    }
    const last = ask('a1')
    ask('a2')
    const waiting = asks('a3', 3)
    await time.settle()
    last.permit?.leave(FAILED)
    await time.settle()
    return { ...given, waiting }
  }

  it('fail at once while the provider is dead, keep those who waited for one try, and then no longer', async () => {
    const { ask, time, lane, waiting } = await dead()
    expect(begunOf(waiting)).toBe(0)
    const late = ask('b1')
    await time.settle()
    expect(String(late.error)).toContain('Groq has failed several times in a row')
    expect(lane.snapshot().breaker).toBe('open')
    await time.pass(5_000)
    expect(begunOf(waiting)).toBe(1)
    waiting[0]?.permit?.leave(FAILED)
    await time.settle()
    expect(waiting.slice(1).map(codeOf)).toEqual(['unavailable', 'unavailable'])
  })

  it('go on for everybody once the try is answered', async () => {
    const { time, waiting } = await dead()
    await time.pass(5_000)
    expect(begunOf(waiting)).toBe(1)
    waiting[0]?.permit?.leave(ANSWERED)
    await time.settle()
    expect(begunOf(waiting)).toBe(2)
  })

  it('say how many are ahead, by whose turn it will be', async () => {
    const { ask, asks, time } = laneOf(1)
    asks('a1', 4)
    const quiet = ask('b1')
    await time.pass(1_500)
    expect(quiet.places).toEqual([{ ahead: 1, rest: 0 }])
  })

  it('end waiting when it is called off', async () => {
    const { asks, time, room } = laneOf(1)
    const [, second] = asks('a1', 2)
    await time.settle()
    second?.stop.abort()
    await time.settle()
    expect(second && codeOf(second)).toBe('aborted')
    expect(room.waiting).toBe(0)
  })
})

describe('a rest that ends while it is looked at', () => {
  it('is looked at again, whatever the clock reads a moment later', async () => {
    let now = 0
    let step = 0
    const due: (() => void)[] = []
    const lane = new Lane('groq', 1, {
      timer: () => (now += step),
      later(milliseconds, work) {
        // Who waits is told where they stand much later.
        if (milliseconds > 1_000) return () => undefined
        due.push(work)
        return () => due.splice(due.indexOf(work), 1)
      },
      room: new Room(WIDE),
      refused: () => undefined,
    })
    const turn = {
      owner: ownerOf('a1'),
      isBegun: true,
      isAgain: false,
      isAdmitted: true,
      tell: () => undefined,
    }
    const first = await lane.enter(turn)
    let begun = false
    const second = lane.enter(turn).then(() => {
      begun = true
    })
    first.leave({ kind: 'turned_away', retryAfter: 100 })
    // The first reading is just before the end of the rest, every later one after it.
    ;[now, step] = [99.5, 0.4]
    while (due.length > 0) due.shift()?.()
    await second
    expect(begun).toBe(true)
  }, 5_000)
})
