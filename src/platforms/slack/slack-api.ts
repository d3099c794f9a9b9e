import { setTimeout as sleep } from 'node:timers/promises'
import { webApi } from '@slack/bolt'
import { RecourseError } from '../../errors.ts'
import type { Logger } from '../../logger.ts'
import { sdkLogger } from './sdk-logger.ts'

/** How often a call is repeated after "too many requests" or a fault of Slack's. */
const MAX_TRIES = 12

/** Longest time one call may be kept back by limits, in milliseconds. */
const MAX_WAIT = 10 * 60_000

/** Wait after the first fault, doubled with each, in milliseconds. */
const FIRST_BACKOFF = 250
const MAX_BACKOFF = 8_000

/** A call that Slack has not answered after this long has an unknown fate, in milliseconds. */
const CALL_TIMEOUT = 15_000

/** Slack's own words for faults after which it is unknown whether the call was carried out. */
const UNSURE = new Set([
  'internal_error',
  'fatal_error',
  'service_unavailable',
  'request_timeout',
  'team_added_to_org',
])

/** Slack's words for a token that is good for nothing any more, or not from here. */
const TOKEN_REFUSED = new Set([
  'account_inactive',
  'invalid_auth',
  'not_authed',
  'token_expired',
  'token_revoked',
])

/** The token of a workspace, which may change while the bot runs. */
export interface TokenSource {
  /** @throws {WorkspaceGone} where the app is not installed any more */
  current(): Promise<string>
  /** Slack has refused this token; gives another one to try, where there is one. */
  refused(token: string, error: string): Promise<string | undefined>
}

/** The app was removed from the workspace: nobody can be told anything there. */
export class WorkspaceGone extends RecourseError {
  constructor() {
    super('slack_uninstalled', 'The app is not installed in this Slack workspace any more.')
  }
}

/** What a failed call means for whoever made it. */
export type CallFailure =
  | { readonly kind: 'limited'; readonly milliseconds: number }
  /** Nobody can tell whether Slack carried it out. */
  | { readonly kind: 'unsure' }
  /** Slack said no, and why; nothing was carried out. */
  | { readonly kind: 'refused'; readonly error: string }

export interface SlackApiOptions {
  readonly token: string
  /** Where the token can change. */
  readonly tokens?: TokenSource | undefined
  readonly url?: string | undefined
  readonly logger: Logger
  /** Slack refuses the token, or takes it again: while it does, what fails is no news. */
  readonly tokenRefused?: (isRefused: boolean) => void
  /** Milliseconds since 1970. */
  readonly now?: () => number
  readonly wait?: (milliseconds: number) => Promise<void>
  /** Told of every "too many requests". */
  readonly limited?: (() => void) | undefined
}

export interface CallOptions<Result> {
  /**
   * Calls of one lane wait together when one of them was limited; other lanes go on. Slack limits by method,
   * and posting also by channel: https://docs.slack.dev/apis/web-api/rate-limits
   */
  readonly lane: string
  /**
   * Looks whether a call of unknown fate was carried out after all; `undefined` when it was not, and it is
   * repeated. A call without this is repeated as it is, so repeating must be harmless.
   */
  readonly lookUp?: () => Promise<Result | undefined>
  /** Longest time that it may be kept back by limits, in milliseconds; ten minutes unless given. */
  readonly patience?: number
  /** False where a call of unknown fate must be left to the caller. */
  readonly repeat?: boolean
}

/**
 * Slack's Web API with an honest account of every call. The SDK's own retries are off: they stop all channels
 * of a workspace while one is limited, repeat writes blindly, and go on for half an hour.
 */
export class SlackApi {
  #client: webApi.WebClient
  #token: string
  #isRefused = false
  readonly #tokenRefused: (isRefused: boolean) => void
  #calledAt = Number.NEGATIVE_INFINITY
  readonly #tokens: TokenSource | undefined
  readonly #clientOptions: webApi.WebClientOptions
  readonly #now: () => number
  readonly #wait: (milliseconds: number) => Promise<void>
  readonly #logger: Logger
  readonly #limited: () => void
  /** Lane → when it is open again. */
  readonly #closedUntil = new Map<string, number>()

  constructor(options: SlackApiOptions) {
    this.#clientOptions = clientOptions(options)
    this.#token = options.token
    this.#tokens = options.tokens
    this.#tokenRefused = options.tokenRefused ?? (() => {})
    this.#client = new webApi.WebClient(options.token, this.#clientOptions)
    this.#now = options.now ?? Date.now
    this.#wait = options.wait ?? sleep
    this.#logger = options.logger
    this.#limited = options.limited ?? (() => {})
  }

  /** To be asked for within each call, since the token may be another one by then. */
  get client(): webApi.WebClient {
    return this.#client
  }

  /** When the last call began, in milliseconds since 1970. */
  get calledAt(): number {
    return this.#calledAt
  }

  /**
   * Makes a call, and again where that helps.
   *
   * @throws the SDK's error when Slack refused, or when patience ran out
   */
  async call<Result>(request: () => Promise<Result>, options: CallOptions<Result>): Promise<Result> {
    const { lane, lookUp, patience = MAX_WAIT, repeat = true } = options
    const givenUpAt = this.#now() + patience
    for (let attempt = 1; ; attempt += 1) {
      await this.#open(lane)
      await this.#renew()
      this.#calledAt = this.#now()
      const token = this.#token
      this.#logger.trace({ lane, attempt }, 'slack called')
      try {
        const result = await request()
        if (this.#isRefused) this.#told(false)
        return result
      } catch (error) {
        const failure = callFailure(error)
        if (failure.kind === 'limited') this.#limited()
        if (
          failure.kind === 'refused' &&
          (await this.#hasOtherToken(token, failure.error)) &&
          attempt < MAX_TRIES
        )
          continue
        if (failure.kind === 'refused' || attempt === MAX_TRIES) throw error
        if (failure.kind === 'limited') {
          const until = this.#now() + failure.milliseconds
          if (until > givenUpAt) throw error
          this.#logger.info({ lane, milliseconds: failure.milliseconds }, 'slack asked to wait')
          this.#closedUntil.set(lane, Math.max(until, this.#closedUntil.get(lane) ?? 0))
          continue
        }
        if (!repeat) throw error
        this.#logger.warn({ lane, attempt }, 'slack did not answer; looking what became of it')
        await this.#wait(Math.min(FIRST_BACKOFF * 2 ** (attempt - 1), MAX_BACKOFF))
        const found = await lookUp?.()
        if (found !== undefined) return found
      }
    }
  }

  async #renew(): Promise<void> {
    try {
      if (this.#tokens) this.#use(await this.#tokens.current())
    } catch (error) {
      if (error instanceof WorkspaceGone) this.#told(true)
      throw error
    }
  }

  /** Whether to try again with another token; says once that there is none. */
  async #hasOtherToken(token: string, error: string): Promise<boolean> {
    if (!TOKEN_REFUSED.has(error)) return false
    const other = await this.#tokens?.refused(token, error)
    if (other !== undefined && other !== token) {
      this.#use(other)
      return true
    }
    if (!this.#isRefused) {
      // A source of tokens says it itself.
      if (!this.#tokens) this.#logger.error({ refusal: error }, 'slack refuses the token')
      this.#told(true)
    }
    return false
  }

  #told(isRefused: boolean): void {
    this.#isRefused = isRefused
    this.#tokenRefused(isRefused)
  }

  #use(token: string): void {
    if (token === this.#token) return
    this.#token = token
    this.#client = new webApi.WebClient(token, this.#clientOptions)
  }

  async #open(lane: string): Promise<void> {
    for (let until = this.#closedUntil.get(lane); until !== undefined; until = this.#closedUntil.get(lane)) {
      const left = until - this.#now()
      if (left <= 0) {
        this.#closedUntil.delete(lane)
        return
      }
      await this.#wait(left)
    }
  }
}

/** Options of every client of Slack's API here: no hidden retries, no endless waits. */
export function clientOptions({
  url,
  logger,
}: Pick<SlackApiOptions, 'url' | 'logger'>): webApi.WebClientOptions {
  return {
    ...(url !== undefined && { slackApiUrl: url }),
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    timeout: CALL_TIMEOUT,
    logger: sdkLogger(logger),
  }
}

export function callFailure(error: unknown): CallFailure {
  if (error instanceof WorkspaceGone) return { kind: 'refused', error: 'token_revoked' }
  if (error instanceof webApi.WebAPIRateLimitedError) {
    return { kind: 'limited', milliseconds: Math.max(1, error.retryAfter) * 1000 }
  }
  if (error instanceof webApi.WebAPIPlatformError) {
    const { error: code } = error.data
    if (code === 'ratelimited' || code === 'rate_limited') return { kind: 'limited', milliseconds: 1000 }
    return UNSURE.has(code) ? { kind: 'unsure' } : { kind: 'refused', error: code }
  }
  if (error instanceof webApi.WebAPIHTTPError && error.statusCode >= 400 && error.statusCode < 500) {
    return { kind: 'refused', error: `http_${error.statusCode}` }
  }
  return { kind: 'unsure' }
}

/** Slack's word for why it refused; `undefined` for every other failure. */
export function refusalOf(error: unknown): string | undefined {
  const failure = callFailure(error)
  return failure.kind === 'refused' ? failure.error : undefined
}

/** Whether nothing can be done in the workspace any more, by anybody who has its token. */
export function isTokenRefused(error: unknown): boolean {
  return TOKEN_REFUSED.has(refusalOf(error) ?? '')
}
