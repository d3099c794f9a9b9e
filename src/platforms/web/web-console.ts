import type { Bot, Caller, IncomingMessage } from '../../bot-types.ts'
import type { Place } from '../../domain.ts'
import { InputError } from '../../errors.ts'
import type { Logger } from '../../logger.ts'
import type { ReplyEvent } from '../../reply-events.ts'
import { requestText } from '../../request-text.ts'
import { repliesOnly } from '../replies-from.ts'
import { type Actor, type ChannelPages, placeOf } from './channel-pages.ts'
import { applyEvent, type Opening, openView, withReply } from './exchange-view.ts'
import { personOf, WORKSPACE } from './people.ts'
import { ReplyFollower } from './reply-follower.ts'
import { Slots } from './slots.ts'
import { privateNote } from './templates/exchange.ts'
import type { Reaction } from './templates/reactions.ts'

/** Exchanges that one user may have under way at a time. */
const MAX_UNDER_WAY = 4

export interface WebConsoleOptions {
  readonly bot: Bot
  readonly pages: ChannelPages
  readonly reactions: readonly Reaction[]
  readonly logger: Logger
  /** Milliseconds since 1970. */
  readonly now: () => number
  readonly newId: () => string
}

export interface Posted {
  /** Unique per message, given by the page so that sending again is harmless. */
  readonly id: string
  readonly text: string
  /** The conversation it continues; absent for a new one. */
  readonly thread?: string | undefined
}

/** Something only the sender is shown, as markup; absent when the channel sees what happened. */
export type PostResult = { readonly note?: string }

/** What the pages do with the bot: every message, reply and vote passes here, and what comes of it is told to all. */
export class WebConsole {
  readonly #options: WebConsoleOptions
  readonly #follower: ReplyFollower
  readonly #underWay = new Slots(MAX_UNDER_WAY)

  constructor(options: WebConsoleOptions) {
    this.#options = options
    this.#follower = new ReplyFollower(options.pages, options.logger)
  }

  /**
   * Hands a message or a slash command to the bot. Resolves once the bot has taken it on.
   *
   * @throws {InputError} when it cannot be sent, saying what to do
   */
  async post(actor: Actor, posted: Posted): Promise<PostResult> {
    const place = placeOf(actor.channel, posted.thread ?? posted.id)
    const key = { platform: 'web', workspace: WORKSPACE, channel: actor.channel, message: posted.id }
    const text = await this.#acceptedText({ key, place, author: personOf(actor.user), text: posted.text })
    const opening = {
      message: posted.id,
      thread: place.thread,
      author: actor.user.name,
      at: this.#options.now(),
      prompt: text,
    }
    if (text.startsWith('/') && !ASK.test(text)) {
      return this.#command(actor, text, { key, place, opening }, () => {})
    }
    return this.#inSlot(actor, async (ended) => {
      if (text.startsWith('/')) return this.#command(actor, text, { key, place, opening }, ended)
      const message: IncomingMessage = { key, place, author: personOf(actor.user), text }
      const events = this.#options.bot.handleMessage(message)[Symbol.asyncIterator]()
      const first = await events.next()
      if (first.done) ended()
      else await this.#begin(actor.channel, opening, first.value, events, ended)
      return {}
    })
  }

  /**
   * Hands the answer to a clarifying question to the bot.
   *
   * @throws {InputError} when the bot does not take it, saying why
   */
  async reply(
    actor: Actor,
    exchangeId: string,
    answer: { readonly reading: string } | { readonly words: string },
  ): Promise<void> {
    const view = await this.#options.pages.view(actor.channel, exchangeId)
    if (!view?.question) throw new InputError('This question is not known any more. Ask your request again.')
    const words =
      'words' in answer
        ? requestText(answer.words)
        : (view.question.readings.find(({ id }) => id === answer.reading)?.label ?? '')
    await this.#inSlot(actor, async (ended) => {
      const events = this.#options.bot
        .handleReply({ exchangeId, author: personOf(actor.user), answer })
        [Symbol.asyncIterator]()
      const first = await events.next()
      if (first.done) throw new InputError('This question has been answered already.')
      refuseTurnedAway(first.value)
      this.#follower.follow(actor.channel, applyEvent(withReply(view, words), first.value), events, ended)
    })
  }

  /** Adds or takes back a reaction, and shows everybody the new counts. */
  async vote(actor: Actor, exchangeId: string, emoji: string, action: 'add' | 'remove'): Promise<void> {
    const { bot, pages, reactions, now, newId } = this.#options
    if (!reactions.some((reaction) => reaction.emoji === emoji)) {
      throw new InputError('This is not one of the reactions. Reload the page to see which there are.')
    }
    const viewer = pages.viewer(actor.user)
    const standing = (await pages.voted(actor.channel, exchangeId))?.votes ?? []
    const vote = (what: { emoji: string; action: 'add' | 'remove' }) =>
      bot.handleVote({
        eventId: newId(),
        message: { platform: 'web', workspace: WORKSPACE, channel: actor.channel, message: exchangeId },
        voter: personOf(actor.user),
        eventTime: now(),
        source: 'live',
        ...what,
      })
    // One answer carries one reaction of a person: a new choice takes the earlier one back first.
    const earlier = standing.find((one) => one.annotator === viewer && one.emoji !== emoji)
    if (action === 'add' && earlier) await vote({ emoji: earlier.emoji, action: 'remove' })
    if ((await vote({ emoji, action })) === 'ignored') {
      throw new InputError('This reaction could not be recorded. Reload the page and try again.')
    }
    await pages.votes(actor.channel, exchangeId)
  }

  /** Takes up one exchange that a process left behind; true when there was one. */
  async takeUp(): Promise<boolean> {
    const taken = await this.#options.bot.takeUp('web')
    if (!taken) return false
    const { exchange } = taken
    const view = this.#options.pages.restored({ exchange, scripted: false, votes: [] })
    this.#follower.follow(exchange.place.channel, view, taken.events[Symbol.asyncIterator]())
    return true
  }

  /** Resolves once everything under way has finished. */
  async settled(): Promise<void> {
    await this.#follower.settled()
  }

  /**
   * The text of a message. One that cannot be asked goes back to its sender's draft, and the bot keeps the failure.
   *
   * @throws {InputError} saying what to do
   */
  async #acceptedText(message: IncomingMessage): Promise<string> {
    try {
      return requestText(message.text)
    } catch (error) {
      for await (const _ of this.#options.bot.handleMessage(message));
      throw error
    }
  }

  async #command(
    actor: Actor,
    line: string,
    at: { key: Caller['key']; place: Place; opening: Opening },
    ended: () => void,
  ): Promise<PostResult> {
    const { bot, pages } = this.#options
    const person = personOf(actor.user)
    const events = bot
      .handleCommand(line.slice(1), { person, place: at.place, isAdmin: bot.isAdmin(person), key: at.key })
      [Symbol.asyncIterator]()
    const first = await events.next()
    if (first.done) {
      ended()
      return {}
    }
    if (first.value.type !== 'text') {
      const replies = repliesOnly(events)
      const exchangeId =
        first.value.type === 'delta' || first.value.type === 'notice' ? '' : first.value.exchangeId
      // The line names options too; the request itself is what the store was given.
      const prompt = (await pages.view(actor.channel, exchangeId))?.prompt ?? line
      await this.#begin(actor.channel, { ...at.opening, prompt }, first.value, replies, ended)
      return {}
    }
    ended()
    await pages.refresh()
    const name = line.split(/\s/, 1)[0] ?? line
    const shared = bot.commands.find((command) => `/${command.name}` === name)?.visibility === 'channel'
    const { markdown, mistake } = first.value
    if (!shared || mistake) return { note: privateNote(name, markdown).markup }
    pages.announce(actor.channel, at.key.message, name, markdown)
    return {}
  }

  /** Shows a new exchange, or an earlier one whose question the message turned out to answer. */
  async #begin(
    channel: string,
    opening: Opening,
    first: ReplyEvent,
    events: AsyncIterator<ReplyEvent>,
    ended: () => void,
  ): Promise<void> {
    if (first.type === 'delta' || first.type === 'notice') return ended()
    refuseTurnedAway(first)
    const opensConversation = opening.thread === opening.message
    const earlier = opensConversation ? undefined : await this.#options.pages.view(channel, first.exchangeId)
    const view =
      earlier?.question && earlier.message !== opening.message
        ? applyEvent(withReply(earlier, opening.prompt), first)
        : openView(opening, first)
    this.#follower.follow(channel, view, events, ended)
  }

  /** Begins an exchange that keeps one of the user's slots until `ended` is called, or nothing comes of it. */
  async #inSlot<Result>(actor: Actor, begin: (ended: () => void) => Promise<Result>): Promise<Result> {
    const ended = this.#underWay.take(actor.user.id)
    if (!ended) {
      throw new InputError(
        `${MAX_UNDER_WAY} requests of yours are under way. Wait until one is answered, then send this again.`,
      )
    }
    try {
      return await begin(ended)
    } catch (error) {
      ended()
      throw error
    }
  }
}

/**
 * What could not be taken concerns only who sent it: for example somebody else than the asker answering a
 * question. The exchange that everybody sees stays as it is.
 *
 * @throws {InputError} with the line for the sender
 */
function refuseTurnedAway(first: ReplyEvent): void {
  if (first.type === 'done' && first.turnedAway && first.failure) throw new InputError(first.failure.message)
}

/** The command that starts an exchange. */
const ASK = /^\/ask(\s|$)/i
