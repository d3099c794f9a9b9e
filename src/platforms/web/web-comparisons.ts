import type { CommandEvent } from '../../../commands/command.ts'
import type { Bot, Caller } from '../../bot-types.ts'
import type { ComparisonChoice, ComparisonView } from '../../comparison-types.ts'
import { InputError } from '../../errors.ts'
import type { Logger } from '../../logger.ts'
import { votedLine } from '../comparison-text.ts'
import { type Actor, type ChannelPages, placeOf } from './channel-pages.ts'
import { personOf, WORKSPACE } from './people.ts'

export interface WebComparisonOptions {
  readonly bot: Bot
  readonly pages: ChannelPages
  readonly logger: Logger
  /** Milliseconds since 1970. */
  readonly now: () => number
  readonly newId: () => string
}

/** What the pages do with comparisons: what comes of it is told to all. */
export class WebComparisons {
  readonly #options: WebComparisonOptions
  readonly #working = new Set<Promise<void>>()

  constructor(options: WebComparisonOptions) {
    this.#options = options
  }

  /** Shows a comparison as it goes, to its end; `ended` is called then. */
  follow(first: ComparisonView, events: AsyncIterator<CommandEvent>, ended = () => {}): void {
    const { logger } = this.#options
    const work = this.#show(first, events)
      .catch((error: unknown) => logger.error({ err: error, comparison: first.id }, 'comparison not shown'))
      .finally(() => {
        this.#working.delete(work)
        ended()
      })
    this.#working.add(work)
  }

  /** Resolves once every comparison under way has ended. */
  async settled(): Promise<void> {
    await Promise.all(this.#working)
  }

  /**
   * Compares ways of asking what an exchange asked.
   *
   * @throws {InputError} saying why it is not compared
   */
  async compare(actor: Actor, exchangeId: string): Promise<void> {
    const { bot, pages, newId } = this.#options
    const view = await pages.view(actor.channel, exchangeId)
    if (!view) throw new InputError('This request is not known any more.')
    const person = personOf(actor.user)
    const key = { platform: 'web', workspace: WORKSPACE, channel: actor.channel }
    const caller: Caller = {
      person,
      place: placeOf(actor.channel, view.thread),
      isAdmin: bot.isAdmin(person),
      key: { ...key, message: newId() },
      about: { ...key, message: view.message },
    }
    const events = bot
      .handleCommand({ name: 'compare', options: { prompt: view.prompt } }, caller)
      [Symbol.asyncIterator]()
    const first = await events.next()
    if (first.done) return
    if (first.value.type === 'text') throw new InputError(first.value.markdown)
    if (first.value.type === 'comparison') this.follow(first.value.view, events)
  }

  /**
   * Adds or takes back a vote. Gives what its sender alone is told.
   *
   * @throws {InputError} when there is nothing to vote on
   */
  async vote(
    actor: Actor,
    comparisonId: string,
    choice: ComparisonChoice,
    action: 'add' | 'remove',
  ): Promise<string> {
    const { bot, pages, now } = this.#options
    const voter = personOf(actor.user)
    const voted = await bot.voteOnComparison({ comparisonId, voter, choice, action, eventTime: now() })
    // Whoever voted late may not have been shown the names.
    if (voted.counted === 'late') await pages.comparison(voted.view)
    else await pages.comparisonVotes(voted.view)
    return votedLine(voted, choice)
  }

  /** @throws {InputError} unless the person began it or is an admin, or when there is nothing to do */
  async end(actor: Actor, comparisonId: string, how: 'reveal' | 'cancel'): Promise<void> {
    const { bot, pages } = this.#options
    const person = personOf(actor.user)
    const view =
      how === 'reveal'
        ? await bot.revealComparison(comparisonId, person)
        : await bot.cancelComparison(comparisonId, person)
    await pages.comparison(view)
  }

  /** Shows what became of one comparison that a process left behind; true when there was one. */
  async takeUp(): Promise<boolean> {
    const taken = await this.#options.bot.takeUpComparison('web')
    if (taken) await this.#options.pages.comparison(taken.view)
    return taken !== undefined
  }

  async #show(first: ComparisonView, events: AsyncIterator<CommandEvent>): Promise<void> {
    await this.#options.pages.comparison(first)
    for (let next = await events.next(); !next.done; next = await events.next()) {
      if (next.value.type === 'comparison') await this.#options.pages.comparison(next.value.view)
    }
  }
}
