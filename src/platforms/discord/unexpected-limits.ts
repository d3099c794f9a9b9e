import { type RateLimitData, RateLimitError, type REST } from 'discord.js'
import { RecentMap } from '../recent-map.ts'

/** Limits that are kept in mind; a request that meets one which is not any more is only turned away again. */
const REMEMBERED = 1_000

/** For `rejectOnRateLimit`: a limit of which Discord's headers had said nothing before it turned a request away. */
export function isUnexpectedLimit({ sublimitTimeout }: Pick<RateLimitData, 'sublimitTimeout'>): boolean {
  return sublimitTimeout > 0
}

/**
 * Waits out unexpected limits. In @discordjs/rest 2.6.3 a request that meets one lets those behind it pass, and queues up
 * again behind them when its time has come; those wait until it is through, so that nothing in that channel is ever sent
 * again. Here it is sent anew instead, and what comes after it waits as long. `wait` takes milliseconds.
 */
export function waitOutUnexpectedLimits(
  rest: REST,
  wait: (milliseconds: number) => Promise<void>,
  timer: () => number = () => performance.now(),
): void {
  const queueRequest = rest.queueRequest.bind(rest)
  /** By method and channel or server; monotonic milliseconds. */
  const limitedUntil = new RecentMap<string, number>(REMEMBERED)
  rest.queueRequest = async (request) => {
    const key = `${request.method} ${request.fullRoute.split('/', 3).join('/')}`
    for (;;) {
      const left = (limitedUntil.get(key) ?? 0) - timer()
      if (left > 0) await wait(left)
      else limitedUntil.delete(key)
      try {
        return await queueRequest(request)
      } catch (error) {
        if (!(error instanceof RateLimitError)) throw error
        limitedUntil.set(key, timer() + error.sublimitTimeout)
      }
    }
  }
}
