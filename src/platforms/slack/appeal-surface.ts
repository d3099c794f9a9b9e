import type { types } from '@slack/bolt'
import type { MessageKey } from '../../domain.ts'
import type { ReplyEvent } from '../../reply-events.ts'
import type { ExchangeRecord } from '../../store/store.ts'
import type { AppealSurface } from '../appeal-board.ts'
import { APPEAL_CHOICES, type AppealText } from '../appeal-text.ts'
import type { MessageLabel } from '../draft.ts'
import { section, smallType } from './answer-blocks.ts'
import { appealLabel, type ReplyPlace } from './draft.ts'
import { SlackMessageWriter } from './message-writer.ts'
import { ACTIONS } from './names.ts'
import { type ReplyServices, showReply } from './reply.ts'
import { quoted } from './thread-opening.ts'

/** Appeals as messages in the thread of the refusal. */
export class SlackAppeals implements AppealSurface {
  readonly #services: () => ReplyServices

  /** The services have the board of appeals among them, so they are asked for when they are there. */
  constructor(services: () => ReplyServices) {
    this.#services = services
  }

  keyOf({ key: { platform, workspace }, place: { channel } }: ExchangeRecord, message: string): MessageKey {
    return { platform, workspace, channel, message }
  }

  async post(exchange: ExchangeRecord, text: AppealText): Promise<string> {
    return this.#writer(exchange).postBlocks(text.question, appealBlocks(exchange, text), labelOf(exchange))
  }

  async edit(exchange: ExchangeRecord, ts: string, text: AppealText): Promise<void> {
    const blocks = appealBlocks(exchange, text)
    await this.#writer(exchange).editBlocks(ts, text.question, blocks, labelOf(exchange))
  }

  async remove(exchange: ExchangeRecord, ts: string): Promise<void> {
    await this.#writer(exchange).remove(ts)
  }

  pause({ place }: ExchangeRecord): number {
    return this.#services().pace.edit(place.channel)
  }

  async reply(exchange: ExchangeRecord, _: string, events: AsyncIterable<ReplyEvent>): Promise<void> {
    await showReply(events, { ...placeOf(exchange), afterAppeal: true }, this.#services())
  }

  #writer(exchange: ExchangeRecord): SlackMessageWriter {
    return new SlackMessageWriter(this.#services(), placeOf(exchange))
  }
}

function placeOf({ place: { channel, thread } }: ExchangeRecord): ReplyPlace {
  return { channel, thread }
}

function labelOf({ id }: ExchangeRecord): MessageLabel {
  return { exchange: appealLabel(id), part: 0, state: 'last' }
}

function appealBlocks({ id, prompt }: ExchangeRecord, text: AppealText): types.KnownBlock[] {
  return [
    section(text.question),
    { type: 'section', text: { type: 'mrkdwn', text: quoted(prompt), verbatim: true } },
    ...(text.isOpen ? [choices(id)] : []),
    ...smallType([text.state]),
  ]
}

function choices(exchange: string): types.ActionsBlock {
  return {
    type: 'actions',
    elements: APPEAL_CHOICES.map(({ choice, label }) => ({
      type: 'button',
      action_id: `${ACTIONS.appealVote}${choice}`,
      text: { type: 'plain_text', text: label },
      value: exchange,
    })),
  }
}
