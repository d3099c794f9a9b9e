import type { ComparisonView } from '../../comparison-types.ts'
import type { MessageKey } from '../../domain.ts'
import type { ComparisonSurface } from '../comparison-board.ts'
import { comparisonText } from '../comparison-text.ts'
import type { MessageLabel } from '../draft.ts'
import { comparisonBlocks } from './comparison-blocks.ts'
import { metadataOf, previewOf } from './draft.ts'
import { SlackMessageWriter } from './message-writer.ts'
import { deleteMessage, findInChannel, findPosted } from './posted-messages.ts'
import type { ReplyServices } from './reply.ts'
import { refusalOf } from './slack-api.ts'

/** How long ago the message of a comparison may have been posted that a dead process began, in milliseconds. */
const LOOKED_BACK = 24 * 60 * 60_000

/** Comparisons as messages in the channel, or in the thread, where they were asked for. */
export class SlackComparisons implements ComparisonSurface {
  readonly platform = 'slack'
  readonly #services: () => ReplyServices

  /** The services have the board of comparisons among them, so they are asked for when they are there. */
  constructor(services: () => ReplyServices) {
    this.#services = services
  }

  keyOf({ place: { platform, workspace, channel } }: ComparisonView, message: string): MessageKey {
    return { platform, workspace, channel, message }
  }

  async post(view: ComparisonView): Promise<string> {
    const { api, now } = this.#services()
    const { channel } = view.place
    const thread = threadOf(view)
    const since = now()
    return api.call(
      async () => {
        const posted = await api.client.chat.postMessage({
          channel,
          ...(thread !== undefined && { thread_ts: thread }),
          text: previewOf(titleOf(view)),
          blocks: comparisonBlocks(view),
          metadata: metadataOf(labelOf(view)),
          unfurl_links: false,
          unfurl_media: false,
        })
        return posted.ts ?? ''
      },
      { lane: `chat.postMessage ${channel}`, lookUp: () => this.#find(view, since) },
    )
  }

  async edit(view: ComparisonView, ts: string): Promise<void> {
    const { channel } = view.place
    const writer = new SlackMessageWriter(this.#services(), { channel, thread: ts })
    await writer.editBlocks(ts, titleOf(view), comparisonBlocks(view), labelOf(view))
  }

  async remove({ place }: ComparisonView, ts: string): Promise<void> {
    await deleteMessage(this.#services().api, place.channel, ts)
  }

  async find(view: ComparisonView): Promise<string | undefined> {
    return this.#find(view, this.#services().now() - LOOKED_BACK)
  }

  isRefusal(error: unknown): boolean {
    return refusalOf(error) !== undefined
  }

  pause({ place }: ComparisonView): number {
    return this.#services().pace.edit(place.channel)
  }

  /** `since` in milliseconds since 1970. */
  async #find(view: ComparisonView, since: number): Promise<string | undefined> {
    const { api } = this.#services()
    const { channel } = view.place
    const thread = threadOf(view)
    const label = labelOf(view)
    return thread === undefined
      ? findInChannel(api, channel, label.exchange, since)
      : findPosted(api, { channel, thread }, label)
  }
}

function titleOf(view: ComparisonView): string {
  return comparisonText(view).title
}

/** The thread it was asked for in; a slash command is used outside of threads, and names no message. */
function threadOf({ place: { thread } }: ComparisonView): string | undefined {
  return /^\d+\.\d+$/.test(thread) ? thread : undefined
}

/** Named otherwise than an exchange, so that it is never taken for an answer. */
function labelOf({ id }: ComparisonView): MessageLabel {
  return { exchange: `comparison:${id}`, part: 0, state: 'last' }
}
