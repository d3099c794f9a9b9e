/** Why a call that is over is closed. One for all: to make one costs as much as reading many chunks does. */
export const OVER = new DOMException('The call is over.', 'AbortError')

/**
 * The life of one provider call: its signal closes the HTTP connection when the caller aborts, when the
 * provider is silent for too long, or when the call is over. It holds a timer only while somebody waits,
 * so a slow reader is never taken for a slow provider.
 */
export class Connection {
  /** Why it was closed before its time. */
  stopped: 'aborted' | 'timeout' | undefined
  readonly #controller = new AbortController()
  readonly #caller: AbortSignal | undefined
  readonly #onAbort = () => this.#stop('aborted')
  /** Ends what is waited for; one waits at a time. */
  #giveUp: ((reason: unknown) => void) | undefined
  #limit: number
  #timer: NodeJS.Timeout | undefined

  /** @param limit milliseconds allowed for the first waits, all together. */
  constructor(caller: AbortSignal | undefined, limit: number) {
    this.#limit = limit
    this.#caller = caller
    this.signal.addEventListener('abort', () => this.#giveUp?.(this.signal.reason), { once: true })
    if (caller?.aborted) this.#stop('aborted')
    else caller?.addEventListener('abort', this.#onAbort, { once: true })
    this.#timer = setTimeout(() => this.#stop('timeout'), limit)
  }

  get signal(): AbortSignal {
    return this.#controller.signal
  }

  /** From here on every single wait may last this many milliseconds. */
  allowEachWait(milliseconds: number): void {
    this.#limit = milliseconds
    clearTimeout(this.#timer)
    this.#timer = undefined
  }

  /**
   * Resolves like `work`, but rejects at once when the connection is closed: by itself an SDK may end its
   * stream then without a word, as if the answer were complete. One waits at a time.
   */
  async wait<T>(work: Promise<T>): Promise<T> {
    const single = this.#timer === undefined
    if (single) this.#timer = setTimeout(() => this.#stop('timeout'), this.#limit)
    try {
      // Not by Promise.race: what lives as long as the call would keep every chunk that was ever waited for.
      return await new Promise<T>((resolve, reject) => {
        this.#giveUp = reject
        work.then(resolve, reject)
        if (this.signal.aborted) reject(this.signal.reason)
      })
    } finally {
      this.#giveUp = undefined
      if (single) {
        clearTimeout(this.#timer)
        this.#timer = undefined
      }
    }
  }

  close(): void {
    this.end()
    this.#controller.abort(OVER)
  }

  /** The answer has come to its end by itself: the HTTP connection can be used again. */
  end(): void {
    clearTimeout(this.#timer)
    this.#caller?.removeEventListener('abort', this.#onAbort)
  }

  #stop(why: 'aborted' | 'timeout'): void {
    this.stopped ??= why
    this.#controller.abort()
  }
}
