import type { Draft, MessageLabel, Opening } from './draft.ts'
import { createMarkdownParts, type PartOperation } from './markdown-parts.ts'
import type { SafeMarkdown } from './safe-markdown.ts'

export interface AnswerOptions<Below> {
  readonly exchange: string
  /** Longest text of one message, in UTF-16 units. */
  readonly limit: number
  /** Milliseconds after which a message gives way to a next one; never where it is absent. */
  readonly partLifetime?: number
  /** Makes what the model writes fit for the platform. */
  readonly safe: SafeMarkdown
  readonly open: (opening: Opening) => Draft<Below>
  /** Deletes a complete message; one that is gone already is fine. */
  readonly remove: (message: string) => Promise<void>
  readonly posted: (message: string) => void
  /** Monotonic, in milliseconds. */
  readonly timer: () => number
}

/** The answer of one attempt, as one message or several in order, made safe and whole on the way. */
export class AnswerInParts<Below> {
  readonly #options: AnswerOptions<Below>
  readonly #parts: ReturnType<typeof createMarkdownParts>
  /** Everything the model said, as it said it. */
  #raw = ''
  #draft: Draft<Below> | undefined
  #begunAt = 0
  #cutAsked = false
  #count = 0
  /** Resolves once every message before the current one is complete. */
  #before: Promise<void> = Promise.resolve()
  readonly #completed: string[] = []

  constructor(options: AnswerOptions<Below>) {
    this.#options = options
    this.#parts = createMarkdownParts({ limit: options.limit })
  }

  push(delta: string): void {
    const { safe, timer, partLifetime } = this.#options
    this.#raw += delta
    this.#apply(this.#parts.push(safe.push(delta)))
    const age = timer() - this.#begunAt
    if (this.#draft && !this.#cutAsked && partLifetime !== undefined && age > partLifetime) {
      this.#cutAsked = true
      this.#apply(this.#parts.cut())
    }
  }

  /** Whether what was shown so far is the beginning of this text, so that it can be completed to it. */
  leadsTo(text: string): boolean {
    return text.trim().startsWith(this.#raw.trim())
  }

  /**
   * Completes the answer to this text and sets something below it. Resolves once it stands whole; gives the ids of
   * its messages in order.
   */
  async complete(text: string, below: Below): Promise<readonly string[]> {
    const missing = this.#missing(text)
    if (missing !== '') this.push(missing)
    this.#apply(this.#parts.push(this.#options.safe.end()))
    this.#apply(this.#parts.end())
    await this.#before
    if (this.#draft) {
      this.#completed.push(await this.#draft.complete({ below, label: this.#label('last') }))
    }
    return this.#completed
  }

  /** Takes back whatever was posted. */
  async discard(): Promise<void> {
    await this.#before.catch(() => {})
    await this.#draft?.discard()
    for (const message of this.#completed) await this.#options.remove(message)
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
      this.#completed.push(await draft.complete({ label }))
    }
    this.#before = finish()
    // Told by `complete`, which waits for it too.
    this.#before.catch(() => {})
    this.#draft = undefined
    this.#cutAsked = false
  }

  #open(): Draft<Below> {
    const { exchange, open, posted, timer } = this.#options
    this.#count += 1
    this.#begunAt = timer()
    return open({ label: { exchange, part: this.#count }, after: this.#before, posted })
  }

  #label(state: MessageLabel['state']): MessageLabel {
    return { exchange: this.#options.exchange, part: this.#count, state }
  }
}
