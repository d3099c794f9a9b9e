/** Where the values of gauges come from at the moment they are asked for; what is absent is not told. */
export interface GaugeSources {
  /** Requests that wait for their turn, and those that have it. */
  readonly queue?: () => { readonly waiting: number; readonly running: number }
  /** Connections to the database. */
  readonly pool?: () => PoolCounts
  /** Whether messages can arrive, by platform. */
  readonly connected?: () => Iterable<readonly [platform: string, connected: boolean]>
  readonly draining?: () => boolean
}

export interface PoolCounts {
  readonly busy: number
  readonly idle: number
  /** Queries that wait for a connection. */
  readonly waiting: number
}
