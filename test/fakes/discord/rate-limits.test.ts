import { type Client, type REST, Routes } from 'discord.js'
import { describe, expect, it } from 'vitest'
import { answerOf, call, channelOf, login, post, start } from './drive.ts'

const numbered = (count: number) => Array.from({ length: count }, (_, index) => `n${index}`)

describe('rate limits', () => {
  it('a channel takes five messages in five seconds, and as many edits besides', async () => {
    const time = Date.now()
    const discord = await start({ now: () => time })
    const { general, random } = discord.channels
    const sent = await answerOf(post(discord, { content: 'first' }))
    for (const content of numbered(4)) expect((await post(discord, { content })).status).toBe(200)
    const refused = await post(discord, { content: 'sixth' })
    expect(refused.status).toBe(429)
    expect(Object.fromEntries(refused.headers)).toMatchObject({
      'x-ratelimit-limit': '5',
      'x-ratelimit-remaining': '0',
      'x-ratelimit-scope': 'user',
      'retry-after': '5',
    })
    expect(await refused.json()).toMatchObject({ global: false, retry_after: expect.closeTo(5, 0) })
    const edit = () => call(discord, 'PATCH', `/channels/${general}/messages/${sent['id']}`, { content: 'x' })
    const edits = await Promise.all(numbered(6).map(edit))
    expect(edits.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200, 429])
    expect((await post(discord, { content: 'elsewhere' }, random)).status).toBe(200)
    expect(discord.invalidRequests).toBe(2)
    discord.advance(5_000)
    expect((await post(discord, { content: 'later' })).status).toBe(200)
  })

  it('reactions come one in a quarter of a second', async () => {
    const time = Date.now()
    const discord = await start({ now: () => time })
    const { general } = discord.channels
    const { id } = discord.say(discord.people.ana, general, 'vote')
    const react = (emoji: string) =>
      call(discord, 'PUT', `/channels/${general}/messages/${id}/reactions/${encodeURIComponent(emoji)}/@me`)
    expect((await react('👍')).status).toBe(204)
    expect((await react('👎')).status).toBe(429)
    discord.advance(250)
    expect((await react('👎')).status).toBe(204)
  })

  it('fifty calls a second over all routes, but for those of interactions', async () => {
    const time = Date.now()
    const discord = await start({ now: () => time })
    const answers = await Promise.all(numbered(51).map(() => call(discord, 'GET', '/users/@me')))
    // Fifty is also what the fake lets through on one route; the other route tells that the limit is global.
    expect(answers.map(({ status }) => status).filter((status) => status === 200)).toHaveLength(50)
    const other = await call(discord, 'GET', '/gateway/bot')
    expect([other.status, other.headers.get('x-ratelimit-global')]).toEqual([429, 'true'])
    expect((await call(discord, 'POST', '/interactions/1/x/callback', { type: 5 })).status).toBe(404)
  })

  it('are honoured by the client before it is refused', async () => {
    const discord = await start({ rateScale: 0.05 })
    const channel = await channelOf(await login(discord), discord.channels.general)
    await Promise.all(numbered(12).map((content) => channel.send(content)))
    expect(discord.messagesIn(discord.channels.general).map(({ content }) => content)).toEqual(numbered(12))
    expect(discord.invalidRequests).toBe(0)
  })

  it('can be switched off', async () => {
    const discord = await start({ rateScale: 0 })
    const answers = await Promise.all(numbered(60).map((content) => post(discord, { content })))
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]))
    expect(answers[0]?.headers.has('x-ratelimit-limit')).toBe(false)
  })
})

const messageRoute = 'POST /channels/:id/messages'

describe('faults', () => {
  const sendMany = async (client: Client, channelId: string, count: number) => {
    const channel = await channelOf(client, channelId)
    for (const content of numbered(count)) await channel.send(content)
  }

  it('every second call is rate limited, and the client comes again', async () => {
    const discord = await start({ rateScale: 0 })
    discord.fault({
      route: messageRoute,
      every: 2,
      status: 429,
      retryAfter: 0.01,
      scope: 'shared',
      code: 20028,
    })
    await sendMany(await login(discord), discord.channels.general, 2)
    expect(discord.calls.filter(({ route }) => route === messageRoute).map(({ status }) => status)).toEqual([
      200, 429, 200,
    ])
    expect(discord.calls.find(({ status }) => status === 429)?.code).toBe(20028)
    expect(discord.invalidRequests).toBe(0)
  })

  it('a failing server is asked again, and has not performed the call', async () => {
    const discord = await start()
    const fault = discord.fault({ route: messageRoute, times: 2, status: 503 })
    await sendMany(await login(discord), discord.channels.general, 1)
    expect(fault.struck).toBe(2)
    expect(discord.messagesIn(discord.channels.general)).toHaveLength(1)
  })

  it('a lost response has been performed all the same, and the client repeats it after a reset', async () => {
    const discord = await start()
    const { general } = discord.channels
    const channel = await channelOf(await login(discord), general)
    const lost = discord.fault({ route: messageRoute, loseResponse: true })
    await expect(channel.send('once')).rejects.toThrow('other side closed')
    lost.remove()
    const reset = { route: messageRoute, times: 1, loseResponse: true, reset: true }
    discord.fault(reset)
    await channel.send('twice')
    discord.fault(reset)
    await channel.send({ content: 'once for all', nonce: 'n', enforceNonce: true })
    expect(discord.messagesIn(general).map(({ content }) => content)).toEqual([
      'once',
      'twice',
      'twice',
      'once for all',
    ])
  })

  it('a lost request has not been performed, and a slow answer comes', async () => {
    const discord = await start()
    const { rest }: { rest: REST } = await login(discord, { rest: { retries: 0 } })
    const send = () => rest.post(Routes.channelMessages(discord.channels.general), { body: { content: 'x' } })
    const lost = discord.fault({ route: messageRoute, loseRequest: true })
    await expect(send()).rejects.toThrow()
    expect(discord.messagesIn(discord.channels.general)).toEqual([])
    lost.remove()
    discord.fault({ route: messageRoute, stall: 30 })
    await send()
    expect(discord.messagesIn(discord.channels.general)).toHaveLength(1)
  })
})
