import type { Bot, HistoryEntry } from '../../bot-types.ts'
import type { Place } from '../../domain.ts'
import { RecentMap } from '../recent-map.ts'
import { conversationsOf, type VotedExchange, votesOnShown } from './conversations.ts'
import { type ExchangeView, fromHistory } from './exchange-view.ts'
import type { Html } from './html.ts'
import { LiveChannel } from './live-channel.ts'
import { type ChannelInfo, type LocalUser, personOf, WORKSPACE } from './people.ts'
import type { ReplyScreen } from './reply-follower.ts'
import { channelNote, conversationShell, exchangeArticle, streamedText } from './templates/exchange.ts'
import { type ChannelLine, channelList, modelChip } from './templates/page.ts'
import { type Reaction, reactionBar } from './templates/reactions.ts'

/** Exchanges of a channel that its page shows. */
const HISTORY = 100

/** Exchanges whose streamed text is kept in memory. */
const KEPT_VIEWS = 500

export interface ChannelPagesOptions {
  readonly bot: Bot
  readonly users: readonly LocalUser[]
  readonly channels: readonly ChannelInfo[]
  readonly reactions: readonly Reaction[]
  readonly newId: () => string
}

/** Who does something, and in which channel. */
export interface Actor {
  readonly user: LocalUser
  readonly channel: string
}

/** What the pages of all channels show: from the store when they load, and as it changes while they are open. */
export class ChannelPages implements ReplyScreen {
  readonly #options: ChannelPagesOptions
  readonly #live: ReadonlyMap<string, LiveChannel>
  readonly #views = new RecentMap<string, ExchangeView>(KEPT_VIEWS)
  readonly #names: ReadonlyMap<string, string>

  constructor(options: ChannelPagesOptions) {
    this.#options = options
    const run = options.newId().replaceAll('.', '')
    this.#live = new Map(options.channels.map(({ name }) => [name, new LiveChannel(run)]))
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
  async conversations(actor: Actor): Promise<readonly Html[]> {
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
        const model = await this.#options.bot.modelAt(placeOf(channel.name, ''))
        return { ...channel, model: model.id, scripted: model.scripted }
      }),
    )
  }

  /** An exchange as the page shows it now; `undefined` where the channel has no such exchange. */
  async view(channel: string, exchangeId: string): Promise<ExchangeView | undefined> {
    return this.#views.get(exchangeId) ?? (await this.voted(channel, exchangeId))?.view
  }

  /** A stored exchange with the votes that stand on it. */
  async voted(channel: string, exchangeId: string): Promise<VotedExchange | undefined> {
    const entry = await this.#entry(channel, exchangeId)
    if (!entry) return undefined
    const view = this.#views.get(exchangeId) ?? this.restored(entry)
    return { view, votes: votesOnShown(entry, view) }
  }

  /** An exchange as the store has it now. */
  async stored(channel: string, exchangeId: string): Promise<HistoryEntry['exchange'] | undefined> {
    return (await this.#entry(channel, exchangeId))?.exchange
  }

  /** The view of an exchange that only the store remembers. */
  restored(entry: HistoryEntry): ExchangeView {
    return fromHistory(entry, this.#nameOf(entry.exchange.asker))
  }

  text(channel: string, view: ExchangeView): void {
    this.#views.set(view.id, view)
    const html = streamedText(view).markup
    this.live(channel)?.publish({ type: 'text', subject: view.id, dataFor: () => ({ id: view.id, html }) })
  }

  exchange(channel: string, view: ExchangeView): void {
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

  /** Shows the votes that stand on an exchange now. */
  async votes(channel: string, exchangeId: string): Promise<void> {
    const voted = await this.voted(channel, exchangeId)
    if (!voted) return
    const bar = (viewer: string) =>
      reactionBar(exchangeId, this.#options.reactions, voted.votes, viewer).markup
    this.live(channel)?.publish({
      type: 'votes',
      subject: exchangeId,
      dataFor: (viewer) => ({ id: exchangeId, html: bar(viewer) }),
    })
  }

  /** Shows everybody the result of a command. */
  announce(channel: string, message: string, title: string, markdown: string): void {
    const { markup } = channelNote(title, markdown)
    this.live(channel)?.publish({ type: 'announcement', subject: message, dataFor: () => ({ html: markup }) })
  }

  /** A command may have changed what pages show: a model, or what is still stored. */
  async refresh(): Promise<void> {
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

  async #entry(channel: string, exchangeId: string): Promise<HistoryEntry | undefined> {
    return (await this.#history(channel)).find(({ exchange }) => exchange.id === exchangeId)
  }

  /** What was turned away unasked went back to its sender's draft, and is nobody else's to read. */
  async #history(channel: string): Promise<readonly HistoryEntry[]> {
    const entries = await this.#options.bot.history(
      { platform: 'web', workspace: WORKSPACE, channel },
      HISTORY,
    )
    return entries.filter(
      ({ exchange }) => exchange.failure?.code !== 'input' || exchange.attempts.length > 0,
    )
  }

  readonly #nameOf = (pseudonym: string): string => this.#names.get(pseudonym) ?? 'Someone'
}

/** A place of the console; `thread` is empty for the channel as a whole. */
export function placeOf(channel: string, thread: string): Place {
  return { platform: 'web', workspace: WORKSPACE, channel, thread }
}
