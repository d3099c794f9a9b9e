import type { ReactionGuide, ShownMessage } from '../../bot-types.ts'
import type { ClarifyingQuestion } from '../../domain.ts'
import type { Done, ReplyEvent } from '../../reply-events.ts'
import { AnswerInParts } from '../answer-in-parts.ts'
import type { AppealBoard } from '../appeal-board.ts'
import type { ComparisonBoard } from '../comparison-board.ts'
import type { Draft, Opening } from '../draft.ts'
import { EditedDraft } from '../edited-draft.ts'
import { reactionLegend } from '../reaction-legend.ts'
import * as reply from '../reply.ts'
import { createSafeMarkdown } from '../safe-markdown.ts'
import type { UnderWay } from '../under-way.ts'
import { answerBlocks, answeredQuestionBlocks, failureBlocks, questionBlocks } from './answer-blocks.ts'
import { withSlackNames } from './command-names.ts'
import { appealLabel, type Blocks, type DraftServices, PART_LIMIT, type ReplyPlace } from './draft.ts'
import { escapeMrkdwn } from './escape-mrkdwn.ts'
import { isDirect } from './incoming.ts'
import { SlackMessageWriter } from './message-writer.ts'
import { threadMessages } from './posted-messages.ts'
import { shownEmoji } from './shown-emoji.ts'
import { isTokenRefused, refusalOf } from './slack-api.ts'
import { StreamedDraft } from './streamed-draft.ts'
import type { ThreadStatus } from './thread-status.ts'

/** Slack ends a stream after about five minutes; a message begun this long ago gives way to a next one. */
const PART_LIFETIME = 4 * 60_000

export interface ReplyServices extends DraftServices, reply.ReplyServices {
  readonly underWay: UnderWay
  readonly appeals: AppealBoard
  readonly comparisons: ComparisonBoard
  /** The workspace, as message keys name it. */
  readonly workspace: string
  readonly status: ThreadStatus
  /** Whether the workspace has streaming, as far as is known. */
  readonly streaming: { available: boolean }
  readonly partLifetime?: number
}

/** Shows one reply in a thread, from its first event to its last. */
export async function showReply(
  events: AsyncIterable<ReplyEvent>,
  place: ReplyPlace,
  services: ReplyServices,
  tellSender?: reply.TellSender,
): Promise<void> {
  await reply.showReply(events, new ThreadSurface(place, services), services, tellSender)
}

class ThreadSurface implements reply.ReplySurface<Blocks> {
  readonly #place: ReplyPlace
  readonly #services: ReplyServices
  readonly #writer: SlackMessageWriter

  constructor(place: ReplyPlace, services: ReplyServices) {
    this.#place = place
    this.#services = services
    this.#writer = new SlackMessageWriter(services, place)
  }

  keyOf(message: string): ShownMessage['key'] {
    const { channel } = this.#place
    return { platform: 'slack', workspace: this.#services.workspace, channel, message }
  }

  status(doing: string | undefined): void {
    if (doing === undefined) this.#services.status.clear(this.#place)
    else this.#services.status.set(this.#place, doing)
  }

  waits(doing: string): void {
    this.status(`is ${doing} …`)
  }

  async tellAlone(line: string): Promise<boolean> {
    const { api, logger } = this.#services
    const { channel, recipient } = this.#place
    if (!recipient || isDirect(channel)) return false
    try {
      // Not in the thread, which may not exist yet: then Slack would show it nowhere.
      await api.call(
        () => api.client.chat.postEphemeral({ channel, user: recipient.user, text: escapeMrkdwn(line) }),
        { lane: `chat.postEphemeral ${channel}` },
      )
      return true
    } catch (error) {
      logger.warn({ err: error }, 'person not told alone')
      return false
    }
  }

  answer(exchange: string, posted: (ts: string) => void): AnswerInParts<Blocks> {
    const { timer, partLifetime = PART_LIFETIME } = this.#services
    return new AnswerInParts({
      exchange: this.#labelled(exchange),
      limit: PART_LIMIT,
      partLifetime,
      safe: createSafeMarkdown(),
      open: (opening) => this.#open(opening),
      remove: (ts) => this.remove(ts),
      posted,
      timer,
    })
  }

  #open(opening: Opening): Draft<Blocks> {
    const { streaming } = this.#services
    const { recipient } = this.#place
    const edited = () => new EditedDraft(this.#writer, this.#services, opening)
    if (!streaming.available || !recipient) return edited()
    return new StreamedDraft(
      this.#services,
      { ...this.#place, recipient },
      {
        ...opening,
        missing: () => {
          streaming.available = false
        },
        instead: edited,
      },
    )
  }

  below(done: Done, guide: ReactionGuide | undefined): Blocks {
    const legend = guide?.isNew ? reactionLegend(guide.codebook, shownEmoji) : ''
    return answerBlocks(done, this.inItsWords(legend))
  }

  async postQuestion(exchange: string, question: ClarifyingQuestion): Promise<string> {
    const blocks = questionBlocks(exchange, question)
    return this.#writer.postBlocks(question.text, blocks, { exchange, part: 0, state: 'last' })
  }

  async closeQuestion(
    ts: string,
    exchange: string,
    question: ClarifyingQuestion,
    reply: string,
  ): Promise<void> {
    const blocks = answeredQuestionBlocks(question, reply)
    await this.#writer.editBlocks(ts, question.text, blocks, { exchange, part: 0, state: 'last' })
  }

  async postFailure(done: Done): Promise<string> {
    const label = { exchange: this.#labelled(done.exchangeId), part: 1, state: 'last' } as const
    return this.#writer.postBlocks(done.failure?.message ?? '', failureBlocks(done), label)
  }

  /** By what its messages are found again. */
  #labelled(exchange: string): string {
    return this.#place.afterAppeal ? appealLabel(exchange) : exchange
  }

  async remove(ts: string): Promise<void> {
    await this.#writer.remove(ts)
  }

  async isToldElsewhere(exchange: string, ours: ReadonlySet<string>, isQuestion: boolean): Promise<boolean> {
    const messages = await threadMessages(this.#services.api, this.#place, this.#place.thread)
    const name = this.#labelled(exchange)
    return messages.some(({ ts, label }) => {
      const isLast = label?.exchange === name && label.state === 'last'
      return isLast && (label.part === 0) === isQuestion && !ours.has(ts)
    })
  }

  inItsWords(line: string): string {
    return withSlackNames(
      line,
      this.#services.bot.commands.map(({ name }) => name),
    )
  }

  async cannotPost(error: unknown, exchange: string): Promise<boolean> {
    const { api, logger } = this.#services
    const { channel, recipient } = this.#place
    const refusal = refusalOf(error)
    if (refusal === undefined) return false
    if (isTokenRefused(error)) return true
    // Somebody may delete our messages; then they do not want to read them.
    if (refusal === 'message_not_found') return true
    logger.error({ exchange, refusal }, 'slack takes no message here')
    if (!recipient) return true
    const text = `I could not answer in <#${channel}>: Slack says \`${refusal}\`. Check that I am still a member there, then ask again.`
    await api
      .call(() => api.client.chat.postMessage({ channel: recipient.user, text }), {
        lane: `chat.postMessage ${recipient.user}`,
        repeat: false,
      })
      .catch((again: unknown) => logger.warn({ err: again }, 'asker not told'))
    return true
  }
}
