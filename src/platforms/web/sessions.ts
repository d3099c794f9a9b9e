import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import { z } from 'zod'
import type { State } from '../../store/state.ts'

/** How long a log-in lasts at the most, in milliseconds: seven days. */
export const SESSION_LIFETIME = 7 * 24 * 60 * 60_000

export interface SessionsOptions {
  readonly token: string
  /** Where ended sessions are remembered until they would have ended by themselves; all processes share it. */
  readonly state: Pick<State, 'get' | 'set'>
  /** Milliseconds since 1970. */
  readonly now: () => number
  readonly newId: () => string
}

/**
 * The log-ins of a console. What a browser holds names the session and its end, sealed by the token: nothing need be
 * stored of a session that goes on, it outlives a restart, it ends with a change of the token, and the token cannot be
 * had from it.
 */
export class Sessions {
  readonly #options: SessionsOptions

  constructor(options: SessionsOptions) {
    this.#options = options
  }

  /** Begins a session; gives the value of its cookie. */
  open(): string {
    const { newId, now } = this.#options
    const named = `${newId()}.${(now() + SESSION_LIFETIME).toString(36)}`
    return `${named}.${this.#seal(named)}`
  }

  /** @throws {StoreError} where it cannot be told whether the session was ended */
  async isOpen(cookie: string | undefined): Promise<boolean> {
    const session = this.#read(cookie)
    if (!session) return false
    return (await this.#options.state.get(keyOf(session.id), z.literal(true))) === undefined
  }

  /** Ends a session for good, in every process and wherever its cookie was copied to. */
  async end(cookie: string | undefined): Promise<void> {
    const session = this.#read(cookie)
    if (session) await this.#options.state.set(keyOf(session.id), true, session.left)
  }

  /** A session that we opened and whose time has not run out. */
  #read(cookie: string | undefined): { readonly id: string; readonly left: number } | undefined {
    const [id = '', end = '', seal = ''] = cookie?.split('.') ?? []
    if (!sameSecret(seal, this.#seal(`${id}.${end}`))) return undefined
    const left = Number.parseInt(end, 36) - this.#options.now()
    return left > 0 ? { id, left } : undefined
  }

  #seal(named: string): string {
    return createHmac('sha256', this.#options.token)
      .update(`recourse web console session, 2: ${named}`)
      .digest('base64url')
  }
}

/** Compares two secrets in a time that says nothing about where they differ. */
export function sameSecret(a: string, b: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(a), digest(b))
}

function keyOf(id: string): string {
  return `web-session-ended:${id}`
}
