import { AsyncLocalStorage } from 'node:async_hooks'

/** What every line of the log carries that is written in the course of one event. */
interface LogScope {
  readonly platform?: string
  exchange?: string
}

const scopes = new AsyncLocalStorage<LogScope>()

/**
 * Runs what an event of a platform sets off. Lines that are written in its course, however deep below and however much
 * later, carry the platform, and from {@link noteExchange} on the exchange.
 */
export function withLogScope<Result>(scope: Readonly<LogScope>, work: () => Result): Result {
  return scopes.run({ ...scope }, work)
}

/** From here on the event at hand is about this exchange, or about none. Does nothing where there is no event. */
export function noteExchange(id: string | undefined): void {
  const scope = scopes.getStore()
  if (!scope) return
  if (id === undefined) delete scope.exchange
  else scope.exchange = id
}

/** What lines carry here and now. */
export function logFields(): object {
  return { ...scopes.getStore() }
}
