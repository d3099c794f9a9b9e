import type { ReactionGuide, ShownMessage } from '../../bot-types.ts'
import type { ClarifyingQuestion } from '../../domain.ts'
import type { Done, ReplyEvent } from '../../reply-events.ts'
import { AnswerInParts } from '../answer-in-parts.ts'
import type { Draft, Opening } from '../draft.ts'
import { EditedDraft } from '../edited-draft.ts'
import * as reply from '../reply.ts'
import {
  answerBelow,
  answeredQuestion,
  type Below,
  failureMessage,
  questionMessage,
  SMALL_PRINT_LIMIT,
} from './answer-text.ts'
import { tellThatNothingCanBePosted } from './cannot-post.ts'
import { createDiscordMarkdown } from './discord-markdown.ts'
import {
  CONTENT_LIMIT,
  DiscordMessageWriter,
  deleteMessage,
  REPEATABLE,
  writeDirectly,
} from './message-writer.ts'
import { shownKey } from './places.ts'
import { chainOf, postedAfter } from './posted-messages.ts'
import type { DiscordServices } from './services.ts'
import { Typing } from './typing.ts'
import { WaitingLine } from './waiting-line.ts'

/** Every message of an answer leaves room for the small print of the last one, the end of its code, and line ends. */
const PART_LIMIT = CONTENT_LIMIT - SMALL_PRINT_LIMIT - REPEATABLE - 2

/** Where a reply is posted. */
export interface ReplyPlace {
  readonly guild: string | undefined
  /** The channel that messages are sent to: a thread has its own. */
  readonly channel: string
  /** The message that is replied to. */
  readonly replyTo: string
  /** The message that asked, where another one is replied to: who takes the exchange up may reply to it. */
  readonly request?: string
  /** Whoever asked; absent where they are not known any more. */
  readonly asker?: string
}

/** Shows one reply, from its first event to its last. */
export async function showReply(
  events: AsyncIterable<ReplyEvent>,
  place: ReplyPlace,
  services: DiscordServices,
  tellSender?: reply.TellSender,
): Promise<void> {
  const surface = new ChannelSurface(place, services)
  try {
    await reply.showReply(events, surface, services, tellSender)
  } finally {
    surface.status(undefined)
  }
}

/** Each message of a reply replies to the one before it, so that all of them are found again from the request on. */
class ChannelSurface implements reply.ReplySurface<Below> {
  readonly #place: ReplyPlace
  readonly #services: DiscordServices
  readonly #typing: Typing
  #line: WaitingLine | undefined

  constructor(place: ReplyPlace, services: DiscordServices) {
    this.#place = place
    this.#services = services
    this.#typing = new Typing(services, place.channel)
  }

  keyOf(message: string): ShownMessage['key'] {
    return shownKey(this.#place.guild, this.#place.channel, message)
  }

  status(doing: string | undefined): void {
    this.#line?.end()
    this.#line = undefined
    if (doing === undefined) this.#typing.stop()
    else this.#typing.start()
  }

  /** Discord's indicator has no words, and says that an answer is being written: a message takes its place. */
  waits(doing: string, exchange: string): void {
    this.#typing.stop()
    if (!this.#line) {
      const giveBack = this.#services.waitingLines.take(this.#place.channel)
      if (!giveBack) return
      this.#line = new WaitingLine(this.#services, { ...this.#place, exchange }, giveBack)
    }
    this.#line.show(doing)
  }

  async tellAlone(line: string): Promise<boolean> {
    const { guild, asker, channel } = this.#place
    if (guild === undefined || asker === undefined) return false
    try {
      await writeDirectly(this.#services, asker, `<#${channel}>: ${line}`)
      return true
    } catch (error) {
      // Many people take no direct messages from a server's members.
      this.#services.logger.debug({ err: error }, 'person not told alone')
      return false
    }
  }

  answer(exchange: string, posted: (message: string) => void): AnswerInParts<Below> {
    let last = this.#place.replyTo
    return new AnswerInParts({
      exchange,
      limit: PART_LIMIT,
      safe: createDiscordMarkdown(),
      open: (opening) => this.#open(opening, () => last),
      remove: (message) => this.remove(message),
      posted(message) {
        last = message
        posted(message)
      },
      timer: this.#services.timer,
    })
  }

  #open(opening: Opening, replyTo: () => string): Draft<Below> {
    return new EditedDraft(this.#writer(replyTo), this.#services, opening)
  }

  below(done: Done, guide: ReactionGuide | undefined): Below {
    const { client } = this.#services
    return answerBelow(done, guide && { ...guide, client })
  }

  async postQuestion(exchange: string, question: ClarifyingQuestion): Promise<string> {
    const { content, components } = questionMessage(exchange, question)
    return this.#writer().post(content, {
      below: { smallPrint: '', components },
      label: { exchange, part: 0, state: 'last' },
    })
  }

  async closeQuestion(
    message: string,
    exchange: string,
    question: ClarifyingQuestion,
    answer: string,
  ): Promise<void> {
    const { content, components } = answeredQuestion(exchange, question, answer)
    await this.#writer().edit(message, content, {
      below: { smallPrint: '', components },
      label: { exchange, part: 0, state: 'last' },
    })
  }

  async postFailure(done: Done): Promise<string> {
    const { content, components } = failureMessage(done)
    return this.#writer().post(content, {
      below: { smallPrint: '', components },
      label: { exchange: done.exchangeId, part: 1, state: 'last' },
    })
  }

  async remove(message: string): Promise<void> {
    await deleteMessage(this.#services, this.#place.channel, message)
  }

  async isToldElsewhere(exchange: string, ours: ReadonlySet<string>, isQuestion: boolean): Promise<boolean> {
    const { channel, replyTo, request = replyTo } = this.#place
    const posted = await postedAfter(request, channel, this.#services)
    return chainOf(posted, [request, replyTo]).some(
      (message) =>
        message.exchange === exchange && message.isQuestion === isQuestion && !ours.has(message.id),
    )
  }

  /** Discord has the commands under their own names. */
  inItsWords(line: string): string {
    return line
  }

  async cannotPost(error: unknown): Promise<boolean> {
    return tellThatNothingCanBePosted(error, this.#place, this.#services)
  }

  #writer(replyTo = () => this.#place.replyTo): DiscordMessageWriter {
    return new DiscordMessageWriter(this.#services, this.#place.channel, replyTo)
  }
}
