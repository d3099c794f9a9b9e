import { expect, it, onTestFinished } from 'vitest'
import { openState, type State } from '../../../src/store/state.ts'
import type { Store } from '../../../src/store/store.ts'
import { answered, answersTo } from '../../support/discord.ts'
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

it('what is read when the process stops counts as unread for the next one', async () => {
  const lasting = await shared()
  const { discord } = lasting
  const before = await open(lasting)
  await answerTo(before)
  await before.close()
  const { state, noted } = await emptyState()
  await state.set('discord:heard:0/1', Date.now() - 60_000, 60_000)
  noted.length = 0
  const reading = discord.fault({ route: 'GET /channels/:id/messages', stall: 1_000 })
  const one = await open({ ...lasting, state, platform: { grace: 10 } })
  await discord.until(() => reading.struck > 0)
  await one.close()
  await new Promise((resolve) => setTimeout(resolve, 2_500))
  expect(noted).toEqual([])
})

it('what was said in a thread before the bot was called there stays what people said to each other', async () => {
  const lasting = await shared()
  const { discord } = lasting
  const { ana, ben } = discord.people
  const { thread } = discord.channels
  // By its clock it is called long after what was said.
  await open({ ...lasting, bot: { now: () => Date.now() + 10 * 60_000 } })
  const among = discord.say(ana, thread, 'I think it is blue.')
  const called = discord.say(ben, thread, `<@${discord.botUserId}> Tell me of the sea.`)
  await answered(discord, thread, called.id)
  discord.invalidateSessions()
  const missed = discord.say(ben, thread, `<@${discord.botUserId}> And of the lake?`)
  const after = discord.say(ana, thread, 'And of its shores?')
  await answered(discord, thread, missed.id)
  await answered(discord, thread, after.id)
  expect(answersTo(discord, thread, among.id)).toEqual([])
})
