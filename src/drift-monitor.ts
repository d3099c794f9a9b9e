import { setTimeout as sleep } from 'node:timers/promises'
import { type AdminChannel, adminChannelName } from './admin-channels.ts'
import { driftPicture } from './charts/drift-chart.ts'
import { describeError } from './errors.ts'
import { changesOf, type DriftChange, type DriftSeries, driftSeries } from './evaluation/drift-series.ts'
import { driftMessage, minuteOf } from './evaluation/drift-words.ts'
import type { Measured } from './evaluation/measure-drift.ts'
import type { Logger } from './logger.ts'
import type { Announcement } from './platforms/announcement.ts'
import type { Schedule } from './schedule.ts'
import type { DriftMessage, DriftStore, DriftTurn } from './store/drift-store.ts'

/** Milliseconds from one look to the next, and for which a turn is left to whoever took it on. */
const LOOK_EVERY = 60_000
const LEASE = 5 * 60_000

/** A message that could not be posted is tried again with the next turn, and after so many milliseconds at the latest. */
const AGAIN_AFTER = 24 * 60 * 60_000

/** Milliseconds that what is under way may take to end. */
const GRACE = 5_000

/** The schedule of runs by hand. */
const BY_HAND = ''

export interface DriftMonitorOptions {
  readonly store: DriftStore
  /** Absent: nothing is due by itself. */
  readonly schedule?: Schedule
  /** The models to watch, by their ids. */
  readonly models: () => Promise<readonly string[]>
  readonly measure: (model: string, signal: AbortSignal) => Promise<readonly Measured[]>
  /** Where changes are told, by whatever process. */
  readonly channels: readonly AdminChannel[]
  /** Those of them that this process can reach; all, where nothing is said. */
  readonly reachable?: readonly AdminChannel[]
  readonly announce: (channel: AdminChannel, announcement: Announcement) => Promise<void>
  /** This process, as leases name it. */
  readonly instance: string
  /** Milliseconds since 1970. */
  readonly now: () => number
  readonly logger: Pick<Logger, 'info' | 'warn' | 'error'>
}

/** What a run showed. */
export interface DriftRun {
  readonly due: number
  readonly series: readonly DriftSeries[]
  readonly changes: readonly DriftChange[]
  /** Models that gave nothing, and why. */
  readonly failed: ReadonlyMap<string, string>
}

export interface DriftMonitor {
  /**
   * Runs the turn that is due, unless somebody else does, and posts the messages that are to be posted. Of turns that
   * were missed only the last is made up for. Never throws.
   */
  look(): Promise<void>
  /** Runs the sample now. */
  runByHand(): Promise<DriftRun>
  /** Looks from now on, every minute. */
  start(): void
  /** Ends what is under way, and leaves it to others. */
  stop(): Promise<void>
}

/** Watches models by running the same prompts again and again, and tells operators when one has changed. */
export function createDriftMonitor(options: DriftMonitorOptions): DriftMonitor {
  const { store, schedule, instance, now, logger } = options
  const stopped = new AbortController()
  let settled: number | undefined
  let looking: Promise<void> | undefined
  let ticking: NodeJS.Timeout | undefined

  async function lookForTurn(): Promise<void> {
    const due = schedule?.previous(now())
    if (!schedule || due === undefined || due === settled) return
    const turn = { schedule: schedule.text, due }
    if (!(await store.hasTurns(turn.schedule))) {
      // A schedule begins with its next turn: there was nobody yet to miss the last one.
      await store.passTurn(turn, now())
      logger.info(
        { schedule: schedule.text, next: new Date(schedule.next(now()) ?? 0).toISOString() },
        'models are watched',
      )
    }
    const at = now()
    if (await store.takeTurn(turn, { claimedBy: instance, now: at, leaseUntil: at + LEASE })) {
      await runTurn(turn)
      settled = due
    }
  }

  async function runTurn(turn: DriftTurn): Promise<DriftRun> {
    const lost = new AbortController()
    const signal = AbortSignal.any([stopped.signal, lost.signal])
    const renewing = setInterval(() => {
      store
        .renewTurn(turn, instance, now() + LEASE)
        .then((ours) => ours || lost.abort(new Error('Another process has taken the run over.')))
        .catch((error: unknown) => logger.warn({ err: error }, 'lease of a run not renewed'))
    }, LEASE / 3)
    renewing.unref()
    try {
      const failed = await measureAll(turn, signal)
      const series = driftSeries(await store.driftPoints())
      const changes = changesOf(series, turn)
      const told = changes.length > 0 ? options.channels.map(adminChannelName) : []
      await store.finishTurn(turn, instance, now(), told)
      logger.info(
        { due: minuteOf(turn.due), changes: changes.length },
        'models were asked the watched sample',
      )
      return { due: turn.due, series, changes, failed }
    } catch (error) {
      await store.releaseTurn(turn, instance)
      throw error
    } finally {
      clearInterval(renewing)
    }
  }

  /** Asks every model that has given nothing in this turn yet; one that fails does not keep the others from it. */
  async function measureAll(turn: DriftTurn, signal: AbortSignal): Promise<ReadonlyMap<string, string>> {
    const failed = new Map<string, string>()
    const points = await store.driftPoints()
    const known = new Set(points.filter((point) => isOf(turn, point)).map(({ model }) => model))
    for (const model of await options.models()) {
      if (known.has(model)) continue
      signal.throwIfAborted()
      try {
        const measured = await options.measure(model, signal)
        await store.recordDrift(measured.map((each) => ({ ...turn, ...each })))
      } catch (error) {
        signal.throwIfAborted()
        failed.set(model, describeError(error))
        logger.warn({ model }, `${model} could not be watched this time: ${describeError(error)}`)
      }
    }
    return failed
  }

  async function post(): Promise<void> {
    const { channels: all, reachable = all } = options
    const channels = new Map(reachable.map((channel) => [adminChannelName(channel), channel]))
    for (;;) {
      const at = now()
      const message = await store.takeDriftMessage([...channels.keys()], { now: at, leaseUntil: at + LEASE })
      const channel = message && channels.get(message.channel)
      if (!message || !channel) return
      await postOne(message, channel)
    }
  }

  async function postOne(message: DriftMessage, channel: AdminChannel): Promise<void> {
    const series = driftSeries(await store.driftPoints())
    const announcement = announcementOf(message, series)
    try {
      if (announcement) await options.announce(channel, announcement)
      await store.driftMessagePosted(message, now())
    } catch (error) {
      const again = Math.min(schedule?.next(now()) ?? Number.POSITIVE_INFINITY, now() + AGAIN_AFTER)
      await store.postponeDriftMessage(message, again)
      logger.warn(
        { channel: message.channel },
        `a change of a model could not be told in ${message.channel}: ${describeError(error)}. It is tried again at ${minuteOf(again)}`,
      )
    }
  }

  async function lookOnce(): Promise<void> {
    for (const part of [lookForTurn, post]) {
      try {
        if (!stopped.signal.aborted) await part()
      } catch (error) {
        if (!stopped.signal.aborted) logger.error({ err: error }, 'watching the models stumbled')
      }
    }
  }

  const look = async () => {
    looking ??= lookOnce().finally(() => {
      looking = undefined
    })
    await looking
  }

  return {
    look,
    async runByHand() {
      const turn = { schedule: BY_HAND, due: now() }
      await store.takeTurn(turn, { claimedBy: instance, now: now(), leaseUntil: now() + LEASE })
      return runTurn(turn)
    },
    start() {
      ticking = setInterval(() => void look(), LOOK_EVERY)
      ticking.unref()
      void look()
    },
    async stop() {
      clearInterval(ticking)
      stopped.abort(new Error('Recourse stops.'))
      // What waits for a platform goes on without us: another process posts it.
      await Promise.race([looking, sleep(GRACE, undefined, { ref: false })])
    },
  }
}

/** What is told of a turn; `undefined` where it showed no change. */
function announcementOf(turn: DriftTurn, series: readonly DriftSeries[]): Announcement | undefined {
  const changes = changesOf(series, turn)
  if (changes.length === 0) return undefined
  const models = new Set(changes.map(({ series: { model } }) => model))
  return {
    id: `drift ${turn.schedule} ${turn.due}`,
    markdown: driftMessage(changes, turn.due),
    picture: driftPicture(series.filter(({ model }) => models.has(model))),
  }
}

function isOf(turn: DriftTurn, point: DriftTurn): boolean {
  return point.schedule === turn.schedule && point.due === turn.due
}
