import { createRequire } from 'node:module'
import { getGlobalDispatcher, setGlobalDispatcher } from 'undici'
import { describe, expect, it, onTestFinished } from 'vitest'
import { z } from 'zod'
import { defineCommand } from '../../../commands/define-command.ts'
import { COMMANDS } from '../../../commands/index.ts'
import { closedAfterEach } from '../../support/close-after-each.ts'
import {
  answered,
  answersTo,
  openDiscord,
  type TestDiscord,
  type TestDiscordOptions,
} from '../../support/discord.ts'
import { scriptedModel } from '../../support/scripted-model.ts'

const open = closedAfterEach((options: TestDiscordOptions = {}) =>
  openDiscord({ models: [scriptedModel([SEA])], ...options }),
)

const SEA = 'The sea is wide. '.repeat(20).trim()

/** What a person alone sees, once none of it is being thought about. */
async function told({ discord }: TestDiscord, user: string, count = 1) {
  const seen = () => discord.ephemerals(user).filter(({ loading, deleted }) => !loading && !deleted)
  await discord.until(() => seen().length >= count)
  return seen().map(({ content }) => content)
}

const standing = ({ discord }: TestDiscord, channel: string) =>
  discord.messagesIn(channel).filter(({ deleted, by }) => !deleted && by === discord.botUserId)

describe('/ask', () => {
  it('shows the request, and the answer in reply to it, with which the conversation goes on', async () => {
    const model = scriptedModel([SEA])
    const one = await open({ models: [model] })
    const { discord } = one
    const { general } = discord.channels
    await discord.command(discord.people.ben, general, '/ask', { text: 'Tell me of the sea.' })
    await discord.until(() => standing(one, general).length === 2)
    const [request, answer] = standing(one, general)
    expect(request?.content).toContain('> Tell me of the sea.')
    expect(answer?.replyTo).toBe(request?.id)
    await answered(discord, general, request?.id ?? '')
    const next = discord.reply(discord.people.ben, general, answer?.id ?? '', 'And its colour?')
    await answered(discord, general, next.id)
    expect(JSON.stringify(model.calls[1])).toContain('Tell me of the sea.')
    expect(discord.notified()).toEqual([])
  })

  it('with a mistake concerns its caller alone', async () => {
    const one = await open()
    const { discord } = one
    const { general } = discord.channels
    await discord.command(discord.people.ben, general, '/ask', { text: 'Hello?', model: 'nobody:knows' })
    const [line] = await told(one, discord.people.ben)
    expect(line).toContain('nobody:knows')
    expect(standing(one, general)).toEqual([])
  })

  it('where the bot may not write is told to its caller alone', async () => {
    const one = await open()
    const { discord } = one
    const { quiet } = discord.channels
    await discord.command(discord.people.ben, quiet, '/ask', { text: 'Tell me of the sea.' })
    const [line] = await told(one, discord.people.ben)
    expect(line).toContain('may not write')
    expect(standing(one, quiet)).toEqual([])
  })
})

describe('a command', () => {
  it('is answered to its caller alone, in as many messages as it takes, and says “server”', async () => {
    const one = await open()
    const { discord } = one
    const { general } = discord.channels
    await discord.command(discord.people.ben, general, '/help', {})
    const [help] = await told(one, discord.people.ben)
    expect(help).toContain('/ask')
    await discord.command(discord.people.ben, general, '/help', { command: 'model' })
    expect((await told(one, discord.people.ben, 2))[1]).toContain('server')
    expect(standing(one, general)).toEqual([])
  })

  it('completes models while somebody types', async () => {
    const { discord } = await open()
    const { ana } = discord.people
    const outcome = await discord.autocomplete(ana, discord.channels.general, 'model', 'model', {
      model: 'scri',
    })
    expect(outcome).toMatchObject({ kind: 'choices', choices: [{ value: 'openai:scripted-unknown' }] })
  })

  it('can set what holds for the channels of a category', async () => {
    const models = [scriptedModel([SEA], 'unknown'), scriptedModel(['Of the other. '.repeat(20)], 'gemma')]
    const one = await open({ models })
    const { discord } = one
    const { general, random, lobby } = discord.channels
    const { ana, ben } = discord.people
    await discord.command(ana, general, '/model', { model: 'openai:scripted-gemma', scope: 'category' })
    await told(one, ana)
    const texts: string[] = []
    for (const [who, channel] of [
      [ana, random],
      [ben, lobby],
    ] as const) {
      const { id } = discord.say(who, channel, `<@${discord.botUserId}> Tell me of the sea.`)
      texts.push((await answered(discord, channel, id))[0]?.content ?? '')
    }
    expect(texts[0]).toContain('openai:scripted-gemma')
    expect(texts[1]).toContain('openai:scripted-unknown')
  })

  it('that reaches the bot after 2.9 seconds is answered, and one after more is left to Discord', async () => {
    // Discord's clock moves by hand, so that a slow machine has its time.
    const at = Date.now()
    const one = await open({ fake: { now: () => at, acknowledgeWithin: 3_000 } })
    const { discord } = one
    const { ben } = discord.people
    const votes = () => discord.command(ben, discord.channels.general, '/votes', {})
    discord.deliver({ delay: 2_900, only: /^INTERACTION_CREATE$/ })
    const inTime = votes()
    discord.advance(2_900)
    expect((await inTime).kind).toBe('thinking')
    await told(one, ben)
    discord.deliver({ delay: 3_100, only: /^INTERACTION_CREATE$/ })
    const late = votes()
    discord.advance(3_100)
    expect((await late).kind).toBe('failed')
    discord.deliver({})
    await discord.command(ben, discord.channels.general, '/votes', {})
    expect(await told(one, ben, 2)).toHaveLength(2)
  })

  it.each([
    ['private', 'in a direct message'],
    ['channel', 'in the channel'],
  ] as const)('meant as %s that takes twenty minutes is answered %s', async (visibility, _) => {
    const gate = Promise.withResolvers<void>()
    const slow = defineCommand({
      name: 'slow',
      description: 'Take twenty minutes',
      options: z.object({}),
      examples: ['slow'],
      access: 'everyone',
      visibility,
      async *run() {
        await gate.promise
        yield { type: 'text', markdown: 'Here it is at last.' }
      },
    })
    const one = await open({ bot: { commands: [...COMMANDS, slow] } })
    const { discord } = one
    const { general } = discord.channels
    const { ben } = discord.people
    expect((await discord.command(ben, general, '/slow', {})).kind).toBe('thinking')
    discord.advance(20 * 60_000)
    gate.resolve()
    const where = visibility === 'private' ? discord.dm(ben) : general
    await discord.until(() => standing(one, where).some(({ content }) => content === 'Here it is at last.'))
  })
})

it('an answer that begins twenty minutes after its command is given all the same', async () => {
  const gate = Promise.withResolvers<void>()
  const model = scriptedModel([SEA])
  const late = {
    ...model,
    async *stream(...args: Parameters<typeof model.stream>) {
      await gate.promise
      yield* model.stream(...args)
    },
  }
  const one = await open({ models: [late] })
  const { discord } = one
  const { general } = discord.channels
  await discord.command(discord.people.ben, general, '/ask', { text: 'Tell me of the sea.' })
  await discord.until(() => standing(one, general).some(({ content }) => content.includes('> Tell me')))
  discord.advance(20 * 60_000)
  gate.resolve()
  const [request] = standing(one, general)
  const [answer] = await answered(discord, general, request?.id ?? '')
  expect(answer?.content).toContain(SEA)
  expect(answersTo(discord, general, request?.id ?? '')).toHaveLength(1)
})

describe('/export', () => {
  it('attaches a file also where Slack’s SDK has brought an HTTP client of another version', async () => {
    const ofBolt = createRequire(createRequire(import.meta.url).resolve('@slack/bolt'))
    const before = getGlobalDispatcher()
    // Of all versions in a process, the one that is loaded first provides the dispatcher for all.
    setGlobalDispatcher(new (ofBolt('undici').Agent)())
    onTestFinished(() => setGlobalDispatcher(before))
    const one = await open()
    const { discord } = one
    await discord.command(discord.people.ana, discord.channels.general, '/export', { rows: 'card' })
    expect((await told(one, discord.people.ana))[0]).toContain('The data-set card')
  })

  it('attaches the file to an answer that its caller alone sees', async () => {
    const one = await open()
    const { discord } = one
    await discord.command(discord.people.ana, discord.channels.general, '/export', { rows: 'card' })
    const [line] = await told(one, discord.people.ana)
    expect(line).toContain('The data-set card')
    const [shown] = discord.ephemerals(discord.people.ana)
    expect(shown?.attachments).toMatchObject([{ filename: 'data-set-card.md' }])
    expect(standing(one, discord.channels.general)).toEqual([])
  })

  it('of what is stored about somebody is for them alone', async () => {
    const one = await open()
    const { discord } = one
    const { general } = discord.channels
    await discord.command(discord.people.ben, general, '/privacy', { what: 'download' })
    expect((await told(one, discord.people.ben))[0]).toContain('Everything that is stored about you')
    const [shown] = discord.ephemerals(discord.people.ben)
    expect(shown?.attachments).toMatchObject([{ filename: 'my-data.json' }])
    expect(standing(one, general)).toEqual([])
  })

  it('that is too large for a message says how to get it', async () => {
    const large = defineCommand({
      name: 'export',
      description: 'Hand out a large file',
      options: z.object({}),
      examples: ['export'],
      access: 'everyone',
      visibility: 'private',
      async *run() {
        const content = async function* () {
          for (let megabyte = 0; megabyte < 11; megabyte += 1) yield 'x'.repeat(1024 * 1024)
        }
        const file = { name: 'votes.csv', mediaType: 'text/csv', description: '' }
        yield { type: 'file' as const, ...file, ifTooLarge: 'Use the command line.', content }
      },
    })
    const one = await open({ bot: { commands: [large] } })
    const { discord } = one
    await discord.command(discord.people.ben, discord.channels.general, '/export', {})
    expect(await told(one, discord.people.ben)).toEqual(['Use the command line.'])
  })
})
