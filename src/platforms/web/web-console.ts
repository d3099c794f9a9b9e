import type { CommandEvent } from '../../../commands/command.ts'
import type { Bot, Caller, HistoryEntry, IncomingMessage } from '../../bot-types.ts'
import type { Place } from '../../domain.ts'
import { InputError } from '../../errors.ts'
import type { Logger } from '../../logger.ts'
import type { ReplyEvent } from '../../reply-events.ts'
import { requestText } from '../../request-text.ts'
import { conversationsOf, type VotedExchange, votesOnShown } from './conversations.ts'
import {
  applyEvent,
  type ExchangeView,
  fromHistory,
  type Opening,
  openView,
  withReply,
} from './exchange-view.ts'
import { LiveChannel } from './live-channel.ts'
import { type ChannelInfo, type LocalUser, personOf, WORKSPACE } from './people.ts'
import { RecentMap } from './recent-map.ts'
import { ReplyFollower } from './reply-follower.ts'
import {
  channelNote,
  conversationShell,
  exchangeArticle,
  privateNote,
  streamedText,
} from './templates/exchange.ts'
import { type ChannelLine, channelList, modelChip } from './templates/page.ts'
import { type Reaction, reactionBar } from './templates/reactions.ts'

/** Exchanges of a channel that its page shows. */
const HISTORY = 100

/** Exchanges whose notes and streamed text are kept in memory. */
const KEPT_VIEWS = 500

export interface WebConsoleOptions {
  readonly bot: Bot
  readonly users: readonly LocalUser[]
  readonly channels: readonly ChannelInfo[]
  readonly reactions: readonly Reaction[]
  readonly logger: Logger
  /** Milliseconds since 1970. */
  readonly now: () => number
  readonly newId: () => string
}

/** Who does something, and in which channel. */
export interface Actor {
  readonly user: LocalUser
  readonly channel: string
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
  readonly #live: ReadonlyMap<string, LiveChannel>
  readonly #views = new RecentMap<string, ExchangeView>(KEPT_VIEWS)
  readonly #names: ReadonlyMap<string, string>
  readonly #follower: ReplyFollower

  constructor(options: WebConsoleOptions) {
    this.#options = options
    const run = options.newId().replaceAll('.', '')
    this.#live = new Map(options.channels.map(({ name }) => [name, new LiveChannel(run)]))
    this.#follower = new ReplyFollower(
      {
        exchange: (channel, view) => this.#publish(channel, view),
        text: (channel, view) => this.#publishText(channel, view),
      },
      options.logger,
    )
    this.#names = new Map(options.users.map((user) => [this.viewer(user), user.name]))
  }

  /** The pseudonym by which a user's own votes are known. */
  viewer(user: LocalUser): string {
    return this.#options.bot.pseudonym(personOf(user))
  }

  /** The live events of a channel; `undefined` where there is no such channel. */
  live(channel: string): LiveChannel | undefined {
    return this.#live.get(channel)
  }

  /** The channel's conversations as markup for one viewer. */
  async conversations(actor: Actor) {
    const viewer = this.viewer(actor.user)
    const history = await this.#history(actor.channel)
    const conversations = conversationsOf(history, this.#views, this.#nameOf)
    return [...conversations].map(([thread, exchanges]) =>
      conversationShell(
        thread,
        exchanges.map(({ view, votes }) => this.#article(view, votes, viewer)),
      ),
    )
  }

  async channelLines(): Promise<readonly ChannelLine[]> {
    return Promise.all(
      this.#options.channels.map(async (channel) => {
        const model = await this.#options.bot.modelAt(this.#place(channel.name, ''))
        return { ...channel, model: model.id, scripted: model.scripted }
      }),
    )
  }

  /**
   * Hands a message or a slash command to the bot. Resolves once the bot has taken it on.
   *
   * @throws {InputError} when it cannot be sent, saying what to do
   */
  async post(actor: Actor, posted: Posted): Promise<PostResult> {
    const text = requestText(posted.text)
    const place = this.#place(actor.channel, posted.thread ?? posted.id)
    const key = { platform: 'web', workspace: WORKSPACE, channel: actor.channel, message: posted.id }
    const opening = {
      message: posted.id,
      thread: place.thread,
      author: actor.user.name,
      at: this.#options.now(),
      prompt: text,
    }
    if (text.startsWith('/')) return this.#command(actor, text, { key, place, opening })
    const message: IncomingMessage = { key, place, author: personOf(actor.user), text }
    const events = this.#options.bot.handleMessage(message)[Symbol.asyncIterator]()
    const first = await events.next()
    if (first.done) return {}
    await this.#begin(actor.channel, opening, first.value, events)
    return {}
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
    const view = await this.#view(actor.channel, exchangeId)
    if (!view?.question) throw new InputError('This question is not known any more. Ask your request again.')
    const words =
      'words' in answer
        ? requestText(answer.words)
        : (view.question.readings.find(({ id }) => id === answer.reading)?.label ?? '')
    const events = this.#options.bot
      .handleReply({ exchangeId, author: personOf(actor.user), answer })
      [Symbol.asyncIterator]()
    const first = await events.next()
    if (first.done) throw new InputError('This question has been answered already.')
    if (first.value.type === 'done' && first.value.failure && first.value.attempts.length === 0) {
      throw new InputError(first.value.failure.message)
    }
    this.#follower.follow(actor.channel, applyEvent(withReply(view, words), first.value), events)
  }

  /** Adds or takes back a reaction, and shows everybody the new counts. */
  async vote(actor: Actor, exchangeId: string, emoji: string, action: 'add' | 'remove'): Promise<void> {
    const { bot, now, newId } = this.#options
    const viewer = this.viewer(actor.user)
    const before = await this.#remembered(actor.channel, exchangeId)
    const standing = before?.votes ?? []
    const vote = (what: { emoji: string; action: 'add' | 'remove' }) =>
      bot.handleVote({
        eventId: newId(),
        message: { platform: 'web', workspace: WORKSPACE, channel: actor.channel, message: exchangeId },
        voter: personOf(actor.user),
        eventTime: now(),
        source: 'live',
        sawOtherVotes: standing.some(({ annotator }) => annotator !== viewer),
        ...what,
      })
    // One answer carries one reaction of a person: a new choice takes the earlier one back first.
    const earlier = standing.find((one) => one.annotator === viewer && one.emoji !== emoji)
    if (action === 'add' && earlier) await vote({ emoji: earlier.emoji, action: 'remove' })
    if ((await vote({ emoji, action })) === 'ignored') {
      throw new InputError('This reaction could not be recorded. Reload the page and try again.')
    }
    const after = await this.#remembered(actor.channel, exchangeId)
    if (!after) return
    this.live(actor.channel)?.publish({
      type: 'votes',
      subject: exchangeId,
      dataFor: (reader) => ({
        id: exchangeId,
        html: reactionBar(exchangeId, this.#options.reactions, after.votes, reader).markup,
      }),
    })
  }

  /** Takes up one exchange that a process left behind; true when there was one. */
  async takeUp(): Promise<boolean> {
    const taken = await this.#options.bot.takeUp('web')
    if (!taken) return false
    const { exchange } = taken
    const view = fromHistory({ exchange, scripted: false, votes: [] }, this.#nameOf(exchange.asker))
    this.#follower.follow(exchange.place.channel, view, taken.events[Symbol.asyncIterator]())
    return true
  }

  /** Resolves once everything under way has finished. */
  async settled(): Promise<void> {
    await this.#follower.settled()
  }

  async #command(
    actor: Actor,
    line: string,
    at: { key: Caller['key']; place: Place; opening: Opening },
  ): Promise<PostResult> {
    const { bot } = this.#options
    const person = personOf(actor.user)
    const events = bot
      .handleCommand(line.slice(1), { person, place: at.place, isAdmin: bot.isAdmin(person), key: at.key })
      [Symbol.asyncIterator]()
    const first = await events.next()
    if (first.done) return {}
    if (first.value.type !== 'text') {
      const replies = repliesOnly(events)
      const exchangeId =
        first.value.type === 'delta' || first.value.type === 'notice' ? '' : first.value.exchangeId
      // The line names options too; the request itself is what the store was given.
      const prompt = (await this.#remembered(actor.channel, exchangeId))?.view.prompt ?? line
      await this.#begin(actor.channel, { ...at.opening, prompt }, first.value, replies)
      return {}
    }
    await this.#refresh()
    const name = line.split(/\s/, 1)[0] ?? line
    const shared = bot.commands.find((command) => `/${command.name}` === name)?.visibility === 'channel'
    const { markdown } = first.value
    if (!shared) return { note: privateNote(name, markdown).markup }
    const note = channelNote(name, markdown).markup
    this.live(actor.channel)?.publish({
      type: 'announcement',
      subject: at.key.message,
      dataFor: () => ({ html: note }),
    })
    return {}
  }

  /** Shows a new exchange, or an earlier one whose question the message turned out to answer. */
  async #begin(
    channel: string,
    opening: Opening,
    first: ReplyEvent,
    events: AsyncIterator<ReplyEvent>,
  ): Promise<void> {
    if (first.type === 'delta' || first.type === 'notice') return
    const opensConversation = opening.thread === opening.message
    const earlier = opensConversation ? undefined : await this.#view(channel, first.exchangeId)
    const view =
      earlier?.question && earlier.message !== opening.message
        ? applyEvent(withReply(earlier, opening.prompt), first)
        : openView(opening, first)
    this.#follower.follow(channel, view, events)
  }

  #publishText(channel: string, view: ExchangeView): void {
    this.#views.set(view.id, view)
    const html = streamedText(view).markup
    this.live(channel)?.publish({ type: 'text', subject: view.id, dataFor: () => ({ id: view.id, html }) })
  }

  #publish(channel: string, view: ExchangeView): void {
    this.#views.set(view.id, view)
    const shell = conversationShell(view.thread, []).markup
    this.live(channel)?.publish({
      type: 'exchange',
      subject: view.id,
      dataFor: (viewer) => ({
        id: view.id,
        thread: view.thread,
        shell,
        html: this.#article(view, [], viewer).markup,
      }),
    })
  }

  /** A command may have changed what pages show: a model, or what is still stored. */
  async #refresh(): Promise<void> {
    const known = new Set(this.#views.keys())
    const lines = await this.channelLines()
    const kept = new Set<string>()
    for (const line of lines) {
      for (const { exchange } of await this.#history(line.name)) kept.add(exchange.id)
    }
    // What has begun meanwhile, or is under way, may not be in the history that was read.
    for (const view of this.#views.values()) {
      if (view.status !== undefined || !known.has(view.id)) kept.add(view.id)
    }
    for (const id of this.#views.keys()) {
      if (!kept.has(id)) this.#views.delete(id)
    }
    for (const line of lines) {
      const channel = this.live(line.name)
      const html = { list: channelList(lines, line.name).markup, chip: modelChip(line).markup }
      channel?.keepOnly(kept)
      channel?.publish({ type: 'channels', subject: 'all', dataFor: () => html })
      channel?.publish({ type: 'kept', subject: 'all', dataFor: () => ({ ids: [...kept] }) })
    }
  }

  #article(view: ExchangeView, votes: VotedExchange['votes'], viewer: string) {
    return exchangeArticle(view, { reactions: this.#options.reactions, votes, viewer })
  }

  #history(channel: string): Promise<readonly HistoryEntry[]> {
    return this.#options.bot.history({ platform: 'web', workspace: WORKSPACE, channel }, HISTORY)
  }

  async #view(channel: string, exchangeId: string): Promise<ExchangeView | undefined> {
    return this.#views.get(exchangeId) ?? (await this.#remembered(channel, exchangeId))?.view
  }

  async #remembered(channel: string, exchangeId: string): Promise<VotedExchange | undefined> {
    const entry = (await this.#history(channel)).find(({ exchange }) => exchange.id === exchangeId)
    if (!entry) return undefined
    const view = this.#views.get(exchangeId) ?? fromHistory(entry, this.#nameOf(entry.exchange.asker))
    return { view, votes: votesOnShown(entry, view) }
  }

  readonly #nameOf = (pseudonym: string): string => this.#names.get(pseudonym) ?? 'Someone'

  #place(channel: string, thread: string): Place {
    return { platform: 'web', workspace: WORKSPACE, channel, thread }
  }
}

async function* repliesOnly(events: AsyncIterator<CommandEvent>): AsyncGenerator<ReplyEvent> {
  for (let next = await events.next(); !next.done; next = await events.next()) {
    if (next.value.type !== 'text') yield next.value
  }
}
