import type { Bot, ReactionGuide, ShownMessage } from '../bot-types.ts'
import type { ClarifyingQuestion, MessageKey } from '../domain.ts'
import { describeForReaders, isClosed, isNotTakenOn } from '../errors.ts'
import type { Logger } from '../logger.ts'
import type { Done, ReplyEvent } from '../reply-events.ts'
import type { DeliveryFate } from '../store/store.ts'
import type { AnswerInParts } from './answer-in-parts.ts'

/** Where one reply is shown, as its platform does it. */
export interface ReplySurface<Below> {
  keyOf(message: string): MessageKey
  /** Says what the bot is doing until text comes; nothing waits for it. `undefined` takes the line away. */
  status(doing: string | undefined): void
  /** Says what the reply waits for, in words that complete “is …”, until there is another status. */
  waits(doing: string, exchange: string): void
  /** Tells whoever asked, and nobody else; false where that cannot be done. */
  tellAlone(line: string): Promise<boolean>
  /** An empty answer of this exchange; `posted` is told the id of each of its messages. */
  answer(exchange: string, posted: (message: string) => void): AnswerInParts<Below>
  /** What stands below a finished answer; without a guide nothing is known of its reactions. */
  below(done: Done, guide: ReactionGuide | undefined): Below
  postQuestion(exchange: string, question: ClarifyingQuestion): Promise<string>
  /** Leaves nothing to click below a question. */
  closeQuestion(message: string, exchange: string, question: ClarifyingQuestion, reply: string): Promise<void>
  postFailure(done: Done): Promise<string>
  remove(message: string): Promise<void>
  /**
   * Whether a whole outcome of this exchange stands in other messages than these. The question it began with is none, unless
   * the outcome is a question.
   */
  isToldElsewhere(exchange: string, ours: ReadonlySet<string>, isQuestion: boolean): Promise<boolean>
  /** A line in which commands are named as people type them here. */
  inItsWords(line: string): string
  /**
   * Tells whoever can be told that nothing can be posted. False where the platform has not refused for good: then
   * the exchange is taken up later.
   */
  cannotPost(error: unknown, exchange: string): Promise<boolean>
}

export interface ReplyServices {
  readonly bot: Bot
  readonly logger: Logger
  /** The ids of messages whose questions can still be answered, by exchange. */
  readonly questions: Map<string, string>
  /** Brings the votes of a message in line with its reactions: they were none while nobody knew what it shows. */
  readonly makeUpForVotes: (message: MessageKey) => Promise<void>
  readonly wait: (milliseconds: number) => Promise<void>
}

/** A message that takes longer to be bound to its attempt may have had reactions before, in milliseconds. */
const BOUND_SOON = 1_000

/** Called with an outcome that concerns only who sent something. */
export type TellSender = (message: string) => Promise<void>

/**
 * Shows one reply, from its first event to its last. Always ends in one whole answer, or in a line to the sender
 * alone where `tellSender` is given and nothing came of what they sent.
 */
export async function showReply<Below>(
  events: AsyncIterable<ReplyEvent>,
  surface: ReplySurface<Below>,
  services: ReplyServices,
  tellSender?: TellSender,
): Promise<void> {
  const reply = new Reply(surface, services, tellSender)
  let ended = false
  try {
    for await (const event of events) {
      ended ||= event.type === 'done'
      await reply.show(event)
    }
    if (!ended && reply.exchange !== undefined) await reply.show(brokenOff(reply.exchange, undefined))
  } catch (error) {
    services.logger.error({ err: error, exchange: reply.exchange }, 'reply not shown')
    if (!ended && reply.exchange !== undefined) {
      await reply.show(brokenOff(reply.exchange, error)).catch((again: unknown) => reply.cannotPost(again))
    } else await reply.cannotPost(error)
  }
}

/** Outcomes of which nothing is to be shown: the request was taken back, or another process tells what came of it. */
const NOT_OURS = new Set(['retracted', 'taken_over'])

/** What is said where the channel had the model asked again, and the refusal it has been shown stays. */
const REFUSAL_KEPT = {
  code: 'refusal_kept',
  message: 'The channel voted for asking again, but the refusal stays.',
}

class Reply<Below> {
  readonly #surface: ReplySurface<Below>
  readonly #services: ReplyServices
  readonly #tellSender: TellSender | undefined
  #exchange: string | undefined
  /** Messages other than answers: a question, a failure. */
  readonly #posted: string[] = []
  /** Whether what was posted is a question. */
  #isQuestion = false
  /** The messages of the whole answer. */
  #completed: readonly string[] = []
  /** Messages that were bound to their attempt soon after they were posted. */
  readonly #boundSoon = new Set<string>()
  #answer: { readonly attempt: string; readonly text: AnswerInParts<Below> } | undefined

  constructor(surface: ReplySurface<Below>, services: ReplyServices, tellSender: TellSender | undefined) {
    this.#surface = surface
    this.#services = services
    this.#tellSender = tellSender
  }

  get exchange(): string | undefined {
    return this.#exchange
  }

  async show(event: ReplyEvent): Promise<void> {
    switch (event.type) {
      case 'started':
        this.#exchange = event.exchangeId
        this.#closeQuestion(event.exchangeId)
        this.#surface.status('is thinking …')
        return
      case 'waiting':
        if (event.doing === undefined) this.#surface.status('is thinking …')
        else this.#surface.waits(event.doing, event.exchangeId)
        return
      case 'delta':
        if (this.#answer?.attempt !== event.attempt) {
          await this.#discard()
          this.#surface.status(undefined)
          this.#answer = { attempt: event.attempt, text: this.#open(event.attempt) }
        }
        this.#answer.text.push(event.text)
        return
      case 'notice':
        await this.#discard()
        this.#surface.status(`is asking again ${event.howAsked} …`)
        return
      case 'question':
        return
      case 'done':
        this.#exchange ??= event.exchangeId
        this.#surface.status(undefined)
        await this.#end(event)
    }
  }

  /** The platform takes nothing any more: the person is told otherwise, and nobody tries for ever. */
  async cannotPost(error: unknown): Promise<void> {
    if (this.#exchange === undefined) return
    const toldOtherwise = await this.#surface.cannotPost(error, this.#exchange)
    if (toldOtherwise) await this.#services.bot.delivered(this.#exchange, [], true)
  }

  /** The question has its reply. A courtesy that nothing waits for. */
  #closeQuestion(exchange: string): void {
    const { questions, bot, logger } = this.#services
    const message = questions.get(exchange)
    if (message === undefined) return
    questions.delete(exchange)
    const close = async () => {
      const record = await bot.exchange(exchange)
      if (!record?.question) return
      await this.#surface.closeQuestion(message, exchange, record.question, record.reply ?? '')
    }
    close().catch((error: unknown) => logger.warn({ err: error, exchange }, 'question not closed'))
  }

  async #end(done: Done): Promise<void> {
    const { bot } = this.#services
    if (NOT_OURS.has(done.failure?.code ?? '')) return this.#discard()
    if (done.turnedAway && this.#tellSender) {
      await this.#discard()
      return this.#tellSender(done.failure?.message ?? 'This could not be taken.')
    }
    const told = this.#inItsWords(done)
    if (isNotTakenOn(told.failure) && (await this.#surface.tellAlone(told.failure?.message ?? ''))) {
      await bot.delivered(done.exchangeId, [])
      return
    }
    const shown = await this.#outcome(told)
    if (done.turnedAway) return
    const fate = await this.#deliver(done.exchangeId, shown)
    if (fate === 'gone') await this.#discard()
    if (fate === 'told_already') await this.#takeBack(done.exchangeId, shown)
    // Reactions to what nobody knew yet were no votes.
    for (const { key } of shown)
      if (!this.#boundSoon.has(key.message)) await this.#services.makeUpForVotes(key)
  }

  async #deliver(exchange: string, shown: readonly ShownMessage[]): Promise<DeliveryFate> {
    try {
      return await this.#services.bot.delivered(exchange, shown)
    } catch (error) {
      // This process ends. Where another one has told the outcome, nobody looks at what stands here any more.
      if (isClosed(error)) await this.#discardWhereTold(exchange)
      throw error
    }
  }

  /** Another process has told the outcome while this one was held up, and may have kept what stands here. */
  async #takeBack(exchange: string, shown: readonly ShownMessage[]): Promise<void> {
    const { bot, logger } = this.#services
    logger.warn({ exchange }, 'another process has told this outcome meanwhile')
    const isTaken = await this.#discardWhereTold(exchange)
    await bot.delivered(exchange, isTaken ? [] : shown)
  }

  /** Takes our own back where another one stands; tells whether it did. */
  async #discardWhereTold(exchange: string): Promise<boolean> {
    const ours = new Set([...this.#posted, ...this.#completed])
    const isTold = await this.#surface.isToldElsewhere(exchange, ours, this.#isQuestion)
    if (isTold) await this.#discard()
    return isTold
  }

  #inItsWords(done: Done): Done {
    const { failure } = done
    return {
      ...done,
      notes: done.notes.map((note) => this.#surface.inItsWords(note)),
      ...(failure && { failure: { ...failure, message: this.#surface.inItsWords(failure.message) } }),
    }
  }

  /** Posts what has come of it; gives the messages that show an attempt. */
  async #outcome(done: Done): Promise<readonly ShownMessage[]> {
    const { questions } = this.#services
    if (done.outcome === 'clarifying' && done.question) {
      await this.#discard()
      const message = await this.#surface.postQuestion(done.exchangeId, done.question)
      this.#posted.push(message)
      this.#isQuestion = true
      questions.set(done.exchangeId, message)
      return []
    }
    questions.delete(done.exchangeId)
    if (done.afterAppeal && done.shownAttempt === done.attempts[0]?.id) {
      await this.#discard()
      this.#posted.push(await this.#surface.postFailure({ ...done, failure: REFUSAL_KEPT }))
      return []
    }
    if (done.answer !== undefined) return this.#complete(done, done.answer, done.shownAttempt)
    // What came of an answer that broke off stays, with the reason below it.
    const partial = done.attempts.findLast(({ cutShort, completion }) => cutShort && completion.trim() !== '')
    if (this.#answer && partial?.id === this.#answer.attempt) {
      return this.#complete(done, partial.completion, undefined)
    }
    await this.#discard()
    this.#posted.push(await this.#surface.postFailure(done))
    return []
  }

  async #complete(done: Done, text: string, attempt: string | undefined): Promise<readonly ShownMessage[]> {
    if (this.#answer && !this.#answer.text.leadsTo(text)) await this.#discard()
    this.#answer ??= { attempt: attempt ?? '', text: this.#open(attempt) }
    const guide = attempt === undefined ? undefined : await this.#guide(done.exchangeId)
    const posted = await this.#answer.text.complete(text, this.#surface.below(done, guide))
    this.#completed = posted
    if (guide?.isNew) this.#guideShown(done.exchangeId, guide)
    return attempt === undefined
      ? []
      : posted.map((message) => ({ key: this.#surface.keyOf(message), attempt }))
  }

  /** A courtesy: an answer is worth posting also where this cannot be looked up. */
  async #guide(exchange: string): Promise<ReactionGuide | undefined> {
    const { bot, logger } = this.#services
    try {
      return await bot.guideFor(exchange)
    } catch (error) {
      logger.warn({ err: error, exchange }, 'codebook not known')
      return undefined
    }
  }

  #guideShown(exchange: string, guide: ReactionGuide): void {
    const { bot, logger } = this.#services
    bot
      .guideShown(exchange, guide)
      .catch((error: unknown) => logger.warn({ err: error, exchange }, 'explained codebook not remembered'))
  }

  #open(attempt: string | undefined): AnswerInParts<Below> {
    const { bot, logger } = this.#services
    const exchange = this.#exchange ?? ''
    return this.#surface.answer(exchange, (message) => {
      if (attempt === undefined) return
      const key = this.#surface.keyOf(message)
      const since = performance.now()
      bot
        .link(exchange, { key, attempt })
        .then(() => {
          if (performance.now() - since < BOUND_SOON) this.#boundSoon.add(key.message)
        })
        .catch((error: unknown) => logger.warn({ err: error, exchange }, 'message not bound to its attempt'))
    })
  }

  async #discard(): Promise<void> {
    const answer = this.#answer
    this.#answer = undefined
    await answer?.text.discard()
    for (const message of this.#posted.splice(0)) await this.#surface.remove(message)
  }
}

/**
 * Keeps an outcome that stands already, whoever has told it. Reactions to what nobody knew yet were no votes; they are made
 * up for before it counts as told: should this process die, whoever takes the exchange up next does it.
 */
export async function keepAsTold(
  exchange: string,
  shown: readonly ShownMessage[],
  { bot, logger, makeUpForVotes }: Pick<ReplyServices, 'bot' | 'logger' | 'makeUpForVotes'>,
): Promise<void> {
  const unbound: ShownMessage[] = []
  for (const one of shown) {
    try {
      await bot.link(exchange, one)
      await makeUpForVotes(one.key)
    } catch (error) {
      logger.warn({ err: error, exchange }, 'message not bound to its attempt')
      unbound.push(one)
    }
  }
  // Where another process has told it meanwhile, it stays due, and it is looked again what stands.
  await bot.delivered(exchange, shown)
  for (const { key } of unbound) await makeUpForVotes(key)
}

function brokenOff(exchangeId: string, error: unknown): Done {
  return {
    type: 'done',
    exchangeId,
    model: '',
    scripted: false,
    outcome: 'failed',
    calls: 0,
    attempts: [],
    notes: [],
    failure:
      error === undefined
        ? { code: 'internal', message: 'The answer broke off. Ask again.' }
        : describeForReaders(error),
  }
}
