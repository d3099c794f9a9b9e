import type { types } from '@slack/bolt'
import {
  type Draft,
  type DraftServices,
  type Ending,
  type MessageLabel,
  markdownBlocks,
  metadataOf,
  type Opening,
  previewOf,
  type ReplyPlace,
} from './draft.ts'
import { deleteMessage, findPosted } from './posted-messages.ts'

interface Message {
  readonly channel: string
  readonly text: string
  readonly blocks: types.KnownBlock[]
  readonly metadata: types.MessageMetadata
}

/** A message that grows by edits, at the pace Slack allows in a channel. */
export class EditedDraft implements Draft {
  readonly #services: DraftServices
  readonly #place: ReplyPlace
  readonly #label: MessageLabel
  readonly #after: Promise<void>
  readonly #posted: Opening['posted'] | undefined
  #text = ''
  #shown = ''
  #ts: string | undefined
  #ending = false
  readonly #ended = Promise.withResolvers<void>()
  #working: Promise<void> | undefined

  constructor(services: DraftServices, place: ReplyPlace, opening: Opening) {
    this.#services = services
    this.#place = place
    this.#label = { ...opening.label, state: 'draft' }
    this.#after = opening.after
    this.#posted = opening.posted
  }

  get ts(): string | undefined {
    return this.#ts
  }

  append(text: string): void {
    this.#text += text
    this.#working ??= this.#grow().finally(() => {
      this.#working = undefined
    })
  }

  async complete({ blocks, label }: Ending): Promise<string> {
    await this.#end()
    await this.#after
    const message = this.#message(label, blocks)
    if (this.#ts === undefined) return this.#post(message, label)
    await this.#edit(this.#ts, message)
    return this.#ts
  }

  async discard(): Promise<void> {
    await this.#end()
    if (this.#ts !== undefined) await deleteMessage(this.#services.api, this.#place.channel, this.#ts)
  }

  async #end(): Promise<void> {
    this.#ending = true
    this.#ended.resolve()
    await this.#working
  }

  /** Shows the text so far, again and again until all of it is shown. Failures are left to `complete`. */
  async #grow(): Promise<void> {
    const { pace, wait, logger } = this.#services
    try {
      await this.#after
      while (!this.#ending && this.#text !== this.#shown) {
        const pause = pace.edit(this.#place.channel)
        if (pause > 0) await Promise.race([wait(pause), this.#ended.promise])
        if (this.#ending) return
        const text = this.#text
        const message = this.#message(this.#label, [])
        if (this.#ts === undefined) await this.#post(message, this.#label)
        else await this.#edit(this.#ts, message)
        this.#shown = text
      }
    } catch (error) {
      logger.warn({ err: error, exchange: this.#label.exchange }, 'slack message could not grow')
    }
  }

  #message(label: MessageLabel, blocks: Ending['blocks']): Message {
    return {
      channel: this.#place.channel,
      text: previewOf(this.#text),
      blocks: [...markdownBlocks(this.#text), ...blocks],
      metadata: metadataOf(label),
    }
  }

  async #post(message: Message, label: MessageLabel): Promise<string> {
    const { api } = this.#services
    const { channel, thread } = this.#place
    const ts = await api.call(
      async () => {
        const posted = await api.client.chat.postMessage({
          ...message,
          thread_ts: thread,
          unfurl_links: false,
          unfurl_media: false,
        })
        return posted.ts ?? ''
      },
      { lane: `chat.postMessage ${channel}`, lookUp: () => findPosted(api, this.#place, label) },
    )
    this.#ts = ts
    this.#posted?.(ts)
    return ts
  }

  async #edit(ts: string, message: Message): Promise<void> {
    const { api } = this.#services
    await api.call(() => api.client.chat.update({ ...message, ts }), {
      lane: `chat.update ${message.channel}`,
    })
  }
}
