import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { REST, Routes } from 'discord.js'
import { afterEach, describe, expect, it } from 'vitest'
import { StoreError } from '../../../src/errors.ts'
import { rehearsalModel } from '../../../src/models/rehearsal.ts'
import { openStore } from '../../../src/store/sql-store.ts'
import { openState } from '../../../src/store/state.ts'
import { type FakeDiscord, startDiscord } from '../../fakes/discord/discord-server.ts'
import { isClaimed, startBotProcess } from '../../support/bot-process.ts'
import { answered, answersTo, openDiscord } from '../../support/discord.ts'
import { expectedLines, linesIn, slowLines } from '../../support/slow-lines.ts'
import { shared } from './watched-votes.ts'

/** Longer than a lease, so that what the dead process held is free. */
const LATER = 10 * 60_000

let cleanUp: (() => unknown)[] = []
afterEach(async () => {
  for (const clean of cleanUp.toReversed()) await clean()
  cleanUp = []
})

it('an answer that two processes have told stands once after the next look, the first of the two', async () => {
  const lasting = await shared()
  const { discord, store } = lasting
  const { general } = discord.channels
  const models = [slowLines(20, 1)]
  const first = await openDiscord({ ...lasting, models })
  const asked = mention(discord)
  const [answer] = await answered(discord, general, asked)
  await first.close()
  const channel = { platform: 'discord', workspace: discord.guilds.hall, channel: general }
  const [record] = await store.recent(channel, 1)
  const rest = new REST({ api: discord.apiUrl }).setToken(discord.token)
  const { content, components } = answer ?? { content: '', components: [] }
  await rest.post(Routes.channelMessages(general), {
    body: { content, components, message_reference: { message_id: asked } },
  })
  expect(answersTo(discord, general, asked)).toHaveLength(2)
  // Who was held still, and did not live to take its own back.
  const late = { claimedBy: 'somebody', leaseUntil: 0 }
  expect(await store.delivered(record?.id ?? '', [], late)).toBe('told_already')
  const second = await openDiscord({ ...lasting, models })
  cleanUp.push(second.close)
  await discord.until(() => answersTo(discord, general, asked).length === 1)
  expect(answersTo(discord, general, asked)[0]?.id).toBe(answer?.id)
})

it('an answer of a process that ends before it can store it goes where another process has told it', async () => {
  const lasting = await shared()
  const { discord, store } = lasting
  const { general } = discord.channels
  const rest = new REST({ api: discord.apiUrl }).setToken(discord.token)
  let asked = ''
  let copy = ''
  const ending: typeof store = {
    ...store,
    async delivered() {
      if (copy === '') {
        const { content, components } = answersTo(discord, general, asked)[0] ?? {
          content: '',
          components: [],
        }
        copy = content
        await rest.post(Routes.channelMessages(general), {
          body: { content, components, message_reference: { message_id: asked } },
        })
      }
      throw new StoreError('closed', 'The records are closed.')
    },
  }
  const one = await openDiscord({ ...lasting, store: ending, models: [slowLines(20, 1)] })
  cleanUp.push(one.close)
  asked = mention(discord)
  await discord.until(() => copy !== '' && answersTo(discord, general, asked).length === 1)
  expect(linesIn(textsOf(discord, asked))).toEqual(expectedLines(20))
})

it('an answer after a question that was taken up, and that another process has kept as told, stays', async () => {
  const lasting = await shared()
  const { discord, store } = lasting
  const { ana } = discord.people
  const { general } = discord.channels
  const gemma = rehearsalModel('gemma')
  let hangs = false
  const asked = Promise.withResolvers<void>()
  const hanging: typeof gemma = {
    ...gemma,
    async *stream(messages, options) {
      if (hangs) {
        asked.resolve()
        await new Promise(() => {})
      }
      yield* gemma.stream(messages, options)
    },
  }
  const first = await openDiscord({ ...lasting, models: [hanging], platform: { grace: 10 } })
  const { id } = discord.say(ana, general, `<@${discord.botUserId}> How do I kill a Python process?`)
  const [question] = await answered(discord, general, id)
  hangs = true
  await discord.click(ana, general, question?.id ?? '', /:reading:.*:1$/)
  await asked.promise
  await first.close()

  const fates: string[] = []
  const late: typeof store = {
    ...store,
    async delivered(exchange, messages, teller) {
      if (fates.length === 0 && teller) {
        await store.delivered(exchange, messages, { ...teller, claimedBy: 'the other' })
      }
      const fate = await store.delivered(exchange, messages, teller)
      fates.push(fate)
      return fate
    },
  }
  const second = await openDiscord({ ...lasting, store: late, models: [gemma] })
  cleanUp.push(second.close)
  await discord.until(() => fates.length === 2)
  expect(fates).toEqual(['told_already', 'delivered'])
  expect(answersTo(discord, general, id).map(({ content }) => content)).toEqual([
    expect.stringContaining('Answered:'),
    expect.stringContaining('Asked again'),
  ])
})

it('an answer that is told while another process takes it for half done, deletes it and fails, is told again', async () => {
  const lasting = await shared()
  const { discord, store } = lasting
  const { general } = discord.channels
  const rest = new REST({ api: discord.apiUrl }).setToken(discord.token)
  let asked = ''
  const told = Promise.withResolvers<string>()
  const late: typeof store = {
    ...store,
    async delivered(exchange, messages, teller) {
      await store.takeOver('the other', Date.now() + LATER, Date.now() + LATER, 'discord')
      for (const { id } of answersTo(discord, general, asked)) {
        await rest.delete(Routes.channelMessage(general, id))
      }
      const fate = await store.delivered(exchange, messages, teller)
      told.resolve(fate)
      return fate
    },
  }
  const models = [slowLines(20, 1)]
  const first = await openDiscord({ ...lasting, store: late, models })
  asked = mention(discord)
  expect(await told.promise).toBe('delivered')
  await first.close()
  expect(answersTo(discord, general, asked)).toEqual([])
  const now = () => Date.now() + 2 * LATER
  const second = await openDiscord({ ...lasting, models, bot: { now }, platform: { now } })
  cleanUp.push(second.close)
  await answered(discord, general, asked)
  expect(linesIn(textsOf(discord, asked))).toEqual(expectedLines(20))
})

it('an answer to a click goes where another process has told it in reply to the request', async () => {
  const lasting = await shared()
  const { discord, store } = lasting
  const { ana } = discord.people
  const { general } = discord.channels
  const rest = new REST({ api: discord.apiUrl }).setToken(discord.token)
  const fates: string[] = []
  let copy = ''
  const late: typeof store = {
    ...store,
    async delivered(exchange, messages, teller) {
      // The first is of the question.
      if (fates.length === 1 && teller) {
        const { content, components } = answersTo(discord, general, id)[1] ?? { content: '', components: [] }
        const body = { content, components, message_reference: { message_id: id } }
        copy = ((await rest.post(Routes.channelMessages(general), { body })) as { id: string }).id
        await store.delivered(exchange, messages, { ...teller, claimedBy: 'the other' })
      }
      const fate = await store.delivered(exchange, messages, teller)
      fates.push(fate)
      return fate
    },
  }
  const one = await openDiscord({ ...lasting, store: late, models: [rehearsalModel('gemma')] })
  cleanUp.push(one.close)
  const { id } = discord.say(ana, general, `<@${discord.botUserId}> How do I kill a Python process?`)
  const [question] = await answered(discord, general, id)
  await discord.until(() => fates.length === 1)
  await discord.click(ana, general, question?.id ?? '', /:reading:.*:1$/)
  await discord.until(() => fates.length === 3)
  expect(fates).toEqual(['delivered', 'told_already', 'delivered'])
  expect(answersTo(discord, general, id).map((message) => message.id)).toEqual([question?.id, copy])
})

interface Killable {
  readonly discord: FakeDiscord
  readonly database: string
  kill(): Promise<void>
}

async function startKillable(): Promise<Killable> {
  const folder = await mkdtemp(join(tmpdir(), 'recourse-crash-'))
  cleanUp.push(() => rm(folder, { recursive: true, force: true }))
  const discord = await startDiscord({ identifyWindow: 0, maxConcurrency: 16, rateScale: 0.02 })
  cleanUp.push(() => discord.close())
  const database = join(folder, 'records.sqlite')
  const script = join(import.meta.dirname, 'discord-process.ts')
  const { kill } = await startBotProcess(script, [discord.apiUrl, discord.token, database, database, 'auto'])
  cleanUp.push(kill)
  return { discord, database, kill }
}

/** A process that starts when the lease of the dead one has run out. */
async function restart({ discord, database }: Killable) {
  const store = await openStore({ url: database })
  const state = await openState({ url: database })
  const now = () => Date.now() + LATER
  const models = [slowLines(20, 1)]
  const one = await openDiscord({ discord, store, state, models, bot: { now }, platform: { now } })
  cleanUp.push(async () => {
    await one.close()
    await state.close()
    await store.close()
  })
  return one
}

const mention = (discord: FakeDiscord) =>
  discord.say(discord.people.ana, discord.channels.general, `<@${discord.botUserId}> Tell me of the sea.`).id

const textsOf = (discord: FakeDiscord, id: string) =>
  answersTo(discord, discord.channels.general, id).map(({ content }) => ({ text: content }))

async function expectOneWholeAnswer(discord: FakeDiscord, id: string) {
  const { general } = discord.channels
  await answered(discord, general, id)
  expect(linesIn(textsOf(discord, id))).toEqual(expectedLines(20))
  const ours = discord.messagesIn(general).filter(({ by, deleted }) => by === discord.botUserId && !deleted)
  expect(ours).toHaveLength(1)
}

describe('after kill -9', () => {
  it('between the claim and the first text, the next start answers', async () => {
    const one = await startKillable()
    const id = mention(one.discord)
    await one.discord.until(() => isClaimed(one.database))
    await one.kill()
    expect(textsOf(one.discord, id)).toEqual([])
    await restart(one)
    await expectOneWholeAnswer(one.discord, id)
  })

  it('while the answer grows, the next start leaves one whole answer', async () => {
    const one = await startKillable()
    const id = mention(one.discord)
    await one.discord.until(() => linesIn(textsOf(one.discord, id)).length > 2)
    await one.kill()
    await restart(one)
    await expectOneWholeAnswer(one.discord, id)
  })

  it('before the message is bound to its exchange, its beginning is found all the same', async () => {
    const one = await startKillable()
    const { discord } = one
    const posted = discord.fault({ route: 'POST /channels/:id/messages', times: 1, stall: 60_000 })
    const lost = discord.fault({ route: 'POST /channels/:id/messages', times: 1, loseResponse: true })
    const id = mention(discord)
    await discord.until(() => posted.struck + lost.struck > 0)
    await one.kill()
    await restart(one)
    await expectOneWholeAnswer(discord, id)
  })

  it.each([
    ['never reached Discord', { stall: 60_000 }],
    ['was carried out', { loseResponse: true }],
  ] as const)('when the last edit %s, one whole answer stands', async (_, fate) => {
    const one = await startKillable()
    const { discord } = one
    const id = mention(discord)
    await discord.until(() => textsOf(discord, id).length > 0)
    const last = discord.fault({ route: 'PATCH /channels/:id/messages/:id', times: 1, ...fate })
    await discord.until(() => last.struck === 1)
    await one.kill()
    const second = await restart(one)
    await expectOneWholeAnswer(discord, id)
    const channel = { platform: 'discord', workspace: discord.guilds.hall, channel: discord.channels.general }
    const [entry] = await second.bot.history(channel, 1)
    expect(entry?.exchange).toMatchObject({ outcome: 'answered' })
    expect(await second.bot.takeUp('discord')).toBeUndefined()
  })

  it('and before the message was taken at all, the next start finds it', async () => {
    const one = await startKillable()
    const { discord } = one
    await one.kill()
    const id = mention(discord)
    const store = await openStore({ url: one.database })
    const state = await openState({ url: one.database })
    const second = await openDiscord({ discord, store, state, models: [slowLines(20, 1)] })
    cleanUp.push(async () => {
      await second.close()
      await state.close()
      await store.close()
    })
    await expectOneWholeAnswer(discord, id)
  })
})
