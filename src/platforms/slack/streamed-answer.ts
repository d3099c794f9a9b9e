import type { types } from '@slack/bolt'
import { createMarkdownParts, type PartOperation } from '../markdown-parts.ts'
import type { Draft, DraftServices, MessageLabel, ReplyPlace } from './draft.ts'
import { EditedDraft } from './edited-draft.ts'
import { deleteMessage } from './posted-messages.ts'
import { createSafeMarkdown } from './safe-markdown.ts'
import { StreamedDraft } from './streamed-draft.ts'

/** Longest text of one message, in UTF-16 units; Slack takes 12,000 characters of Markdown in a message. */
const PART_LIMIT = 11_000

/** Slack ends a stream after about five minutes; a message begun this long ago gives way to a next one. */
const PART_LIFETIME = 4 * 60_000

export interface AnswerOptions extends DraftServices {
  readonly place: ReplyPlace
  readonly exchange: string
  /** False where the workspace is known to have no streaming. */
  readonly streams: boolean
  readonly posted: (ts: string) => void
  readonly streamingMissing: () => void
  /** Milliseconds after which a message gives way to a next one. */
  readonly partLifetime?: number
}

/** The answer of one attempt, as one message or several in order, made safe and whole on the way. */
export class StreamedAnswer {
  readonly #options: AnswerOptions
  readonly #safe = createSafeMarkdown()
  readonly #parts = createMarkdownParts({ limit: PART_LIMIT })
  /** Everything the model said, as it said it. */
  #raw = ''
  #draft: Draft | undefined
  #begunAt = 0
  #cutAsked = false
  #count = 0
  /** Resolves once every message before the current one is complete. */
  #before: Promise<void> = Promise.resolve()
  readonly #completed: string[] = []

  constructor(options: AnswerOptions) {
    this.#options = options
  }

  push(delta: string): void {
    this.#raw += delta
    this.#apply(this.#parts.push(this.#safe.push(delta)))
    const age = this.#options.timer() - this.#begunAt
    if (this.#draft && !this.#cutAsked && age > (this.#options.partLifetime ?? PART_LIFETIME)) {
      this.#cutAsked = true
      this.#apply(this.#parts.cut())
    }
  }

  /** Whether what was shown so far is the beginning of this text, so that it can be completed to it. */
  leadsTo(text: string): boolean {
    return text.trim().startsWith(this.#raw.trim())
  }

  /**
   * Completes the answer to this text and sets blocks below it. Resolves once it stands whole; gives the `ts` of
   * its messages in order.
   */
  async complete(text: string, blocks: readonly types.KnownBlock[]): Promise<readonly string[]> {
    const missing = this.#missing(text)
    if (missing !== '') this.push(missing)
    this.#apply(this.#parts.push(this.#safe.end()))
    this.#apply(this.#parts.end())
    await this.#before
    if (this.#draft) {
      this.#completed.push(await this.#draft.complete({ blocks, label: this.#label('last') }))
    }
    return this.#completed
  }

  /** Takes back whatever was posted. */
  async discard(): Promise<void> {
    await this.#before.catch(() => {})
    await this.#draft?.discard()
    for (const ts of this.#completed) await deleteMessage(this.#options.api, this.#options.place.channel, ts)
  }

  /** What is still to be said of a text whose beginning was said; blanks around either do not count. */
  #missing(text: string): string {
    const rest = text.trim().slice(this.#raw.trim().length)
    return /\s$/.test(this.#raw) ? rest.trimStart() : rest
  }

  #apply(operations: readonly PartOperation[]): void {
    for (const operation of operations) {
      if (operation.type === 'next') this.#next()
      else if (operation.text !== '') {
        this.#draft ??= this.#open()
        this.#draft.append(operation.text)
      }
    }
  }

  /** The current message gets no more text; the next one is only posted once this one is complete. */
  #next(): void {
    const draft = this.#draft
    if (!draft) return
    const earlier = this.#before
    const label = this.#label('part')
    const finish = async () => {
      await earlier
      this.#completed.push(await draft.complete({ blocks: [], label }))
    }
    this.#before = finish()
    // Told by `complete`, which waits for it too.
    this.#before.catch(() => {})
    this.#draft = undefined
    this.#cutAsked = false
  }

  #open(): Draft {
    const { place, exchange, streams, posted, streamingMissing, timer } = this.#options
    this.#count += 1
    this.#begunAt = timer()
    const opening = { label: { exchange, part: this.#count }, after: this.#before, posted }
    const { recipient } = place
    if (!streams || !recipient) return new EditedDraft(this.#options, place, opening)
    return new StreamedDraft(
      this.#options,
      { ...place, recipient },
      { ...opening, missing: streamingMissing },
    )
  }

  #label(state: MessageLabel['state']): MessageLabel {
    return { exchange: this.#options.exchange, part: this.#count, state }
  }
}
