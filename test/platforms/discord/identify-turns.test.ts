import { expect, it } from 'vitest'
import { IdentifyTurns } from '../../../src/platforms/discord/identify-turns.ts'
import { openState } from '../../../src/store/state.ts'

it('a shard waits for its turn while the state cannot be reached', async () => {
  const state = await openState({ url: ':memory:' })
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
  await turns.waitForIdentify(0, new AbortController().signal)
  expect(waits).toBe(3)
  await state.close()
})
