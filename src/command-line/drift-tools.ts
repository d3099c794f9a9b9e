import type { Config } from '../config.ts'
import { createLogger, type DestinationStream } from '../logger.ts'
import type { DriftCommandParts } from './drift.ts'
import { createDriftWatch, type DriftWatchParts } from './drift-watch.ts'
import { openRecords } from './records.ts'

/** What `recourse drift` works with: no platform is connected at the command line. */
export async function openDriftTools(
  config: Config,
  openEvaluation: DriftWatchParts['openEvaluation'],
  logs: DestinationStream | undefined,
): Promise<Omit<DriftCommandParts, 'show'> & { close(): Promise<void> }> {
  const { driftSchedule: schedule } = config
  const store = await openRecords(config, { make: true, logs })
  // What goes wrong is told by the command itself.
  const parts = { store, openEvaluation, platforms: [], logger: createLogger('silent') }
  return {
    monitor: createDriftWatch(config, parts),
    store,
    ...(schedule && { schedule }),
    close: () => store.close(),
  }
}
