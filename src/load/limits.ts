import { z } from 'zod'
import type { LimitSetting } from '../bot-types.ts'
import type { Place } from '../domain.ts'
import type { Logger } from '../logger.ts'
import { isDirect, type PlaceSettings } from '../places.ts'
import type { State } from '../store/state.ts'
import { type Count, Counter, SharedCounts } from './counters.ts'
import { limitOf } from './limit-values.ts'
import { tokensSpent, tooOften } from './load-lines.ts'

/** How much may be asked; `undefined` is without end. */
export interface Limits {
  /** Requests of one person, and of a workspace, within a minute. */
  readonly person: number | undefined
  readonly workspace: number | undefined
  /** Tokens of all calls for a workspace on one day (UTC). */
  readonly tokens: number | undefined
}

/** Whose request it is, as it is counted. */
export interface Counted {
  readonly place: Omit<Place, 'thread'>
  /** A pseudonym. */
  readonly person: string
}

export interface LimitUse {
  readonly limits: Limits
  readonly person: Count
  readonly workspace: Count
  readonly tokens: Count
}

export interface LimiterOptions {
  /** Of workspaces that have chosen none. */
  readonly limits: Limits
  /** Where counts outlive the process, and where other processes see them. */
  readonly state?: Pick<State, 'get' | 'set' | 'redis'> | undefined
  /** Milliseconds since 1970. */
  readonly now: () => number
  readonly logger: Pick<Logger, 'warn' | 'info'>
}

const MINUTE = 60
const DAY = 24 * 60 * 60
const DAY_MS = DAY * 1000

/** How often a count of tokens is written down, in milliseconds. */
const WRITTEN_EVERY = 2_000

/** The limits of a workspace. Only the workspace decides: a channel cannot give itself more. */
export function limitsAt(settings: PlaceSettings, byDefault: Limits): Limits {
  const chosen = (name: LimitSetting, otherwise: number | undefined) => {
    const value = settings.at('workspace', name)
    return value === undefined ? otherwise : limitOf(value)
  }
  return {
    person: chosen('limit-person', byDefault.person),
    workspace: chosen('limit-workspace', byDefault.workspace),
    tokens: chosen('limit-tokens', byDefault.tokens),
  }
}

/** What the operator pays for: a person's limit only divides it. */
const PAID = { 'limit-workspace': 'workspace', 'limit-tokens': 'tokens' } as const

/**
 * What the operator allows, where a new value goes beyond it and beyond what holds already. Whoever installed the app in
 * a workspace may be a stranger, who must not spend without end.
 */
export function exceeded(
  name: string,
  value: string | undefined,
  settings: PlaceSettings,
  byDefault: Limits,
): number | undefined {
  const key = name === 'limit-workspace' || name === 'limit-tokens' ? PAID[name] : undefined
  if (key === undefined || value === undefined) return undefined
  const wanted = limitOf(value) ?? Number.POSITIVE_INFINITY
  const allowed = byDefault[key] ?? Number.POSITIVE_INFINITY
  const held = limitsAt(settings, byDefault)[key] ?? Number.POSITIVE_INFINITY
  return wanted > Math.max(allowed, held) ? allowed : undefined
}

/** The workspace whose share a place takes. On Discord everybody's direct messages go by one name, and share nothing. */
export function shareOf({ platform, workspace, channel }: Omit<Place, 'thread'>): string {
  const own = isDirect({ platform, workspace, channel }) && workspace === 'direct'
  return [platform, workspace, ...(own ? [channel] : [])].map(encodeURIComponent).join('/')
}

/** Counts requests and tokens, and turns away what is too much. */
export class Limiter {
  readonly byDefault: Limits
  readonly #options: LimiterOptions
  readonly #people: Counter
  readonly #workspaces: Counter
  readonly #tokens: Counter
  /** Counts of tokens that this process has read, and when each is written down next. */
  readonly #kept = new Map<string, { readonly read: Promise<void>; due: NodeJS.Timeout | undefined }>()

  constructor(options: LimiterOptions) {
    this.byDefault = options.limits
    this.#options = options
    const redis = options.state?.redis
    const shared = redis && new SharedCounts(redis, options.logger)
    this.#people = new Counter({ name: 'person', seconds: MINUTE, shared })
    this.#workspaces = new Counter({ name: 'workspace', seconds: MINUTE, shared })
    this.#tokens = new Counter({ name: 'tokens', seconds: DAY, shared })
  }

  /**
   * Counts one request.
   *
   * @throws {LoadError} where it is one too many, or there are no tokens left today
   */
  async admit({ place, person }: Counted, limits: Limits): Promise<void> {
    const share = shareOf(place)
    const [own, tokens] = await Promise.all([
      this.#people.add(`${share}/${person}`, 1),
      this.#tokensOf(share),
    ])
    if (limits.person !== undefined && own.used > limits.person) {
      throw tooOften('person', limits.person, own.endsIn)
    }
    if (limits.tokens !== undefined && tokens.used >= limits.tokens) {
      throw tokensSpent(limits.tokens, tokens.endsIn)
    }
    const all = await this.#workspaces.add(share, 1)
    if (limits.workspace !== undefined && all.used > limits.workspace) {
      throw tooOften('workspace', limits.workspace, all.endsIn)
    }
  }

  /** Counts what a call has cost. Whoever counts must not wait for it, and nothing fails with it. */
  charge(share: string, tokens: number): void {
    const charge = async () => {
      await this.#recalled(share)
      await this.#tokens.add(this.#today(share), Math.round(tokens))
      this.#writeLater(share)
    }
    charge().catch((error: unknown) => this.#options.logger.warn({ err: error }, 'tokens not counted'))
  }

  async useOf({ place, person }: Counted, limits: Limits): Promise<LimitUse> {
    const share = shareOf(place)
    const [own, workspace, tokens] = await Promise.all([
      this.#people.read(`${share}/${person}`),
      this.#workspaces.read(share),
      this.#tokensOf(share),
    ])
    return { limits, person: own, workspace, tokens }
  }

  /** Writes down what is not written yet, as far as that can be done. */
  async close(): Promise<void> {
    for (const [key, kept] of this.#kept) {
      if (kept.due === undefined) continue
      clearTimeout(kept.due)
      await this.#write(key)
    }
  }

  async #tokensOf(share: string): Promise<Count> {
    await this.#recalled(share)
    const { used } = await this.#tokens.read(this.#today(share))
    return { used, endsIn: DAY_MS - (this.#options.now() % DAY_MS) }
  }

  #today(share: string): string {
    return `${share}/${new Date(this.#options.now()).toISOString().slice(0, 10)}`
  }

  /** A day is longer than most processes: what was counted before this one began is looked up first. */
  async #recalled(share: string): Promise<void> {
    const { state } = this.#options
    if (!state || !this.#tokens.isOwn) return
    const key = this.#today(share)
    const kept = this.#kept.get(key) ?? { read: this.#recall(state, key), due: undefined }
    if (!this.#kept.has(key)) this.#kept.set(key, kept)
    await kept.read
  }

  async #recall(state: Pick<State, 'get'>, key: string): Promise<void> {
    this.#forgetOtherDays(key.slice(-DATE_LENGTH))
    const used = await state.get(stateKey(key), z.number().int().min(0)).catch(() => undefined)
    if (used !== undefined && used > 0) await this.#tokens.restore(key, used, DAY)
  }

  #forgetOtherDays(today: string): void {
    for (const [key, { due }] of this.#kept) {
      if (!key.endsWith(today) && due === undefined) this.#kept.delete(key)
    }
  }

  #writeLater(share: string): void {
    const key = this.#today(share)
    const kept = this.#kept.get(key)
    if (!kept || kept.due !== undefined) return
    kept.due = setTimeout(() => {
      kept.due = undefined
      void this.#write(key)
    }, WRITTEN_EVERY)
    kept.due.unref()
  }

  async #write(key: string): Promise<void> {
    const { state, logger } = this.#options
    try {
      const { used } = await this.#tokens.read(key)
      await state?.set(stateKey(key), used, DAY_MS)
    } catch (error) {
      logger.warn({ err: error }, 'count of tokens not written')
    }
  }
}

/** Of a date such as 2026-11-21. */
const DATE_LENGTH = 10

function stateKey(key: string): string {
  return `tokens:${key}`
}
