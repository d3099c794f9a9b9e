import {
  type Guild,
  type GuildTextBasedChannel,
  type Message,
  PermissionFlagsBits,
  SnowflakeUtil,
  type TextBasedChannel,
} from 'discord.js'
import { ANSWERED_WITHIN, HeardUntil, NOTED_EVERY } from '../heard-until.ts'
import { patiently } from '../patiently.ts'
import { pagesAfter } from './channel-pages.ts'
import type { Conversations } from './conversations.ts'
import { personOf } from './places.ts'
import type { DiscordServices } from './services.ts'
import { isUnreadable } from './standing-reactions.ts'

/** Events arrive a moment after what they tell of; so much before we stopped listening is read again, in milliseconds. */
const OVERLAP = 5_000

/**
 * A connection may have been dead for so long before anybody notices, in milliseconds: Discord has a heartbeat sent every 41
 * seconds or so, and the second one fails where the first had no answer
 * (https://docs.discord.com/developers/events/gateway#sending-heartbeats).
 */
const UNNOTICED = 90_000

/** A process that was held still for so long may have been given up by Discord, in milliseconds. */
const HELD_STILL = 3 * NOTED_EVERY

/** Waits before a channel is read again that could not be read, in milliseconds. */
const AGAIN_AFTER = [1_000, 2_000, 4_000, 8_000, 16_000, 32_000]

/** Direct conversations of so long ago are looked at again, in milliseconds. */
const REMEMBERED = 24 * 60 * 60_000

const DIRECT_WORKSPACE = personOf(undefined, '').workspace

/** Direct conversations that are looked at again. */
const DIRECT = 50

/**
 * Finds what was said while a shard had no session. A session that resumes gets its events from Discord; one that
 * begins anew does not, and neither does a process that starts.
 */
export class CatchUp {
  readonly #services: DiscordServices
  readonly #conversations: Conversations
  /** Until when each shard has listened, in milliseconds since 1970; `undefined` while it listens. */
  readonly #lostAt = new Map<number, number>()
  /** The same of a session that was lost while it was being read what an earlier one had missed. */
  readonly #lostMeanwhile = new Map<number, number>()
  readonly #listening = new Set<number>()
  /** Shards for which it is being read what they have missed. */
  readonly #reading = new Map<number, object>()
  readonly #noting: NodeJS.Timeout
  /** Each settles once something is noted of a shard by which the next process can go. */
  readonly #begun = new Map<number, Promise<unknown>>()
  readonly #heard: HeardUntil
  #isStopped = false
  #notedAt: number
  /** The last standstill after which a session may be dead and nobody have noticed. */
  #standstill: { readonly since: number; readonly until: number } | undefined

  constructor(services: DiscordServices, conversations: Conversations) {
    this.#services = services
    this.#conversations = conversations
    this.#heard = new HeardUntil(services)
    this.#notedAt = services.now()
    this.#noting = setInterval(() => void this.#noteAll(), NOTED_EVERY)
    this.#noting.unref()
  }

  /** The shard hears nothing any more. */
  lost(shard: number): void {
    this.#listening.delete(shard)
    this.#noticeStandstill()
    // There was no session yet: what earlier processes have noted holds.
    if (!this.#begun.has(shard)) return
    const isReading = this.#reading.has(shard)
    const lostAt = isReading ? this.#lostMeanwhile : this.#lostAt
    if (lostAt.has(shard)) return
    const since = Math.min(this.#services.now() - UNNOTICED, this.#doubtfulSince())
    lostAt.set(shard, since)
    // For a process that comes before the session does; what is still being read began earlier.
    if (!isReading) void this.#note(shard, since)
  }

  /** The shard hears again what came meanwhile, from Discord itself. */
  resumed(shard: number): void {
    // What an earlier session has missed may still be being read.
    if (this.#reading.has(shard)) this.#lostMeanwhile.delete(shard)
    else this.#heardAll(shard)
  }

  /** The shard hears again, and nothing of what came meanwhile. */
  async fresh(shard: number): Promise<void> {
    const { now, logger } = this.#services
    const reading = {}
    this.#reading.set(shard, reading)
    this.#lostMeanwhile.delete(shard)
    const begun = this.#heardUntil(shard)
    this.#begun.set(shard, begun)
    const lostAt = await begun
    if (lostAt !== undefined) {
      // Until it is read it counts as lost, also for whoever comes after this process.
      this.#lostAt.set(shard, lostAt)
      const since = Math.max(lostAt - OVERLAP, now() - ANSWERED_WITHIN)
      const found = await this.#read(shard, since)
      logger.info(
        { shard, seconds: Math.round((now() - lostAt) / 1000), found },
        'caught up with what was said meanwhile',
      )
    }
    // What is said since this process stopped, it has not heard.
    if (this.#isStopped || this.#reading.get(shard) !== reading) return
    this.#reading.delete(shard)
    this.#heardAll(shard)
    const lostMeanwhile = this.#lostMeanwhile.get(shard)
    this.#lostMeanwhile.delete(shard)
    if (lostMeanwhile !== undefined) {
      this.#listening.delete(shard)
      this.#lostAt.set(shard, lostMeanwhile)
    }
    await this.#note(shard, lostMeanwhile)
  }

  /** Resolves once a process that comes after this one could tell what it has missed. */
  async noted(): Promise<void> {
    await Promise.all(this.#begun.values())
  }

  /** Follows a message being taken: until it is, the process that comes after this one has to find it again. */
  async taking(work: Promise<void>): Promise<void> {
    await this.#heard.taking(work)
  }

  async #heardUntil(shard: number): Promise<number | undefined> {
    const noted = this.#lostAt.get(shard) ?? (await this.#heard.noted(this.#keyOf(shard)))
    if (noted !== undefined) return noted
    const lostAt = await this.#lastAskedAt(shard)
    // A process that dies before it has noted anything leaves nothing to go by.
    await this.#note(shard, lostAt)
    return lostAt
  }

  #heardAll(shard: number): void {
    this.#lostAt.delete(shard)
    this.#listening.add(shard)
  }

  async stop(): Promise<void> {
    this.#isStopped = true
    clearInterval(this.#noting)
    await this.#noteAll()
    this.#listening.clear()
  }

  async #read(shard: number, since: number): Promise<number> {
    const { client } = this.#services
    const after = String(SnowflakeUtil.generate({ timestamp: since }))
    let found = 0
    for (const guild of client.guilds.cache.values()) {
      if (guild.shardId !== shard) continue
      for (const channel of spokenIn(guild, after)) found += await this.#readChannel(channel, after)
    }
    if (shard !== 0) return found
    for (const id of await this.#directChannels()) {
      const channel = await client.channels.fetch(id).catch(() => null)
      if (channel?.isDMBased() && channel.isTextBased()) found += await this.#readChannel(channel, after)
    }
    return found
  }

  async #readChannel(channel: TextBasedChannel, after: string): Promise<number> {
    const { logger, wait } = this.#services
    const named = new Set<string>()
    let found = 0
    let from = after
    for (let turn = 0; ; turn += 1) {
      try {
        const messages: Message[] = []
        for await (const page of pagesAfter(from, channel)) messages.push(...page)
        const dealtWith = repliedTo(messages)
        for (const message of messages) {
          const isDealtWith = message.editedTimestamp === null && dealtWith.has(message.id)
          if (!isDealtWith) {
            await this.#conversations.takeFound(message, named)
            found += 1
          }
          from = message.id
        }
        return found
      } catch (error) {
        const pause = AGAIN_AFTER[turn]
        logger.warn({ err: error, channel: channel.id, again: pause }, 'channel could not be read')
        if (pause === undefined || isUnreadable(error)) return found
        await wait(pause)
      }
    }
  }

  async #directChannels(): Promise<ReadonlySet<string>> {
    const { bot, now } = this.#services
    const direct = { platform: 'discord', workspace: DIRECT_WORKSPACE }
    const recent = await bot.recentMessages(direct, now() - REMEMBERED, DIRECT)
    return new Set(recent.map(({ channel }) => channel))
  }

  /** When somebody last asked something in the servers of a shard: the state, which knows better, may have been lost. */
  async #lastAskedAt(shard: number): Promise<number | undefined> {
    const { client, bot, wait } = this.#services
    const guilds = [...client.guilds.cache.values()].filter((guild) => guild.shardId === shard)
    const workspaces = [...guilds.map(({ id }) => id), ...(shard === 0 ? [DIRECT_WORKSPACE] : [])]
    const times: number[] = []
    for (const workspace of workspaces) {
      const at = await patiently(() => bot.lastAskedAt({ platform: 'discord', workspace }), wait)
      if (at !== undefined) times.push(at)
    }
    // Processes that died one after the other may all have left unread what came long before.
    return times.length === 0 ? undefined : Math.max(...times) - ANSWERED_WITHIN
  }

  async #noteAll(): Promise<void> {
    this.#noticeStandstill()
    for (const shard of this.#listening) await this.#note(shard)
  }

  /** Has to be called every {@link NOTED_EVERY}. */
  #noticeStandstill(): void {
    const now = this.#services.now()
    if (now - this.#notedAt > HELD_STILL) {
      this.#standstill = { since: Math.min(this.#notedAt, this.#doubtfulSince()), until: now + UNNOTICED }
    }
    this.#notedAt = now
  }

  /** Since when a session may be dead though nobody has noticed; later than all times where none may. */
  #doubtfulSince(): number {
    const standstill = this.#standstill
    return standstill && this.#services.now() < standstill.until ? standstill.since : Number.POSITIVE_INFINITY
  }

  async #note(shard: number, until = this.#heard.safeUntil): Promise<void> {
    await this.#heard.note(this.#keyOf(shard), Math.min(until, this.#doubtfulSince()))
  }

  #keyOf(shard: number): string {
    return `discord:heard:${shard}/${this.#services.client.options.shardCount ?? 1}`
  }
}

/** The channels and threads of a server in which something was said since. */
function spokenIn(guild: Guild, after: string): readonly GuildTextBasedChannel[] {
  return [...guild.channels.cache.values()].flatMap((channel) => {
    const own = channel.isTextBased() && isAfter(channel.lastMessageId, after) ? [channel] : []
    const threads = 'threads' in channel ? [...channel.threads.cache.values()] : []
    return [...own, ...threads.filter((thread) => isAfter(thread.lastMessageId, after))].filter(mayRead)
  })
}

/** Discord counts what it refuses towards a ban, and a large bot sees thousands of channels that it may not read. */
function mayRead(channel: GuildTextBasedChannel): boolean {
  const granted = channel.permissionsFor(channel.client.user.id)
  return granted?.has([PermissionFlagsBits.ViewChannel, PermissionFlagsBits.ReadMessageHistory]) ?? true
}

function isAfter(message: string | null, after: string): boolean {
  return message !== null && BigInt(message) > BigInt(after)
}

/**
 * The messages to which we have replied. Where nothing is claimed of them any more, they were turned away or have been
 * forgotten, and another outcome would be one too many.
 */
function repliedTo(messages: readonly Message[]): ReadonlySet<string> {
  return new Set(
    messages.flatMap(({ author, client, reference }) =>
      author.id === client.user.id ? (reference?.messageId ?? []) : [],
    ),
  )
}
