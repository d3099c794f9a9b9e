import { afterEach, beforeEach, expect, it } from 'vitest'
import { IdentifyTurns } from '../../../src/platforms/discord/identify-turns.ts'
import { openState, type State } from '../../../src/store/state.ts'

let state: State
beforeEach(async () => {
  state = await openState({ url: ':memory:' })
})
afterEach(() => state.close())

const never = new AbortController().signal

/** Turns of a process, with the waits it made. */
function turns(atOnce: number, window = 60_000) {
  const waits: number[] = []
  const waited = Promise.withResolvers<void>()
  const wait = async (milliseconds: number) => {
    waits.push(milliseconds)
    waited.resolve()
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
  return { waits, waited: waited.promise, turns: new IdentifyTurns({ state, wait, atOnce, window }) }
}

it('shards of different processes that share a place wait for each other, and others do not', async () => {
  const [one, two] = [turns(2), turns(2)]
  await one.turns.waitForIdentify(0, never)
  await two.turns.waitForIdentify(1, never)
  expect([...one.waits, ...two.waits]).toEqual([])
  const stop = new AbortController()
  const third = two.turns.waitForIdentify(2, stop.signal)
  await two.waited
  await state.delete('discord:identify:0')
  await third
})

it('whoever gives up waiting is told so', async () => {
  const one = turns(1)
  await one.turns.waitForIdentify(0, never)
  const stop = new AbortController()
  const second = one.turns.waitForIdentify(1, stop.signal)
  await one.waited
  stop.abort()
  await expect(second).rejects.toThrow()
})

it('a shard waits for its turn while the state cannot be reached', async () => {
  let failures = 3
  let waits = 0
  const moody: typeof state = {
    ...state,
    add(key, value, lifetime) {
      failures -= 1
      return failures >= 0 ? Promise.reject(new Error('down')) : state.add(key, value, lifetime)
    },
  }
  const wait = async () => {
    waits += 1
  }
  const turns = new IdentifyTurns({ state: moody, wait, atOnce: 1, window: 60_000 })
  await turns.waitForIdentify(0, never)
  expect(waits).toBe(3)
})
