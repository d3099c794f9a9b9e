/**
 * Slack as an app sees it that several workspaces install by OAuth: one API in front of a fake for each workspace. Every
 * token belongs to one of them, and calls with it reach that one alone; channels and people are called alike in all.
 * https://docs.slack.dev/authentication/installing-with-oauth, https://docs.slack.dev/authentication/using-token-rotation
 */
import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  request,
  type ServerResponse,
} from 'node:http'
import type { AddressInfo } from 'node:net'
import { type Json, stringOf } from '../shared/json.ts'
import { parseBody } from './forms.ts'
import { fail } from './methods.ts'
import { type FakeSlack, type FakeSlackOptions, startFakeSlack } from './slack-server.ts'
import { appId, defaultScopes, type Team } from './workspace.ts'

export const clientId = '123456789.987654321'
export const clientSecret = 'fedcba9876543210fedcba9876543210'

/** The workspaces there are; the first two can share channels with each other. */
const TEAMS: readonly Team[] = [
  { teamId: 'T000000001', otherTeamId: 'T000000002', botUserId: 'U00000B071' },
  { teamId: 'T000000002', otherTeamId: 'T000000001', botUserId: 'U00000B072' },
  { teamId: 'T000000003', otherTeamId: 'T000000001', botUserId: 'U00000B073', enterpriseId: 'E000000001' },
]

export interface DistributionOptions extends Pick<FakeSlackOptions, 'ackTimeout'> {
  /** How many workspaces; the third belongs to an organisation that installs the app for all of its own. */
  readonly teams?: number
  /** Seconds after which tokens expire; without it they do not. */
  readonly rotation?: number
}

interface Grant {
  readonly team: FakeSlack
  readonly scopes: readonly string[]
  /** Milliseconds since 1970. */
  expiresAt: number
  /** What Slack answers to whoever still uses the token. */
  refused: string | undefined
}

export interface FakeDistribution {
  readonly apiUrl: string
  readonly teams: readonly FakeSlack[]
  /** Somebody allows the app what its link asks for; gives where Slack sends their browser. */
  allow(link: string, team: FakeSlack, user: string, fallback: string): string
  /** A workspace removes the app: its tokens are revoked and, unless the news is lost, the app is told. */
  uninstall(team: FakeSlack, isTold?: boolean): void
  /** Tokens of a workspace are answered so from here on. */
  refuse(team: FakeSlack, error: string): void
  /** The tokens of a workspace expire now. */
  expire(team: FakeSlack): void
  /** What every call was, and with which token. */
  readonly calls: readonly { readonly method: string; readonly token: string; readonly error?: string }[]
  /** Every token there ever was. */
  readonly tokens: readonly string[]
  close(): Promise<void>
}

export async function startDistribution(options: DistributionOptions = {}): Promise<FakeDistribution> {
  const { teams: count = 2, rotation, ackTimeout } = options
  const fake = ackTimeout === undefined ? {} : { ackTimeout }
  const teams: FakeSlack[] = []
  for (const team of TEAMS.slice(0, count)) {
    const [first] = teams
    teams.push(await startFakeSlack({ ...fake, team, ...(first && { transport: first.transport }) }))
  }
  const grants = new Map<string, Grant>()
  const codes = new Map<
    string,
    { team: FakeSlack; user: string; scopes: string; redirect: string | undefined }
  >()
  const renewals = new Map<string, string>()
  const secrets = new Map<string, Team>(TEAMS.map((team) => [team.teamId, team]))
  const calls: { method: string; token: string; error?: string }[] = []
  let counter = 0
  const next = () => {
    counter += 1
    return String(counter).padStart(4, '0')
  }

  const grant = (team: FakeSlack, scopes: readonly string[]): Json => {
    const token = rotation === undefined ? `xoxb-granted-${next()}` : `xoxe.xoxb-granted-${next()}`
    const expiresAt = rotation === undefined ? Number.POSITIVE_INFINITY : Date.now() + rotation * 1000
    grants.set(token, { team, scopes, expiresAt, refused: undefined })
    const { enterpriseId, botUserId } = secrets.get(team.teamId) ?? {}
    const renewal = `xoxe-renewal-${next()}`
    if (rotation !== undefined) renewals.set(renewal, token)
    return {
      ok: true,
      access_token: token,
      token_type: 'bot',
      scope: scopes.join(','),
      bot_user_id: botUserId,
      app_id: appId,
      team: enterpriseId === undefined ? { id: team.teamId, name: `Team ${team.teamId.slice(-1)}` } : null,
      enterprise: enterpriseId === undefined ? null : { id: enterpriseId, name: 'The organisation' },
      is_enterprise_install: enterpriseId !== undefined,
      ...(rotation === undefined ? {} : { refresh_token: renewal, expires_in: rotation }),
    }
  }

  const access = (args: Json): Json => {
    if (args['client_id'] !== clientId) return fail('invalid_client_id')
    if (args['client_secret'] !== clientSecret) return fail('bad_client_secret')
    if (args['grant_type'] === 'refresh_token') {
      const renewal = stringOf(args['refresh_token'])
      const old = grants.get(renewals.get(renewal) ?? '')
      // Good for one renewal.
      if (!renewals.delete(renewal) || !old || old.refused !== undefined) return fail('invalid_refresh_token')
      return grant(old.team, old.scopes)
    }
    const code = codes.get(stringOf(args['code']))
    if (!codes.delete(stringOf(args['code'])) || !code) return fail('invalid_code')
    if (code.redirect !== (stringOf(args['redirect_uri']) || undefined)) return fail('bad_redirect_uri')
    return { ...grant(code.team, code.scopes.split(',')), authed_user: { id: code.user } }
  }

  const refusalOf = (token: string): string | undefined => {
    const granted = grants.get(token)
    if (!granted) return 'invalid_auth'
    return granted.refused ?? (Date.now() >= granted.expiresAt ? 'token_expired' : undefined)
  }

  const refuseAll = (team: FakeSlack, error: string) => {
    for (const granted of grants.values()) if (granted.team === team) granted.refused = error
  }

  const uninstall = (team: FakeSlack, isTold = true) => {
    refuseAll(team, 'account_inactive')
    if (!isTold) return
    const { botUserId } = secrets.get(team.teamId) ?? {}
    team.tell({ type: 'tokens_revoked', tokens: { oauth: [], bot: [botUserId] } })
    team.tell({ type: 'app_uninstalled' })
  }

  async function answer(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const pieces: Buffer[] = []
    for await (const piece of incoming) pieces.push(piece as Buffer)
    const bytes = Buffer.concat(pieces)
    const method = (incoming.url ?? '').split('?')[0]?.replace('/api/', '') ?? ''
    const args = parseBody(bytes.toString('utf8'), incoming.headers['content-type'] ?? '')
    const token = (incoming.headers.authorization ?? '').replace(/^Bearer /, '') || stringOf(args['token'])
    const say = (body: Json) => {
      const error = stringOf(body['error'])
      calls.push({ method, token, ...(error === '' ? {} : { error }) })
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body))
    }
    if (method === 'oauth.v2.access') return say(access(args))
    const [first] = teams
    const isApps = first !== undefined && token === first.appToken
    const refusal = isApps ? undefined : refusalOf(token)
    if (refusal !== undefined) return say(fail(refusal))
    const granted = grants.get(token)
    if (method === 'apps.uninstall' && granted) {
      if (args['client_secret'] !== clientSecret) return say(fail('bad_client_secret'))
      uninstall(granted.team)
      return say({ ok: true })
    }
    const team = isApps ? first : granted?.team
    if (!team) return say(fail('invalid_auth'))
    calls.push({ method, token })
    forward(incoming, response, bytes, {
      url: `${team.apiUrl}${method}`,
      token: isApps ? team.appToken : team.botToken,
      scopes: granted?.scopes ?? defaultScopes,
    })
  }

  const server = createServer((incoming, response) => {
    answer(incoming, response).catch((error: unknown) => response.writeHead(500).end(String(error)))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo

  return {
    apiUrl: `http://127.0.0.1:${port}/api/`,
    teams,
    allow(link, team, user, fallback) {
      const url = new URL(link)
      const code = `code-${next()}`
      const redirect = url.searchParams.get('redirect_uri') ?? undefined
      codes.set(code, { team, user, scopes: url.searchParams.get('scope') ?? '', redirect })
      const back = new URL(redirect ?? fallback)
      back.searchParams.set('code', code)
      back.searchParams.set('state', url.searchParams.get('state') ?? '')
      return back.href
    },
    uninstall,
    refuse: refuseAll,
    expire(team) {
      for (const granted of grants.values()) if (granted.team === team) granted.expiresAt = 0
    },
    calls,
    get tokens() {
      return [...grants.keys(), ...renewals.keys()]
    },
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
      for (const team of teams.toReversed()) await team.close()
    },
  }
}

/** Has a workspace answer a call that is its own. */
function forward(
  incoming: IncomingMessage,
  response: ServerResponse,
  bytes: Buffer,
  {
    url,
    token,
    scopes,
  }: { readonly url: string; readonly token: string; readonly scopes: readonly string[] },
): void {
  const headers: IncomingHttpHeaders = { ...incoming.headers, authorization: `Bearer ${token}` }
  delete headers['host']
  delete headers['transfer-encoding']
  headers['content-length'] = String(bytes.length)
  const call = request(url, { method: 'POST', headers }, (answer) => {
    response.writeHead(answer.statusCode ?? 500, { ...answer.headers, 'x-oauth-scopes': scopes.join(',') })
    answer.pipe(response)
  })
  call.on('error', () => response.destroy())
  call.end(bytes)
}
