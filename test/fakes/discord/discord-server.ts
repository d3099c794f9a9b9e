/**
 * Discord on loopback, for the real `discord.js` client: gateway and REST API, version 10, and the people of two
 * servers. It knows nothing of the bot and keeps Discord's limits.
 *
 *     const discord = await startDiscord()
 *     const client = new Client({ intents, rest: { api: discord.apiUrl } })
 *     await client.login(discord.token)
 *     const { general } = discord.channels
 *     const { id } = discord.say(discord.people.ana, general, `<@${discord.botUserId}> hello`)
 *     await discord.until(() => discord.messagesIn(general).some((message) => message.replyTo === id))
 *     await discord.close()
 *
 * What people do throws where Discord would not let them. What they do with a bot's buttons, menus, modals and
 * commands gives a promise of what they see: the bot's acknowledgement, or after three seconds its failure.
 */
import type { AddressInfo } from 'node:net'
import type { ActiveFault } from '../shared/fault-rules.ts'
import { until } from '../shared/until.ts'
import { Announcer } from './announcer.ts'
import { Clock } from './clock.ts'
import { type Command, Commands } from './commands.ts'
import { createFaults, type Fault } from './faults.ts'
import { Gateway, type Identified } from './gateway.ts'
import { intents } from './intents.ts'
import { Nonces } from './nonces.ts'
import { Offers } from './offers.ts'
import { OpenInteractions } from './open-interactions.ts'
import { People } from './people.ts'
import { allPermissions, type PermissionName, permissions } from './permissions.ts'
import { Powers } from './powers.ts'
import { RateLimits } from './rate-limits.ts'
import { type ApiCall, createRestApi, type RestParts } from './rest-api.ts'
import type { Discord } from './rest-call.ts'
import { DiscordState, type Ping, type SeenMessage, type StoredMessage } from './state.ts'
import type { HiddenLink } from './visible-text.ts'
import { guildCreateOf, membersChunkOf, wireUser } from './wire.ts'
import {
  applicationId,
  botUserId,
  categories,
  channels,
  emojis,
  guilds,
  otherBotId,
  people,
  roles,
  roomId,
  shardOf,
} from './world.ts'

export interface DiscordOptions {
  /** Privileged intents that the developer portal grants; default the content of messages, and members. */
  readonly privileged?: readonly ('messageContent' | 'guildMembers' | 'guildPresences')[]
  /** What the bot's own role allows beyond what everyone may; default managing of messages and threads. */
  readonly botPermissions?: readonly PermissionName[]
  /** The number of shards that Discord recommends; default 1. */
  readonly shards?: number
  /** The fewest shards that it accepts; default 1. */
  readonly requiredShards?: number
  /** How many shards may identify in one window; default 1, as most bots have. */
  readonly maxConcurrency?: number
  /** Milliseconds of that window; default 5,000. A second IDENTIFY in it gets an invalid session. */
  readonly identifyWindow?: number
  /** Milliseconds between two heartbeats; default 41,250. */
  readonly heartbeatInterval?: number
  /** Milliseconds in which an interaction is to be acknowledged; default 3,000. */
  readonly acknowledgeWithin?: number
  /** Rate limits: windows so many times as long as Discord's; default 1. 0 switches them off, for benchmarks. */
  readonly rateScale?: number
  /** How many times each event is sent; default 1. */
  readonly deliveries?: number
  /** Keep calls and the history of what was shown; default yes. A benchmark does without. */
  readonly record?: boolean
  /** Text channels of `hall` beyond those of `channels`, see `rooms`; default none. */
  readonly rooms?: number
  /** Called with every message that is posted or changed. */
  readonly onShown?: (message: Readonly<StoredMessage>) => void
  /** The port to listen on; default a free one. */
  readonly port?: number
  /** Milliseconds since 1970; default the system's clock. `advance` moves it forward. */
  readonly now?: () => number
}

/** How events reach the bot from here on. */
export interface Manner {
  /** How many times each is sent. */
  readonly times?: number
  /** Milliseconds by which each is late. */
  readonly delay?: number
  /** Only events of such types. */
  readonly only?: RegExp
}

type PeopleActs = Pick<
  People,
  | 'say'
  | 'reply'
  | 'sayAsWebhook'
  | 'edit'
  | 'unfurl'
  | 'remove'
  | 'removeTogether'
  | 'react'
  | 'unreact'
  | 'clearReactions'
  | 'clearEmoji'
  | 'openThread'
  | 'archive'
  | 'type'
>
type OfferActs = Pick<Offers, 'click' | 'pick' | 'submit' | 'command' | 'messageCommand' | 'autocomplete'>
type PowerActs = Pick<Powers, 'grant' | 'revoke' | 'closeDms' | 'openDms' | 'removeBot' | 'addBot'>

export interface FakeDiscord extends PeopleActs, OfferActs, PowerActs {
  /** `http://127.0.0.1:PORT/api`, for the client's `rest.api`. */
  readonly apiUrl: string
  readonly token: string
  readonly applicationId: string
  readonly botUserId: string
  readonly otherBotId: string
  readonly people: typeof people
  readonly guilds: typeof guilds
  readonly categories: typeof categories
  /** The bot may write in all but `quiet`, and sees all but `hidden`. */
  readonly channels: typeof channels
  /** Ids of the further channels. */
  readonly rooms: readonly string[]
  readonly roles: typeof roles
  /** Those of `hall` itself. */
  readonly emojis: typeof emojis
  /** The channel of somebody's direct messages with the bot. */
  dm(user: string): string
  /** The shard of `total` that hears of a guild. */
  shardOf(guild: string, total: number): number

  /** What a channel shows, oldest first, the deleted too. @param reader whose ephemeral messages to include */
  messagesIn(channel: string, reader?: string): readonly SeenMessage[]
  /** Every ephemeral message that somebody sees. */
  ephemerals(user: string): readonly SeenMessage[]
  /** One message as it is now. @throws Error where there never was one */
  message(id: string): SeenMessage
  /** Moments, in milliseconds since 1970, at which the bot began to type. */
  typingIn(channel: string): readonly number[]
  /** Every text that anybody was ever shown. */
  visibleHistory(): readonly string[]
  /** Every notification by the bot's messages, in order. */
  pings(): readonly Ping[]
  /** Whom they notified: `@ID`, `@&ID` of a role, `@everyone`, `@here`. */
  notified(): readonly string[]
  /** Links in the bot's messages that say one thing and lead elsewhere. */
  hiddenLinks(): readonly HiddenLink[]
  /** Commands as registered: a guild's own, or those for everywhere. */
  commands(guild?: string): readonly Command[]

  /** Sessions with an open socket. */
  readonly connected: number
  /** Every session that was begun; a resumed one is not begun anew. */
  readonly identified: readonly Identified[]
  /** How many times sessions were resumed. */
  readonly resumed: number
  /** Identifies and resumes that were answered with an invalid session. */
  readonly sessionsRefused: number
  /** Close codes that the fake sent, in order. */
  readonly closeCodes: readonly number[]
  /** Cuts the sockets of one shard or all; sessions live on. */
  dropConnections(shard?: number): void
  /** Cuts sockets and forgets their sessions: the client cannot resume. */
  forgetSessions(shard?: number): void
  /** Asks clients to reconnect and resume (opcode 7). */
  requestReconnect(shard?: number): void
  /** Declares sessions invalid (opcode 9). @param resumable default no */
  invalidateSessions(options?: { readonly shard?: number; readonly resumable?: boolean }): void
  /** Takes every IDENTIFY from here on, and never says READY. */
  withholdReady(): void
  /** How events are delivered from here on; without an argument as usual. */
  deliver(manner?: Manner): void

  fault(fault: Fault): ActiveFault
  readonly calls: readonly Readonly<ApiCall>[]
  /** How many calls there were, kept or not. */
  readonly callCount: number
  /** Answers of 401, 403 and 429 (but for scope `shared`); 10,000 in ten minutes get a bot banned. */
  readonly invalidRequests: number
  now(): number
  /** Moves the fake's time forward, by milliseconds. */
  advance(milliseconds: number): void
  /** Waits until the condition holds. @throws after forty seconds, or as many milliseconds as given */
  until(condition: () => boolean, timeout?: number): Promise<void>
  close(): Promise<void>
}

/** Of the form of Discord's own: the user's id, a time, a signature. */
const token = `${Buffer.from(botUserId).toString('base64url')}.ZmFrZQ.fake-token-of-no-use-to-anybody`

/** Flags of an application that is granted an intent while it is in few servers. */
const limitedFlags = { guildPresences: 1 << 13, guildMembers: 1 << 15, messageContent: 1 << 19 } as const

/** Starts the fake on loopback. */
export async function startDiscord(options: DiscordOptions = {}): Promise<FakeDiscord> {
  const clock = new Clock(options.now ?? Date.now)
  const { now } = clock
  const record = options.record ?? true
  const privileged = options.privileged ?? ['messageContent', 'guildMembers']
  const own = options.botPermissions ?? ['manageMessages', 'manageThreads']
  const botPermissions = own.reduce((sum, name) => sum | permissions[name], 0n) & allPermissions
  const state = new DiscordState({
    botPermissions,
    record,
    now,
    onShown: options.onShown,
    rooms: options.rooms ?? 0,
  })
  const faults = createFaults()
  const calls: ApiCall[] = []
  let callCount = 0
  let invalidRequests = 0

  const server = createRestApi(() => restParts)
  await new Promise<void>((resolve) => server.listen(options.port ?? 0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  state.cdn = `http://127.0.0.1:${port}`
  const gatewayUrl = () => `ws://127.0.0.1:${port}`
  const maxConcurrency = options.maxConcurrency ?? 1
  const applicationFlags = privileged.reduce((sum, name) => sum | limitedFlags[name], 0)
  const gateway = new Gateway(server, {
    token,
    heartbeatInterval: options.heartbeatInterval ?? 41_250,
    maxConcurrency,
    identifyWindow: options.identifyWindow ?? 5_000,
    requiredShards: options.requiredShards ?? 1,
    granted: privileged.reduce((sum, name) => sum | intents[name], 0),
    url: gatewayUrl,
    now,
    after: (milliseconds, run) => clock.after(milliseconds, run),
    ready: (shard, shards) => ({
      user: { ...wireUser(state, botUserId), verified: true, mfa_enabled: true, email: null },
      guilds: guildsOf(shard, shards).map((guild) => ({ id: guild.guildId, unavailable: true })),
      application: { id: applicationId, flags: applicationFlags },
    }),
    membersOf: (request) => membersChunkOf(state, request),
    guildsOf: (shard, shards) => guildsOf(shard, shards).map((guild) => guildCreateOf(state, guild)),
  })
  const guildsOf = (shard: number, shards: number) =>
    [...state.guilds.values()].filter(
      ({ guildId, members }) => members.has(botUserId) && shardOf(guildId, shards) === shard,
    )
  const discord: Discord = {
    state,
    announcer: new Announcer(state, gateway),
    gateway,
    nonces: new Nonces(now),
    commands: new Commands(state.snowflakes),
    interactions: new OpenInteractions(clock, state.snowflakes, options.acknowledgeWithin ?? 3_000),
    reader: { messageContent: privileged.includes('messageContent') },
    gatewayUrl,
    maxConcurrency,
    shards: options.shards ?? 1,
    applicationFlags,
  }
  const restParts: RestParts = {
    discord,
    faults,
    limits: new RateLimits(now, options.rateScale ?? 1),
    onCall(call) {
      callCount += 1
      if (record) calls.push(call)
    },
    token,
    now,
    onInvalid: () => {
      invalidRequests += 1
    },
  }
  const usual = { times: options.deliveries ?? 1, delay: 0, only: undefined }
  Object.assign(gateway.manner, usual)
  const acting = new People(discord)
  const offers = new Offers(discord, acting)
  const powers = new Powers(discord)

  return {
    apiUrl: `http://127.0.0.1:${port}/api`,
    token,
    applicationId,
    botUserId,
    otherBotId,
    people,
    guilds,
    categories,
    channels,
    rooms: Array.from({ length: options.rooms ?? 0 }, (_, number) => roomId(number)),
    emojis,
    roles,
    dm: (user) => state.dm(user).id,
    shardOf,
    say: (...args) => acting.say(...args),
    reply: (...args) => acting.reply(...args),
    sayAsWebhook: (...args) => acting.sayAsWebhook(...args),
    edit: (...args) => acting.edit(...args),
    unfurl: (...args) => acting.unfurl(...args),
    remove: (...args) => acting.remove(...args),
    removeTogether: (...args) => acting.removeTogether(...args),
    react: (...args) => acting.react(...args),
    unreact: (...args) => acting.unreact(...args),
    clearReactions: (...args) => acting.clearReactions(...args),
    clearEmoji: (...args) => acting.clearEmoji(...args),
    openThread: (...args) => acting.openThread(...args),
    archive: (...args) => acting.archive(...args),
    type: (...args) => acting.type(...args),
    click: (...args) => offers.click(...args),
    pick: (...args) => offers.pick(...args),
    submit: (...args) => offers.submit(...args),
    command: (...args) => offers.command(...args),
    messageCommand: (...args) => offers.messageCommand(...args),
    autocomplete: (...args) => offers.autocomplete(...args),
    grant: (...args) => powers.grant(...args),
    revoke: (...args) => powers.revoke(...args),
    closeDms: (...args) => powers.closeDms(...args),
    openDms: (...args) => powers.openDms(...args),
    removeBot: (...args) => powers.removeBot(...args),
    addBot: (...args) => powers.addBot(...args),
    messagesIn: (channel, reader) => state.seen(channel, reader),
    ephemerals: (user) => state.ephemerals(user),
    message: (id) => state.message(id),
    typingIn: (channel) => state.typing.get(channel) ?? [],
    visibleHistory: () => state.visibleHistory(),
    pings: () => state.pings(),
    notified: () => state.pings().map((ping) => ping.who),
    hiddenLinks: () => state.hiddenLinks(),
    commands: (guild = 'global') => discord.commands.in(guild),
    get connected() {
      return gateway.connected.length
    },
    identified: gateway.identified,
    get resumed() {
      return gateway.resumed
    },
    get sessionsRefused() {
      return gateway.refused
    },
    closeCodes: gateway.closed,
    dropConnections: (shard) => gateway.drop(shard, true),
    forgetSessions: (shard) => gateway.drop(shard, false),
    requestReconnect: (shard) => gateway.requestReconnect(shard),
    invalidateSessions: ({ shard, resumable = false } = {}) => gateway.invalidate(shard, resumable),
    withholdReady: () => {
      gateway.saysReady = false
    },
    deliver: (manner = {}) => Object.assign(gateway.manner, usual, manner),
    fault: (fault) => faults.add(fault),
    calls,
    get callCount() {
      return callCount
    },
    get invalidRequests() {
      return invalidRequests
    },
    now,
    advance: (milliseconds) => clock.advance(milliseconds),
    until,
    async close() {
      clock.close()
      gateway.close()
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
