/** Where the values of gauges come from at the moment they are asked for; what is absent is not told. */
export interface GaugeSources {
  readonly queue?: () => QueueCounts
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

export interface QueueCounts {
  /** Requests that wait for their first call. */
  readonly waiting: number
  /** Calls of each provider: under way, those that wait for their turn, and how many may be under way at once. */
  readonly providers: readonly {
    readonly provider: string
    readonly underWay: number
    readonly waiting: number
    readonly limit: number
  }[]
  /** Requests that were not taken on since the process began, by why. */
  readonly refused: Readonly<Partial<Record<string, number>>>
}
