import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { type SlackSettings, slackChecks } from '../../src/command-line/slack-checks.ts'
import { describeError } from '../../src/errors.ts'
import { DEPARTURES, SLACK_EVENTS, SLACK_SCOPES } from '../../src/platforms/slack/manifest.ts'

const BOT_TOKEN = 'xoxb-1-NEVERSHOWNbot'
const APP_TOKEN = 'xapp-1-NEVERSHOWNapp'
const SECRET = 'ab12'.repeat(8)
const NOW = Date.UTC(2026, 10, 21, 12)
const MINUTE = 60_000

interface Answer {
  readonly status?: number
  readonly headers?: Readonly<Record<string, string>>
  /** As JSON, or as it is. */
  readonly body?: object | string
}

type Answers = Readonly<Record<string, Answer | ((request: IncomingMessage) => Answer) | 'silence'>>

const AUTH: Answer = {
  headers: { 'x-oauth-scopes': SLACK_SCOPES.join(',') },
  body: { ok: true, team: 'Lab', user: 'recourse', bot_id: 'B1' },
}
const SOCKET: Answer = { body: { ok: true, url: 'wss://example.test/link' } }
const WELL: Answers = { 'auth.test': AUTH, 'apps.connections.open': SOCKET }

const closers: (() => void)[] = []
afterEach(() => {
  for (const close of closers.splice(0)) close()
  vi.restoreAllMocks()
})

/** A Slack of two methods; tells where it is and what it was asked. */
async function serve(answers: Answers) {
  const requests: string[] = []
  const server = createServer((request, response) => {
    const method = request.url?.replace('/api/', '') ?? ''
    requests.push(`${method} ${request.headers.authorization}`)
    const answer = answers[method] ?? { body: { ok: false, error: 'unknown_method' } }
    if (answer !== 'silence') send(response, typeof answer === 'function' ? answer(request) : answer)
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const close = () => {
    server.closeAllConnections()
    server.close()
  }
  closers.push(close)
  return { apiUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/`, requests, close }
}

function send(response: ServerResponse, { status = 200, headers = {}, body = { ok: true } }: Answer): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers })
  response.end(typeof body === 'string' ? body : JSON.stringify(body))
}

interface Asked {
  readonly answers?: Answers
  readonly settings?: SlackSettings
  readonly events?: Readonly<Record<string, number>>
  readonly timeout?: number
}

/** Name of each check → what it says; what is bad begins with `bad`. */
async function examine({ answers = WELL, settings, events = {}, timeout = 5_000 }: Asked = {}) {
  const { apiUrl, requests } = await serve(answers)
  const checks = slackChecks(
    { apiUrl, ...(settings ?? { botToken: BOT_TOKEN, appToken: APP_TOKEN }) },
    { lastEvents: async () => new Map(Object.entries(events)), now: () => NOW, timeout },
  )
  const said: Record<string, string> = {}
  for (const { name, look } of checks) {
    const found = await look().catch((error: unknown) => `bad ${describeError(error)}`)
    said[name] = typeof found === 'string' ? found : `warn ${found.warning}`
  }
  expect(JSON.stringify(said)).not.toContain('NEVERSHOWN')
  for (const line of Object.values(said)) expect(line).toMatch(/^.+$/)
  return { said, requests }
}

const error = (code: string, more: object = {}): Answer => ({ body: { ok: false, error: code, ...more } })

describe('the doctor without Slack', () => {
  it('has nothing to check', () => {
    expect(slackChecks({ apiUrl: 'http://127.0.0.1:1/' }, { lastEvents: async () => new Map() })).toEqual([])
  })
})

describe('a Slack app that is set up', () => {
  it('is well in every check, asked once each with its own token', async () => {
    const { said, requests } = await examine({ events: { app_mention: NOW - 3 * MINUTE } })
    expect(said).toEqual({
      'slack bot token': '@recourse in Lab',
      'slack scopes': `all ${SLACK_SCOPES.length} are granted`,
      'slack socket': 'Slack hands one out',
      'slack events': expect.stringMatching(/^app_mention 3 minutes ago; not seen yet: app_home_opened, /),
    })
    expect(requests).toEqual([`auth.test Bearer ${BOT_TOKEN}`, `apps.connections.open Bearer ${APP_TOKEN}`])
  })

  it('is well by HTTP with a signing secret, and asks for no socket', async () => {
    const { said, requests } = await examine({ settings: { botToken: BOT_TOKEN, signingSecret: SECRET } })
    expect(said['slack signing secret']).toContain('has the right form')
    expect(said).not.toHaveProperty('slack socket')
    expect(requests).toHaveLength(1)
  })
})

describe('the bot token', () => {
  it.each([
    ['account_inactive', 'install the app again'],
    ['invalid_auth', 'does not know SLACK_BOT_TOKEN'],
    ['token_revoked', 'was revoked'],
    ['token_expired', 'switch token rotation off'],
    ['some_new_error', 'https://docs.slack.dev/reference/methods/auth.test'],
    ['constructor', 'https://docs.slack.dev/reference/methods/auth.test'],
  ])('is told what to do about %s', async (code, remedy) => {
    const { said } = await examine({ answers: { ...WELL, 'auth.test': error(code) } })
    expect(said['slack bot token']).toMatch(/^bad /)
    expect(said['slack bot token']).toContain(remedy)
    expect(said['slack scopes']).toBe('bad They can be read once the bot token works.')
  })
})

describe('the scopes', () => {
  it('names each that is missing with what it is for, and how to add it', async () => {
    const granted = SLACK_SCOPES.filter((scope) => scope !== 'reactions:read' && scope !== 'im:write')
    const answers = { ...WELL, 'auth.test': { ...AUTH, headers: { 'x-oauth-scopes': granted.join(', ') } } }
    const { said } = await examine({ answers })
    expect(said['slack scopes']).toMatch(
      /^bad Missing: im:write \(.+\); reactions:read \(.+\)\. Put docs\/slack-manifest\.yaml in .* install the app again/,
    )
    expect(said['slack bot token']).toBe('@recourse in Lab')
  })

  it('are not guessed where the answer does not name them', async () => {
    const { said } = await examine({ answers: { ...WELL, 'auth.test': { ...AUTH, headers: {} } } })
    expect(said['slack scopes']).toContain('x-oauth-scopes')
  })
})

describe('the socket', () => {
  it.each([
    ['not_allowed_token_type', 'not an app-level token'],
    ['missing_scope', 'lacks the scope connections:write'],
    ['invalid_auth', 'does not know SLACK_APP_TOKEN'],
    ['socket_mode_not_enabled', 'Socket Mode is switched off'],
  ])('is told what to do about %s', async (code, remedy) => {
    const { said } = await examine({ answers: { ...WELL, 'apps.connections.open': error(code) } })
    expect(said['slack socket']).toMatch(/^bad /)
    expect(said['slack socket']).toContain(remedy)
  })

  const warned: Answers = {
    ...WELL,
    'apps.connections.open': {
      body: {
        ok: true,
        url: 'wss://example.test/link',
        response_metadata: { messages: ['[WARN] Socket Mode is not turned on.'] },
      },
    },
  }

  it('is switched off where Slack hands one out with a warning and nothing came in', async () => {
    const output = vi.spyOn(console, 'warn').mockReturnValue(undefined)
    const { said } = await examine({ answers: warned, events: { app_mention: NOW - 48 * 60 * MINUTE } })
    expect(said['slack socket']).toMatch(/^bad Socket Mode is switched off/)
    expect(output).not.toHaveBeenCalled()
  })

  it('is well where events came in today in spite of the warning', async () => {
    const { said } = await examine({ answers: warned, events: { app_mention: NOW - MINUTE } })
    expect(said['slack socket']).toMatch(/^Slack hands one out; it warns/)
  })
})

describe('the events', () => {
  it('tells how long ago each came in last', async () => {
    const ages = [0, 59_000, 2 * MINUTE, 3 * 60 * MINUTE, 49 * 60 * MINUTE, -MINUTE, MINUTE]
    const usual = SLACK_EVENTS.filter((event) => !DEPARTURES.includes(event))
    const events = Object.fromEntries(usual.map((event, index) => [event, NOW - (ages[index] ?? 0)]))
    const { said } = await examine({ events })
    expect(said['slack events']?.split(', ').map((part) => part.replace(/^\S+ /, ''))).toEqual([
      '0 seconds ago',
      '59 seconds ago',
      '2 minutes ago',
      '3 hours ago',
      '2 days ago',
      '0 seconds ago',
      '1 minute ago',
    ])
  })

  it('says how to subscribe where none ever came in, with the address where it is by HTTP', async () => {
    const socket = await examine()
    expect(socket.said['slack events']).toMatch(/^bad None has come in yet\. .*Event Subscriptions/)
    expect(socket.said['slack events']).not.toContain('/slack/events')
    const http = await examine({ settings: { botToken: BOT_TOKEN, signingSecret: SECRET } })
    expect(http.said['slack events']).toContain('your host with /slack/events')
  })
})

describe('a Slack that cannot be asked', () => {
  const echo = ({ headers }: IncomingMessage): Answer => ({ body: `Denied: ${headers.authorization}` })

  it.each<[string, Answers[string], string]>([
    ['has had enough', { status: 429, headers: { 'retry-after': '30' } }, 'try again in 30 s'],
    ['has had enough and does not say for how long', { status: 429 }, 'does not speak as Slack does'],
    ['is out of order', { status: 503, body: 'no' }, 'out of order'],
    ['is a page', { status: 404, body: '<html></html>' }, 'does not speak as Slack does'],
    ['is a proxy that repeats the request', echo, 'does not speak as Slack does'],
    ['answers nonsense', { body: 'null' }, 'does not speak as Slack does'],
  ])('%s', async (_, answer, problem) => {
    const { said, requests } = await examine({ answers: { ...WELL, 'auth.test': answer } })
    expect(said['slack bot token']).toContain(problem)
    expect(requests.filter((request) => request.startsWith('auth.test'))).toHaveLength(1)
  })

  it('stays silent', async () => {
    const { said } = await examine({ answers: { 'auth.test': 'silence' }, timeout: 50 })
    expect(said['slack bot token']).toMatch(/^bad Slack did not answer at 127\.0\.0\.1:\d+ within 0\.05 s/)
  })

  it('is not there', async () => {
    const { apiUrl, close } = await serve(WELL)
    close()
    const [token] = slackChecks({ botToken: BOT_TOKEN, apiUrl }, { lastEvents: async () => new Map() })
    await expect(token?.look()).rejects.toThrow(
      /^Slack cannot be reached at 127\.0\.0\.1:\d+ \(ECONNREFUSED\)/,
    )
  })
})

describe('the doctor beside a bot that keeps its state to itself', () => {
  it('finds no fault with events that it cannot know of', async () => {
    const { apiUrl } = await serve(WELL)
    const checks = slackChecks({ botToken: BOT_TOKEN, appToken: APP_TOKEN, apiUrl }, {})
    const events = checks.find(({ name }) => name === 'slack events')
    expect(await events?.look()).toMatch(/^only the running bot knows/)
  })
})
