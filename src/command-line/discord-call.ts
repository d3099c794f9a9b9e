import { DiscordAPIError, HTTPError, RateLimitError, REST, RequestMethod } from 'discord.js'
import { InputError } from '../errors.ts'

const DEFAULT_API_URL = 'https://discord.com/api'

/** Where an application is set up. */
export const APPLICATIONS = 'https://discord.com/developers/applications'

export const WHERE_TOKEN = `reset it at ${APPLICATIONS} → your application → Bot, and put the new one in`

export type Route = `/${string}`

/** Calls Discord's REST API; rejects with an {@link InputError} that says what to do. */
export interface DiscordCaller {
  get(route: Route, remedies?: Remedies): Promise<unknown>
  post(route: Route, body: object, remedies?: Remedies): Promise<unknown>
  patch(route: Route, body: object, remedies?: Remedies): Promise<unknown>
  delete(route: Route, remedies?: Remedies): Promise<unknown>
}

/** What to do about errors a call is known for, by Discord's code for them. */
export type Remedies = Readonly<Record<number, string>>

export interface DiscordAccess {
  readonly token: string
  readonly apiUrl?: string
  /** Milliseconds for one answer. */
  readonly timeout: number
  /** Milliseconds to wait at the most where Discord asks for patience; none unless given. */
  readonly patience?: number
}

/** One try each, with an end. Errors of the SDK are not kept as `cause`: they hold the request. */
export function discordCaller({ token, apiUrl, timeout, patience = 0 }: DiscordAccess): DiscordCaller {
  const api = apiUrl ?? DEFAULT_API_URL
  const rest = new REST({
    api,
    timeout,
    retries: 0,
    // Without a time to wait the SDK would try again at once, for ever.
    rejectOnRateLimit: ({ retryAfter }) => retryAfter <= 0 || retryAfter > patience,
  })
  const call = async (
    method: RequestMethod,
    fullRoute: Route,
    body: object | undefined,
    remedies: Remedies = {},
  ) => {
    // The SDK forgets a token that was refused, and would then complain of having none.
    rest.setToken(token)
    try {
      return await rest.request({ method, fullRoute, ...(body && { body }) })
    } catch (error) {
      const message = remedyFor(error, { remedies, timeout, host: new URL(api).host })
      throw new InputError(message.replaceAll(token, '…'))
    }
  }
  return {
    get: (route, remedies) => call(RequestMethod.Get, route, undefined, remedies),
    post: (route, body, remedies) => call(RequestMethod.Post, route, body, remedies),
    patch: (route, body, remedies) => call(RequestMethod.Patch, route, body, remedies),
    delete: (route, remedies) => call(RequestMethod.Delete, route, undefined, remedies),
  }
}

interface FailedCall {
  readonly remedies: Remedies
  readonly timeout: number
  readonly host: string
}

function remedyFor(error: unknown, { remedies, timeout, host }: FailedCall): string {
  if (error instanceof DiscordAPIError) {
    if (error.status === 401) return `Discord does not know DISCORD_TOKEN: ${WHERE_TOKEN}.`
    const { code } = error
    // Discord's own codes have five digits or more; what stands between it and us has none.
    if (typeof code !== 'number' || code < 10_000) return notDiscord(host)
    return remedies[code] ?? `Discord refuses this: ${oneLine(error.message)} (code ${code}).`
  }
  if (error instanceof RateLimitError) {
    const seconds = Math.ceil(Math.max(error.retryAfter, error.timeToReset, 1_000) / 1_000)
    return `Discord asks to wait: try again in ${seconds} s.`
  }
  if (error instanceof HTTPError) {
    return `Discord is out of order at ${host} (HTTP ${error.status}): see https://discordstatus.com, and try again.`
  }
  if (error instanceof Error && error.name === 'AbortError') {
    return `Discord did not answer at ${host} within ${timeout / 1000} s: see that this machine reaches it, and try again.`
  }
  if (error instanceof Error && 'code' in error && typeof error.code === 'string') {
    const ownHost = host === new URL(DEFAULT_API_URL).host
    return `Discord cannot be reached at ${host} (${error.code}): see that this machine reaches it${
      ownHost ? '' : ', and that DISCORD_API_URL is right'
    }.`
  }
  return notDiscord(host)
}

/** For what answers without speaking as Discord does. */
export function notDiscord(host = 'DISCORD_API_URL'): string {
  return `What answers at ${host} does not speak as Discord does: leave DISCORD_API_URL out, or see what stands between.`
}

function oneLine(text: string): string {
  return text.replaceAll(/\p{C}+/gu, ' ').slice(0, 300)
}
