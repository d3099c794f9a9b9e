import { type MessageCreateOptions, MessageFlags, Routes } from 'discord.js'
import { describe, expect, it } from 'vitest'
import type { FakeDiscord } from './discord-server.ts'
import { answerOf, call, channelOf, codeOf, login, post, start } from './drive.ts'

const button = (customId: string, label = 'x') => ({ type: 2, style: 1, custom_id: customId, label })
const text = (content: string) => ({ type: 10, content })
const row = (...components: readonly unknown[]) => ({ type: 1, components })
const numbered = (count: number) => Array.from({ length: count }, (_, index) => `n${index}`)

const messageLimits: readonly [string, unknown, unknown, string][] = [
  // Discord counts code points: an emoji outside the basic plane is one.
  ['2,000 characters', { content: '🙂'.repeat(2000) }, { content: '🙂'.repeat(2001) }, 'content'],
  [
    '6,000 characters over all embeds',
    { embeds: [{ description: 'x'.repeat(4000) }, { description: 'x'.repeat(2000) }] },
    { embeds: [{ description: 'x'.repeat(4000) }, { description: 'x'.repeat(2001) }] },
    'embeds',
  ],
  [
    '25 fields in an embed',
    { embeds: [{ fields: numbered(25).map((name) => ({ name, value: 'x' })) }] },
    { embeds: [{ fields: numbered(26).map((name) => ({ name, value: 'x' })) }] },
    'embeds',
  ],
  [
    '5 buttons in a row',
    { components: [row(...numbered(5).map((id) => button(id)))] },
    { components: [row(...numbered(6).map((id) => button(id)))] },
    'components',
  ],
  [
    '5 rows',
    { components: numbered(5).map((id) => row(button(id))) },
    { components: numbered(6).map((id) => row(button(id))) },
    'components',
  ],
  [
    '80 characters on a button',
    { components: [row(button('a', 'x'.repeat(80)))] },
    { components: [row(button('a', 'x'.repeat(81)))] },
    'components',
  ],
  [
    '100 characters in a custom id',
    { components: [row(button('x'.repeat(100)))] },
    { components: [row(button('x'.repeat(101)))] },
    'components',
  ],
  [
    '40 layout components',
    { flags: 1 << 15, components: numbered(40).map(text) },
    { flags: 1 << 15, components: numbered(41).map(text) },
    'components',
  ],
  [
    '4,000 characters over all text displays',
    { flags: 1 << 15, components: [{ type: 17, components: [text('x'.repeat(4000))] }] },
    { flags: 1 << 15, components: [text('y'), { type: 17, components: [text('x'.repeat(4000))] }] },
    'components',
  ],
  [
    'no content beside layout components',
    { flags: 1 << 15, components: [text('x')] },
    { flags: 1 << 15, components: [text('x')], content: 'x' },
    'content',
  ],
  ['layout components only with their flag', { content: 'x' }, { components: [text('x')] }, 'components'],
  [
    'one custom id in a message',
    { components: [row(button('a'), button('b'))] },
    { components: [row(button('a')), row(button('a'))] },
    'components',
  ],
]

describe('limits', () => {
  it.each(messageLimits)('%s', async (_name, fits, exceeds, field) => {
    const discord = await start()
    expect((await post(discord, fits)).status).toBe(200)
    expect(await answerOf(post(discord, exceeds))).toMatchObject({
      status: 400,
      code: 50035,
      message: 'Invalid Form Body',
      errors: { [field]: {} },
    })
    expect(discord.messagesIn(discord.channels.general)).toHaveLength(1)
  })

  it('complain at the path of the field', async () => {
    const discord = await start()
    const answer = await answerOf(
      post(discord, { content: 'x'.repeat(2001), embeds: [{ title: 'x'.repeat(257) }] }),
    )
    const tooLong = (limit: number) => ({
      _errors: [{ code: 'BASE_TYPE_MAX_LENGTH', message: `Must be ${limit} or fewer in length.` }],
    })
    expect(answer['errors']).toEqual({ content: tooLong(2000), embeds: { 0: { title: tooLong(256) } } })
  })
})

const place = (discord: FakeDiscord, path: string) =>
  path
    .replace('general', discord.channels.general)
    .replace('quiet', discord.channels.quiet)
    .replace('hidden', discord.channels.hidden)

describe('errors', () => {
  it.each([
    ['an empty message', 'POST', '/channels/general/messages', { content: ' ' }, 400, 50006],
    ['a channel that is not there', 'POST', '/channels/1/messages', { content: 'x' }, 404, 10003],
    ['a channel it does not see', 'POST', '/channels/hidden/messages', { content: 'x' }, 403, 50001],
    ['a channel it may not write in', 'POST', '/channels/quiet/messages', { content: 'x' }, 403, 50013],
    ['a message that is not there', 'PATCH', '/channels/general/messages/1', { content: 'x' }, 404, 10008],
    ['an id that is none', 'GET', '/channels/abc', undefined, 400, 50035],
    ['a path that is none', 'GET', '/nowhere', undefined, 404, 0],
    ['a method that is none of the path', 'DELETE', '/users/@me', undefined, 405, 0],
    ['an interaction that is none', 'POST', '/interactions/1/x/callback', { type: 5 }, 404, 10062],
    ['a webhook that is none', 'POST', '/webhooks/1/x', { content: 'x' }, 404, 10015],
  ])('%s', async (_name, method, path, body, status, code) => {
    const discord = await start()
    expect(await answerOf(call(discord, method, place(discord, path), body))).toMatchObject({ status, code })
    expect(discord.invalidRequests).toBe(status === 403 ? 1 : 0)
  })

  it("somebody else's message, and somebody who takes no direct messages", async () => {
    const discord = await start()
    const client = await login(discord)
    const { general } = discord.channels
    const { ana, ben } = discord.people
    const { id } = discord.say(ana, general, 'mine')
    expect(
      await codeOf(client.rest.patch(Routes.channelMessage(general, id), { body: { content: 'x' } })),
    ).toBe(50005)
    discord.closeDms(ben)
    expect(await codeOf(client.users.send(ben, 'hello'))).toBe(50007)
    expect(await codeOf(client.users.send(ana, 'hello'))).toBe(0)
  })

  it('a permission counts from when it is granted to when it is revoked', async () => {
    const discord = await start()
    const { quiet } = discord.channels
    const channel = await channelOf(await login(discord), quiet)
    discord.grant(quiet, discord.botUserId, 'sendMessages')
    expect(await codeOf(channel.send('granted'))).toBe(0)
    discord.revoke(quiet, discord.guilds.hall, 'sendMessages')
    expect(await codeOf(channel.send('still granted to the bot'))).toBe(0)
    discord.revoke(quiet, discord.botUserId, 'sendMessages')
    expect(await codeOf(channel.send('revoked'))).toBe(50013)
    expect(() => discord.say(discord.people.ben, quiet, 'x')).toThrow('lacks the permission sendMessages')
  })

  it('an archived thread comes back when it is written in, a locked one does not', async () => {
    const discord = await start()
    const { thread } = discord.channels
    discord.archive(thread)
    expect((await post(discord, { content: 'x' }, thread)).status).toBe(200)
    discord.archive(thread, true)
    expect(await answerOf(post(discord, { content: 'x' }, thread))).toMatchObject({ code: 50083 })
  })
})

describe('a nonce', () => {
  const nonce = { content: 'hello', nonce: 'n1', enforceNonce: true }

  it('that is enforced posts once in a few minutes', async () => {
    const discord = await start()
    const channel = await channelOf(await login(discord), discord.channels.general)
    const first = await channel.send(nonce)
    const second = await channel.send({ ...nonce, content: 'hello again' })
    expect([second.id, second.content]).toEqual([first.id, 'hello'])
    await channel.send({ ...nonce, nonce: 'n2' })
    discord.advance(4 * 60_000)
    const late = await channel.send(nonce)
    expect(late.id).not.toBe(first.id)
    expect(discord.messagesIn(discord.channels.general)).toHaveLength(3)
  })

  it('that is not enforced posts as often as it is sent, and has at most 25 characters', async () => {
    const discord = await start()
    const { content } = nonce
    for (const _ of [1, 2]) expect((await post(discord, { content, nonce: 'n1' })).status).toBe(200)
    expect(discord.messagesIn(discord.channels.general)).toHaveLength(2)
    expect(await answerOf(post(discord, { content, nonce: 'x'.repeat(26) }))).toMatchObject({ code: 50035 })
  })
})

describe('mentions', () => {
  const everybody = (discord: FakeDiscord) =>
    `<@${discord.people.ben}> <@&${discord.roles.team}> <@&${discord.roles.staff}> @everyone \`<@${discord.people.cleo}>\``

  const sendIn = async (discord: FakeDiscord, options: MessageCreateOptions) =>
    await (await channelOf(await login(discord), discord.channels.general)).send(options)

  it.each([
    [
      'all that the text names and the bot may, by default',
      undefined,
      (discord: FakeDiscord) => [`@${discord.people.ben}`, `@&${discord.roles.team}`],
    ],
    ['nobody where nothing is parsed', { parse: [] }, () => []],
    ['only users', { parse: ['users'] }, (discord: FakeDiscord) => [`@${discord.people.ben}`]],
  ] as const)('notify %s', async (_name, allowed, told) => {
    const discord = await start()
    const allowedMentions = allowed === undefined ? {} : { allowedMentions: { parse: [...allowed.parse] } }
    await sendIn(discord, { content: everybody(discord), ...allowedMentions })
    expect(discord.notified()).toEqual(told(discord))
  })

  it('in text displays count like those in content, also after an edit', async () => {
    const discord = await start()
    const { ben, cleo } = discord.people
    const flags = MessageFlags.IsComponentsV2
    const sent = await sendIn(discord, { flags, components: [text(`<@${ben}>`)] })
    await sent.edit({ components: [text(`<@${cleo}>`)] })
    expect(discord.notified()).toEqual([`@${ben}`, `@${cleo}`])
    expect(discord.message(sent.id).history).toEqual([`<@${ben}>`, `<@${cleo}>`])
  })

  it('notify everyone and every role where the bot may', async () => {
    const discord = await start({ botPermissions: ['mentionEveryone'] })
    await sendIn(discord, { content: everybody(discord) })
    const { team, staff } = discord.roles
    expect(discord.notified()).toEqual([`@${discord.people.ben}`, `@&${team}`, `@&${staff}`, '@everyone'])
  })

  it('an edit without allowed mentions parses them all, however the message was created', async () => {
    const discord = await start()
    const { ben } = discord.people
    const sent = await sendIn(discord, { content: `<@${ben}>`, allowedMentions: { parse: [] } })
    expect(discord.pings()).toEqual([])
    await sent.edit({ content: `again <@${ben}>`, allowedMentions: { parse: [] } })
    expect(discord.pings()).toEqual([])
    await sent.edit(`once more <@${ben}>`)
    expect(discord.pings()).toEqual([
      { message: sent.id, channel: discord.channels.general, who: `@${ben}`, edit: true },
    ])
  })

  it('a reply notifies whom it answers unless it says otherwise, also when it is edited', async () => {
    const discord = await start()
    const { general } = discord.channels
    const { ana } = discord.people
    const { id } = discord.say(ana, general, 'question')
    const reply = { messageReference: id }
    const quiet = { repliedUser: false }
    const answer = await sendIn(discord, { content: 'answer', reply, allowedMentions: quiet })
    expect(discord.notified()).toEqual([])
    await answer.edit({ content: 'edited', allowedMentions: { parse: [], ...quiet } })
    expect(discord.notified()).toEqual([])
    await answer.edit('edited again')
    expect(discord.notified()).toEqual([`@${ana}`])
    await sendIn(discord, { content: 'another answer', reply })
    expect(discord.notified()).toEqual([`@${ana}`, `@${ana}`])
  })
})

describe('links', () => {
  it('that hide their target are told from those that show it', async () => {
    const discord = await start()
    const content =
      '[docs](https://evil.example) [https://a.example](https://a.example/) `[x](https://code.example)` https://b.example'
    await post(discord, { content })
    discord.say(discord.people.ana, discord.channels.general, '[mine](https://c.example)')
    expect(discord.hiddenLinks()).toEqual([{ label: 'docs', target: 'https://evil.example' }])
  })
})
