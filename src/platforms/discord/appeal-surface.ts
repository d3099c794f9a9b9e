import type { MessageKey } from '../../domain.ts'
import type { ReplyEvent } from '../../reply-events.ts'
import type { ExchangeRecord } from '../../store/store.ts'
import type { AppealSurface } from '../appeal-board.ts'
import { APPEAL_CHOICES, type AppealText } from '../appeal-text.ts'
import { button, rows, type Said, withSmallPrint } from './answer-text.ts'
import { DiscordMessageWriter, deleteMessage } from './message-writer.ts'
import { customId } from './names.ts'
import { idBehind, isDirect, sentTo, shownKey } from './places.ts'
import { showReply } from './reply.ts'
import { quoted } from './request-opening.ts'
import type { DiscordServices } from './services.ts'

/** Longest quote of the request, in UTF-16 units: with the question and the small print it fits one message. */
const QUOTE_LIMIT = 1_000

/** Appeals as replies to the refusal. */
export class DiscordAppeals implements AppealSurface {
  readonly #services: () => DiscordServices

  /** The services have the board of appeals among them, so they are asked for when they are there. */
  constructor(services: () => DiscordServices) {
    this.#services = services
  }

  keyOf({ place }: ExchangeRecord, message: string): MessageKey {
    return shownKey(guildOf(place), sentTo(place), message)
  }

  async post(exchange: ExchangeRecord, text: AppealText, refusal: string | undefined): Promise<string> {
    const replyTo = refusal ?? idBehind(exchange.key)
    return this.#write(exchange, text, (writer, content, ending) => writer.post(content, ending), replyTo)
  }

  async edit(exchange: ExchangeRecord, message: string, text: AppealText): Promise<void> {
    await this.#write(exchange, text, (writer, content, ending) => writer.edit(message, content, ending))
  }

  async remove({ place }: ExchangeRecord, message: string): Promise<void> {
    await deleteMessage(this.#services(), sentTo(place), message)
  }

  pause({ place }: ExchangeRecord): number {
    const { pace, timer } = this.#services()
    const now = timer()
    return pace.book(sentTo(place), now) - now
  }

  async reply({ place }: ExchangeRecord, replyTo: string, events: AsyncIterable<ReplyEvent>): Promise<void> {
    await showReply(events, { guild: guildOf(place), channel: sentTo(place), replyTo }, this.#services())
  }

  async #write<Result>(
    exchange: ExchangeRecord,
    text: AppealText,
    write: (
      writer: DiscordMessageWriter,
      content: string,
      ending: Parameters<DiscordMessageWriter['post']>[1],
    ) => Promise<Result>,
    replyTo?: string,
  ): Promise<Result> {
    const { content, components } = appealMessage(exchange, text)
    const writer = new DiscordMessageWriter(this.#services(), sentTo(exchange.place), () => replyTo)
    return write(writer, content, {
      below: { smallPrint: '', components },
      label: { exchange: exchange.id, part: 0, state: 'last' },
    })
  }
}

function guildOf(place: ExchangeRecord['place']): string | undefined {
  return isDirect(place) ? undefined : place.workspace
}

/** The buttons stay when the vote is over, so that the message is known again by them. */
function appealMessage({ id, prompt }: ExchangeRecord, { question, state, isOpen }: AppealText): Said {
  const choices = APPEAL_CHOICES.map(({ choice, label }) => button(customId('side', id, choice), label))
  return {
    content: withSmallPrint(`${question}\n${quoted(prompt, QUOTE_LIMIT)}`, [state]),
    components: rows(isOpen ? choices : choices.map((one) => ({ ...one, disabled: true }))),
  }
}
