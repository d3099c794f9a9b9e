import { GatewayDispatchEvents, PermissionFlagsBits, RESTJSONErrorCodes } from 'discord.js'
import { z } from 'zod'
import { choiceBy } from '../../comparison/vote-emoji.ts'
import { entryOf } from '../../crowd/codebook.ts'
import type { MessageKey } from '../../domain.ts'
import { withLogScope } from '../../log-scope.ts'
import { MissedVotes } from '../missed-votes.ts'
import { patiently } from '../patiently.ts'
import { stoppable } from '../stoppable.ts'
import { reactedEmoji } from './component-emoji.ts'
import { type CountedReactions, countReactions } from './counted-reactions.ts'
import { InTurn } from './in-turn.ts'
import { isCode } from './message-writer.ts'
import { personOf, shownKey } from './places.ts'
import type { DiscordServices } from './services.ts'
import { isUnreadable, standingReactions, stillGives } from './standing-reactions.ts'

/** How long after it was posted a message is still open for votes that were missed, in milliseconds. */
const OPEN_FOR = 7 * 24 * 60 * 60_000

/** Messages of one server on which reactions are counted after a start; newest first. */
const COUNTED_ON = 5_000

/** An answer that a process has posted is bound to what it shows within so many milliseconds, or later with its votes. */
const BOUND_WITHIN = 10_000

/** Waits before a server is looked at again whose messages could not be read, in milliseconds. */
const AGAIN_AFTER = [2_000, 8_000, 32_000]

/** Time between two messages that are looked at, in milliseconds; Discord allows fifty requests a second in all. */
const PAUSE = 100

const messageShape = z.object({
  guild_id: z.string().optional(),
  channel_id: z.string(),
  message_id: z.string(),
})

const emojiShape = messageShape.extend({
  emoji: z.object({ id: z.string().nullish(), name: z.string().nullish() }),
})

const reactionShape = emojiShape.extend({
  user_id: z.string(),
  message_author_id: z.string().optional(),
  member: z.object({ user: z.object({ bot: z.boolean().default(false) }).optional() }).optional(),
})

type Reaction = z.output<typeof reactionShape>

export interface ReconcileOptions {
  readonly stopped: AbortSignal
  /** The servers of this shard alone; those of all shards of this process unless given. */
  readonly shard?: number | undefined
}

interface Looked {
  /** Votes that were made up for. */
  readonly changed: number
  /** Messages with as many reactions as votes. */
  readonly agreeing: readonly MessageKey[]
}

/**
 * Reactions as votes: https://docs.discord.com/developers/events/gateway-events#message-reaction-add
 *
 * They are read from the gateway's own payloads, which name everything by id: a message, a person or an archived
 * thread that the client does not know costs no request, and no vote.
 */
export class Reactions {
  readonly #services: DiscordServices
  /** What concerns one message is dealt with in its order: a reaction can be given and taken back in a moment. */
  readonly #inTurn = new InTurn()
  readonly #missed: MissedVotes
  /** Ends what is being read of a shard; of all where it is undefined. */
  readonly #looks = new Map<number | undefined, AbortController>()

  constructor(services: DiscordServices, stopped: AbortSignal) {
    this.#services = services
    this.#missed = new MissedVotes({
      makeUpFor: (message) => this.#makeUpFor(message),
      logger: services.logger,
      stopped,
    })
  }

  /** Gives back what takes the listeners off again. */
  listen(): () => void {
    const { ws } = this.#services.client
    const listeners = [
      [GatewayDispatchEvents.MessageReactionAdd, (data: unknown) => this.#added(data)],
      [GatewayDispatchEvents.MessageReactionRemove, (data: unknown) => this.#removed(data)],
      [GatewayDispatchEvents.MessageReactionRemoveAll, (data: unknown) => this.#allRemoved(data)],
      [GatewayDispatchEvents.MessageReactionRemoveEmoji, (data: unknown) => this.#emojiRemoved(data)],
    ] as const
    for (const [event, listener] of listeners) ws.on(event, listener)
    return () => {
      for (const [event, listener] of listeners) ws.off(event, listener)
    }
  }

  /** Makes up for votes on a message now, or later where that fails. Never rejects. */
  makeUpFor(message: MessageKey): Promise<void> {
    return this.#missed.makeUpFor(message)
  }

  /**
   * Reads the reactions that stand on recent answers, and makes up for events that came while nobody listened. Ends what
   * is still read of the same shard since an earlier time.
   */
  async reconcile({ shard, ...options }: ReconcileOptions): Promise<void> {
    const { logger, now } = this.#services
    this.#looks.get(shard)?.abort()
    const look = new AbortController()
    this.#looks.set(shard, look)
    const stopped = AbortSignal.any([options.stopped, look.signal])
    const begun = now()
    const { changed, agreeing } = await this.#lookSince(begun - OPEN_FOR, { shard, stopped })
    // Last, since that takes long: where one person took back what another one gave.
    const votes = changed + (await this.#reconcileAll(agreeing, stopped))
    if (votes > 0) logger.info({ votes }, 'votes made up for')
    await stoppable(this.#services.wait, stopped)(BOUND_WITHIN)
    // Another process may have been about to bind an answer when it was read which answers there are.
    const later = await this.#lookSince(begun - BOUND_WITHIN, { shard, stopped })
    if (later.changed > 0) logger.info({ votes: later.changed }, 'votes made up for')
  }

  /** Makes up for votes on what was bound since then, where the numbers differ; gives where they do not. */
  async #lookSince(since: number, { shard, stopped }: ReconcileOptions): Promise<Looked> {
    const { logger } = this.#services
    const wait = stoppable(this.#services.wait, stopped)
    let changed = 0
    const agreeing: MessageKey[] = []
    let left = this.#workspaces(shard)
    for (let turn = 0; left.length > 0; turn += 1) {
      const pause = AGAIN_AFTER[turn]
      const failed: string[] = []
      for (const workspace of left) {
        if (stopped.aborted) return { changed, agreeing }
        try {
          const counted = await this.#countIn(workspace, since, stopped)
          changed += await this.#reconcileAll(counted.differing, stopped)
          agreeing.push(...counted.agreeing)
        } catch (error) {
          logger.warn({ err: error, guild: workspace, again: pause }, 'votes could not be made up for')
          failed.push(workspace)
        }
      }
      left = pause === undefined ? [] : failed
      if (left.length > 0) await wait(pause ?? 0)
    }
    return { changed, agreeing }
  }

  async #countIn(workspace: string, since: number, stopped: AbortSignal): Promise<CountedReactions> {
    const { bot, wait } = this.#services
    const place = { platform: 'discord', workspace }
    const messages = await bot.recentMessages(place, since, COUNTED_ON)
    const differing: MessageKey[] = []
    const agreeing: MessageKey[] = []
    for (const [channel, ofChannel] of Map.groupBy(messages, (message) => message.channel)) {
      if (!this.#mayRead(channel)) continue
      const count = () => countReactions(ofChannel, this.#services, stopped)
      const counted = await patiently(count, wait)
      differing.push(...counted.differing)
      agreeing.push(...counted.agreeing)
    }
    return { differing, agreeing }
  }

  #added(data: unknown): void {
    const reaction = reactionShape.safeParse(data).data
    const emoji = reaction && reactedEmoji(reaction.emoji)
    const { client, bot } = this.#services
    if (!reaction || emoji === undefined || reaction.user_id === client.user.id) return
    const vote = { ...this.#voteOf(reaction, emoji), action: 'add' } as const
    this.#follow(vote.message, async () => {
      // Most reactions of a server are no votes, and nobody needs to be looked up for them.
      if (choiceBy(emoji) === undefined && !entryOf(emoji, await bot.codebookAt(vote.message))) return
      if (await this.#isBot(reaction)) return
      const isLost =
        (await bot.handleVote(vote)) === 'ignored' && reaction.message_author_id === client.user.id
      if (isLost && !(await bot.exchangeShownBy(vote.message))) this.#missed.noteLater(vote.message)
    })
  }

  #removed(data: unknown): void {
    const reaction = reactionShape.safeParse(data).data
    const emoji = reaction && reactedEmoji(reaction.emoji)
    const { client, bot } = this.#services
    if (!reaction || emoji === undefined || reaction.user_id === client.user.id) return
    const vote = { ...this.#voteOf(reaction, emoji), action: 'remove' } as const
    this.#follow(vote.message, async () => {
      const counts = await bot.countsOn(vote.message, emoji)
      if (!counts(emoji)) return
      // In another tone, or as a super reaction, it may still be there.
      if (await stillGives(client, vote.message, reaction.user_id, counts)) return
      await bot.handleVote(vote)
    })
  }

  #voteOf({ guild_id, channel_id, message_id, user_id }: Reaction, emoji: string) {
    return {
      message: shownKey(guild_id, channel_id, message_id),
      voter: personOf(guild_id, user_id),
      emoji,
      // Discord does not tell when, nor does it tell one event from the next.
      eventTime: this.#services.now(),
      source: 'live',
    } as const
  }

  #allRemoved(data: unknown): void {
    const cleared = messageShape.safeParse(data).data
    if (!cleared) return
    const message = shownKey(cleared.guild_id, cleared.channel_id, cleared.message_id)
    this.#follow(message, () => this.#services.bot.reconcileVotes(message, [], this.#fromNowOn()))
  }

  #emojiRemoved(data: unknown): void {
    const cleared = emojiShape.safeParse(data).data
    const emoji = cleared && reactedEmoji(cleared.emoji)
    if (!cleared || emoji === undefined) return
    const message = shownKey(cleared.guild_id, cleared.channel_id, cleared.message_id)
    this.#follow(message, async () => {
      if (!(await this.#services.bot.countsOn(message, emoji))(emoji)) return
      // One tone of it was removed; others may still be there, unless nobody can see them.
      await this.#reconcileOne(message, emoji).catch((error: unknown) => {
        if (!isUnreadable(error)) throw error
        return this.#services.bot.reconcileVotes(message, [], this.#fromNowOn(), emoji)
      })
    })
  }

  /** Brings the votes of a message in line with its reactions. To be called in turn. */
  async #reconcileOne(message: MessageKey, only?: string): Promise<number> {
    const { bot, client } = this.#services
    const readAt = this.#fromNowOn()
    const given = await standingReactions(client, message, await bot.countsOn(message, only))
    return bot.reconcileVotes(message, given, readAt, only)
  }

  async #makeUpFor(message: MessageKey): Promise<number> {
    try {
      return await this.#inTurn.run(message.message, () => this.#reconcileOne(message))
    } catch (error) {
      if (isUnreadable(error)) return 0
      throw error
    }
  }

  /** Later than all that was dealt with before, also where the clock has not moved on since. */
  #fromNowOn(): number {
    return this.#services.now() + 1
  }

  #follow(message: MessageKey, work: () => Promise<unknown>): void {
    const { underWay, wait, logger } = this.#services
    const inTurn = () => this.#inTurn.run(message.message, () => patiently(work, wait))
    const taken = withLogScope({ platform: 'discord' }, inTurn)
      .then(() => {})
      .catch((error: unknown) => {
        logger.error({ err: error, message: message.message }, 'reaction not taken')
        this.#missed.note(message)
      })
    underWay.follow(taken)
  }

  /** In a server Discord says who reacted; in direct messages it can only be the person. */
  async #isBot({ member, guild_id, user_id }: Reaction): Promise<boolean> {
    if (member?.user) return member.user.bot
    if (guild_id === undefined) return false
    try {
      return (await this.#services.client.users.fetch(user_id)).bot
    } catch (error) {
      if (isCode(error, RESTJSONErrorCodes.UnknownUser)) return false
      throw error
    }
  }

  /** The servers whose events come here, and direct messages, whose events come on the first shard. */
  #workspaces(shard: number | undefined): readonly string[] {
    const { client } = this.#services
    const guilds = [...client.guilds.cache.values()].filter(
      (guild) => shard === undefined || guild.shardId === shard,
    )
    const isFirst = shard === undefined ? client.ws.shards.has(0) : shard === 0
    return [...guilds.map(({ id }) => id), ...(isFirst ? [personOf(undefined, '').workspace] : [])]
  }

  async #reconcileAll(messages: readonly MessageKey[], stopped: AbortSignal): Promise<number> {
    const { wait } = this.#services
    /** Every refused request counts towards a ban, so one for each channel is enough. */
    const unreadable = new Set<string>()
    let changed = 0
    for (const message of messages) {
      if (stopped.aborted) break
      if (unreadable.has(message.channel) || !this.#mayRead(message.channel)) continue
      try {
        changed += await this.#inTurn.run(message.message, () => this.#reconcileOne(message))
      } catch (error) {
        // The message alone is gone where Discord says so.
        if (isUnreadable(error) && !isCode(error, RESTJSONErrorCodes.UnknownMessage)) {
          unreadable.add(message.channel)
        }
        // One that could not be read just now must not cost the others their turn.
        if (!isUnreadable(error)) this.#missed.note(message)
      }
      await wait(PAUSE)
    }
    return changed
  }

  /** As far as is known: an archived thread is not. */
  #mayRead(id: string): boolean {
    const { client } = this.#services
    const channel = client.channels.cache.get(id)
    if (!channel || channel.isDMBased()) return true
    const granted = channel.permissionsFor(client.user.id)
    return granted?.has([PermissionFlagsBits.ViewChannel, PermissionFlagsBits.ReadMessageHistory]) ?? true
  }
}
