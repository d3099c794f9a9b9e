import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, it } from 'vitest'
import { openStore } from '../../../src/store/sql-store.ts'
import { openState } from '../../../src/store/state.ts'
import { type FakeDiscord, startDiscord } from '../../fakes/discord/discord-server.ts'
import { startBotProcess } from '../../support/bot-process.ts'
import { answered, answersTo, openDiscord } from '../../support/discord.ts'
import { scriptedModel } from '../../support/scripted-model.ts'
import { postgresSchema, redisUrl } from '../../support/services.ts'
import { expectedLines, linesIn, slowLines } from '../../support/slow-lines.ts'

/** Milliseconds in which one shard may identify. */
const WINDOW = 400

let cleanUp: (() => unknown)[] = []
afterEach(async () => {
  for (const clean of cleanUp.toReversed()) await clean()
  cleanUp = []
})

const fakeWithTwoShards = async (): Promise<FakeDiscord> => {
  const discord = await startDiscord({
    shards: 2,
    requiredShards: 2,
    maxConcurrency: 1,
    identifyWindow: WINDOW,
    rateScale: 0.02,
  })
  cleanUp.push(() => discord.close())
  return discord
}

function ask(discord: FakeDiscord, user: string, channel: string, text: string) {
  return { channel, id: discord.say(user, channel, `<@${discord.botUserId}> ${text}`).id }
}

it('two shards in one process identify one after the other, and hear both servers', async () => {
  const discord = await fakeWithTwoShards()
  const platform = { identifyWindow: WINDOW }
  const one = await openDiscord({ discord, models: [scriptedModel(['The sea is wide.'])], platform })
  cleanUp.push(() => one.close())
  const { general, lobby } = discord.channels
  const { ana, ben } = discord.people
  const asked = [ask(discord, ana, general, 'Of the sea?'), ask(discord, ben, lobby, 'Of the sea?')]
  for (const { channel, id } of asked) await answered(discord, channel, id)
  expect(discord.identified.map(({ shard }) => shard)).toEqual([0, 1])
})

it('two shards in two processes identify in turn, and each message is answered once', async () => {
  const discord = await fakeWithTwoShards()
  const folder = await mkdtemp(join(tmpdir(), 'recourse-shards-'))
  cleanUp.push(() => rm(folder, { recursive: true, force: true }))
  const file = join(folder, 'records.sqlite')
  const schema = await postgresSchema()
  if (schema) cleanUp.push(() => schema.drop())
  const [database, state] = [schema?.url ?? file, (await redisUrl()) ?? file]
  const script = join(import.meta.dirname, 'discord-process.ts')
  const processes = await Promise.all(
    ['0-0/2', '1-1/2'].map((shards) =>
      startBotProcess(script, [discord.apiUrl, discord.token, database, state, shards, String(WINDOW)]),
    ),
  )
  for (const { kill } of processes) cleanUp.push(kill)
  expect(discord.identified.map(({ shard }) => shard).toSorted()).toEqual([0, 1])
  const { general, thread, lobby } = discord.channels
  const { ana, ben } = discord.people
  const asked = [
    ask(discord, ana, general, 'One.'),
    ask(discord, ben, lobby, 'Two.'),
    ask(discord, ana, thread, 'Three.'),
    ask(discord, ben, lobby, 'Four.'),
    { channel: discord.dm(ana), id: discord.say(ana, discord.dm(ana), 'Five.').id },
  ]
  for (const { channel, id } of asked) {
    await answered(discord, channel, id)
    const answers = answersTo(discord, channel, id)
    expect(answers).toHaveLength(1)
    expect(linesIn(answers.map(({ content }) => ({ text: content })))).toEqual(expectedLines(20))
  }
})

it('what a dead process had begun is finished by one that has other shards', async () => {
  const discord = await fakeWithTwoShards()
  const folder = await mkdtemp(join(tmpdir(), 'recourse-shards-'))
  cleanUp.push(() => rm(folder, { recursive: true, force: true }))
  const file = join(folder, 'records.sqlite')
  const script = join(import.meta.dirname, 'discord-process.ts')
  const { kill } = await startBotProcess(script, [
    discord.apiUrl,
    discord.token,
    file,
    file,
    '1-1/2',
    String(WINDOW),
  ])
  cleanUp.push(kill)
  const { channel, id } = ask(discord, discord.people.ben, discord.channels.lobby, 'Of the sea?')
  await discord.until(() => answersTo(discord, channel, id).length > 0)
  await kill()
  const store = await openStore({ url: file })
  const state = await openState({ url: file })
  // Longer than a lease.
  const now = () => Date.now() + 10 * 60_000
  const one = await openDiscord({
    discord,
    store,
    state,
    models: [slowLines(20, 1)],
    bot: { now },
    platform: { now, identifyWindow: WINDOW, shards: { from: 0, to: 0, total: 2 } },
  })
  cleanUp.push(async () => {
    await one.close()
    await state.close()
    await store.close()
  })
  await answered(discord, channel, id)
  const answers = answersTo(discord, channel, id).map(({ content }) => ({ text: content }))
  expect(linesIn(answers)).toEqual(expectedLines(20))
})
