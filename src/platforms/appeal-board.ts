import type { AppealStep, AppealVote, Bot, Person } from '../bot-types.ts'
import type { MessageKey } from '../domain.ts'
import type { Logger } from '../logger.ts'
import type { ReplyEvent } from '../reply-events.ts'
import type { ExchangeRecord } from '../store/store.ts'
import { type AppealText, appealedLine, appealText, votedLine } from './appeal-text.ts'
import { patiently } from './patiently.ts'
import type { UnderWay } from './under-way.ts'

/** Where appeals are shown, as a platform does it. A message is one that the platform named. */
export interface AppealSurface {
  keyOf(exchange: ExchangeRecord, message: string): MessageKey
  /** `refusal` is the last message that shows it, where it is known. */
  post(exchange: ExchangeRecord, text: AppealText, refusal: string | undefined): Promise<string>
  edit(exchange: ExchangeRecord, message: string, text: AppealText): Promise<void>
  remove(exchange: ExchangeRecord, message: string): Promise<void>
  /** Milliseconds to wait before an edit, which is booked by asking. */
  pause(exchange: ExchangeRecord): number
  /** Shows what came of a granted appeal, in reply to its message. */
  reply(exchange: ExchangeRecord, message: string, events: AsyncIterable<ReplyEvent>): Promise<void>
}

export interface AppealBoardServices {
  readonly bot: Bot
  readonly logger: Logger
  readonly underWay: UnderWay
  readonly wait: (milliseconds: number) => Promise<void>
  /** Milliseconds since 1970. */
  readonly now: () => number
}

/** Keeps the one message of every appeal in step with its vote, and shows what comes of it. */
export class AppealBoard {
  readonly #services: AppealBoardServices
  readonly #surface: AppealSurface
  /** Exchanges whose message is about to be brought up to date; whatever happens until then is in it. */
  readonly #due = new Set<string>()

  constructor(services: AppealBoardServices, surface: AppealSurface) {
    this.#services = services
    this.#surface = surface
  }

  /**
   * Somebody appeals. Gives what they alone are told.
   *
   * @throws {InputError} saying why this refusal cannot be appealed
   */
  async open(appeal: {
    readonly exchangeId: string
    readonly person: Person
    readonly category?: string
  }): Promise<string> {
    const step = await this.#services.bot.openAppeal(appeal)
    const line = appealedLine(step.appeal)
    await this.#show(step)
    return line
  }

  /**
   * Somebody votes by button. Gives what they alone are told.
   *
   * @throws {InputError} when there is no such appeal any more
   */
  async vote(vote: AppealVote): Promise<string> {
    const step = await this.#services.bot.voteOnAppeal(vote)
    await this.#show(step)
    return votedLine(step)
  }

  /** Votes on a message were recorded, however they came: they may decide an appeal. */
  look(message: MessageKey): void {
    const { bot, underWay, wait } = this.#services
    const look = async () => {
      const step = await patiently(() => bot.settleAppeal(message), wait)
      if (step) await this.#show(step)
    }
    underWay.follow(look())
  }

  /**
   * The message of a granted appeal, as it stands when its exchange is taken up; posted where nobody had. `undefined`
   * where that cannot be: whoever goes on with the exchange finds out why.
   */
  async settled(exchange: ExchangeRecord): Promise<string | undefined> {
    const known = exchange.appeal?.message
    if (known !== undefined) {
      await this.#edit(exchange.id, known)
      return known
    }
    try {
      return await this.#post(exchange)
    } catch (error) {
      this.#services.logger.warn({ err: error, exchange: exchange.id }, 'appeal not posted')
      return undefined
    }
  }

  async #show({ exchange, decidedNow, reply }: AppealStep): Promise<void> {
    const { underWay } = this.#services
    const known = exchange.appeal?.message
    const message = known ?? (await this.#post(exchange))
    if (message === undefined) return
    const refreshed = known === undefined ? Promise.resolve() : this.#refresh(exchange, known, decidedNow)
    if (!reply) return underWay.follow(refreshed)
    underWay.follow(refreshed.then(() => this.#surface.reply(exchange, message, reply)))
  }

  /** Posts the message, unless another process was quicker: then that one's stands. */
  async #post(exchange: ExchangeRecord): Promise<string | undefined> {
    const { bot, now } = this.#services
    if (!exchange.appeal) return undefined
    const refusal = (await bot.messagesOf(exchange.id)).at(-1)?.message
    const posted = await this.#surface.post(exchange, appealText(exchange.appeal, now()), refusal)
    const shown = await bot.showsAppeal(exchange.id, this.#surface.keyOf(exchange, posted))
    if (shown !== posted) await this.#surface.remove(exchange, posted)
    return shown
  }

  /** Votes may come faster than a platform takes edits, but a decision does not wait for its turn. */
  async #refresh(exchange: ExchangeRecord, message: string, isDecision: boolean): Promise<void> {
    if (!isDecision) {
      if (this.#due.has(exchange.id)) return
      this.#due.add(exchange.id)
      await this.#services.wait(this.#surface.pause(exchange))
      this.#due.delete(exchange.id)
    }
    await this.#edit(exchange.id, message)
  }

  /** Never throws: what follows from a decision does not wait for its message. */
  async #edit(exchangeId: string, message: string): Promise<void> {
    const { bot, logger, now } = this.#services
    try {
      // Read anew, so that the last edit shows the last state, whoever makes it.
      const exchange = await bot.exchange(exchangeId)
      if (!exchange?.appeal) return
      await this.#surface.edit(exchange, message, appealText(exchange.appeal, now()))
    } catch (error) {
      logger.warn({ err: error, exchange: exchangeId }, 'appeal not brought up to date')
    }
  }
}

/**
 * The same bot, which tells of every message whose votes have changed, however they came, and of those that were looked at
 * after a time in which nobody listened.
 */
export function watchingVotes(
  bot: Bot,
  { changed, lookedAt }: Record<'changed' | 'lookedAt', (message: MessageKey) => void>,
): Bot {
  return {
    ...bot,
    async handleVote(vote) {
      const stored = await bot.handleVote(vote)
      if (stored === 'recorded') changed(vote.message)
      return stored
    },
    async reconcileVotes(message, ...rest) {
      const votes = await bot.reconcileVotes(message, ...rest)
      if (votes > 0) changed(message)
      else lookedAt(message)
      return votes
    },
  }
}
