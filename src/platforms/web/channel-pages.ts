import type { Bot, HistoryEntry } from '../../bot-types.ts'
import type { ComparisonChoice, ComparisonView } from '../../comparison-types.ts'
import type { Codebook } from '../../crowd/codebook.ts'
import type { Place } from '../../domain.ts'
import type { Html } from '../../html.ts'
import { RecentMap } from '../recent-map.ts'
import { exchangesOf, type VotedExchange, visibleVotes, votesOnShown } from './conversations.ts'
import { type ExchangeView, fromHistory } from './exchange-view.ts'
import { LiveChannel } from './live-channel.ts'
import { type ChannelInfo, CONSOLE, type LocalUser, personOf, WORKSPACE } from './people.ts'
import type { ReplyScreen } from './reply-follower.ts'
import { appealPanel } from './templates/appeal.ts'
import { type ComparisonSetting, comparisonArticle, comparisonVote } from './templates/comparison.ts'
import { channelNote, conversationShell, exchangeArticle, streamedText } from './templates/exchange.ts'
import { type ChannelLine, channelList, modelChip } from './templates/page.ts'
import { reactionBar } from './templates/reactions.ts'

/** Exchanges of a channel that its page shows. */
const HISTORY = 100

/** Exchanges whose streamed text is kept in memory. */
const KEPT_VIEWS = 500

export interface ChannelPagesOptions {
  readonly bot: Bot
  readonly users: readonly LocalUser[]
  readonly channels: readonly ChannelInfo[]
  readonly newId: () => string
  /** Milliseconds since 1970. */
  readonly now: () => number
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
  /** As it was read last, by every page as it loads; what is shown between two reads goes by it. */
  #codebook: Codebook | undefined

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

  /** The codebook as it is now. */
  async codebook(): Promise<Codebook> {
    const codebook = await this.#options.bot.codebookAt(CONSOLE)
    this.#codebook = codebook
    return codebook
  }

  /** The channel's conversations as markup for one viewer. */
  async conversations(actor: Actor): Promise<readonly Html[]> {
    const viewer = this.viewer(actor.user)
    const [history, compared] = await Promise.all([
      this.#history(actor.channel),
      this.#comparisons(actor.channel),
      this.codebook(),
    ])
    const exchanges = exchangesOf(history, this.#views, this.#nameOf).map(({ view, votes }) => ({
      thread: view.thread,
      at: view.at,
      article: this.#article(view, votes, viewer),
    }))
    const comparisons = await Promise.all(
      compared.map(async (view) => {
        const setting = this.#comparisonSetting(view, await this.#choicesOn(view))
        return { thread: view.place.thread, at: view.at, article: comparisonArticle(view, setting(viewer)) }
      }),
    )
    const said = [...exchanges, ...comparisons].toSorted((a, b) => a.at - b.at)
    return [...Map.groupBy(said, ({ thread }) => thread)].map(([thread, articles]) =>
      conversationShell(
        thread,
        articles.map(({ article }) => article),
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
    const [voted] = await Promise.all([this.voted(channel, exchangeId), this.codebook()])
    if (voted) this.#showVotes(channel, exchangeId, voted)
  }

  #showVotes(channel: string, exchangeId: string, voted: VotedExchange): void {
    const bar = (viewer: string) =>
      reactionBar(exchangeId, this.#reactions, visibleVotes(voted, viewer), viewer).markup
    this.live(channel)?.publish({
      type: 'votes',
      subject: exchangeId,
      dataFor: (viewer) => ({ id: exchangeId, html: bar(viewer) }),
    })
  }

  /** Shows where the vote on a refusal stands, and with it the votes on it. */
  async appeal(channel: string, view: ExchangeView): Promise<void> {
    this.#views.set(view.id, view)
    const { votes = [] } = (await this.voted(channel, view.id)) ?? {}
    const panel = (viewer: string) =>
      appealPanel(view, { votes, viewer, now: this.#options.now() })?.markup ?? ''
    this.live(channel)?.publish({
      type: 'appeal',
      subject: view.id,
      dataFor: (viewer) => ({ id: view.id, html: panel(viewer) }),
    })
    await this.votes(channel, view.id)
  }

  /** Shows a comparison as it is now. */
  async comparison(view: ComparisonView): Promise<void> {
    const { id, place } = view
    const setting = this.#comparisonSetting(view, await this.#choicesOn(view))
    const shell = conversationShell(place.thread, []).markup
    this.live(place.channel)?.publish({
      type: 'exchange',
      subject: id,
      dataFor: (viewer) => ({
        id,
        thread: place.thread,
        shell,
        html: comparisonArticle(view, setting(viewer)).markup,
      }),
    })
  }

  /** Shows how many have voted on a comparison, and everybody their own vote. */
  async comparisonVotes(view: ComparisonView): Promise<void> {
    const { id, place } = view
    const setting = this.#comparisonSetting(view, await this.#choicesOn(view))
    const dataFor = (viewer: string) => ({ id, html: comparisonVote(view, setting(viewer)).markup })
    this.live(place.channel)?.publish({ type: 'votes', subject: id, dataFor })
  }

  /** What everybody here has chosen, by pseudonym, as long as they can choose. */
  async #choicesOn({ id, status }: ComparisonView): Promise<ReadonlyMap<string, ComparisonChoice>> {
    if (status !== 'open') return new Map()
    const { bot, users } = this.#options
    const choices = await Promise.all(
      users.map(async (user) => [this.viewer(user), await bot.choiceOn(id, personOf(user))] as const),
    )
    return new Map(choices.flatMap(([viewer, choice]) => (choice ? [[viewer, choice] as const] : [])))
  }

  #comparisonSetting(
    { asker }: ComparisonView,
    choices: ReadonlyMap<string, ComparisonChoice>,
  ): (viewer: string) => ComparisonSetting {
    const { bot, users } = this.#options
    const admins = users.filter((user) => bot.isAdmin(personOf(user))).map((user) => this.viewer(user))
    return (viewer) => ({
      author: this.#nameOf(asker),
      mayEnd: viewer === asker || admins.includes(viewer),
      chosen: choices.get(viewer),
    })
  }

  /** Shows everybody the result of a command. */
  announce(channel: string, message: string, title: string, markdown: string): void {
    const { markup } = channelNote(title, markdown)
    this.live(channel)?.publish({ type: 'announcement', subject: message, dataFor: () => ({ html: markup }) })
  }

  /** A command may have changed what pages show: a model, an emoji of the codebook, or what is still stored. */
  async refresh(): Promise<void> {
    const known = new Set(this.#views.keys())
    const before = this.#codebook?.version
    const [lines, codebook] = await Promise.all([this.channelLines(), this.codebook()])
    const kept = new Set<string>()
    for (const line of lines) {
      for (const entry of await this.#history(line.name)) {
        const { exchange } = entry
        kept.add(exchange.id)
        if (codebook.version === before) continue
        const view = this.#views.get(exchange.id) ?? this.restored(entry)
        this.#showVotes(line.name, exchange.id, { view, votes: votesOnShown(entry, view) })
      }
      for (const { id } of await this.#comparisons(line.name)) kept.add(id)
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

  get #reactions(): Codebook['entries'] {
    return this.#codebook?.entries ?? []
  }

  #article(view: ExchangeView, all: VotedExchange['votes'], viewer: string) {
    const votes = visibleVotes({ view, votes: all }, viewer)
    const { now } = this.#options
    return exchangeArticle(view, { reactions: this.#reactions, votes, viewer, now: now() })
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
    // What has lost its text in the records is not known here any longer either.
    for (const { exchange } of entries) {
      if (exchange.scrubbedAt !== undefined && this.#views.delete(exchange.id))
        this.live(channel)?.drop(exchange.id)
    }
    return entries.filter(
      ({ exchange }) => exchange.failure?.code !== 'input' || exchange.attempts.length > 0,
    )
  }

  #comparisons(channel: string): Promise<readonly ComparisonView[]> {
    return this.#options.bot.recentComparisons({ platform: 'web', workspace: WORKSPACE, channel }, HISTORY)
  }

  readonly #nameOf = (pseudonym: string): string => this.#names.get(pseudonym) ?? 'Someone'
}

/** A place of the console; `thread` is empty for the channel as a whole. */
export function placeOf(channel: string, thread: string): Place {
  return { platform: 'web', workspace: WORKSPACE, channel, thread }
}
