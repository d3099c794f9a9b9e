import { describe, expect, it } from 'vitest'
import { ModelError } from '../../../src/errors.ts'
import { createLogger } from '../../../src/logger.ts'
import type { ChatModel } from '../../../src/models/chat-model.ts'
import { INVALID_REQUESTS } from '../../../src/platforms/discord/discord-platform.ts'
import { openStore } from '../../../src/store/sql-store.ts'
import { startDiscord } from '../../fakes/discord/discord-server.ts'
import { people } from '../../fakes/discord/world.ts'
import { closedAfterEach } from '../../support/close-after-each.ts'
import {
  answered,
  answersTo,
  openDiscord,
  type TestDiscord,
  type TestDiscordOptions,
} from '../../support/discord.ts'
import { pieces, scriptedModel } from '../../support/scripted-model.ts'
import { expectedLines, lines, slowly } from '../../support/slow-lines.ts'

const open = closedAfterEach(({ fake, ...options }: TestDiscordOptions = {}) => {
  // Discord's windows, fifty times as short.
  const quick = { rateScale: 0.02, identifyWindow: 0, maxConcurrency: 16, ...fake }
  return openDiscord({ fake: quick, platform: { wait: briefly }, ...options })
})

/** A wait fifty times as short. */
function briefly(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds / 50))
}

function mention({ discord }: TestDiscord, text = 'Tell me of the sea.', channel = discord.channels.general) {
  return discord.say(discord.people.ana, channel, `<@${discord.botUserId}> ${text}`).id
}

const linesOf = (messages: readonly { readonly content: string }[]) =>
  messages.flatMap(({ content }) => content.match(/Line \d+ of the answer\./g) ?? [])

describe('what happens on the way', () => {
  it('an event that is delivered three times is answered once', async () => {
    const model = scriptedModel(['The sea is wide.'])
    const one = await open({ models: [model], fake: { deliveries: 3 } })
    const { discord } = one
    const { general } = discord.channels
    const asked = [mention(one), mention(one), mention(one)]
    for (const id of asked) await answered(discord, general, id)
    await new Promise((resolve) => setTimeout(resolve, 200))
    for (const id of asked) expect(answersTo(discord, general, id)).toHaveLength(1)
    expect(model.calls).toHaveLength(3)
  })

  it('every second call may be told to wait, and all is delivered in order', async () => {
    const one = await open({ models: [scriptedModel([lines(120)])] })
    const { discord } = one
    discord.fault({ route: /channels/, every: 2, status: 429, retryAfter: 0.05 })
    const id = mention(one)
    const answers = await answered(discord, discord.channels.general, id)
    expect(linesOf(answers)).toEqual(expectedLines(120))
  })

  it.each([
    ['POST', 'loseResponse'],
    ['POST', 'loseRequest'],
    ['PATCH', 'loseResponse'],
    ['PATCH', 'loseRequest'],
  ] as const)('a %s that ends in %s leaves one whole answer', async (method, how) => {
    const one = await open({ models: [slowly(lines(60), 4)] })
    const { discord } = one
    discord.fault({ route: new RegExp(`^${method} /channels/:id/messages`), times: 2, [how]: true })
    const id = mention(one)
    const answers = await answered(discord, discord.channels.general, id)
    expect(linesOf(answers)).toEqual(expectedLines(60))
    const ours = discord
      .messagesIn(discord.channels.general)
      .filter(({ by, deleted }) => by === discord.botUserId && !deleted)
    expect(ours).toHaveLength(answers.length)
  })
})

describe('an answer of 40,000 characters', () => {
  it('comes whole and in order, in messages that Discord takes', async () => {
    const code = Array.from({ length: 1100 }, (_, n) => `const value${n} = ${n}`).join('\n')
    const text = `${lines(600)}\n\n\`\`\`ts\n${code}\n\`\`\`\n\nThe end.`
    expect(text.length).toBeGreaterThan(36_000)
    const one = await open({ models: [scriptedModel([text])] })
    const { discord } = one
    const id = mention(one)
    const answers = await answered(discord, discord.channels.general, id)
    expect(answers.length).toBeGreaterThan(20)
    expect(linesOf(answers)).toEqual(expectedLines(600))
    const all = answers.map(({ content }) => content).join('\n')
    expect(all.match(/const value\d+ = \d+/g)).toHaveLength(1100)
    for (const { content } of answers) {
      expect([...content.matchAll(/```/g)].length % 2).toBe(0)
      expect(content.length).toBeLessThanOrEqual(2000)
    }
    expect(answers.at(-1)?.content).toContain('The end.')
  })
})

const BEN = people.ben
const PINGS = `@everyone @here <@${BEN}> <@!${BEN}> <@&${BEN}> <#${BEN}> [a bank](https://evil.example/x) text
-# The model refused at first.
> -# Asked again

`

describe('what a model writes', () => {
  it('pings nobody, also while it is edited, hides no target and forges no small print', async () => {
    const one = await open({ models: [slowly(PINGS.repeat(20), 2)] })
    const { discord } = one
    const id = mention(one)
    const answers = await answered(discord, discord.channels.general, id)
    expect(discord.notified()).toEqual([])
    const shown = answers.flatMap(({ history }) => history).join('\n')
    expect(shown).not.toMatch(/@everyone|@here|<@[!&]?\d|<#\d|\]\(http/)
    expect(shown).toContain('a bank (https://evil.example/x)')
    for (const { content } of answers.slice(0, -1)) expect(content).not.toMatch(/^[\s>*-]*-# /m)
    expect(
      answers
        .at(-1)
        ?.content.match(/^[\s>*-]*-# .*/gm)
        ?.join('\n'),
    ).not.toMatch(/refused at first|Asked again/)
    for (const { flags } of answers) expect(flags & 4).toBe(4)
  })
})

describe('a failure', () => {
  it('in the middle of code leaves what is below it readable, also while it is written', async () => {
    const one = await open({ models: [slowly(`Look:\n\n\`\`\`ts\n${'const sea = wide()\n'.repeat(20)}`, 4)] })
    const { discord } = one
    const [answer] = await answered(discord, discord.channels.general, mention(one))
    expect(answer?.content).toMatch(/\n```\n-# /)
    for (const text of answer?.history ?? []) expect([...text.matchAll(/```/g)].length % 2).toBe(0)
  })

  it('ends in a visible line that says why', async () => {
    const one = await open({ models: [scriptedModel([new ModelError('connection', 'The model is away.')])] })
    const { discord } = one
    const [line] = await answered(discord, discord.channels.general, mention(one))
    expect(line?.content).toContain('The model is away.')
  })

  it('keeps what had come of an answer that broke off, and says so below', async () => {
    const broken: ChatModel = {
      ...scriptedModel([]),
      async *stream() {
        yield* pieces(lines(20)).slice(0, -1)
        throw new ModelError('connection', 'The connection broke.')
      },
    }
    const one = await open({ models: [broken] })
    const { discord } = one
    const answers = await answered(discord, discord.channels.general, mention(one))
    expect(linesOf(answers)).toEqual(expectedLines(20))
    expect(answers.at(-1)?.content).toContain('The connection broke.')
  })

  it('for want of permission is told to the asker, and to the owner of the server once', async () => {
    const one = await open({ models: [scriptedModel(['The sea is wide. '.repeat(20)])] })
    const { discord } = one
    const { quiet } = discord.channels
    const { ana, ben } = discord.people
    for (const _ of [1, 2]) {
      const said = discord.say(ben, quiet, `<@${discord.botUserId}> Tell me of the sea.`)
      const before = discord.messagesIn(discord.dm(ben)).length
      await discord.until(() => discord.messagesIn(discord.dm(ben)).length > before)
      expect(answersTo(discord, quiet, said.id)).toEqual([])
    }
    await discord.until(() => discord.messagesIn(discord.dm(ana)).length > 0)
    expect(discord.messagesIn(discord.dm(ana)).map(({ content }) => content)).toEqual([
      expect.stringContaining('Send Messages'),
    ])
    expect(await one.bot.takeUp('discord')).toBeUndefined()
  })
})

describe('while an answer is given', () => {
  it('a channel that refuses is not asked again with every word', async () => {
    const wait = (milliseconds: number) => new Promise<void>((done) => setTimeout(done, milliseconds / 5))
    const one = await open({ models: [slowly(lines(60), 10)], platform: { wait }, fake: { rateScale: 0 } })
    const { discord } = one
    const { ben } = discord.people
    discord.say(ben, discord.channels.quiet, `<@${discord.botUserId}> Tell me of the sea.`)
    await discord.until(() => discord.messagesIn(discord.dm(ben)).length > 0)
    // The typing, the first words now and then, and the whole.
    expect(discord.invalidRequests).toBeLessThanOrEqual(10)
  })

  it('a moderator may delete it, and it does not come again', async () => {
    const store = await openStore({ url: ':memory:' })
    const over: string[] = []
    const noting: typeof store = {
      ...store,
      delivered(exchange, messages) {
        over.push(exchange)
        return store.delivered(exchange, messages)
      },
    }
    const one = await open({ store: noting, models: [slowly(lines(60), 5)] })
    const { discord } = one
    const { general } = discord.channels
    const id = mention(one)
    await discord.until(() => answersTo(discord, general, id).length > 0)
    for (const message of answersTo(discord, general, id)) {
      discord.remove(discord.people.ana, general, message.id)
    }
    await discord.until(() => over.length === 1)
    expect(answersTo(discord, general, id)).toEqual([])
  })
})

describe('a connection', () => {
  it('that drops and resumes loses and doubles nothing', async () => {
    const model = scriptedModel(['The sea is wide.'])
    const one = await open({ models: [model] })
    const { discord } = one
    const asked: string[] = []
    for (let round = 0; round < 3; round += 1) {
      asked.push(mention(one))
      discord.dropConnections()
      asked.push(mention(one))
      await discord.until(() => discord.resumed > round)
    }
    for (const id of asked) await answered(discord, discord.channels.general, id)
    for (const id of asked) expect(answersTo(discord, discord.channels.general, id)).toHaveLength(1)
    expect(model.calls).toHaveLength(asked.length)
  })

  it('that begins anew finds what was said meanwhile, in channels, threads and direct messages', async () => {
    const model = scriptedModel(['The sea is wide.'])
    const one = await open({ models: [model] })
    const { discord } = one
    const { general, thread } = discord.channels
    const { ana } = discord.people
    const dm = discord.dm(ana)
    const before = discord.say(ana, dm, 'Tell me of the sea.')
    await answered(discord, dm, before.id)
    discord.forgetSessions()
    discord.dropConnections()
    const asked = [
      [general, mention(one)],
      [thread, mention(one, 'Of the sky?', thread)],
      [dm, discord.say(ana, dm, 'And of its colour?').id],
    ] as const
    for (const [channel, id] of asked) await answered(discord, channel, id)
    for (const [channel, id] of asked) expect(answersTo(discord, channel, id)).toHaveLength(1)
    expect(model.calls).toHaveLength(4)
  })

  it('that begins anew finds more than Discord tells at once, and asks for nothing it may not see', async () => {
    const one = await open({ models: [scriptedModel(['The sea is wide.'])] })
    const { discord } = one
    const { general, hidden } = discord.channels
    const { ana } = discord.people
    discord.forgetSessions()
    discord.dropConnections()
    discord.say(ana, hidden, 'Among ourselves.')
    const first = mention(one)
    for (let n = 0; n < 150; n += 1) discord.say(ana, general, `Nobody is meant, ${n} times.`)
    const last = mention(one)
    for (const id of [first, last]) await answered(discord, general, id)
    expect(discord.calls.filter(({ path }) => path.includes(hidden))).toEqual([])
  })
})

describe('a line that said what a request waits for', () => {
  it('goes when the answer beside it is taken up, which stays as it is', async () => {
    const store = await openStore({ url: ':memory:' })
    const discord = await startDiscord({ identifyWindow: 0, maxConcurrency: 16 })
    const unreachable = () => Promise.reject(new Error('the records cannot be reached'))
    const models = [scriptedModel([lines(120)])]
    const first = await openDiscord({ discord, store: { ...store, delivered: unreachable }, models })
    const id = mention(first)
    const { general } = discord.channels
    // As one that this process had no time to take away.
    const line = discord.say(discord.botUserId, general, '-# Is waiting for its turn …', { replyTo: id })
    await discord.until(() => answersTo(discord, general, id).at(-1)?.components.length !== 0)
    const whole = () =>
      discord
        .messagesIn(general)
        .filter((one) => one.by === discord.botUserId && !one.deleted && one.id !== line.id)
        .map((one) => one.id)
    const before = whole()
    await first.close()
    // Longer than a lease.
    const now = () => Date.now() + 10 * 60_000
    const second = await openDiscord({ discord, store, models, bot: { now }, platform: { now } })
    await discord.until(() => discord.message(line.id).deleted)
    expect(whole()).toEqual(before)
    expect(linesOf(discord.messagesIn(general).filter(({ deleted }) => !deleted))).toEqual(expectedLines(120))
    await second.close()
    await discord.close()
    await store.close()
  })
})

describe('a process that is told to stop', () => {
  it('leaves an answer that takes too long to the next one, which gives it at once', async () => {
    const store = await openStore({ url: ':memory:' })
    const discord = await startDiscord({ identifyWindow: 0, maxConcurrency: 16 })
    const { general } = discord.channels
    const one = await openDiscord({
      discord,
      store,
      models: [slowly(lines(400), 20)],
      platform: { grace: 50 },
    })
    const id = mention(one)
    await discord.until(() => answersTo(discord, general, id).length > 0)
    await one.close()
    expect(answersTo(discord, general, id)).toEqual([])
    const next = await openDiscord({ discord, store, models: [slowly(lines(20), 1)] })
    expect(linesOf(await answered(discord, general, id))).toEqual(expectedLines(20))
    await next.close()
    await discord.close()
    await store.close()
  })
})

it('many refused requests are reported long before Discord would ban for them', async () => {
  expect(INVALID_REQUESTS).toBeLessThan(1_000)
  const warned: unknown[] = []
  const logger = createLogger('warn', { write: (line: string) => warned.push(JSON.parse(line)) })
  const one = await open({
    models: [scriptedModel(['The sea is wide.'])],
    platform: { logger, wait: briefly, tellAfterRefused: 25 },
  })
  const { discord } = one
  discord.fault({ route: /^POST \/channels\/:id\/typing/, status: 403 })
  for (let round = 0; round < 26; round += 1) mention(one)
  await discord.until(() => warned.some((line) => JSON.stringify(line).includes('bans this address')))
})
