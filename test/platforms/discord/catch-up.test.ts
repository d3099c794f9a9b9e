import { expect, it, onTestFinished } from 'vitest'
import { openState, type State } from '../../../src/store/state.ts'
import type { Store } from '../../../src/store/store.ts'
import { answerTo, open, shared } from './watched-votes.ts'

/** A state that was lost, and what is written into it of until when a shard has listened. */
async function emptyState() {
  const state = await openState({ url: ':memory:' })
  onTestFinished(() => state.close())
  const noted: unknown[] = []
  const watched: State = {
    ...state,
    set(key, value, lifetime) {
      if (key.startsWith('discord:heard:')) noted.push(value)
      return state.set(key, value, lifetime)
    },
  }
  return { state: watched, noted }
}

it('a start on a lost state goes by the records, and so does the next where it dies before it has caught up', async () => {
  const lasting = await shared()
  const before = await open(lasting)
  await answerTo(before)
  await before.close()
  const { state, noted } = await emptyState()
  const startedAt = Date.now()
  await open({ ...lasting, state })
  // Others may have died before, one after the other, and have left unread what came long ago.
  expect(noted[0]).toBeLessThan(startedAt - 14 * 60_000)
})

it('what is heard and not yet claimed is heard again by the next process', async () => {
  const lasting = await shared()
  const { state, noted } = await emptyState()
  const claiming = Promise.withResolvers<void>()
  const store: Store = {
    ...lasting.store,
    claim() {
      claiming.resolve()
      return new Promise(() => {})
    },
  }
  const { discord } = lasting
  const one = await open({ ...lasting, state, store, platform: { grace: 10 } })
  const saidAt = Date.now()
  discord.say(discord.people.ana, discord.channels.general, `<@${discord.botUserId}> Tell me of the sea.`)
  await claiming.promise
  await new Promise((resolve) => setTimeout(resolve, 500))
  await one.close()
  expect(noted.at(-1)).toBeLessThan(saidAt + 400)
})
