/** What goes wrong in one run and when; the same for the same seed. */
import { seededRandom } from '../../src/crowd/seeded-random.ts'

export type Mode = 'sqlite' | 'postgres'

export interface PlanOptions {
  readonly seed: number
  readonly mode: Mode
  /** Time in which people talk and things break, in milliseconds. */
  readonly duration: number
  readonly processes: number
}

/** Faults of Slack's and Discord's interfaces. */
export const API_FAULTS = ['limited', 'broken', 'lost-request', 'lost-response', 'slow'] as const
export type ApiFault = (typeof API_FAULTS)[number]

export type Incident = { readonly at: number } & (
  | { readonly kind: 'kill' | 'restart'; readonly process: number; readonly downFor: number }
  | { readonly kind: 'pause'; readonly process: number; readonly lasts: number }
  | { readonly kind: 'postgres' | 'redis'; readonly signal: NodeJS.Signals; readonly downFor: number }
  | {
      readonly kind: 'slack' | 'discord'
      readonly fault: ApiFault
      /** Every so manyth call. */
      readonly every: number
      readonly lasts: number
    }
  | { readonly kind: 'slack-sockets'; readonly how: 'drop' | 'refresh' }
  | { readonly kind: 'discord-gateway'; readonly how: 'drop' | 'forget' | 'reconnect' | 'invalidate' }
  | { readonly kind: 'redelivery'; readonly lasts: number }
)

/** Longer than the lease of the processes under test. */
const PAUSE = 14_000

export function planOf({ seed, mode, duration, processes }: PlanOptions): readonly Incident[] {
  const random = seededRandom(seed)
  const between = (low: number, high: number) => Math.round(low + random() * (high - low))
  const pick = <T>(choices: readonly [T, ...T[]]): T =>
    choices[Math.floor(random() * choices.length)] ?? choices[0]
  const minutes = duration / 60_000
  const moment = () => between(3_000, duration)
  const times = (perMinute: number, make: () => Incident): Incident[] =>
    Array.from({ length: Math.max(1, Math.round(perMinute * minutes)) }, make)
  const process = () => between(0, processes - 1)
  const window = () => between(1_500, 4_000)
  const database: readonly Incident[] =
    mode === 'sqlite'
      ? []
      : [
          ...times(2, () => ({
            kind: 'postgres',
            at: moment(),
            signal: pick(['SIGINT', 'SIGQUIT', 'SIGKILL']),
            downFor: between(200, 5_000),
          })),
          ...times(2, () => ({
            kind: 'redis',
            at: moment(),
            signal: pick(['SIGTERM', 'SIGKILL']),
            downFor: between(200, 5_000),
          })),
        ]
  return [
    ...times(mode === 'sqlite' ? 4 : 9, () => ({
      kind: 'kill',
      at: moment(),
      process: process(),
      downFor: between(100, 1_500),
    })),
    ...times(2, () => ({ kind: 'restart', at: moment(), process: process(), downFor: between(100, 1_000) })),
    ...times(1, () => ({
      kind: 'pause',
      at: between(3_000, Math.max(3_000, duration - PAUSE)),
      process: process(),
      // The only one is nobody's to take over.
      lasts: between(500, processes === 1 ? 3_000 : PAUSE),
    })),
    ...database,
    ...times(6, () => ({
      kind: 'slack',
      at: moment(),
      fault: pick(API_FAULTS),
      every: between(2, 5),
      lasts: window(),
    })),
    ...times(6, () => ({
      kind: 'discord',
      at: moment(),
      fault: pick(API_FAULTS),
      every: between(2, 5),
      lasts: window(),
    })),
    ...times(3, () => ({ kind: 'slack-sockets', at: moment(), how: pick(['drop', 'refresh']) })),
    ...times(3, () => ({
      kind: 'discord-gateway',
      at: moment(),
      how: pick(['drop', 'forget', 'reconnect', 'invalidate']),
    })),
    ...times(2, () => ({ kind: 'redelivery', at: moment(), lasts: window() })),
  ].toSorted((one, other) => one.at - other.at) as readonly Incident[]
}
