import type { Channel, Message } from 'discord.js'
import type { MessageKey, Place } from '../../domain.ts'
import { withLogScope } from '../../log-scope.ts'
import type { ReplyEvent } from '../../reply-events.ts'
import { patiently } from '../patiently.ts'
import { RecentMap } from '../recent-map.ts'
import { lastEdit, noteEdit } from './edits.ts'
import { InTurn } from './in-turn.ts'
import { type RepliedTo, readSaid, type Said } from './incoming.ts'
import { deleteMessage } from './message-writer.ts'
import {
  chainFrom,
  personOf,
  placeIn,
  requestKey,
  sentTo,
  shownKey,
  type Whereabouts,
  whereaboutsOf,
} from './places.ts'
import { chainOf, postedAfter } from './posted-messages.ts'
import { showReply } from './reply.ts'
import type { DiscordServices } from './services.ts'

/** Direct messages that come within this time belong to one conversation, in milliseconds. */
const DIRECT_GOES_ON = 60 * 60_000

/** By so much Discord's clock and ours may differ, in milliseconds; what was said so long before the bot was called counts too. */
const CLOCKS_DIFFER = 1_000

/** Changes of messages that are kept in mind. */
const CHANGES = 1_000

/** What people say: answered where the bot is meant, taken back where they delete or rewrite it. */
export class Conversations {
  readonly #services: DiscordServices
  /** What concerns one message is dealt with in the order in which it happened. */
  readonly #inTurn = new InTurn()
  /**
   * When messages were edited, in milliseconds since 1970; `Infinity` where they were deleted. What was read from a
   * channel before is out of date then, though it comes later.
   */
  readonly #changed = new RecentMap<string, number>(CHANGES)

  constructor(services: DiscordServices) {
    this.#services = services
  }

  /** Takes a message as it comes. */
  async take(message: Message): Promise<void> {
    await this.#inOrder(message.id, () => this.#take(message))
  }

  /**
   * Takes a message that was found later, as it was meant then. `named` are the threads in which the bot was named in what
   * was found before; it grows.
   */
  async takeFound(message: Message, named: Set<string>): Promise<void> {
    await this.#inOrder(message.id, () => this.#take(message, named))
  }

  /** Takes a message that was rewritten: what came of it before goes, and it is asked anew. */
  async edited(message: Message): Promise<void> {
    await this.#inOrder(message.id, () => this.#edited(message))
  }

  /** Takes the deletion of a message, of which Discord tells no more than where it was. */
  async deleted(id: string, channelId: string, guildId: string | null): Promise<void> {
    await this.#inOrder(id, async () => {
      this.#changed.set(id, Number.POSITIVE_INFINITY)
      const at = whereaboutsOf(channelId, guildId, await this.#channel(channelId))
      await this.#takeBack(await this.#lastKey(id, at), id, true)
    })
  }

  #inOrder(message: string, work: () => Promise<void>): Promise<void> {
    return withLogScope({ platform: 'discord' }, () => this.#inTurn.run(message, work))
  }

  async #take(message: Message, named?: Set<string>): Promise<void> {
    const { client } = this.#services
    const changedAt = this.#changed.get(message.id)
    if (changedAt !== undefined && changedAt >= (message.editedTimestamp ?? 0)) return
    const said = await readSaid(message, client.user.id)
    if (!said) return
    const at = whereaboutsOf(message.channelId, message.guildId, message.channel)
    const place = await this.#placeOf(message, at, said.replyTo)
    const found = named && { named, saidAt: message.createdTimestamp }
    if (await this.#isMeant(said, place, at, found)) await this.#ask(message, said, place, at)
  }

  async #edited(message: Message): Promise<void> {
    const { client } = this.#services
    const { editedTimestamp } = message
    if (editedTimestamp === null || message.author.bot) return
    this.#changed.set(message.id, editedTimestamp)
    const said = await readSaid(message, client.user.id)
    const at = whereaboutsOf(message.channelId, message.guildId, message.channel)
    const before = await this.#lastKey(message.id, at)
    // Discord also sends an update when it adds a preview to what was edited long ago.
    const last = await lastEdit(message.id, this.#services)
    if (last !== undefined && last >= editedTimestamp) return
    const asked = await this.#takeBack(before, message.id, false)
    // Without the message-content intent nothing is left to read once the bot is no longer named.
    if (said?.address !== 'named' && (!asked || !said?.text)) return
    const place = await this.#placeOf(message, at, said.replyTo)
    await this.#ask(message, said, place, at)
  }

  async #channel(id: string): Promise<Channel | null> {
    const { client } = this.#services
    return client.channels.cache.get(id) ?? client.channels.fetch(id).catch(() => null)
  }

  async #lastKey(id: string, at: Whereabouts): Promise<MessageKey> {
    return requestKey(placeIn(at, chainFrom(id)), id, await lastEdit(id, this.#services))
  }

  /** The conversation that a message belongs to: a thread, the replies before it, or the direct messages just now. */
  async #placeOf({ id }: Message, at: Whereabouts, replyTo: RepliedTo | undefined): Promise<Place> {
    const { bot, now } = this.#services
    const own = placeIn(at, chainFrom(id))
    if (at.parent !== undefined) return own
    if (replyTo) {
      const record =
        (await bot.exchangeShownBy(shownKey(at.guild, at.channel, replyTo.id))) ??
        (replyTo.exchange === undefined ? undefined : await bot.exchange(replyTo.exchange))
      return { ...own, thread: record?.place.thread ?? chainFrom(replyTo.id) }
    }
    if (at.guild !== undefined) return own
    const [latest] = await bot.history(own, 1)
    const goesOn = latest && now() - latest.exchange.createdAt < DIRECT_GOES_ON
    return goesOn ? { ...own, thread: latest.exchange.place.thread } : own
  }

  async #isMeant(
    said: Said,
    place: Place,
    at: Whereabouts,
    found?: { readonly named: Set<string>; readonly saidAt: number },
  ): Promise<boolean> {
    if (said.address === 'named') {
      found?.named.add(place.thread)
      return true
    }
    // Without the message-content intent Discord tells nothing of what is not addressed to us.
    if (said.text === '') return false
    const { bot, wait } = this.#services
    const before = found && found.saidAt + CLOCKS_DIFFER
    const { joined, listensToAll } = await patiently(() => bot.attention(place, before), wait)
    return listensToAll || (at.parent !== undefined && (joined || found?.named.has(place.thread) === true))
  }

  /** Resolves once the message is claimed, or turned out to be claimed before; the answer follows by itself. */
  async #ask(message: Message, { text }: Said, place: Place, at: Whereabouts): Promise<void> {
    const asker = message.author.id
    const { editedTimestamp } = message
    if (editedTimestamp !== null) await noteEdit(message.id, editedTimestamp, this.#services)
    const events = this.#services.bot.handleMessage({
      key: requestKey(place, message.id, editedTimestamp ?? undefined),
      place,
      author: personOf(at.guild, asker),
      text,
      awaitsDelivery: true,
      // An edited message may have had its replies.
      ...(place.thread === chainFrom(message.id) &&
        message.editedTimestamp === null && { opensConversation: true }),
    })
    const reply = { guild: at.guild, channel: at.channel, replyTo: message.id, asker }
    const { promise, resolve } = Promise.withResolvers<void>()
    const shown = showReply(tellingFirst(events, resolve), reply, this.#services)
    this.#services.underWay.follow(shown.finally(resolve))
    await promise
  }

  /** Takes back a request and every message that came of it; false when it was never asked. */
  async #takeBack(before: MessageKey, id: string, orReply: boolean): Promise<boolean> {
    const { bot, logger, wait } = this.#services
    const retracted = await patiently(() => bot.retract(before, orReply), wait)
    if (!retracted) return false
    const { exchangeId, place, messages } = retracted
    const channel = sentTo(place)
    try {
      // Questions and failures are bound to no attempt; they reply to what was asked, or are labelled.
      const posted = await postedAfter(id, channel, this.#services).catch(() => [])
      const replies = new Set(chainOf(posted, [id]).map((message) => message.id))
      const ours = posted.filter((message) => replies.has(message.id) || message.exchange === exchangeId)
      const all = new Set([...messages.map(({ message }) => message), ...ours.map((message) => message.id)])
      for (const one of all) await deleteMessage(this.#services, channel, one)
    } catch (error) {
      logger.warn({ err: error, exchange: exchangeId }, 'messages of a retracted request not deleted')
    }
    return !retracted.onlyCompared
  }
}

/** The same events; `came` is called when there is a first one. */
async function* tellingFirst(
  events: AsyncIterable<ReplyEvent>,
  came: () => void,
): AsyncGenerator<ReplyEvent> {
  for await (const event of events) {
    came()
    yield event
  }
}
