import type { CommandEvent } from '../../commands/command.ts'
import type { Bot, Person } from '../bot-types.ts'
import type { ComparisonView, ComparisonVote } from '../comparison-types.ts'
import type { MessageKey } from '../domain.ts'
import type { Logger } from '../logger.ts'
import { votedLine } from './comparison-text.ts'
import { InStep } from './in-step.ts'
import { patiently } from './patiently.ts'
import { RecentMap } from './recent-map.ts'
import type { UnderWay } from './under-way.ts'

/** Messages that are kept from being edited twice at once. */
const BOARDS = 1_000

/** Where comparisons are shown, as a platform does it. A message is one that the platform named. */
export interface ComparisonSurface {
  readonly platform: string
  keyOf(view: ComparisonView, message: string): MessageKey
  /** Posts the message, once even where the answer to the posting is lost. */
  post(view: ComparisonView): Promise<string>
  edit(view: ComparisonView, message: string): Promise<void>
  remove(view: ComparisonView, message: string): Promise<void>
  /** The message that shows it, where it was posted and nobody wrote that down. */
  find(view: ComparisonView): Promise<string | undefined>
  /** Whether the platform has said no, so that trying again is of no use. */
  isRefusal(error: unknown): boolean
  /** Milliseconds to wait before an edit, which is booked by asking. */
  pause(view: ComparisonView): number
}

export interface ComparisonBoardServices {
  readonly bot: Bot
  readonly logger: Logger
  readonly underWay: UnderWay
  readonly wait: (milliseconds: number) => Promise<void>
}

/** A comparison that was left behind, as it is taken up. */
export type LeftBehind = NonNullable<Awaited<ReturnType<Bot['takeUpComparison']>>>

/** How a comparison begins on a surface. */
export interface Beginning {
  readonly person: Person
  /** Posts the first message in a way of its own, such as in answer to a command. */
  readonly post?: (view: ComparisonView) => Promise<string>
}

/** Keeps the one message of every comparison in step with it. */
export class ComparisonBoard {
  readonly #services: ComparisonBoardServices
  readonly #surface: ComparisonSurface
  /** By the message. */
  readonly #inStep = new RecentMap<string, InStep>(BOARDS)

  constructor(services: ComparisonBoardServices, surface: ComparisonSurface) {
    this.#services = services
    this.#surface = surface
  }

  /**
   * Shows a comparison that a command has begun, to its end. Where it cannot be posted it is cancelled.
   *
   * @throws the platform's error where it cannot be posted
   */
  async show(
    first: ComparisonView,
    rest: AsyncIterator<CommandEvent>,
    { person, post = (view) => this.#surface.post(view) }: Beginning,
  ): Promise<void> {
    const { bot, wait, logger } = this.#services
    const { id } = first
    let message: string | undefined
    try {
      message = await this.#post(first, post)
    } catch (error) {
      await patiently(() => bot.cancelComparison(id, person), wait).catch((again: unknown) =>
        logger.warn({ err: again, comparison: id }, 'comparison that nobody sees goes on'),
      )
      await rest.return?.()
      throw error
    }
    let { status } = first
    let shown = Promise.resolve()
    try {
      for (let next = await rest.next(); !next.done; next = await rest.next()) {
        if (next.value.type !== 'comparison') continue
        const { view } = next.value
        shown = this.#changed(view, message, view.status !== status)
        status = view.status
      }
    } catch (error) {
      logger.error({ err: error, comparison: id }, 'comparison broke')
      shown = this.#changed(first, message, true)
    }
    await shown
  }

  /**
   * Somebody votes by button. Gives what they alone are told.
   *
   * @throws {InputError} when there is no such comparison any more
   */
  async vote(vote: ComparisonVote, message: string): Promise<string> {
    const voted = await this.#services.bot.voteOnComparison(vote)
    this.#follow(this.#changed(voted.view, message, false))
    return votedLine(voted, vote.choice)
  }

  /**
   * Somebody wants to see what is behind the answers, or to stop. The message is brought up to date whatever comes of it.
   *
   * @throws {InputError} where that is not theirs to do
   */
  async end(how: 'reveal' | 'cancel', id: string, person: Person, message: string): Promise<void> {
    const { bot } = this.#services
    try {
      if (how === 'reveal') await bot.revealComparison(id, person)
      else await bot.cancelComparison(id, person)
    } finally {
      this.#follow(this.#look(() => bot.comparison(id), message, true))
    }
  }

  /** Votes on a message were recorded, however they came. */
  look(message: MessageKey): void {
    this.#follow(this.#look(() => this.#services.bot.comparisonShownBy(message), message.message, false))
  }

  /** Brings what other processes left behind to its end, as far as it is there now. */
  async takeUp(): Promise<void> {
    await takeUpComparisons(this.#surface.platform, this.#services, (left) => this.settle(left))
  }

  /** Brings one to its end that was taken up. */
  settle(left: LeftBehind): void {
    this.#follow(this.#settle(left))
  }

  async #settle({ view, message }: LeftBehind): Promise<void> {
    const known = message?.message ?? (await this.#surface.find(view))
    await this.#changed(view, known ?? (await this.#post(view, (one) => this.#surface.post(one))), true)
  }

  async #look(read: () => Promise<ComparisonView | undefined>, message: string, now: boolean): Promise<void> {
    const view = await patiently(read, this.#services.wait)
    if (view) await this.#changed(view, message, now)
  }

  /** Posts the message, unless another process was quicker: then that one's stands. */
  async #post(view: ComparisonView, post: (view: ComparisonView) => Promise<string>): Promise<string> {
    const { bot, wait } = this.#services
    const surface = this.#surface
    const posted = await patiently(
      () => post(view),
      wait,
      (error) => surface.isRefusal(error),
    )
    const key = surface.keyOf(view, posted)
    const shown = await patiently(() => bot.showsComparison(view.id, key), wait)
    if (shown !== posted) await surface.remove(view, posted)
    return shown ?? posted
  }

  /** Votes may come faster than a platform takes edits; with `now` it does not wait for its turn. */
  async #changed(view: ComparisonView, message: string, now: boolean): Promise<void> {
    const { logger, wait } = this.#services
    const inStep =
      this.#inStep.get(message) ??
      new InStep({
        pause: (hurried) => Promise.race([hurried, wait(this.#surface.pause(view))]),
        show: () => this.#edit(view, message),
      })
    this.#inStep.set(message, inStep)
    try {
      await inStep.changed(now)
    } catch (error) {
      logger.warn({ err: error, comparison: view.id }, 'comparison not brought up to date')
    }
  }

  /**
   * Shows what is so now; what was erased is shown no more. True where it has changed meanwhile, which another process
   * may not have shown.
   */
  async #edit(known: ComparisonView, message: string): Promise<boolean> {
    const { bot, wait } = this.#services
    const surface = this.#surface
    const read = () => patiently(() => bot.comparison(known.id), wait)
    const view = await read()
    if (!view) {
      await surface.remove(known, message)
      return false
    }
    await patiently(
      () => surface.edit(view, message),
      wait,
      (error) => surface.isRefusal(error),
    )
    return JSON.stringify(await read()) !== JSON.stringify(view)
  }

  #follow(work: Promise<void>): void {
    this.#services.underWay.follow(work)
  }
}

/** Takes up every comparison that other processes left behind on a platform, as far as it is there now. */
export async function takeUpComparisons(
  platform: string,
  { bot, logger }: Pick<ComparisonBoardServices, 'bot' | 'logger'>,
  settle: (left: LeftBehind) => void,
): Promise<void> {
  try {
    for (let left = await bot.takeUpComparison(platform); left; left = await bot.takeUpComparison(platform)) {
      settle(left)
    }
  } catch (error) {
    logger.warn({ err: error }, 'comparisons left behind could not be taken up')
  }
}
