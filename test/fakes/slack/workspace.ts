/**
 * The workspace behind the fake: the Slack service of the `emulate` package, in this process, filled with three
 * people, four channels and one installed app. The emulator invents ids at random; ours are fixed, so that tests
 * read the same every time. The two are exchanged on the way in and out.
 */
import { Agent } from 'node:http'
import { createEmulator } from 'emulate'
import { isJson, type Json, objectOf, objectsOf, stringOf } from '../shared/json.ts'
import { parseBody, toForm } from './forms.ts'
import { post } from './http-call.ts'
import { SpareTokens, sparesOf } from './spare-tokens.ts'

export const teamId = 'T000000001'
/** A workspace that we are not in. */
export const otherTeamId = 'T000000002'
/** The workspace that a fake is, and the app in it. */
export interface Team {
  readonly teamId: string
  /** Another workspace, whose people come to channels that it shares with this one. */
  readonly otherTeamId: string
  readonly botUserId: string
  /** The organisation that has installed the app for all of its workspaces. */
  readonly enterpriseId?: string
}

export const appId = 'A00000B071'
export const botUserId = 'U00000B071'
/** The workspace that a fake is unless it is told otherwise. */
export const ourTeam: Team = { teamId, otherTeamId, botUserId }
export const botId = 'B00000B071'
export const people = { ana: 'U0000000A1', ben: 'U0000000B1', cleo: 'U0000000C1' } as const
/** `outside` is a public channel that the bot has not joined; `private` one that it has. */
export const channels = {
  general: 'C000000001',
  random: 'C000000002',
  private: 'C0000000A1',
  outside: 'C0000000B1',
} as const

/** What a bot with a broad manifest is granted. */
export const defaultScopes: readonly string[] = [
  'app_mentions:read',
  'assistant:write',
  'channels:history',
  'chat:write',
  'commands',
  'files:write',
  'groups:history',
  'im:history',
  'im:write',
  'reactions:read',
  'reactions:write',
  'users:read',
]

export type ChannelKind = 'channel' | 'group' | 'im'

export interface Workspace {
  readonly team: Team
  /** Calls the emulator; ids are ours on both sides. */
  call(method: string, args: Json, token: string): Promise<Json>
  /** The token with which a person acts; the bot's for the bot. */
  tokenOf(user: string): string
  /** The bot's direct-message channel with somebody. */
  dm(user: string): string
  /** The channel behind what a method was given: a channel id, a `#name`, or a person (their direct messages). */
  resolve(channel: string): string
  kindOf(channel: string): ChannelKind
  nameOf(id: string): string
  botIsIn(channel: string): boolean
  join(channel: string): void
  close(): Promise<void>
}

const idPattern = /\b[A-Z][0-9A-F]{9}\b/g
/** Arguments that hold ids; message text is never touched. */
const idArguments = new Set(['channel', 'user', 'users', 'user_id', 'view_id', 'root_view_id'])
const answersWithNewIds = /^(?:views\.|conversations\.(?:open|create))/
const everyPersonScope = [
  'chat:write,channels:read,channels:history,channels:join,channels:manage,channels:write,groups:read,groups:history',
  'groups:write,im:read,im:history,im:write,reactions:read,reactions:write,users:read,pins:read',
].join(',')

/** Starts the emulator and fills it. */
export async function startWorkspace(
  botToken: string,
  scopes: readonly string[],
  team: Team = ourTeam,
): Promise<Workspace> {
  const { botUserId } = team
  const names = Object.keys(people) as (keyof typeof people)[]
  const personToken = (name: string) => `xoxp-${name}`
  const emulator = await createEmulator({
    service: 'slack',
    port: 0,
    seed: {
      slack: {
        team: { name: 'Recital', domain: 'recital' },
        users: names.map((name) => ({ name, real_name: name[0]?.toUpperCase() + name.slice(1) })),
        channels: [
          { name: 'private', is_private: true },
          { name: 'outside', is_private: false },
        ],
        oauth_apps: [
          {
            app_id: appId,
            client_id: 'client',
            client_secret: 'client-secret',
            name: 'recourse',
            redirect_uris: [],
            bot_id: botId,
            bot_user_id: botUserId,
            bot_name: 'recourse',
          },
        ],
        tokens: [
          ...sparesOf(botToken).map((token) => ({
            token,
            type: 'bot',
            user_id: botUserId,
            bot_id: botId,
            bot_user_id: botUserId,
            app_id: appId,
            scopes: [...scopes],
          })),
          ...names.flatMap((name) =>
            sparesOf(personToken(name)).map((token) => ({ token, user: name, scopes: everyPersonScope })),
          ),
        ],
        strict_scopes: true,
      },
    },
  })
  const agent = new Agent({ keepAlive: true, maxSockets: 32 })
  const tokens = new SpareTokens()
  const toOurs = new Map<string, string>()
  const toTheirs = new Map<string, string>()
  const counters = new Map<string, number>()

  const pair = (theirs: string, ours: string) => {
    toOurs.set(theirs, ours)
    toTheirs.set(ours, theirs)
  }
  const nextId = (kind: string) => {
    const count = (counters.get(kind) ?? 0) + 1
    counters.set(kind, count)
    return `${kind}1${String(count).padStart(8, '0')}`
  }
  const exchangeIds = (args: Json): Json => {
    const exchanged: Record<string, unknown> = { ...args }
    for (const name of Object.keys(args)) {
      if (!idArguments.has(name)) continue
      exchanged[name] = stringOf(args[name]).replace(idPattern, (id) => toTheirs.get(id) ?? id)
    }
    return exchanged
  }
  const call = async (method: string, args: Json, token: string): Promise<Json> => {
    const spare = tokens.next(token)
    const send = () =>
      post(
        `${emulator.url}/api/${method}`,
        toForm(exchangeIds(args)),
        { authorization: `Bearer ${spare}`, 'content-type': 'application/x-www-form-urlencoded' },
        agent,
      )
    // The emulator, of this same process, resets only connections that it had left idle for too long.
    const reply = await send().catch((error: unknown) => (isReset(error) ? send() : Promise.reject(error)))
    if (reply.status === 404) return { ok: false, error: 'unknown_method' }
    const mayName = answersWithNewIds.test(method)
    const text = reply.body.replace(idPattern, (id) => {
      const known = toOurs.get(id)
      if (known !== undefined || !mayName || !/[VDG]/.test(id[0] ?? '') || toTheirs.has(id))
        return known ?? id
      const ours = nextId(id[0] ?? '')
      pair(id, ours)
      return ours
    })
    return parseBody(text, 'application/json')
  }
  const expectOk = async (method: string, args: Json, token: string): Promise<Json> => {
    const answer = await call(method, args, token)
    if (answer['ok'] !== true) throw new Error(`the emulator refused ${method}: ${JSON.stringify(answer)}`)
    return answer
  }

  const ana = personToken('ana')
  for (const member of objectsOf((await expectOk('users.list', {}, ana))['members'])) {
    const name = names.find((candidate) => candidate === member['name'])
    if (name !== undefined) pair(stringOf(member['id']), people[name])
  }
  const listing = await expectOk('conversations.list', { types: 'public_channel,private_channel' }, ana)
  for (const channel of objectsOf(listing['channels'])) {
    const name = stringOf(channel['name'])
    if (name === 'private' || name === 'outside') pair(stringOf(channel['id']), channels[name])
  }
  for (const channel of [channels.general, channels.random]) {
    for (const name of names) await expectOk('conversations.join', { channel }, personToken(name))
  }
  const joined = new Set<string>([channels.general, channels.random, channels.private])
  for (const channel of joined) await expectOk('conversations.invite', { channel, users: botUserId }, ana)
  const directMessages = new Map<string, string>()
  for (const name of names) {
    const suffix = people[name].slice(-2)
    const answer = await expectOk('conversations.open', { users: botUserId }, personToken(name))
    const minted = stringOf(objectOf(answer['channel'])['id'])
    const theirs = toTheirs.get(minted) ?? minted
    toTheirs.delete(minted)
    const id = `D0000000${suffix}`
    pair(theirs, id)
    directMessages.set(people[name], id)
    joined.add(id)
  }

  const labels = new Map<string, string>([
    ...names.map((name): [string, string] => [people[name], name]),
    ...Object.entries(channels).map(([name, id]): [string, string] => [id, name]),
    ...[...directMessages.values()].map((id): [string, string] => [id, 'directmessage']),
    [botUserId, 'recourse'],
  ])
  const byName = new Map<string, string>(Object.entries(channels))
  return {
    team,
    call,
    tokenOf: (user) => (user === botUserId ? botToken : personToken(labels.get(user) ?? user)),
    dm(user) {
      const channel = directMessages.get(user)
      if (channel === undefined) throw new Error(`nobody here is called ${user}`)
      return channel
    },
    resolve: (channel) => directMessages.get(channel) ?? byName.get(channel.replace(/^#/, '')) ?? channel,
    kindOf: (channel) =>
      channel === channels.private || channel.startsWith('G')
        ? 'group'
        : channel.startsWith('D')
          ? 'im'
          : 'channel',
    nameOf: (id) => labels.get(id) ?? id,
    botIsIn: (channel) => joined.has(channel),
    join(channel) {
      joined.add(channel)
    },
    async close() {
      agent.destroy()
      await emulator.close()
    },
  }
}

const isReset = (error: unknown) => error instanceof Error && 'code' in error && error.code === 'ECONNRESET'

/** The error that an answer of the emulator carries, if any. */
export const errorOf = (answer: unknown): string | undefined =>
  isJson(answer) && answer['ok'] === true
    ? undefined
    : stringOf(objectOf(answer)['error']) || 'internal_error'
