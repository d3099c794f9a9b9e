/** What is said on the side while something else is awaited; only the newest counts. */
export class Asides<Aside> {
  #newest: { readonly aside: Aside } | undefined
  #heard: (() => void) | undefined

  say(aside: Aside): void {
    this.#newest = { aside }
    this.#heard?.()
  }

  /** The newest that nobody has taken. */
  take(): { readonly aside: Aside } | undefined {
    const newest = this.#newest
    this.#newest = undefined
    return newest
  }

  /** Resolves when `work` has ended, however it did, or something has been said. */
  until(work: Promise<unknown>): Promise<void> {
    return new Promise((resolve) => {
      this.#heard = resolve
      if (this.#newest) resolve()
      work.then(
        () => resolve(),
        () => resolve(),
      )
    })
  }
}

/**
 * The same events, and between them the newest of what is said on the side while the next one is awaited. Nothing is
 * said before the first. Where whoever reads goes away, `abandon` has to end what is awaited.
 */
export async function* withAsides<Event>(
  events: AsyncIterator<Event>,
  asides: Asides<Event>,
  abandon: () => void,
): AsyncGenerator<Event> {
  let isOver = false
  try {
    for (let isFirst = true; ; isFirst = false) {
      const step: { result?: IteratorResult<Event>; error?: unknown; isOver?: true } = {}
      const next = events.next().then(
        (result) => {
          step.result = result
        },
        (error: unknown) => {
          step.error = error
          step.isOver = true
        },
      )
      while (!step.result && !step.isOver) {
        if (isFirst) await next
        else await asides.until(next)
        const said = step.result || step.isOver ? undefined : asides.take()
        if (said) yield said.aside
      }
      isOver = step.isOver === true || step.result?.done === true
      if (step.isOver) throw step.error
      if (!step.result || step.result.done) return
      yield step.result.value
    }
  } finally {
    if (!isOver) {
      abandon()
      await events.return?.()
    }
  }
}
