import type { IncomingMessage } from '../../bot-types.ts'
import type { MessageKey } from '../../domain.ts'
import type { ReplyEvent } from '../../reply-events.ts'
import type { EventMemory, TakenBack } from '../event-memory.ts'
import { patiently } from '../patiently.ts'
import { RecentMap } from '../recent-map.ts'
import { appealLabel } from './draft.ts'
import { type Identity, readIncoming, type Said } from './incoming.ts'
import { deleteMessage, threadMessages } from './posted-messages.ts'
import { type ReplyServices, showReply } from './reply.ts'
import { runTypedCommand, typedCommand } from './slash-command.ts'

/** Messages of which is known that they were claimed here; the events of a mention come within a second. */
const KNOWN = 100

/** What people say: answered where the bot is meant, taken back where they delete or rewrite it. */
export class Conversations {
  readonly #services: ReplyServices
  readonly #identity: Identity
  readonly #memory: EventMemory
  /** Whether what was said came to be claimed here, by its channel and time. */
  readonly #asked = new RecentMap<string, Promise<boolean>>(KNOWN)

  constructor(services: ReplyServices, identity: Identity, memory: EventMemory) {
    this.#services = services
    this.#identity = identity
    this.#memory = memory
  }

  /** Takes a `message` or `app_mention` event. Resolves once nothing of it can be lost any more; the answer follows by itself. */
  async take(event: unknown): Promise<void> {
    const incoming = readIncoming(event, this.#identity)
    if (!incoming) return
    if (incoming.type === 'said') {
      if (await this.#isMeant(incoming.said)) await this.#askOnce(incoming.said)
      return
    }
    const isAskedAnew = incoming.type === 'edited' && incoming.said.address === 'named'
    // First of all: the message may be about to be claimed, and whoever claims it looks here afterwards.
    if (incoming.type === 'deleted' || isAskedAnew) {
      await this.#memory.takeBack(incoming.before, incoming.type)
    } else if (await this.#isMeant(incoming.said)) {
      // It may correct what was said long before anybody listened, so it is only asked where the old words are.
      await this.#memory.keepRewriting(incoming.before, event)
    }
    const asked = await this.#takeBack(incoming.before, incoming.type)
    if (incoming.type === 'edited' && (asked || isAskedAnew)) await this.#ask(incoming.said)
  }

  async #isMeant({ address, inThread, message }: Said): Promise<boolean> {
    if (address === 'named') return true
    if (message.text === '') return false
    const { bot, wait } = this.#services
    const { joined, listensToAll } = await patiently(() => bot.attention(message.place), wait)
    return listensToAll || (inThread && joined)
  }

  /** A mention is two events: what the first has claimed, the second need not look for in the records. */
  async #askOnce(said: Said): Promise<void> {
    const { channel, message } = said.message.key
    const name = `${channel} ${message}`
    const before = this.#asked.get(name)
    if (before && (await before)) return
    const asked = this.#ask(said)
    this.#asked.set(
      name,
      asked.catch(() => false),
    )
    await asked
  }

  /** Resolves once the message is claimed, to true, or turned out to be claimed before or to be none of ours. */
  async #ask(said: Said): Promise<boolean> {
    const { message, authorTeam } = said
    const line = said.address === 'named' ? typedCommand(message.text, this.#services) : undefined
    if (line !== undefined) {
      // A command may change something: of the two events that a mention is, only one may run it.
      if (await this.#memory.isFirst('command', message.key)) {
        this.#services.underWay.follow(runTypedCommand(line, said, this.#services))
      }
      return false
    }
    const { channel, thread } = message.place
    const recipient = { user: message.author.user, team: authorTeam }
    const { promise, resolve } = Promise.withResolvers<boolean>()
    const events = this.#replyTo(message, resolve)
    this.#services.underWay.follow(
      showReply(events, { channel, thread, recipient }, this.#services).finally(() => resolve(false)),
    )
    return promise
  }

  /** The events of a reply; `came` is called when there is a first one, with whether the message is claimed. */
  async *#replyTo(message: IncomingMessage, came: (isClaimed: boolean) => void): AsyncGenerator<ReplyEvent> {
    for await (const event of this.#services.bot.handleMessage(message)) {
      came(event.type === 'started')
      if (event.type === 'started') this.#services.underWay.follow(this.#undoIfGone(message.key))
      // Nothing is claimed, and each of the two events that a mention is would say so.
      const turnedAway = event.type === 'done' && event.turnedAway === true
      if (turnedAway && !(await this.#memory.isFirst('turned-away', message.key))) return
      yield event
    }
  }

  /** Takes a request back that its author had taken back before it was claimed, and asks it in its new words. */
  async #undoIfGone(key: MessageKey): Promise<void> {
    // Its sender was told to ask again: the same message, delivered once more, gets no second outcome.
    const how = (await this.#memory.wasTurnedAway(key)) ? 'edited' : await this.#memory.takenBack(key)
    if (how) {
      await this.#takeBack(key, how)
      return
    }
    const rewriting = readIncoming(await this.#memory.rewriting(key), this.#identity)
    if (rewriting?.type !== 'edited') return
    if (await this.#takeBack(key, 'edited')) await this.#ask(rewriting.said)
  }

  /** Takes back a request and every message that came of it; false when it was never asked. */
  async #takeBack(before: MessageKey, how: TakenBack): Promise<boolean> {
    const { bot, api, logger, wait } = this.#services
    // A rewritten reply to a question stays what it was said to be; only what was asked is asked anew.
    const retracted = await patiently(() => bot.retract(before, how === 'deleted'), wait)
    if (!retracted) return false
    const { exchangeId, place, messages } = retracted
    try {
      // Questions and failures are bound to no attempt; their label tells whose they are.
      const labelled = await threadMessages(api, place, place.thread).catch(() => [])
      const names = [exchangeId, appealLabel(exchangeId)]
      const ours = labelled.filter(
        ({ label, ts }) => label && names.includes(label.exchange) && ts !== place.thread,
      )
      const all = new Set([...messages.map(({ message }) => message), ...ours.map(({ ts }) => ts)])
      for (const ts of all) await deleteMessage(api, place.channel, ts)
    } catch (error) {
      logger.warn({ err: error, exchange: exchangeId }, 'messages of a retracted request not deleted')
    }
    return !retracted.onlyCompared
  }
}
