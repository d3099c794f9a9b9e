import type { CommandFile } from '../../../commands/command.ts'
import type { AppealStep, AppealVote, Bot, Caller, IncomingMessage, TakenUp } from '../../bot-types.ts'
import type { Place } from '../../domain.ts'
import { InputError, isNotTakenOn } from '../../errors.ts'
import { Html, html } from '../../html.ts'
import type { Logger } from '../../logger.ts'
import type { ReplyEvent } from '../../reply-events.ts'
import { requestText } from '../../request-text.ts'
import { appealedLine, votedLine } from '../appeal-text.ts'
import { RecentMap } from '../recent-map.ts'
import { isReply, repliesOnly } from '../replies-from.ts'
import { Slots } from '../slots.ts'
import { type Actor, type ChannelPages, placeOf } from './channel-pages.ts'
import {
  applyEvent,
  askingAfterAppeal,
  type Opening,
  openView,
  withAppeal,
  withReply,
} from './exchange-view.ts'
import { renderMarkdown } from './markdown.ts'
import { type LocalUser, personOf, WORKSPACE } from './people.ts'
import { ReplyFollower, toTheEnd } from './reply-follower.ts'
import { privateNote } from './templates/exchange.ts'
import { labellingNote } from './templates/label.ts'
import { WebComparisons } from './web-comparisons.ts'

/** Exchanges that one user may have under way at a time. */
const MAX_UNDER_WAY = 4

/** Files whose links work; older ones are asked for again. */
const MAX_OFFERED = 100

export interface WebConsoleOptions {
  readonly bot: Bot
  readonly pages: ChannelPages
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
  /** What the pages do with comparisons. */
  readonly comparisons: WebComparisons
  readonly #underWay = new Slots(MAX_UNDER_WAY)
  readonly #files = new RecentMap<string, { readonly user: string; readonly file: CommandFile }>(MAX_OFFERED)

  constructor(options: WebConsoleOptions) {
    this.#options = options
    this.#follower = new ReplyFollower(options.pages, options.logger)
    this.comparisons = new WebComparisons(options)
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
      await refuseForSender(first.value, events)
      this.#follower.follow(actor.channel, applyEvent(withReply(view, words), first.value), events, ended)
    })
  }

  /** Adds or takes back a reaction, and shows everybody the new counts. */
  async vote(actor: Actor, exchangeId: string, emoji: string, action: 'add' | 'remove'): Promise<void> {
    const { bot, pages, now, newId } = this.#options
    const { entries } = await pages.codebook()
    const chosen = entries.find((entry) => entry.emoji === emoji)
    if (!chosen) {
      throw new InputError('This is not one of the reactions. Reload the page to see which there are.')
    }
    const viewer = pages.viewer(actor.user)
    const standing = (await pages.voted(actor.channel, exchangeId))?.votes ?? []
    const message = { platform: 'web', workspace: WORKSPACE, channel: actor.channel, message: exchangeId }
    const vote = (what: { emoji: string; action: 'add' | 'remove' }) =>
      bot.handleVote({
        eventId: newId(),
        message,
        voter: personOf(actor.user),
        eventTime: now(),
        source: 'live',
        ...what,
      })
    // One answer carries one reaction of a person: a new choice takes the earlier one back first.
    const earlier = standing.find((one) => one.annotator === viewer && one.emoji !== emoji)
    if (action === 'add' && earlier) await vote({ emoji: earlier.emoji, action: 'remove' })
    // What is taken back may have been given with the emoji that the label had then.
    const given = earlier?.label === chosen.label ? earlier.emoji : emoji
    if ((await vote({ emoji: action === 'add' ? emoji : given, action })) === 'ignored') {
      throw new InputError('This reaction could not be recorded. Reload the page and try again.')
    }
    await pages.votes(actor.channel, exchangeId)
    const step = await bot.settleAppeal(message)
    if (step) await this.#followAppeal(step)
  }

  /**
   * Asks the channel whether a refusal was right. Gives what its sender alone is told.
   *
   * @throws {InputError} saying why this refusal cannot be appealed
   */
  async appeal(actor: Actor, exchangeId: string): Promise<string> {
    const step = await this.#options.bot.openAppeal({ exchangeId, person: personOf(actor.user) })
    await this.#followAppeal(step)
    return appealedLine(step.appeal)
  }

  /**
   * Votes on a refusal that was appealed. Gives what its sender alone is told.
   *
   * @throws {InputError} when there is no such appeal any more
   */
  async takeSide(actor: Actor, exchangeId: string, choice: AppealVote['choice']): Promise<string> {
    const { bot, now, newId } = this.#options
    const step = await bot.voteOnAppeal({
      exchangeId,
      choice,
      voter: personOf(actor.user),
      message: { platform: 'web', workspace: WORKSPACE, channel: actor.channel, message: exchangeId },
      eventId: newId(),
      eventTime: now(),
    })
    await this.#followAppeal(step)
    return votedLine(step)
  }

  /** Shows everybody where an appeal stands, and what comes of it. */
  async #followAppeal({ exchange, appeal, reply }: AppealStep): Promise<void> {
    const { pages, logger } = this.#options
    const { id, place } = exchange
    const before = await pages.view(place.channel, id)
    if (!before) return
    const view = withAppeal(before, appeal)
    await pages.appeal(place.channel, view)
    if (!reply) return
    const showVotes = () => {
      pages
        .votes(place.channel, id)
        .catch((error: unknown) => logger.warn({ err: error, exchange: id }, 'votes not shown'))
    }
    this.#follower.follow(place.channel, askingAfterAppeal(view), reply[Symbol.asyncIterator](), showVotes)
  }

  /** A file that was offered to this user; `undefined` when it is not known, or not theirs. */
  file(user: LocalUser, id: string): CommandFile | undefined {
    const offered = this.#files.get(id)
    return offered?.user === user.id ? offered.file : undefined
  }

  /** Shows an exchange that a process left behind, as it goes on. Resolves once it has ended. */
  goOn({ exchange, events }: TakenUp): Promise<void> {
    const view = this.#options.pages.restored({ exchange, scripted: false, votes: [] })
    return new Promise((resolve) =>
      this.#follower.follow(exchange.place.channel, view, events[Symbol.asyncIterator](), resolve),
    )
  }

  /** Resolves once everything under way has finished. */
  async settled(): Promise<void> {
    await Promise.all([this.#follower.settled(), this.comparisons.settled()])
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
    if (first.value.type === 'labelling') {
      ended()
      return { note: labellingNote(line).markup }
    }
    if (first.value.type === 'file') {
      ended()
      return { note: this.#offer(actor, line, first.value).markup }
    }
    if (first.value.type === 'comparison') {
      this.comparisons.follow(first.value.view, events, ended)
      return {}
    }
    if (isReply(first.value)) {
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
    const { markdown, mistake, picture } = first.value
    if (!shared || mistake) {
      const drawn = picture && { ...picture, markup: new Html(await picture.svg(`p-${at.key.message}`)) }
      return { note: privateNote(name, markdown, drawn).markup }
    }
    pages.announce(actor.channel, at.key.message, name, markdown)
    return {}
  }

  /** A note with a link by which this user alone can fetch a file, which is made then. */
  #offer(actor: Actor, line: string, file: CommandFile): Html {
    const id = this.#options.newId()
    this.#files.set(id, { user: actor.user.id, file })
    const link = html`<p><a href="/files/${encodeURIComponent(id)}" download>Download ${file.name}</a></p>`
    return privateNote(line, html`${renderMarkdown(file.description)}${link}`)
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
    await refuseForSender(first, events)
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
 * question, or one request too many. What everybody sees stays as it is.
 *
 * @throws {InputError} with the line for the sender
 */
async function refuseForSender(first: ReplyEvent, rest: AsyncIterator<ReplyEvent>): Promise<void> {
  if (first.type !== 'done' || !first.failure) return
  if (!first.turnedAway && !isNotTakenOn(first.failure)) return
  await toTheEnd(rest)
  throw new InputError(first.failure.message)
}

/** The command that starts an exchange. */
const ASK = /^\/ask(\s|$)/i
