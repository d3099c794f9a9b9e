import type { Logger } from '../logger.ts'
import type { Draft, Ending, MessageLabel, Opening } from './draft.ts'

/** Milliseconds before text is shown again after a failure; twice as long after each further one. */
const AGAIN_AFTER = 1_000

/** Writes one message of a platform. */
export interface MessageWriter<Below> {
  /** Posts it, once even where the answer to the posting is lost. Gives its id. */
  post(text: string, ending: Ending<Below>): Promise<string>
  edit(message: string, text: string, ending: Ending<Below>): Promise<void>
  remove(message: string): Promise<void>
  /** Milliseconds to wait before text may be shown, which is booked by asking. */
  pause(isPosted: boolean): number
}

export interface EditedDraftServices {
  readonly logger: Logger
  readonly wait: (milliseconds: number) => Promise<void>
}

/** A message that grows by edits, at the pace the platform allows. */
export class EditedDraft<Below> implements Draft<Below> {
  readonly #writer: MessageWriter<Below>
  readonly #services: EditedDraftServices
  readonly #label: MessageLabel
  readonly #after: Promise<void>
  readonly #posted: Opening['posted'] | undefined
  #text = ''
  #shown = ''
  #message: string | undefined
  #ending = false
  #failures = 0
  #postTried = false
  readonly #ended = Promise.withResolvers<void>()
  #working: Promise<void> | undefined

  constructor(writer: MessageWriter<Below>, services: EditedDraftServices, opening: Opening) {
    this.#writer = writer
    this.#services = services
    this.#label = { ...opening.label, state: 'draft' }
    this.#after = opening.after
    this.#posted = opening.posted
  }

  append(text: string): void {
    this.#text += text
    this.#working ??= this.#grow().finally(() => {
      this.#working = undefined
    })
  }

  async complete(ending: Ending<Below>): Promise<string> {
    await this.#end()
    await this.#after
    // A try whose answer got lost may have posted the beginning, and then that is what stands.
    const stands = this.#postTried
    const message = this.#message ?? (await this.#post(ending))
    if (!stands) return message
    await this.#writer.edit(message, this.#text, ending)
    return message
  }

  async discard(): Promise<void> {
    await this.#end()
    // A try whose answer got lost may have posted it: posting it again tells which message it is.
    const lost = this.#postTried && this.#message === undefined
    if (lost) await this.#post({ label: this.#label }).catch(() => undefined)
    if (this.#message !== undefined) await this.#writer.remove(this.#message)
  }

  async #end(): Promise<void> {
    this.#ending = true
    this.#ended.resolve()
    await this.#working
  }

  /** Shows the text so far, again and again until all of it is shown. Failures are left to `complete`. */
  async #grow(): Promise<void> {
    const { wait, logger } = this.#services
    const growing = { label: this.#label }
    try {
      await this.#after
      while (!this.#ending && this.#text !== this.#shown) {
        const pause = this.#writer.pause(this.#message !== undefined)
        if (pause > 0) await Promise.race([wait(pause), this.#ended.promise])
        if (this.#ending) return
        const text = this.#text
        if (this.#message === undefined) await this.#post(growing)
        else await this.#writer.edit(this.#message, text, growing)
        this.#shown = text
      }
    } catch (error) {
      logger.warn({ err: error, exchange: this.#label.exchange }, 'message could not grow')
      // A channel that refuses would otherwise be asked again with every word, and platforms count that.
      await Promise.race([wait(AGAIN_AFTER * 2 ** this.#failures), this.#ended.promise])
      this.#failures += 1
    }
  }

  async #post(ending: Ending<Below>): Promise<string> {
    this.#postTried = true
    const message = await this.#writer.post(this.#text, ending)
    this.#message = message
    this.#posted?.(message)
    return message
  }
}
