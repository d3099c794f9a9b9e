import type { ServerOptions } from 'node:http'

/** How long a client may take to say what it wants, so that slow ones cannot hold the console's connections. In milliseconds. */
export type TimeLimits = Pick<
  ServerOptions,
  'headersTimeout' | 'requestTimeout' | 'connectionsCheckingInterval'
>

/** Answers, and pages that follow a channel, may take as long as they do: a request is over once it has been read. */
export const TIME_LIMITS: TimeLimits = {
  headersTimeout: 10_000,
  requestTimeout: 30_000,
  connectionsCheckingInterval: 5_000,
}
