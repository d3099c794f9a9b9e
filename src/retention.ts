import { setTimeout as sleep } from 'node:timers/promises'
import type { Logger } from './logger.ts'
import type { DriftStore, DriftTurn } from './store/drift-store.ts'
import type { PseudonymStore } from './store/pseudonym-store.ts'
import type { RetentionStore, Scrubbed } from './store/retention-store.ts'
import type { State } from './store/state.ts'

const DAY = 24 * 60 * 60_000

/** Milliseconds from one look to the next, and for which a day's work is left to whoever took it on. */
const LOOK_EVERY = 5 * 60_000
const LEASE = 60_000

/**
 * Exchanges, comparisons and reasons taken at a time, and the milliseconds after which the next are: SQLite works on the
 * thread that answers people, and PostgreSQL's locks are let go.
 */
const BATCH = 20
const PAUSE = 20

export interface RetentionOptions {
  readonly store: RetentionStore &
    Pick<DriftStore, 'takeTurn' | 'renewTurn' | 'finishTurn' | 'releaseTurn'> &
    Pick<PseudonymStore, 'dropPseudonymMoves'>
  readonly state?: Pick<State, 'dropExpired'>
  /** Text is kept for so many days; for good where it is absent. */
  readonly days?: number
  /** This process, as leases name it. */
  readonly instance: string
  /** Milliseconds since 1970. */
  readonly now: () => number
  readonly logger: Pick<Logger, 'info' | 'error'>
}

/** Takes text that is past its time, and who was known as whom before, at the start and once a day; text in one process of all. */
export function createRetention(options: RetentionOptions) {
  const { store, state, days, instance, now, logger } = options
  const stopped = new AbortController()
  let looking: Promise<void> | undefined
  let ticking: NodeJS.Timeout | undefined
  let settled: number | undefined
  let dropped: number | undefined

  const scrubbing = (kept: number) => ({ before: now() - kept * DAY, at: now() })

  /** Takes all there is, batch by batch; every batch is whole, so that whoever comes after a crash just goes on. */
  async function sweep(kept: number, goesOn: () => Promise<boolean> = async () => true): Promise<Scrubbed> {
    let all: Scrubbed = { exchanges: 0, comparisons: 0, reasons: 0 }
    while (await goesOn()) {
      const { exchanges, comparisons, reasons } = await store.scrub(scrubbing(kept), BATCH)
      if (exchanges + comparisons + reasons === 0) break
      all = {
        exchanges: all.exchanges + exchanges,
        comparisons: all.comparisons + comparisons,
        reasons: all.reasons + reasons,
      }
      await sleep(PAUSE)
    }
    await state?.dropExpired()
    await store.purge()
    return all
  }

  async function lookForTurn(): Promise<void> {
    const today = Math.floor(now() / DAY) * DAY
    // Once the former key is gone nobody is moved any more, and nothing else would let go of the last moves.
    if (today !== dropped) await store.dropPseudonymMoves(now())
    dropped = today
    if (days === undefined || today === settled) return
    // Another number of days is another turn: it holds from the start.
    const turn: DriftTurn = { schedule: `retention ${days}`, due: today }
    const at = now()
    if (!(await store.takeTurn(turn, { claimedBy: instance, now: at, leaseUntil: at + LEASE }))) return
    try {
      const swept = await sweep(days, async () => {
        stopped.signal.throwIfAborted()
        return store.renewTurn(turn, instance, now() + LEASE)
      })
      await store.finishTurn(turn, instance, now(), [])
      settled = today
      logger.info({ days, ...swept }, 'text past its time was erased')
    } catch (error) {
      await store.releaseTurn(turn, instance)
      throw error
    }
  }

  const look = async (): Promise<void> => {
    looking ??= lookForTurn()
      .catch((error: unknown) => {
        if (!stopped.signal.aborted) logger.error({ err: error }, 'text past its time could not be erased')
      })
      .finally(() => {
        looking = undefined
      })
    await looking
  }

  return {
    /** Does the day's work unless somebody else does, or has. Never throws. */
    look,
    /** Takes all that is past its time now. */
    sweep: (kept: number) => sweep(kept),
    scrubbable: (kept: number) => store.scrubbable(scrubbing(kept)),
    /** Looks from now on, every few minutes. */
    start(): void {
      ticking = setInterval(() => void look(), LOOK_EVERY)
      ticking.unref()
      void look()
    },
    /** Ends after the batch under way, and leaves the rest to others. */
    async stop(): Promise<void> {
      clearInterval(ticking)
      stopped.abort(new Error('Recourse stops.'))
      await looking
    },
  }
}
