import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { openStore } from '../../../src/store/sql-store.ts'
import { openState } from '../../../src/store/state.ts'
import { type FakeDiscord, startDiscord } from '../../fakes/discord/discord-server.ts'
import { isClaimed, startBotProcess } from '../../support/bot-process.ts'
import { answered, answersTo, openDiscord } from '../../support/discord.ts'
import { expectedLines, linesIn, slowLines } from '../../support/slow-lines.ts'

/** Longer than a lease, so that what the dead process held is free. */
const LATER = 10 * 60_000

let cleanUp: (() => unknown)[] = []
afterEach(async () => {
  for (const clean of cleanUp.toReversed()) await clean()
  cleanUp = []
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
