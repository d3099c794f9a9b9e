import { AsyncLocalStorage } from 'node:async_hooks'
import { setTimeout as sleep } from 'node:timers/promises'
import { LoadError, type LoadErrorCode, ModelError } from '../errors.ts'
import type { Logger } from '../logger.ts'
import type { ChatModel } from '../models/chat-model.ts'
import type { PlaceSettings } from '../places.ts'
import type { State } from '../store/state.ts'
import { CallGroup, type CallGroupOptions, type CallGroupParts } from './call-group.ts'
import type { Owner } from './fair-queue.ts'
import { governed } from './governed-model.ts'
import { Lane, type LaneParts, type LaneSnapshot } from './lane.ts'
import { type Counted, Limiter, type Limits, type LimitUse, limitsAt, shareOf } from './limits.ts'
import { DEFAULT_LOAD, type LoadSettings } from './load-settings.ts'
import { Room } from './room.ts'

export interface LoadOptions {
  readonly settings?: LoadSettings | undefined
  /** Where limits are counted together with other processes, or kept over a restart; in this process by default. */
  readonly state?: Pick<State, 'get' | 'set' | 'redis'> | undefined
  readonly logger: Pick<Logger, 'warn' | 'info'>
  /** Told how long a request waited for its first turn, in seconds. */
  readonly waited?: ((seconds: number) => void) | undefined
  /** Milliseconds since 1970. */
  readonly now?: () => number
  /** Monotonic, in milliseconds. */
  readonly timer?: () => number
  readonly later?: LaneParts['later']
  readonly sleep?: CallGroupParts['sleep']
  readonly random?: () => number
}

/** What goes on at the moment, for those who watch. */
export interface LoadSnapshot {
  readonly providers: readonly LaneSnapshot[]
  /** Requests that wait for their first call. */
  readonly waiting: number
  /** Requests that were not taken on since the process began, by why. */
  readonly refused: Readonly<Partial<Record<LoadErrorCode, number>>>
}

/** Keeps what is asked of providers within what they carry, and what people ask within what they may. */
export interface Load {
  /** Calls that belong together. `end` has to be called on it. */
  group(place: Counted['place'], options: Omit<CallGroupOptions, 'owner'>): CallGroup
  /** A model that everybody shares, such as a judge: its calls count as those of the group on whose behalf it is asked. */
  shared(model: ChatModel): ChatModel
  /**
   * Counts one request.
   *
   * @throws {LoadError} where somebody's share is used up
   */
  admit(counted: Counted, settings: PlaceSettings): Promise<void>
  useOf(counted: Counted, settings: PlaceSettings): Promise<LimitUse>
  readonly limits: Limits
  /** Whether there is room to take up what other processes left behind. */
  hasRoom(): boolean
  snapshot(): LoadSnapshot
  close(): Promise<void>
}

export function createLoad(options: LoadOptions): Load {
  const { settings = DEFAULT_LOAD, state, logger, now = Date.now } = options
  const timer = options.timer ?? (() => performance.now())
  const limiter = new Limiter({ limits: settings.limits, state, now, logger })
  const room = new Room(settings.queue)
  const lanes = new Map<string, Lane>()
  const refused = new Map<LoadErrorCode, number>()
  const current = new AsyncLocalStorage<CallGroup>()
  const count = ({ code }: LoadError) => void refused.set(code, (refused.get(code) ?? 0) + 1)
  const laneParts = { timer, later: options.later ?? inTime, room, refused: count }

  function lane(provider: string): Lane {
    const known = lanes.get(provider)
    if (known) return known
    const { of, otherwise } = settings.callsAtOnce
    const made = new Lane(provider, of[provider] ?? otherwise, laneParts)
    lanes.set(provider, made)
    return made
  }

  const parts: CallGroupParts = {
    lane,
    charge: ({ workspace }, tokens) => limiter.charge(workspace, tokens),
    current,
    timer,
    waited: options.waited,
    sleep: options.sleep ?? sleepUnless,
    random: options.random ?? Math.random,
  }
  /** Of calls that belong to nobody. */
  const nobody = new CallGroup(
    { owner: NOBODY, isAdmitted: true, waits: () => undefined },
    { ...parts, waited: undefined },
  )

  return {
    group: (place, groupOptions) => new CallGroup({ ...groupOptions, owner: ownerOf(place) }, parts),
    shared: (model) => governed(model, () => (current.getStore() ?? nobody).turns),
    async admit(who, at) {
      try {
        await limiter.admit(who, limitsAt(at, settings.limits))
      } catch (error) {
        if (error instanceof LoadError) count(error)
        throw error
      }
    },
    useOf: (who, at) => limiter.useOf(who, limitsAt(at, settings.limits)),
    limits: settings.limits,
    hasRoom: () => room.isAmple,
    snapshot: () => ({
      providers: [...lanes.values()].map((each) => each.snapshot()),
      waiting: room.waiting,
      refused: Object.fromEntries(refused),
    }),
    close: () => limiter.close(),
  }
}

const NOBODY: Owner = { workspace: '', channel: '' }

function ownerOf(place: Counted['place']): Owner {
  const workspace = shareOf(place)
  return { workspace, channel: `${workspace}/${encodeURIComponent(place.channel)}` }
}

function inTime(milliseconds: number, work: () => void): () => void {
  const due = setTimeout(work, milliseconds)
  return () => clearTimeout(due)
}

async function sleepUnless(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  try {
    await sleep(milliseconds, undefined, signal && { signal })
  } catch (cause) {
    throw new ModelError('aborted', 'The call was stopped.', { cause })
  }
}
