import type { types } from '@slack/bolt'
import type { Ending } from '../draft.ts'
import type { MessageWriter } from '../edited-draft.ts'
import {
  type Blocks,
  type DraftServices,
  markdownBlocks,
  metadataOf,
  previewOf,
  type ReplyPlace,
} from './draft.ts'
import { deleteMessage, findPosted } from './posted-messages.ts'

/** Writes the messages of one thread. */
export class SlackMessageWriter implements MessageWriter<Blocks> {
  readonly #services: DraftServices
  readonly #place: ReplyPlace

  constructor(services: DraftServices, place: ReplyPlace) {
    this.#services = services
    this.#place = place
  }

  pause(): number {
    return this.#services.pace.edit(this.#place.channel)
  }

  async post(text: string, { below = [], label }: Ending<Blocks>): Promise<string> {
    return this.postBlocks(text, [...markdownBlocks(text), ...below], label)
  }

  /** Posts blocks; `plain` stands for them where they are not shown. */
  async postBlocks(
    plain: string,
    blocks: types.KnownBlock[],
    label: Ending<Blocks>['label'],
  ): Promise<string> {
    const { api } = this.#services
    const { channel, thread } = this.#place
    return api.call(
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
  }

  async edit(ts: string, text: string, { below = [], label }: Ending<Blocks>): Promise<void> {
    await this.editBlocks(ts, text, [...markdownBlocks(text), ...below], label)
  }

  async editBlocks(
    ts: string,
    plain: string,
    blocks: types.KnownBlock[],
    label: Ending<Blocks>['label'],
  ): Promise<void> {
    const { api } = this.#services
    const { channel } = this.#place
    await api.call(
      () =>
        api.client.chat.update({ channel, ts, text: previewOf(plain), blocks, metadata: metadataOf(label) }),
      { lane: `chat.update ${channel}` },
    )
  }

  async remove(ts: string): Promise<void> {
    await deleteMessage(this.#services.api, this.#place.channel, ts)
  }
}
