import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import {
  type Client,
  Events,
  GatewayIntentBits,
  type Message,
  type MessageReaction,
  type PartialMessageReaction,
} from 'discord.js'
import { describe, expect, it, onTestFinished } from 'vitest'
import { z } from 'zod'
import type { FakeDiscord } from './discord/discord-server.ts'
import { channelOf, chatIntents, clientOf, heardBy, impatient, login, start } from './discord/drive.ts'

const contents = (messages: readonly { readonly content: string }[]) => messages.map(({ content }) => content)

/** Says `count` numbered messages. */
function sayMany(discord: FakeDiscord, channel: string, count: number, first = 0): readonly string[] {
  const texts = Array.from({ length: count }, (_, index) => `n${first + index}`)
  for (const text of texts) discord.say(discord.people.ana, channel, text)
  return texts
}

const resumesOf = (client: Client) => {
  const resumes: number[] = []
  client.on(Events.ShardResume, (shard) => resumes.push(shard))
  return resumes
}

describe('a conversation', () => {
  it('a message is heard, answered and the answer edited', async () => {
    const discord = await start()
    const { general } = discord.channels
    const client = await login(discord)
    client.on(Events.MessageCreate, async (message) => {
      if (message.author.bot) return
      const answer = await message.reply(`You said: ${message.content}`)
      await answer.edit('Changed.')
    })
    const { id } = discord.say(discord.people.ana, general, 'hello')
    await discord.until(() => discord.messagesIn(general)[1]?.edited === true)
    expect(discord.messagesIn(general)[1]).toMatchObject({
      by: discord.botUserId,
      type: 19,
      replyTo: id,
      history: ['You said: hello', 'Changed.'],
    })
  })

  it('direct messages are heard, and answered there', async () => {
    const discord = await start()
    const heard = heardBy(await login(discord))
    const { ben } = discord.people
    discord.say(ben, discord.dm(ben), 'psst')
    await discord.until(() => heard.length === 1)
    expect(heard[0]?.guildId).toBeNull()
    await heard[0]?.reply('yes?')
    expect(discord.messagesIn(discord.dm(ben)).at(-1)?.content).toBe('yes?')
  })

  it('edits, previews and deletions are told apart', async () => {
    const discord = await start()
    const client = await login(discord)
    const heard: unknown[] = []
    client.on(Events.MessageUpdate, (_, { content, editedTimestamp }) =>
      heard.push([content, editedTimestamp !== null]),
    )
    client.on(Events.MessageDelete, ({ id }) => heard.push(id))
    client.on(Events.MessageBulkDelete, (messages) => heard.push([...messages.keys()]))
    const { general } = discord.channels
    const { ana } = discord.people
    const [first, second, third] = ['one', 'two', 'three'].map((text) => discord.say(ana, general, text).id)
    discord.unfurl(general, first ?? '')
    discord.edit(ana, general, first ?? '', 'once')
    discord.remove(ana, general, first ?? '')
    discord.removeTogether(ana, general, [second ?? '', third ?? ''])
    await discord.until(() => heard.length === 4)
    expect(heard).toEqual([['one', false], ['once', true], first, [second, third]])
  })

  it('reactions of every kind are heard, each skin tone by itself', async () => {
    const discord = await start()
    const client = await login(discord)
    const heard: string[] = []
    const note = (what: string) => (reaction: MessageReaction | PartialMessageReaction) =>
      heard.push(`${what} ${reaction.emoji.name}`)
    client.on(Events.MessageReactionAdd, (reaction, user, { burst }) =>
      heard.push(`${burst ? 'burst' : 'add'} ${reaction.emoji.name} ${user.id}`),
    )
    client.on(Events.MessageReactionRemove, note('remove'))
    client.on(Events.MessageReactionRemoveEmoji, note('emoji'))
    client.on(Events.MessageReactionRemoveAll, () => heard.push('all'))
    const { general } = discord.channels
    const { ana, ben } = discord.people
    const { id } = discord.say(ana, general, 'vote')
    discord.react(ben, general, id, '👍')
    discord.react(ben, general, id, '👍🏽')
    discord.react(ana, general, id, '👍', { burst: true })
    expect(discord.message(id).reactions).toEqual({ '👍': [ben, ana], '👍🏽': [ben] })
    discord.unreact(ben, general, id, '👍')
    discord.clearEmoji(ana, general, id, '👍🏽')
    discord.clearReactions(ana, general, id)
    await discord.until(() => heard.length === 6)
    expect(heard).toEqual([
      `add 👍 ${ben}`,
      `add 👍🏽 ${ben}`,
      `burst 👍 ${ana}`,
      'remove 👍',
      'emoji 👍🏽',
      'all',
    ])
  })

  it('threads begin at a message or stand by themselves, and are written in', async () => {
    const discord = await start()
    const client = await login(discord)
    const heard = heardBy(client)
    const { general, thread } = discord.channels
    const { ana } = discord.people
    const asked = discord.say(ana, general, 'a question')
    await discord.until(() => heard.length === 1)
    const own = await heard[0]?.startThread({ name: 'answer' })
    expect(own?.id).toBe(asked.id)
    await own?.send('in here')
    discord.say(ana, thread, 'in the standing one')
    const opened = discord.openThread(ana, general, 'another')
    discord.say(ana, opened, 'in the new one')
    await discord.until(() => heard.some(({ content }) => content === 'in the new one'))
    expect(discord.messagesIn(asked.id).map(({ type, content }) => [type, content])).toEqual([
      [21, ''],
      [0, 'in here'],
    ])
    expect(contents(heard.filter((message) => message.channelId === thread))).toEqual(['in the standing one'])
    expect(heard.at(-1)?.channel.isThread()).toBe(true)
  })
})

describe('sharding', () => {
  const inBoth = (discord: FakeDiscord) => {
    discord.say(discord.people.ana, discord.channels.general, 'hall')
    discord.say(discord.people.ana, discord.channels.lobby, 'annex')
    discord.say(discord.people.ana, discord.dm(discord.people.ana), 'direct')
  }

  it('two shards in one client hear each their guild once', async () => {
    const discord = await start()
    const client = await login(discord, { shards: [0, 1], shardCount: 2 })
    const heard: string[] = []
    client.on(Events.MessageCreate, ({ content, guild }) => heard.push(`${content} ${guild?.shardId ?? 0}`))
    inBoth(discord)
    await discord.until(() => heard.length === 3)
    expect(heard.sort()).toEqual(['annex 1', 'direct 0', 'hall 0'])
    expect(discord.identified.map(({ shard, shards }) => [shard, shards])).toEqual([
      [0, 2],
      [1, 2],
    ])
  })

  it('two clients with one shard each hear what is theirs', async () => {
    const discord = await start()
    const [first, second] = await Promise.all([
      login(discord, { shards: [0], shardCount: 2 }),
      login(discord, { shards: [1], shardCount: 2 }),
    ])
    const [zero, one] = [heardBy(first), heardBy(second)]
    inBoth(discord)
    await discord.until(() => zero.length === 2 && one.length === 1)
    expect(contents(zero)).toEqual(['hall', 'direct'])
    expect(contents(one)).toEqual(['annex'])
    expect([...first.guilds.cache.keys()]).toEqual([discord.guilds.hall])
  })

  it('too few shards are refused', async () => {
    const discord = await start({ requiredShards: 2 })
    const client = clientOf(discord, { shards: [0], shardCount: 1 })
    await expect(client.login(discord.token)).rejects.toThrow()
    expect(discord.closeCodes).toEqual([4011])
  })
})

describe('sessions', () => {
  it('a dropped connection resumes and loses nothing', async () => {
    const discord = await start()
    const client = await login(discord)
    const heard = heardBy(client)
    const resumes = resumesOf(client)
    const { general } = discord.channels
    const said = [...sayMany(discord, general, 3)]
    await discord.until(() => heard.length === 3)
    discord.dropConnections()
    said.push(...sayMany(discord, general, 50, 3))
    await discord.until(() => heard.length >= 53)
    discord.requestReconnect()
    said.push(...sayMany(discord, general, 5, 53))
    await discord.until(() => resumes.length === 2 && heard.length >= 58)
    expect(contents(heard)).toEqual(said)
    expect(discord.identified).toHaveLength(1)
    expect(discord.resumed).toBe(2)
  })

  it('an invalid session that may be resumed is resumed', async () => {
    const discord = await start()
    const client = await login(discord)
    const resumes = resumesOf(client)
    const heard = heardBy(client)
    discord.invalidateSessions({ resumable: true })
    discord.say(discord.people.ana, discord.channels.general, 'meanwhile')
    await discord.until(() => resumes.length === 1 && heard.length === 1)
    expect(discord.identified).toHaveLength(1)
  })

  it.each([
    ['declared invalid', (discord: FakeDiscord) => discord.invalidateSessions()],
    ['forgotten', (discord: FakeDiscord) => discord.forgetSessions()],
  ])('a session that was %s is begun anew, without what happened between', async (_name, end) => {
    const discord = await start()
    const client = await login(discord, impatient)
    const heard = heardBy(client)
    const { general } = discord.channels
    end(discord)
    sayMany(discord, general, 1)
    await discord.until(() => discord.identified.length === 2 && discord.connected === 1)
    sayMany(discord, general, 1, 1)
    await discord.until(() => heard.length > 0)
    expect(contents(heard)).toEqual(['n1'])
  })

  it('events can be repeated and late', async () => {
    const discord = await start()
    const client = await login(discord)
    const heard: string[] = []
    // The client hides repeated messages from its MessageCreate event; it hears them all the same.
    client.on(Events.Raw, ({ t, d }) => heard.push(`${t} ${d.content}`))
    discord.deliver({ times: 3, delay: 20, only: /^MESSAGE_CREATE$/ })
    const { id } = discord.say(discord.people.ana, discord.channels.general, 'once')
    discord.edit(discord.people.ana, discord.channels.general, id, 'changed')
    await discord.until(() => heard.length === 4)
    const created = 'MESSAGE_CREATE once'
    expect(heard).toEqual(['MESSAGE_UPDATE changed', created, created, created])
  })

  it('one shard identifies in a window, a second is sent away', async () => {
    const discord = await start({ identifyWindow: 60_000, maxConcurrency: 2 })
    await login(discord, { shards: [0, 1], shardCount: 2 })
    const late = clientOf(discord, { shards: [1], shardCount: 2, ...impatient })
    const login2 = late.login(discord.token)
    await discord.until(() => discord.sessionsRefused > 0)
    expect(discord.identified).toHaveLength(2)
    // It asks again until the next window lets it in.
    discord.advance(60_000)
    await login2
    expect(discord.identified).toHaveLength(3)
  })
})

describe('what a bot may not see', () => {
  const without = chatIntents.filter((intent) => intent !== GatewayIntentBits.MessageContent)

  it('content is withheld without the intent, but for mentions, direct messages and its own', async () => {
    const discord = await start()
    const client = await login(discord, { intents: without })
    const all: Message[] = []
    client.on(Events.MessageCreate, (message) => all.push(message))
    const { general } = discord.channels
    const { ana } = discord.people
    const embeds = [{ title: 'secret' }]
    discord.say(discord.otherBotId, general, 'not for the bot', { embeds })
    discord.say(ana, general, `<@${discord.botUserId}> for the bot`)
    discord.say(ana, discord.dm(ana), 'direct')
    await (await channelOf(client, general)).send('its own')
    const answered = discord.messagesIn(general).at(-1)
    discord.reply(ana, general, answered?.id ?? '', 'to the bot')
    discord.reply(ana, general, answered?.id ?? '', 'past the bot', { ping: false })
    await discord.until(() => all.length === 6)
    expect(contents(all)).toEqual([
      '',
      `<@${discord.botUserId}> for the bot`,
      'direct',
      'its own',
      'to the bot',
      '',
    ])
    expect(all[0]?.embeds).toEqual([])
  })

  it('events without their intent, and in channels it does not see, are not heard', async () => {
    const discord = await start()
    const client = await login(discord, {
      intents: [GatewayIntentBits.Guilds, GatewayIntentBits.DirectMessages],
    })
    const heard = heardBy(client)
    const { ana } = discord.people
    discord.say(ana, discord.channels.general, 'in the guild')
    discord.say(ana, discord.dm(ana), 'direct')
    await discord.until(() => heard.length === 1)
    expect(contents(heard)).toEqual(['direct'])
    const other = heardBy(await login(discord))
    discord.say(ana, discord.channels.hidden, 'behind its back')
    discord.grant(discord.channels.hidden, discord.botUserId, 'viewChannel')
    discord.say(ana, discord.channels.hidden, 'before its eyes')
    await discord.until(() => other.length === 1)
    expect(contents(other)).toEqual(['before its eyes'])
  })

  it('members are listed by their ids, and all of them only with the intent', async () => {
    const discord = await start()
    const { hall } = discord.guilds
    const { ana, ben } = discord.people
    const client = await login(discord)
    const some = await client.guilds.cache.get(hall)?.members.fetch({ user: [ana, ben] })
    expect(some?.map(({ user }) => user.username).sort()).toEqual(['ana', 'ben'])
    const other = await login(discord, { intents: [...chatIntents, GatewayIntentBits.GuildMembers] })
    expect((await other.guilds.cache.get(hall)?.members.fetch())?.size).toBe(5)
  })

  it('an intent that the portal does not grant, and a wrong token, are refused', async () => {
    const discord = await start({ privileged: [] })
    await expect(clientOf(discord).login(discord.token)).rejects.toThrow('disallowed intents')
    expect(discord.closeCodes).toEqual([4014])
    const other = await start()
    await expect(clientOf(other).login('wrong')).rejects.toThrow('invalid token')
    expect(other.invalidRequests).toBe(1)
  })
})

describe('a process of its own', () => {
  const line = z.object({ id: z.number().optional(), value: z.unknown() })
  const address = z.object({ apiUrl: z.string(), token: z.string() })

  it('takes clients over its port, and people over its input', async () => {
    const script = join(import.meta.dirname, 'discord', 'discord-process.ts')
    const child = spawn(process.execPath, [script, '{"identifyWindow":0}'], {
      stdio: ['pipe', 'pipe', 'inherit'],
    })
    onTestFinished(() => void child.kill())
    const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
    const next = async () => JSON.parse(String((await lines.next()).value))
    const { apiUrl, token } = address.parse(await next())
    const call = async (name: string, ...args: readonly unknown[]) => {
      child.stdin.write(`${JSON.stringify({ id: 1, call: name, args })}\n`)
      return line.parse(await next()).value
    }
    const people = z.record(z.string(), z.string())
    const { ana } = people.parse(await call('people'))
    const { general } = people.parse(await call('channels'))
    const client = clientOf(await start(), { rest: { api: apiUrl } })
    const heard = heardBy(client)
    const ready = new Promise((resolve) => client.once(Events.ClientReady, resolve))
    await client.login(token)
    await ready
    await call('say', ana, general, 'from afar')
    await expect.poll(() => contents(heard)).toEqual(['from afar'])
    await heard[0]?.reply('near')
    expect(await call('messagesIn', general)).toMatchObject([{ content: 'from afar' }, { content: 'near' }])
  })
})
