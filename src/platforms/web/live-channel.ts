/** Something that happened in a channel, told to every open page of it. */
export interface LiveEvent {
  readonly type: 'exchange' | 'text' | 'votes' | 'appeal' | 'channels' | 'kept' | 'announcement'
  /** What it is about. A later event of the same type and subject makes this one superfluous. */
  readonly subject: string
  /** Its data as the page of this viewer needs it; JSON. */
  readonly dataFor: (viewer: string) => unknown
}

/** One open page. `push` must not throw. */
export interface Listener {
  readonly viewer: string
  push(event: { readonly type: string; readonly id: string; readonly data: string }): void
}

const ABOUT_EXCHANGES: ReadonlySet<LiveEvent['type']> = new Set(['exchange', 'text', 'votes', 'appeal'])

/** Subjects remembered for pages that missed something; enough for hours of talk in a channel. */
const REMEMBERED = 1000

/**
 * The events of one channel, in order. A page says how far it has read and is given what it missed, each
 * subject in its last state; where that is not possible any more it is told to load itself afresh.
 */
export class LiveChannel {
  readonly #run: string
  readonly #remembered = new Map<string, { readonly sequence: number; readonly event: LiveEvent }>()
  readonly #listeners = new Set<Listener>()
  #sequence = 0
  #forgottenUpTo = 0

  /** `run` tells one life of the process from the next. */
  constructor(run: string) {
    this.#run = run
  }

  /** Where a page that is rendered now has read to. */
  get cursor(): string {
    return this.#cursorAt(this.#sequence)
  }

  publish(event: LiveEvent): void {
    this.#sequence += 1
    const key = `${event.type}:${event.subject}`
    this.#remembered.delete(key)
    this.#remembered.set(key, { sequence: this.#sequence, event })
    if (this.#remembered.size > REMEMBERED) this.#forgetOldest()
    for (const listener of this.#listeners) this.#tell(listener, this.#sequence, event)
  }

  /** Lets go of remembered events about exchanges that are not stored any more. */
  keepOnly(subjects: ReadonlySet<string>): void {
    for (const [key, { event }] of this.#remembered) {
      if (ABOUT_EXCHANGES.has(event.type) && !subjects.has(event.subject)) this.#remembered.delete(key)
    }
  }

  /** Lets go of remembered events about one exchange. */
  drop(subject: string): void {
    for (const [key, { event }] of this.#remembered) {
      if (ABOUT_EXCHANGES.has(event.type) && event.subject === subject) this.#remembered.delete(key)
    }
  }

  /** Gives the listener what it missed since `cursor`, then everything new; the result ends that. */
  listen(listener: Listener, cursor: string | undefined): () => void {
    const since = this.#sequenceOf(cursor)
    if (since === undefined || since < this.#forgottenUpTo || since > this.#sequence) {
      listener.push({ type: 'resync', id: this.cursor, data: '{}' })
    } else {
      for (const { sequence, event } of this.#remembered.values()) {
        if (sequence > since) this.#tell(listener, sequence, event)
      }
    }
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  #tell(listener: Listener, sequence: number, event: LiveEvent): void {
    listener.push({
      type: event.type,
      id: this.#cursorAt(sequence),
      data: JSON.stringify(event.dataFor(listener.viewer)),
    })
  }

  #forgetOldest(): void {
    const [oldest] = this.#remembered
    if (!oldest) return
    this.#remembered.delete(oldest[0])
    this.#forgottenUpTo = oldest[1].sequence
  }

  #cursorAt(sequence: number): string {
    return `${this.#run}.${sequence}`
  }

  #sequenceOf(cursor: string | undefined): number | undefined {
    const [run, sequence] = cursor?.split('.') ?? []
    return run === this.#run && /^\d+$/.test(sequence ?? '') ? Number(sequence) : undefined
  }
}
