import { withLogScope } from '../../log-scope.ts'
import { ANSWERED_WITHIN, HeardUntil, type HeardUntilOptions, NOTED_EVERY } from '../heard-until.ts'

/** A time before all others: nothing tells until when anybody listened. */
export const UNKNOWN = Number.NEGATIVE_INFINITY

/** Waits before it is tried again what failed, in milliseconds; the last one again and again. */
const AGAIN_AFTER = [1_000, 2_000, 4_000, 8_000, 16_000, 32_000]

/** A process that was held still for so long may have been given up by Slack, in milliseconds. */
const HELD_STILL = 3 * NOTED_EVERY

/** Slack delivers again at once, after one minute and after five: of a longer absence it may not tell all, in milliseconds. */
const TOLD_AGAIN = 60_000

/** Messages that are tried again at once; more are read back, and what is deleted or rewritten beyond that is left to Slack. */
const TRIED_AGAIN = 1_000

/** A time in which nobody may have listened, in milliseconds since 1970. */
export interface Absence {
  /** Or {@link UNKNOWN}. */
  readonly since: number
  /** When somebody listened again. */
  readonly until: number
}

export interface CatchUpOptions extends HeardUntilOptions {
  /** Whose events are heard, where the state may serve several. */
  readonly name: string
  /** Takes what was said meanwhile; gives how many messages that were. */
  readonly read: (absence: Absence) => Promise<number>
  /** Called after an absence, other than before a start, of which Slack may not tell again all that happened. */
  readonly longAbsent: () => void
  readonly stopped: AbortSignal
}

/**
 * Finds what was said while nobody listened. Slack delivers an event four times within some six minutes
 * (https://docs.slack.dev/apis/events-api/#retries) and then never again, so a longer absence, or one that begins anew
 * each time, loses messages that people still see unanswered.
 */
export class CatchUp {
  readonly #options: CatchUpOptions
  readonly #heard: HeardUntil
  readonly #key: string
  /** What is still to be read. */
  #unread: Absence | undefined
  /** What is being read. */
  #absence: Absence | undefined
  #reading: Promise<void> | undefined
  #lostAt: number | undefined
  #noting: NodeJS.Timeout | undefined
  #notedAt = 0
  #triedAgain = 0

  constructor(options: CatchUpOptions) {
    this.#options = options
    this.#heard = new HeardUntil(options)
    this.#key = `slack:heard:${options.name}`
  }

  /** Call when events come; resolves once what was said before is taken. */
  async start(): Promise<void> {
    const { now, stopped } = this.#options
    const until = now()
    const since = (await this.#heard.noted(this.#key)) ?? UNKNOWN
    if (stopped.aborted) return
    const reading = this.#catchUp({ since, until })
    this.#noting = setInterval(() => void this.#tick(), NOTED_EVERY)
    this.#noting.unref()
    await this.#note()
    await reading
  }

  /** No events come any more. */
  lost(): void {
    this.#lostAt ??= this.#options.now()
  }

  /** Events come again. */
  async found(): Promise<void> {
    const since = this.#lostAt
    this.#lostAt = undefined
    if (since === undefined) return
    const absence = { since, until: this.#options.now() }
    // A start has not come so far yet, and will read this too.
    if (this.#noting === undefined) this.#unread = both(absence, this.#unread)
    else await this.#afterAbsence(absence)
  }

  async stop(): Promise<void> {
    if (this.#noting === undefined) return
    clearInterval(this.#noting)
    this.#noting = undefined
    await this.#note()
  }

  /**
   * Takes an event. What fails is tried again by itself, beside what Slack does about it; until then, a process that comes
   * next has to find it. `saidAt` is when a message was said, which is answered no later than others; what is not said
   * but deleted or rewritten is tried again for as long as the process lives.
   */
  async taking(take: () => Promise<void>, saidAt?: number): Promise<void> {
    const first = Promise.withResolvers<void>()
    const work = async () => {
      try {
        await take()
        first.resolve()
      } catch (error) {
        first.reject(error)
        await this.#tryAgain(take, saidAt)
      }
    }
    void this.#heard.taking(work(), saidAt)
    return first.promise
  }

  async #tryAgain(take: () => Promise<void>, saidAt?: number): Promise<void> {
    const { stopped, wait, now, logger } = this.#options
    if (this.#triedAgain >= TRIED_AGAIN) {
      if (saidAt !== undefined) void this.#catchUp({ since: saidAt, until: now() })
      return
    }
    const until = saidAt === undefined ? Number.POSITIVE_INFINITY : saidAt + ANSWERED_WITHIN
    this.#triedAgain += 1
    try {
      for (let turn = 0; now() < until; turn += 1) {
        await wait(pauseBefore(turn))
        if (stopped.aborted) return
        try {
          return await take()
        } catch (error) {
          logger.warn({ err: error, turn }, 'message still cannot be taken')
        }
      }
    } finally {
      this.#triedAgain -= 1
    }
  }

  async #afterAbsence(absence: Absence): Promise<void> {
    if (absence.until - absence.since >= TOLD_AGAIN) this.#options.longAbsent()
    await this.#catchUp(absence)
  }

  async #catchUp(absence: Absence): Promise<void> {
    this.#unread = both(absence, this.#unread)
    this.#reading ??= withLogScope({ platform: 'slack' }, () => this.#readAll()).finally(() => {
      this.#reading = undefined
    })
    await this.#reading
  }

  async #readAll(): Promise<void> {
    const { read, wait, stopped, now, logger } = this.#options
    for (let turn = 0; this.#unread !== undefined && !stopped.aborted; ) {
      const absence: Absence = this.#unread
      this.#absence = absence
      this.#unread = undefined
      try {
        const found = await read(absence)
        if (found > 0) logger.info({ found }, 'caught up with what was said meanwhile')
        turn = 0
      } catch (error) {
        logger.warn({ err: error, again: pauseBefore(turn) }, 'what was said meanwhile cannot be read yet')
        const isTooLongAgo = now() - ANSWERED_WITHIN > absence.until
        if (!isTooLongAgo) this.#unread = both(absence, this.#unread)
        await wait(pauseBefore(turn))
        turn += 1
      }
      // What was broken off is left to the next process.
      if (!stopped.aborted) this.#absence = undefined
    }
  }

  async #tick(): Promise<void> {
    // A connection that Slack has given up meanwhile is only noticed later.
    const now = this.#options.now()
    const wasHeldStill = now - this.#notedAt > HELD_STILL
    const reading = wasHeldStill ? this.#afterAbsence({ since: this.#notedAt, until: now }) : undefined
    await this.#note()
    await reading
  }

  async #note(): Promise<void> {
    this.#notedAt = this.#options.now()
    const open = [this.#unread, this.#absence].flatMap((absence) => absence?.since ?? [])
    // Where nothing tells since when it is not read, nothing may tell the next process that it is.
    if (open.includes(UNKNOWN)) return
    await this.#heard.note(this.#key, Math.min(this.#heard.safeUntil, this.#lostAt ?? this.#notedAt, ...open))
  }
}

function both(one: Absence, other: Absence | undefined): Absence {
  if (other === undefined) return one
  return { since: Math.min(one.since, other.since), until: Math.max(one.until, other.until) }
}

function pauseBefore(turn: number): number {
  return AGAIN_AFTER[turn] ?? AGAIN_AFTER.at(-1) ?? 0
}
