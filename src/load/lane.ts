import { type LoadError, ModelError } from '../errors.ts'
import { AdaptiveLimit, type Carried } from './adaptive-limit.ts'
import { Breaker, type BreakerState } from './breaker.ts'
import { type Entry, FairQueue, type Owner } from './fair-queue.ts'
import { leftAlone, noRoom, providerName, restingLong } from './load-lines.ts'
import type { Room } from './room.ts'

/** How a call ended, as far as it says something of its provider. Times are milliseconds. */
export type CallEnd =
  | { readonly kind: 'answered' | 'unknown' | 'failed' }
  /** At its limit, or overloaded: it is there, and carries less. */
  | { readonly kind: 'turned_away' | 'overloaded'; readonly retryAfter: number | undefined }

/** A place among the calls under way. */
export interface Permit {
  /** Gives the place back; what comes after the first time counts for nothing. */
  leave(end: CallEnd): void
}

/** Where somebody who waits stands. */
export interface Place {
  /** Calls that begin before. */
  readonly ahead: number
  /** How much longer the provider asks to wait; 0 where it does not. */
  readonly rest: number
}

export interface Turn {
  readonly owner: Owner
  /** The exchange has begun: it goes on before others begin. */
  readonly isBegun: boolean
  /** It had its turn before, and was turned away. */
  readonly isAgain: boolean
  /** It was promised an answer before, so bounds do not count. */
  readonly isAdmitted: boolean
  readonly signal?: AbortSignal | undefined
  /** Called at once where it has to wait. */
  readonly queued?: (() => void) | undefined
  /** Told now and then, while it waits. */
  readonly tell: (place: Place) => void
}

export interface LaneParts {
  /** Monotonic, in milliseconds. */
  readonly timer: () => number
  /** Does something later; the result calls it off. */
  readonly later: (milliseconds: number, work: () => void) => () => void
  readonly room: Room
  /** Told of everybody for whom there was no room. */
  readonly refused: (error: LoadError) => void
}

/** What a provider is asked for at the moment. */
export interface LaneSnapshot {
  readonly provider: string
  readonly limit: number
  readonly underWay: number
  readonly waiting: number
  readonly breaker: BreakerState
  /** Milliseconds that it asks to wait from now on. */
  readonly rest: number
  /** Calls that it turned away, and that failed, since the process began. */
  readonly turnedAway: number
  readonly failed: number
}

/** A provider that asks for more patience than this is not waited for, in milliseconds. */
export const LONGEST_REST = 60_000

/**
 * Nor is one left alone for longer than this, in milliseconds, whatever it asks for: its date may be read by a clock that is
 * wrong, and the limit of a day may be that of one of its models.
 */
const MOST_REST = 15 * LONGEST_REST

/** After a call was turned away without a word of when to come back, in milliseconds. */
const SHORT_REST = 1_000

/**
 * A channel may have so many times as many calls under way as places are free (the dynamic threshold of Choudhury and
 * Hahne, 1998): alone it takes seven in eight, and the more others ask, the less. So whoever asks seldom finds a place.
 */
const HELD_TO_FREE = 7

/** From so many places on, the last free one is for a channel that has none. */
const KEEPS_ONE_FROM = 4

/** How often those who wait are told where they stand, in milliseconds. */
const TOLD_EVERY = 1_500

/** What a call is believed to take before any has ended, in milliseconds, and how much one more says of it. */
const FIRST_GUESS = 5_000
const WEIGHT = 0.1

interface Waiter extends Turn {
  readonly start: (permit: Permit) => void
  readonly fail: (error: ModelError) => void
  entry?: Entry<Waiter>
}

/** The calls of one provider: how many at once, who is next, and when none at all. */
export class Lane {
  readonly #provider: string
  readonly #parts: LaneParts
  readonly #limit: AdaptiveLimit
  readonly #breaker = new Breaker()
  readonly #queue = new FairQueue<Waiter>()
  /** Those that have begun, who go first. */
  readonly #begun = new Set<Waiter>()
  /** Calls under way, by channel. */
  readonly #held = new Map<string, number>()
  #restUntil = Number.NEGATIVE_INFINITY
  #duration = FIRST_GUESS
  #turnedAway = 0
  #failed = 0
  #wakeUp: (() => void) | undefined
  #telling: (() => void) | undefined

  constructor(provider: string, ceiling: number, parts: LaneParts) {
    this.#provider = provider
    this.#parts = parts
    this.#limit = new AdaptiveLimit(ceiling)
  }

  /**
   * Resolves when a call may begin.
   *
   * @throws {LoadError} where there is no room to wait
   * @throws {ModelError} where waiting is of no use, or `aborted`
   */
  enter(turn: Turn): Promise<Permit> {
    const { promise, resolve, reject } = Promise.withResolvers<Permit>()
    if (turn.signal?.aborted) return Promise.reject(stopped())
    const hopeless = this.#hopeless()
    if (hopeless) return Promise.reject(hopeless)
    let isOver = false
    const over = () => {
      isOver = true
      turn.signal?.removeEventListener('abort', abort)
    }
    const waiter: Waiter = {
      ...turn,
      start(permit) {
        over()
        resolve(permit)
      },
      fail(error) {
        over()
        reject(error)
      },
    }
    const abort = () => {
      this.#remove(waiter)
      waiter.fail(stopped())
    }
    turn.signal?.addEventListener('abort', abort, { once: true })
    const full = turn.isAdmitted ? undefined : this.#parts.room.full(turn.owner, this.#provider)
    this.#add(waiter)
    this.#dispatch()
    if (!isOver && full) {
      this.#remove(waiter)
      over()
      const error = noRoom(full.full, full.bound, this.#soon())
      this.#parts.refused(error)
      reject(error)
    }
    if (!isOver) {
      turn.queued?.()
      this.#keepTelling()
    }
    return promise
  }

  snapshot(): LaneSnapshot {
    const now = this.#parts.timer()
    return {
      provider: this.#provider,
      limit: this.#limit.limit,
      underWay: this.#limit.underWay,
      waiting: this.#waiting,
      breaker: this.#breaker.state(now),
      rest: this.#rest(now),
      turnedAway: this.#turnedAway,
      failed: this.#failed,
    }
  }

  get #waiting(): number {
    return this.#begun.size + this.#queue.size
  }

  #rest(now: number): number {
    return Math.max(0, this.#restUntil - now)
  }

  /** Why it is of no use to wait just now. */
  #hopeless(): ModelError | undefined {
    const now = this.#parts.timer()
    const name = providerName(this.#provider)
    if (this.#breaker.state(now) === 'open') return leftAlone(name, this.#breaker.rest(now))
    const rest = this.#rest(now)
    return rest > LONGEST_REST ? restingLong(name, rest) : undefined
  }

  /** About how long those take who wait now. */
  #soon(): number {
    const { limit } = this.#limit
    return (Math.ceil(this.#queue.size / limit) + 1) * this.#duration + this.#rest(this.#parts.timer())
  }

  #add(waiter: Waiter): void {
    if (waiter.isBegun) this.#begun.add(waiter)
    else {
      waiter.entry = this.#queue.add(waiter.owner, waiter, waiter.isAgain)
      this.#parts.room.enter(waiter.owner, this.#provider)
    }
  }

  #remove(waiter: Waiter): void {
    const waited = !this.#begun.delete(waiter) && waiter.entry && this.#queue.remove(waiter.entry)
    if (waited) this.#left(waiter)
    if (this.#waiting === 0) this.#sleep()
  }

  #left({ owner }: Waiter): void {
    this.#parts.room.leave(owner, this.#provider)
  }

  /** Lets begin whoever may. */
  #dispatch(): void {
    let now = this.#parts.timer()
    for (;;) {
      if (this.#limit.free === 0 || this.#rest(now) > 0 || !this.#breaker.allows(now)) break
      const next = this.#next()
      if (!next) break
      next.start(this.#permit(next.owner, now))
      now = this.#parts.timer()
    }
    this.#wakeLater(now)
  }

  #next(): Waiter | undefined {
    const [begun] = this.#begun
    if (begun) {
      this.#begun.delete(begun)
      return begun
    }
    const { free, limit } = this.#limit
    const next = this.#queue.take((channel) => {
      const held = this.#held.get(channel) ?? 0
      return held === 0 || (held < HELD_TO_FREE * free && (free > 1 || limit < KEEPS_ONE_FROM))
    })
    if (next) this.#left(next)
    return next
  }

  #permit({ channel }: Owner, now: number): Permit {
    const start = this.#limit.begin()
    const tries = this.#breaker.begin(now)
    this.#held.set(channel, (this.#held.get(channel) ?? 0) + 1)
    let isLeft = false
    return {
      leave: (end) => {
        if (isLeft) return
        isLeft = true
        const held = (this.#held.get(channel) ?? 1) - 1
        if (held > 0) this.#held.set(channel, held)
        else this.#held.delete(channel)
        this.#limit.end(start, CARRIED[end.kind], this.#parts.timer())
        this.#ended(end, tries, now)
        this.#dispatch()
      },
    }
  }

  #ended(end: CallEnd, tried: boolean, began: number): void {
    const now = this.#parts.timer()
    switch (end.kind) {
      case 'answered':
        this.#duration += WEIGHT * (now - began - this.#duration)
        this.#breaker.answered()
        return
      case 'unknown':
        this.#breaker.unknown(tried)
        return
      case 'turned_away':
        this.#turnedAway += 1
        this.#breaker.answered()
        this.#restFor(end.retryAfter || SHORT_REST, now)
        return
      case 'overloaded':
        this.#restFor(end.retryAfter ?? 0, now)
    }
    this.#failed += 1
    // Those who waited for it to come back wait no longer.
    if (this.#breaker.failed(tried, now)) this.#failAll(this.#hopeless())
  }

  #restFor(milliseconds: number, now: number): void {
    this.#restUntil = Math.max(this.#restUntil, now + Math.min(milliseconds, MOST_REST))
    if (this.#rest(now) > LONGEST_REST) this.#failAll(this.#hopeless())
  }

  #failAll(error: ModelError | undefined): void {
    if (!error) return
    const all = [...this.#begun, ...this.#queue.order()]
    for (const waiter of all) this.#remove(waiter)
    for (const waiter of all) waiter.fail(error)
  }

  /** Looks again when a rest ends, where somebody waits for that: one that had not ended at `now`, when it was looked at. */
  #wakeLater(now: number): void {
    this.#wakeUp?.()
    this.#wakeUp = undefined
    if (this.#waiting === 0) {
      this.#sleep()
      return
    }
    const wait = Math.max(this.#rest(now), this.#breaker.rest(now))
    if (wait > 0) this.#wakeUp = this.#parts.later(wait, () => this.#dispatch())
  }

  /** Nobody waits: no timer keeps the process, which may be about to end. */
  #sleep(): void {
    this.#wakeUp?.()
    this.#telling?.()
    this.#wakeUp = undefined
    this.#telling = undefined
  }

  #keepTelling(): void {
    this.#telling ??= this.#parts.later(TOLD_EVERY, () => {
      this.#telling = undefined
      const now = this.#parts.timer()
      const rest = Math.max(this.#rest(now), this.#breaker.rest(now))
      const all = [...this.#begun, ...this.#queue.order()]
      for (const [ahead, waiter] of all.entries()) waiter.tell({ ahead, rest })
      if (this.#waiting > 0) this.#keepTelling()
    })
  }
}

const CARRIED: Readonly<Record<CallEnd['kind'], Carried>> = {
  answered: 'answered',
  unknown: 'unknown',
  // Nobody knows whether it is too much for a provider that answers nothing; the breaker looks after that.
  failed: 'unknown',
  overloaded: 'overloaded',
  turned_away: 'turned_away',
}

function stopped(): ModelError {
  return new ModelError('aborted', 'The call was stopped.')
}
