import type { webApi } from '@slack/bolt'
import type { Draft, Ending, Opening } from '../draft.ts'
import type { EditedDraft } from '../edited-draft.ts'
import {
  type Blocks,
  type DraftServices,
  markdownBlocks,
  metadataOf,
  previewOf,
  type ReplyPlace,
} from './draft.ts'
import { deleteMessage, findPosted, threadMessages } from './posted-messages.ts'
import { callFailure, refusalOf } from './slack-api.ts'

/** Slack's words for a workspace or a kind of place without streaming. */
const WITHOUT_STREAMING = new Set([
  'unknown_method',
  'method_not_supported_for_channel_type',
  'feature_not_enabled',
  'not_allowed',
  'team_not_supported',
  'missing_scope',
])

export interface StreamOpening extends Opening {
  /** Told when this workspace turns out to have no streaming. */
  readonly missing: () => void
  /** The message that grows by edits instead. */
  readonly instead: () => EditedDraft<Blocks>
}

/**
 * A message that Slack itself streams (chat.startStream and its kin, through the SDK's helper). Where streaming
 * cannot begin it becomes an edited message; once text has shown it stays where it is, and whatever may have gone
 * wrong on the way is put right by one edit at the end.
 */
export class StreamedDraft implements Draft<Blocks> {
  readonly #services: DraftServices
  readonly #place: ReplyPlace & Required<Pick<ReplyPlace, 'recipient'>>
  readonly #opening: StreamOpening
  readonly #stream: ReturnType<webApi.WebClient['chatStream']>
  /** All text so far, and how much of it was handed to the stream. */
  #text = ''
  #handed = 0
  /** Milliseconds since 1970. */
  #startedAt = 0
  /** When text was last sent, by the monotonic timer. */
  #sentAt = Number.NEGATIVE_INFINITY
  #ending = false
  readonly #ended = Promise.withResolvers<void>()
  /** It is not known that exactly `#text` stands in the message. */
  #unsure = false
  /** Slack takes no more text for this stream. */
  #closed = false
  #instead: EditedDraft<Blocks> | undefined
  #working: Promise<void> | undefined

  constructor(
    services: DraftServices,
    place: ReplyPlace & Required<Pick<ReplyPlace, 'recipient'>>,
    opening: StreamOpening,
  ) {
    this.#services = services
    this.#place = place
    this.#opening = opening
    this.#stream = services.api.client.chatStream({
      channel: place.channel,
      thread_ts: place.thread,
      recipient_user_id: place.recipient.user,
      recipient_team_id: place.recipient.team,
      // Our own pace decides when text is sent.
      buffer_size: 1,
    })
  }

  append(text: string): void {
    if (this.#instead) {
      this.#instead.append(text)
      return
    }
    this.#text += text
    this.#working ??= this.#send().finally(() => {
      this.#working = undefined
    })
  }

  async complete(ending: Ending<Blocks>): Promise<string> {
    await this.#end()
    await this.#opening.after
    if (!this.#instead && this.#stream.ts === undefined) await this.#hand()
    if (this.#instead) return this.#instead.complete(ending)
    const ts = this.#stream.ts
    if (ts === undefined) throw new Error('Slack began a stream without saying where.')
    if (!this.#closed) await this.#stop(ending)
    if (this.#unsure || this.#closed) await this.#putRight(ts, ending)
    return ts
  }

  async discard(): Promise<void> {
    await this.#end()
    if (this.#instead) return this.#instead.discard()
    const { api } = this.#services
    const ts = this.#stream.ts
    if (ts === undefined) return
    const { channel } = this.#place
    // A stream that goes on cannot be deleted everywhere; whether it could be stopped does not matter.
    await api
      .call(() => api.client.chat.stopStream({ channel, ts }), { lane: 'chat.stopStream' })
      .catch(() => {})
    await deleteMessage(api, channel, ts)
  }

  async #end(): Promise<void> {
    this.#ending = true
    this.#ended.resolve()
    await this.#working
  }

  async #send(): Promise<void> {
    const { pace, wait, timer } = this.#services
    try {
      await this.#opening.after
    } catch {
      return
    }
    while (!this.#ending && !this.#closed && this.#handed < this.#text.length) {
      // The first text begins the stream, which is no append and waits for none.
      if (this.#stream.ts !== undefined) {
        const pause = pace.append(timer() - this.#sentAt)
        if (pause > 0) await Promise.race([wait(pause), this.#ended.promise])
        if (this.#ending) return pace.appendUnused()
      }
      await this.#hand()
      if (this.#instead) return
      this.#sentAt = timer()
    }
  }

  /** Hands everything that is new to the stream. Never throws: what fails is put right at the end. */
  async #hand(): Promise<void> {
    const { api, logger } = this.#services
    const begins = this.#stream.ts === undefined
    if (begins) this.#startedAt = this.#services.now()
    // The SDK's helper keeps what it could not send, and sends it with the next call: it is given only once.
    let fresh = this.#text.slice(this.#handed)
    this.#handed = this.#text.length
    const request = () => {
      const text = fresh
      fresh = ''
      return this.#stream.append({ markdown_text: text })
    }
    try {
      await api.call(request, {
        lane: begins ? 'chat.startStream' : 'chat.appendStream',
        repeat: begins,
        ...(begins && { lookUp: () => this.#takeBackLost() }),
      })
      if (begins && this.#stream.ts !== undefined) this.#opening.posted?.(this.#stream.ts)
    } catch (error) {
      const failure = callFailure(error)
      logger.warn({ err: error, exchange: this.#opening.label.exchange, begins }, 'slack stream failed')
      if (begins) return this.#fallBack(refusalOf(error))
      this.#unsure = true
      if (failure.kind === 'refused') this.#closed = true
    }
  }

  /** A stream that may have begun unknown to us is taken back, so that it can begin again. */
  async #takeBackLost(): Promise<undefined> {
    const { api } = this.#services
    const since = String((this.#startedAt - 5_000) / 1000)
    const messages = await threadMessages(api, this.#place, since)
    const shown = lettersOf(this.#text)
    const lost = messages.find(({ label, text }) => {
      const letters = lettersOf(text)
      return label === undefined && letters !== '' && shown.startsWith(letters)
    })
    if (lost) {
      await api
        .call(() => api.client.chat.stopStream({ channel: this.#place.channel, ts: lost.ts }), {
          lane: 'chat.stopStream',
        })
        .catch(() => {})
      await deleteMessage(api, this.#place.channel, lost.ts)
    }
    return undefined
  }

  #fallBack(refusal: string | undefined): void {
    if (refusal !== undefined && WITHOUT_STREAMING.has(refusal)) this.#opening.missing()
    this.#instead = this.#opening.instead()
    this.#instead.append(this.#text)
  }

  async #stop({ below = [], label }: Ending<Blocks>): Promise<void> {
    const { api, logger } = this.#services
    let rest = this.#unsure ? '' : this.#text.slice(this.#handed)
    const request = () => {
      const text = rest
      rest = ''
      return this.#stream.stop({
        ...(text !== '' && { markdown_text: text }),
        blocks: [...below],
        metadata: metadataOf(label),
      })
    }
    try {
      await api.call<unknown>(request, {
        lane: 'chat.stopStream',
        lookUp: () => findPosted(api, this.#place, label),
      })
    } catch (error) {
      logger.warn({ err: error, exchange: label.exchange }, 'slack stream could not be stopped')
      this.#unsure = true
    }
  }

  async #putRight(ts: string, { below = [], label }: Ending<Blocks>): Promise<void> {
    const { api } = this.#services
    const { channel } = this.#place
    await api.call(
      () =>
        api.client.chat.update({
          channel,
          ts,
          text: previewOf(this.#text),
          blocks: [...markdownBlocks(this.#text), ...below],
          metadata: metadataOf(label),
        }),
      { lane: `chat.update ${channel}` },
    )
  }
}

/** A text without what Slack may have changed in it. */
function lettersOf(text: string): string {
  return text.replaceAll(/[^\p{L}\p{N}]/gu, '')
}
