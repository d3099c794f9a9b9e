/**
 * The two servers, their channels and their people. Ids are fixed, so that tests read the same every time;
 * `hall` belongs to shard 0 and `annex` to shard 1 of two.
 */
import type { Overwrite, Role } from './permissions.ts'
import { permissions } from './permissions.ts'

/** Milliseconds since 1970 at which Discord's snowflakes begin. */
const epoch = 1_420_070_400_000

/** The snowflake of a moment. https://docs.discord.com/developers/reference#snowflakes */
const snowflakeAt = (milliseconds: number): string => String(BigInt(milliseconds - epoch) << 22n)
/** Milliseconds since 1970 at which the snowflake was made. */
export const momentOf = (snowflake: string): number => Number(BigInt(snowflake) >> 22n) + epoch
/** The shard of `total` that hears of a guild. */
export const shardOf = (guildId: string, total: number): number =>
  Number((BigInt(guildId) >> 22n) % BigInt(total))

const beginning = epoch + 150_000_000_000
const fixed = (number: number): string => snowflakeAt(beginning + number)

/** Ids in the order of their making, never twice the same. */
export class Snowflakes {
  private last = 0n
  private readonly now: () => number

  constructor(now: () => number) {
    this.now = now
  }

  next(): string {
    const fresh = BigInt(Math.floor(this.now()) - epoch) << 22n
    this.last = fresh > this.last ? fresh : this.last + 1n
    return String(this.last)
  }
}

export const applicationId = fixed(10)
/** As with most bots, not the id of the application. */
export const botUserId = fixed(11)
export const otherBotId = fixed(12)
/** Ana owns `hall`, Ben owns `annex`. */
export const people = { ana: fixed(20), ben: fixed(21), cleo: fixed(22) } as const
export const guilds = { hall: fixed(0), annex: fixed(1) } as const
export const categories = { talk: fixed(30), back: fixed(31) } as const
/**
 * In `hall`: `general` and `random` in the category `talk`; `thread`, a thread of `general`; `quiet`, where the bot may
 * read but not write; `hidden`, which the bot may not see. In `annex`: `lobby`, in the category `back`.
 */
export const channels = {
  general: fixed(40),
  random: fixed(41),
  thread: fixed(42),
  quiet: fixed(43),
  hidden: fixed(44),
  lobby: fixed(45),
} as const
export interface CustomEmoji {
  readonly id: string
  readonly name: string
}

/** The emoji of `hall` itself; a message with a component that shows any other is refused. */
export const emojis = { ourNo: { id: fixed(60), name: 'our_no' } } as const

/** In `hall`: `team` may be mentioned by everybody, `staff` only by those who may mention everyone. Ben and Cleo have both. */
export const roles = { team: fixed(50), staff: fixed(51) } as const
/** The role that a server gave the bot when it joined. */
export const botRoles: Readonly<Record<string, string>> = {
  [guilds.hall]: fixed(52),
  [guilds.annex]: fixed(53),
}

export interface User {
  readonly id: string
  readonly name: string
  readonly bot: boolean
  /** Not a user but the name that a webhook writes under. */
  readonly webhook?: boolean
}

/** Text channel, direct messages, category, public thread, private thread. */
export type ChannelType = 0 | 1 | 4 | 11 | 12

export interface ThreadInfo {
  readonly ownerId: string
  readonly createdAt: number
  archived: boolean
  locked: boolean
  readonly autoArchive: number
  readonly members: Set<string>
}

export interface Channel {
  readonly id: string
  readonly type: ChannelType
  name: string
  readonly guildId: string | undefined
  readonly parentId: string | undefined
  readonly position: number
  readonly overwrites: Overwrite[]
  /** With whom the bot talks, in direct messages. */
  readonly recipient: string | undefined
  readonly thread: ThreadInfo | undefined
}

export interface Guild {
  readonly guildId: string
  readonly name: string
  readonly ownerId: string
  readonly roles: Map<string, Role>
  /** The roles of each member. */
  readonly members: Map<string, readonly string[]>
}

const everyonesPermissions =
  permissions.viewChannel |
  permissions.sendMessages |
  permissions.sendMessagesInThreads |
  permissions.readMessageHistory |
  permissions.addReactions |
  permissions.embedLinks |
  permissions.attachFiles |
  permissions.useApplicationCommands |
  permissions.useExternalEmojis |
  permissions.createPublicThreads

export const users: readonly User[] = [
  ...Object.entries(people).map(([name, id]) => ({ id, name, bot: false })),
  { id: botUserId, name: 'recourse', bot: true },
  { id: otherBotId, name: 'otherbot', bot: true },
]

/** The servers as they are at the start. @param botPermissions what the bot's own role adds */
export function makeGuilds(botPermissions: bigint): Map<string, Guild> {
  const guild = (guildId: string, name: string, ownerId: string, more: readonly Role[]): Guild => {
    const botRole = botRoles[guildId] ?? ''
    const role = (id: string, title: string, position: number, held: bigint): Role => ({
      id,
      name: title,
      position,
      permissions: held,
      mentionable: false,
      managed: id === botRole,
    })
    const own = [
      role(guildId, '@everyone', 0, everyonesPermissions),
      role(botRole, 'recourse', 1, botPermissions),
    ]
    const extra = more.map((one) => one.id)
    return {
      guildId,
      name,
      ownerId,
      roles: new Map([...own, ...more].map((one) => [one.id, one])),
      members: new Map(
        users.map((user) => [
          user.id,
          user.id === botUserId ? [botRole] : user.bot || user.id === people.ana ? [] : extra,
        ]),
      ),
    }
  }
  const titled = (id: string, name: string, mentionable: boolean, position: number): Role => ({
    id,
    name,
    permissions: 0n,
    mentionable,
    managed: false,
    position,
  })
  const hall = guild(guilds.hall, 'Hall', people.ana, [
    titled(roles.team, 'team', true, 2),
    titled(roles.staff, 'staff', false, 3),
  ])
  return new Map([
    [guilds.hall, hall],
    [guilds.annex, guild(guilds.annex, 'Annex', people.ben, [])],
  ])
}

/** The id of a further channel of `hall`, counted from 0. */
export const roomId = (number: number): string => fixed(1_000 + number)

/** The channels as they are at the start. @param rooms how many there are in `hall` beyond those of `channels` */
export function makeChannels(rooms = 0): Map<string, Channel> {
  const { hall, annex } = guilds
  const forBot = (deny: bigint): Overwrite[] => [{ id: botUserId, type: 1, allow: 0n, deny }]
  const channel = (
    id: string,
    name: string,
    guildId: string,
    parentId: string | undefined,
    overwrites: Overwrite[] = [],
  ): Channel => ({
    id,
    type: 0,
    name,
    guildId,
    parentId,
    position: Number(momentOf(id) - beginning),
    overwrites,
    recipient: undefined,
    thread: undefined,
  })
  const mute = permissions.sendMessages | permissions.sendMessagesInThreads | permissions.createPublicThreads
  const all: Channel[] = [
    { ...channel(categories.talk, 'talk', hall, undefined), type: 4 },
    { ...channel(categories.back, 'back', annex, undefined), type: 4 },
    channel(channels.general, 'general', hall, categories.talk),
    channel(channels.random, 'random', hall, categories.talk),
    {
      ...channel(channels.thread, 'a thread', hall, channels.general),
      type: 11,
      thread: {
        ownerId: people.ana,
        createdAt: beginning,
        archived: false,
        locked: false,
        autoArchive: 1440,
        members: new Set([people.ana]),
      },
    },
    channel(channels.quiet, 'quiet', hall, undefined, forBot(mute)),
    channel(channels.hidden, 'hidden', hall, undefined, forBot(permissions.viewChannel)),
    channel(channels.lobby, 'lobby', annex, categories.back),
    ...Array.from({ length: rooms }, (_, number) =>
      channel(roomId(number), `room-${number + 1}`, hall, categories.talk),
    ),
  ]
  return new Map(all.map((one) => [one.id, one]))
}
