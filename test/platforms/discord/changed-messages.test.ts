import { afterEach, expect, it } from 'vitest'
import { openStore } from '../../../src/store/sql-store.ts'
import { openState, type State } from '../../../src/store/state.ts'
import { type DiscordOptions, startDiscord } from '../../fakes/discord/discord-server.ts'
import { answered, answersTo, openDiscord, type TestDiscordOptions } from '../../support/discord.ts'
import { scriptedModel } from '../../support/scripted-model.ts'

let cleanUp: (() => unknown)[] = []
afterEach(async () => {
  for (const clean of cleanUp.toReversed()) await clean()
  cleanUp = []
})

const models = () => [scriptedModel(['The sea is wide. '.repeat(20)])]

async function open(options: TestDiscordOptions = {}) {
  const one = await openDiscord({ models: models(), ...options })
  cleanUp.push(() => one.close())
  const mention = (channel = one.discord.channels.general) =>
    one.discord.say(one.discord.people.ana, channel, `<@${one.discord.botUserId}> Tell me of the sea.`).id
  return { ...one, mention }
}

/** A Discord, a store and a state that outlive the bot. */
async function lasting(fake: DiscordOptions = {}) {
  const discord = await startDiscord({ identifyWindow: 0, maxConcurrency: 16, ...fake })
  const store = await openStore({ url: ':memory:' })
  const state = await openState({ url: ':memory:' })
  cleanUp.push(async () => {
    await discord.close()
    await state.close()
    await store.close()
  })
  return { discord, store, state }
}

it('an edit that turns to somebody else takes the answer back', async () => {
  const { discord, mention } = await open()
  const { general } = discord.channels
  const { ana, ben } = discord.people
  const id = mention()
  await answered(discord, general, id)
  discord.edit(ana, general, id, `<@${ben}> Lunch?`)
  await discord.until(() => answersTo(discord, general, id).length === 0)
})

it('what was rewritten while nobody listened is answered, and can be deleted like any other', async () => {
  const parts = await lasting()
  const { discord } = parts
  const { general } = discord.channels
  const { ana } = discord.people
  await (await openDiscord({ ...parts, models: models() })).close()
  const { id } = discord.say(ana, general, `<@${discord.botUserId}> Tell me of the sky.`)
  discord.advance(1000)
  discord.edit(ana, general, id, `<@${discord.botUserId}> Tell me of the sea.`)
  await open(parts)
  await answered(discord, general, id)
  discord.remove(ana, general, id)
  await discord.until(() => answersTo(discord, general, id).length === 0)
})

it('a deletion in a thread that was archived before the start is heard', async () => {
  const parts = await lasting()
  const { discord } = parts
  const { thread, general } = discord.channels
  const first = await openDiscord({ ...parts, models: models() })
  const { id } = discord.say(discord.people.ana, thread, `<@${discord.botUserId}> Tell me of the sea.`)
  await answered(discord, thread, id)
  await first.close()
  discord.archive(thread)
  await open(parts)
  discord.remove(discord.people.ana, thread, id)
  const place = { platform: 'discord', workspace: discord.guilds.hall, channel: general }
  await expect
    .poll(async () => (await first.bot.history(place, 1))[0]?.exchange)
    .toMatchObject({ prompt: '' })
})

it('a request that is deleted while it is read from the channel is not answered', async () => {
  const parts = await lasting()
  const { discord } = parts
  const { general } = discord.channels
  const { ana } = discord.people
  const model = scriptedModel(['The sea is wide.'])
  await (await openDiscord({ ...parts, models: models() })).close()
  const { id } = discord.say(ana, general, `<@${discord.botUserId}> Tell me of the sea.`)
  const { id: next } = discord.say(ana, general, `<@${discord.botUserId}> And the sky?`)
  // Read before the deletion, and known only after it.
  const read = discord.fault({ route: 'GET /channels/:id/messages', times: 1, stall: 500 })
  await open({ ...parts, models: [model] })
  await discord.until(() => read.struck === 1)
  discord.remove(ana, general, id)
  await answered(discord, general, next)
  expect(answersTo(discord, general, id)).toEqual([])
  expect(model.calls).toHaveLength(1)
})

it('a deletion is heard while the state cannot be reached', async () => {
  const parts = await lasting()
  const { discord, state } = parts
  const { general } = discord.channels
  let isDown = false
  const moody: State = {
    ...state,
    get: (key, shape) => (isDown ? Promise.reject(new Error('down')) : state.get(key, shape)),
    set: (key, value, lifetime) =>
      isDown ? Promise.reject(new Error('down')) : state.set(key, value, lifetime),
    add: (key, value, lifetime) => state.add(key, value, lifetime),
    close: () => state.close(),
  }
  const { mention } = await open({ ...parts, state: moody, platform: { wait: async () => {} } })
  const id = mention()
  await answered(discord, general, id)
  isDown = true
  discord.remove(discord.people.ana, general, id)
  await discord.until(() => answersTo(discord, general, id).length === 0)
})

it('without the message-content intent, what cannot be read is neither asked nor complained of', async () => {
  const { discord, mention } = await open({ fake: { privileged: [] } })
  const { general } = discord.channels
  const { ana } = discord.people
  const id = mention()
  const [answer] = await answered(discord, general, id)
  const reply = discord.reply(ana, general, answer?.id ?? '', 'And its colour?', { ping: false })
  const next = discord.reply(ana, general, answer?.id ?? '', 'And its depth?')
  await answered(discord, general, next.id)
  expect(answersTo(discord, general, reply.id)).toEqual([])
  discord.edit(ana, general, id, 'Never mind.')
  const last = mention()
  await answered(discord, general, last)
  expect(answersTo(discord, general, id).map(({ content }) => content)).not.toContainEqual(
    expect.stringContaining('empty'),
  )
})
