import type { types } from '@slack/bolt'
import type { Bot, ShownMessage } from '../../bot-types.ts'
import { describeForReaders } from '../../errors.ts'
import type { Done, ReplyEvent } from '../../reply-events.ts'
import { answerBlocks, answeredQuestionBlocks, failureBlocks, questionBlocks } from './answer-blocks.ts'
import { withSlackNames } from './command-names.ts'
import { type DraftServices, metadataOf, previewOf, type ReplyPlace } from './draft.ts'
import { deleteMessage, findPosted } from './posted-messages.ts'
import { refusalOf } from './slack-api.ts'
import { StreamedAnswer } from './streamed-answer.ts'
import type { ThreadStatus } from './thread-status.ts'

export interface ReplyServices extends DraftServices {
  readonly bot: Bot
  /** The workspace, as message keys name it. */
  readonly workspace: string
  readonly status: ThreadStatus
  /** Whether the workspace has streaming, as far as is known. */
  readonly streaming: { available: boolean }
  /** The `ts` of questions that can still be answered, by exchange. */
  readonly questions: Map<string, string>
  readonly partLifetime?: number
}

/** Called with an outcome that concerns only who sent something. */
export type TellSender = (message: string) => Promise<void>

/**
 * Shows one reply in a thread, from its first event to its last. Always ends in one whole message, or in a line
 * to the sender alone where `tellSender` is given and nothing came of what they sent.
 */
export async function showReply(
  events: AsyncIterable<ReplyEvent>,
  place: ReplyPlace,
  services: ReplyServices,
  tellSender?: TellSender,
): Promise<void> {
  const reply = new Reply(place, services, tellSender)
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

class Reply {
  readonly #place: ReplyPlace
  readonly #services: ReplyServices
  readonly #tellSender: TellSender | undefined
  #exchange: string | undefined
  /** Messages other than answers: a question, a failure. */
  readonly #posted: string[] = []
  #answer: { readonly attempt: string; readonly text: StreamedAnswer } | undefined

  constructor(place: ReplyPlace, services: ReplyServices, tellSender: TellSender | undefined) {
    this.#place = place
    this.#services = services
    this.#tellSender = tellSender
  }

  get exchange(): string | undefined {
    return this.#exchange
  }

  async show(event: ReplyEvent): Promise<void> {
    const { status } = this.#services
    switch (event.type) {
      case 'started':
        this.#exchange = event.exchangeId
        this.#closeQuestion(event.exchangeId)
        status.set(this.#place, 'is thinking …')
        return
      case 'delta':
        if (this.#answer?.attempt !== event.attempt) {
          await this.#discard()
          status.clear(this.#place)
          this.#answer = { attempt: event.attempt, text: this.#open(event.attempt) }
        }
        this.#answer.text.push(event.text)
        return
      case 'notice':
        await this.#discard()
        status.set(this.#place, `is asking again ${event.howAsked} …`)
        return
      case 'question':
        return
      case 'done':
        this.#exchange ??= event.exchangeId
        status.clear(this.#place)
        await this.#end(event)
    }
  }

  /** The question has its reply: nothing is left to click. A courtesy that nothing waits for. */
  #closeQuestion(exchange: string): void {
    const { questions, bot, api, logger } = this.#services
    const ts = questions.get(exchange)
    if (ts === undefined) return
    questions.delete(exchange)
    const { channel } = this.#place
    const close = async () => {
      const record = await bot.exchange(exchange)
      if (!record?.question) return
      const { question, reply = '' } = record
      const label = { exchange, part: 0, state: 'last' } as const
      await api.call(
        () =>
          api.client.chat.update({
            channel,
            ts,
            text: previewOf(question.text),
            blocks: answeredQuestionBlocks(question, reply),
            metadata: metadataOf(label),
          }),
        { lane: `chat.update ${channel}` },
      )
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
    const shown = await this.#outcome(this.#inSlackWords(done))
    if (done.turnedAway || (await bot.delivered(done.exchangeId, shown))) return
    await this.#discard()
  }

  /** What is said to the reader names commands as Slack does. */
  #inSlackWords(done: Done): Done {
    const names = this.#services.bot.commands.map(({ name }) => name)
    const { failure } = done
    return {
      ...done,
      notes: done.notes.map((note) => withSlackNames(note, names)),
      ...(failure && { failure: { ...failure, message: withSlackNames(failure.message, names) } }),
    }
  }

  /** Posts what has come of it; gives the messages that show an attempt. */
  async #outcome(done: Done): Promise<readonly ShownMessage[]> {
    if (done.outcome === 'clarifying' && done.question) {
      await this.#discard()
      const ts = await this.#post(done, questionBlocks(done.exchangeId, done.question), done.question.text, 0)
      this.#services.questions.set(done.exchangeId, ts)
      return []
    }
    this.#services.questions.delete(done.exchangeId)
    if (done.answer !== undefined) return this.#complete(done, done.answer, done.shownAttempt)
    // What came of an answer that broke off stays, with the reason below it.
    const partial = done.attempts.findLast(({ cutShort, completion }) => cutShort && completion.trim() !== '')
    if (this.#answer && partial?.id === this.#answer.attempt) {
      return this.#complete(done, partial.completion, undefined)
    }
    await this.#discard()
    await this.#post(done, failureBlocks(done), done.failure?.message ?? '', 1)
    return []
  }

  async #complete(done: Done, text: string, attempt: string | undefined): Promise<readonly ShownMessage[]> {
    if (this.#answer && !this.#answer.text.leadsTo(text)) await this.#discard()
    this.#answer ??= { attempt: attempt ?? '', text: this.#open(attempt) }
    const posted = await this.#answer.text.complete(text, answerBlocks(done))
    return attempt === undefined ? [] : posted.map((ts) => ({ key: this.#keyOf(ts), attempt }))
  }

  #open(attempt: string | undefined): StreamedAnswer {
    const { streaming, bot, logger } = this.#services
    const exchange = this.#exchange ?? ''
    return new StreamedAnswer({
      ...this.#services,
      place: this.#place,
      exchange,
      streams: streaming.available,
      streamingMissing: () => {
        streaming.available = false
      },
      posted: (ts) => {
        if (attempt === undefined) return
        bot
          .link(exchange, { key: this.#keyOf(ts), attempt })
          .catch((error: unknown) =>
            logger.warn({ err: error, exchange }, 'message not bound to its attempt'),
          )
      },
    })
  }

  async #discard(): Promise<void> {
    const { api } = this.#services
    const answer = this.#answer
    this.#answer = undefined
    await answer?.text.discard()
    for (const ts of this.#posted.splice(0)) await deleteMessage(api, this.#place.channel, ts)
  }

  async #post(done: Done, blocks: types.KnownBlock[], plain: string, part: number): Promise<string> {
    const { api } = this.#services
    const { channel, thread } = this.#place
    const label = { exchange: done.exchangeId, part, state: 'last' } as const
    const ts = await api.call(
      async () => {
        const posted = await api.client.chat.postMessage({
          channel,
          thread_ts: thread,
          text: previewOf(plain),
          blocks,
          metadata: metadataOf(label),
          unfurl_links: false,
          unfurl_media: false,
        })
        return posted.ts ?? ''
      },
      { lane: `chat.postMessage ${channel}`, lookUp: () => findPosted(api, this.#place, label) },
    )
    this.#posted.push(ts)
    return ts
  }

  /** The thread takes nothing any more: the person is told directly, and nobody tries for ever. */
  async cannotPost(error: unknown): Promise<void> {
    const { api, bot, logger } = this.#services
    const { channel, recipient } = this.#place
    const refusal = refusalOf(error)
    // Where Slack cannot be reached, the exchange stays open and is taken up later.
    if (refusal === undefined || this.#exchange === undefined) return
    logger.error({ exchange: this.#exchange, refusal }, 'slack takes no message here')
    if (recipient) {
      const text = `I could not answer in <#${channel}>: Slack says \`${refusal}\`. Check that I am still a member there, then ask again.`
      await api
        .call(() => api.client.chat.postMessage({ channel: recipient.user, text }), {
          lane: `chat.postMessage ${recipient.user}`,
          repeat: false,
        })
        .catch((again: unknown) => logger.warn({ err: again }, 'asker not told'))
    }
    await bot.delivered(this.#exchange, [])
  }

  #keyOf(ts: string): ShownMessage['key'] {
    return {
      platform: 'slack',
      workspace: this.#services.workspace,
      channel: this.#place.channel,
      message: ts,
    }
  }
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
