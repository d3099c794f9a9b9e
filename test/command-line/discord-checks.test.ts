import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { PassThrough } from 'node:stream'
import { afterEach, describe, expect, it } from 'vitest'
import { COMMANDS } from '../../commands/index.ts'
import { type DiscordSettings, discordChecks } from '../../src/command-line/discord-checks.ts'
import { registerDiscord } from '../../src/command-line/register-discord.ts'
import { describeError } from '../../src/errors.ts'
import { BOT_PERMISSION_BITS } from '../../src/platforms/discord/permissions.ts'
import { type DiscordOptions, type FakeDiscord, startDiscord } from '../fakes/discord/discord-server.ts'

const closers: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closers.splice(0)) await close()
})

async function start(options: DiscordOptions = {}): Promise<FakeDiscord> {
  const discord = await startDiscord(options)
  closers.push(() => discord.close())
  return discord
}

interface Answer {
  readonly status?: number
  readonly headers?: Readonly<Record<string, string>>
  /** As JSON, or as it is. */
  readonly body?: object | string | null
}

/** Stands before a Discord, and answers in its place where it is told how; `silence` is no answer at all. */
async function standIn(discord: FakeDiscord, answers: Readonly<Record<string, Answer | 'silence'>>) {
  const asked: string[] = []
  const server = createServer(async (request, response) => {
    const path = request.url?.replace('/api/v10', '') ?? ''
    asked.push(path)
    const answer = answers[path] ?? answers['*']
    if (answer === 'silence') return
    if (answer) {
      const { status = 200, headers = {}, body = {} } = answer
      response.writeHead(status, { 'content-type': 'application/json', ...headers })
      response.end(typeof body === 'string' ? body : JSON.stringify(body))
      return
    }
    const passed = await fetch(`${discord.apiUrl}/v10${path}`, {
      headers: { authorization: request.headers.authorization ?? '' },
    })
    response.writeHead(passed.status, { 'content-type': 'application/json' })
    response.end(await passed.text())
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  closers.push(() => {
    server.closeAllConnections()
    server.close()
  })
  return { apiUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/api`, asked }
}

/** Name of each check → what it says; what is not well begins with `bad` or `warn`. */
async function examine(discord: FakeDiscord, settings: Partial<DiscordSettings> = {}, timeout = 5_000) {
  const { apiUrl, token } = discord
  const checks = discordChecks(
    { token, apiUrl, shards: 'auto', ...settings },
    { commands: COMMANDS, timeout },
  )
  const said: Record<string, string> = {}
  for (const { name, look } of checks) {
    const found = await look().catch((error: unknown) => `bad ${describeError(error)}`)
    said[name] = typeof found === 'string' ? found : `warn ${found.warning}`
  }
  for (const line of Object.values(said)) {
    expect(line).toMatch(/^.+$/)
    expect(line).not.toContain(settings.token ?? token)
  }
  return said
}

async function register({ token, apiUrl }: FakeDiscord): Promise<void> {
  await registerDiscord({ stdout: new PassThrough().resume() }, COMMANDS, { token, apiUrl, dryRun: false })
}

describe('a bot in Discord that is set up', () => {
  it('is well in every check', async () => {
    const discord = await start()
    await register(discord)
    expect(await examine(discord)).toEqual({
      'discord token': '@recourse, of the application recourse',
      'discord message content':
        'granted while the bot is in fewer than 100 servers; beyond that Discord has to approve it',
      'discord gateway': 'answers; 1 shard; 1000 of 1000 starts are left for the next 24 h',
      'discord commands': `all ${COMMANDS.length + 2} are registered`,
      'discord servers': 'in 2 servers, with all permissions',
    })
  })

  it('uses up no start of a session', async () => {
    const discord = await start()
    await examine(discord)
    expect((await examine(discord))['discord gateway']).toContain('1000 of 1000')
  })
})

describe('the token', () => {
  it('is told to be reset where Discord does not know it, and is asked for once', async () => {
    const discord = await start()
    const said = await examine(discord, { token: 'a.b.NEVERSHOWN' })
    expect(said['discord token']).toMatch(/^bad Discord does not know DISCORD_TOKEN: reset it at https:/)
    for (const name of ['message content', 'gateway', 'commands', 'servers']) {
      expect(said[`discord ${name}`]).toBe('bad This can be seen once the token works.')
    }
    expect(discord.calls).toHaveLength(1)
  })

  it('is refused where it is a person’s', async () => {
    const discord = await start()
    const { apiUrl } = await standIn(discord, { '/users/@me': { body: { id: '1', username: 'ana' } } })
    expect((await examine(discord, { apiUrl }))['discord token']).toMatch(/^bad DISCORD_TOKEN is a person’s/)
  })
})

describe('the content of messages', () => {
  it('is warned of where it is not granted, with what that means and how to mend it', async () => {
    const said = await examine(await start({ privileged: [] }))
    expect(said['discord message content']).toMatch(
      /^warn Not granted, so only mentions, .* switch Message Content Intent on at https:\/\/discord\.com\/developers\/applications\/\d+\/bot/,
    )
  })

  it('is granted for good to an application that Discord has approved', async () => {
    const discord = await start()
    const { apiUrl } = await standIn(discord, {
      '/applications/@me': { body: { id: '1', name: 'x', flags: 1 << 18 } },
    })
    expect((await examine(discord, { apiUrl }))['discord message content']).toBe('granted')
  })
})

describe('the gateway', () => {
  const limits = (remaining: number, url: string, shards = 1): Record<string, Answer> => {
    const session_start_limit = { total: 1000, remaining, reset_after: 5_400_000, max_concurrency: 1 }
    return { '/gateway/bot': { body: { url, shards, session_start_limit } } }
  }
  const gatewayUrl = async ({ apiUrl, token }: FakeDiscord) => {
    const answer = await fetch(`${apiUrl}/v10/gateway/bot`, { headers: { authorization: `Bot ${token}` } })
    return String(Object(await answer.json()).url)
  }

  it.each([
    [101, /^answers; .*101 of 1000 starts are left for the next 2 h$/],
    [99, /^warn Only 99 of 1000 starts/],
    [0, /^bad Only 0 of 1000 starts are left for the next 2 h, and this process needs 1: wait/],
  ])('is looked at for how often the bot may still start: %i', async (remaining, expected) => {
    const discord = await start()
    const { apiUrl } = await standIn(discord, limits(remaining, await gatewayUrl(discord)))
    expect((await examine(discord, { apiUrl }))['discord gateway']).toMatch(expected)
  })

  it('is told how many shards there are, and how many Discord would have', async () => {
    const discord = await start({ shards: 2 })
    const gateway = async (shards: DiscordSettings['shards']) =>
      (await examine(discord, { shards }))['discord gateway']
    expect(await gateway('auto')).toMatch(/^answers; 2 shards; /)
    expect(await gateway({ from: 0, to: 1, total: 4 })).toMatch(/^answers; 4 shards, 2 recommended; /)
    expect(await gateway({ from: 0, to: 0, total: 1 })).toMatch(
      /^warn DISCORD_SHARDS makes 1 shard where Discord recommends 2/,
    )
  })

  it.each([
    ['nothing is there', 'ws://127.0.0.1:9'],
    ['the address is none', 'nonsense'],
  ])('is bad where %s', async (_, url) => {
    const discord = await start()
    const { apiUrl } = await standIn(discord, limits(1000, url))
    expect((await examine(discord, { apiUrl }))['discord gateway']).toMatch(
      /^bad The gateway cannot be reached at .* WebSockets/,
    )
  })
})

describe('the commands', () => {
  it('are said to be missing, old or too many, and how to register them', async () => {
    const discord = await start()
    expect((await examine(discord))['discord commands']).toMatch(
      /^bad Not registered: \/ask, .*\. Run: recourse register discord$/,
    )
    await register(discord)
    const [first, ...others] = discord.commands()
    const path = `/applications/${discord.applicationId}/commands`
    const body = [...others.slice(1), { ...first, description: 'Old' }, { ...first, id: '9', name: 'gone' }]
    const { apiUrl } = await standIn(discord, { [path]: { body } })
    expect((await examine(discord, { apiUrl }))['discord commands']).toBe(
      `bad Not registered: /${COMMANDS[1]?.name}; out of date: /ask; no longer there: /gone. Run: recourse register discord`,
    )
  })

  it('cannot arrive where Discord sends them to an address', async () => {
    const discord = await start()
    const { apiUrl } = await standIn(discord, {
      '/applications/@me': { body: { id: '1', flags: 0, interactions_endpoint_url: 'https://example.test' } },
    })
    expect((await examine(discord, { apiUrl }))['discord commands']).toMatch(
      /^bad Discord sends .* clear Interactions Endpoint URL at https:/,
    )
  })
})

describe('the servers', () => {
  it('are named with the permissions the bot lacks there', async () => {
    const discord = await start()
    const { annex } = discord.guilds
    discord.revoke(annex, discord.botUserId, 'sendMessagesInThreads')
    discord.revoke(annex, annex, 'sendMessagesInThreads')
    expect((await examine(discord))['discord servers']).toMatch(
      /^bad Permissions are missing in Annex \(Send Messages in Threads\): give them .* invite it anew with https:\/\/\S+permissions=\d+$/,
    )
  })

  it('are invited to where there is none', async () => {
    const discord = await start()
    discord.removeBot(discord.guilds.hall)
    discord.removeBot(discord.guilds.annex)
    expect((await examine(discord))['discord servers']).toMatch(
      /^bad It is in no server yet: invite it with https:\/\/discord\.com\/oauth2\/authorize\?client_id=\d+&/,
    )
  })

  it('are read page by page, and named five at a time', async () => {
    const discord = await start()
    const guild = (id: number, permissions: bigint) => ({
      id: String(id),
      name: `G${id}`,
      permissions: String(permissions),
    })
    const page = (from: number, to: number, permissions: bigint): Answer => ({
      body: Array.from({ length: to - from }, (_, index) => guild(from + index, permissions)),
    })
    const { apiUrl } = await standIn(discord, {
      '/users/@me/guilds?limit=200': page(1, 201, BOT_PERMISSION_BITS),
      '/users/@me/guilds?limit=200&after=200': page(201, 208, 0n),
    })
    const line = (await examine(discord, { apiUrl }))['discord servers']
    expect(line).toContain('missing in G201 (View Channels, Send Messages, ')
    expect(line).toContain('); G205 (')
    expect(line).toContain('; 2 more: give them')
  })
})

describe('a Discord that cannot be asked', () => {
  it.each<[string, Answer, string]>([
    ['has had enough', { status: 429, headers: { 'retry-after': '30' } }, 'try again in 31 s'],
    ['has had enough and does not say for how long', { status: 429 }, 'try again in 1 s'],
    ['is out of order', { status: 503, body: 'no' }, 'out of order'],
    [
      'is a page',
      { status: 404, headers: { 'content-type': 'text/html' }, body: '<p>' },
      'does not speak as',
    ],
    [
      'refuses in its own words',
      { status: 403, body: { message: 'No\nway', code: 40001 } },
      'No way (code 40001)',
    ],
    ['is a proxy that refuses', { status: 403, body: { message: 'Denied', code: 7 } }, 'does not speak as'],
    ['answers nothing', { status: 400, body: 'null' }, 'does not speak as'],
    ['answers nonsense', { body: '[' }, 'does not speak as'],
    ['answers something else', { body: { ok: true } }, 'does not speak as'],
  ])('%s', async (_, answer, problem) => {
    const discord = await start()
    const { apiUrl, asked } = await standIn(discord, { '*': answer })
    expect((await examine(discord, { apiUrl }))['discord token']).toContain(problem)
    expect(asked).toEqual(['/users/@me'])
  })

  it('is a proxy that repeats the token', async () => {
    const discord = await start()
    const body = { message: `No ${discord.token}`, code: 40001 }
    const { apiUrl } = await standIn(discord, { '*': { status: 403, body } })
    expect((await examine(discord, { apiUrl }))['discord token']).toContain('No …')
  })

  it('stays silent', async () => {
    const discord = await start()
    const { apiUrl } = await standIn(discord, { '*': 'silence' })
    expect((await examine(discord, { apiUrl }, 50))['discord token']).toMatch(
      /^bad Discord did not answer at 127\.0\.0\.1:\d+ within 0\.05 s/,
    )
  })

  it('is not there', async () => {
    const said = await examine(await start(), { apiUrl: 'http://127.0.0.1:9/api' })
    expect(said['discord token']).toMatch(/^bad Discord cannot be reached at 127\.0\.0\.1:9 \(ECONNREFUSED\)/)
  })
})
