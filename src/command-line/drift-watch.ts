import type { AdminChannel } from '../admin-channels.ts'
import type { Config } from '../config.ts'
import { createDriftMonitor, type DriftMonitor } from '../drift-monitor.ts'
import type { EvaluationTools } from '../evaluation/evaluation-parts.ts'
import { measureDrift } from '../evaluation/measure-drift.ts'
import type { Logger } from '../logger.ts'
import { type Announcement, cannotAnnounce } from '../platforms/announcement.ts'
import type { Platform } from '../platforms/platform.ts'
import type { DriftStore } from '../store/drift-store.ts'

export interface DriftWatchParts {
  readonly store: DriftStore
  /** Opened when a run begins, so that it knows the models that there are then. */
  readonly openTools: () => Promise<EvaluationTools>
  /** The platforms of this process; none at the command line. */
  readonly platforms: readonly Platform[]
  /** This process, as leases name it. */
  readonly instance: string
  readonly logger: Logger
  readonly now?: () => number
}

type DriftConfig = Pick<Config, 'driftSchedule' | 'driftSample' | 'driftModels' | 'adminChannels' | 'model'>

/** Watches the models of a configuration for drift. */
export function createDriftWatch(config: DriftConfig, parts: DriftWatchParts): DriftMonitor {
  const { store, openTools, platforms, now = Date.now } = parts
  const { driftSchedule: schedule, driftSample } = config
  return createDriftMonitor({
    ...parts,
    ...(schedule && { schedule }),
    models: () => watchedModels(config, store, openTools),
    measure: async (model, signal) => measureDrift(model, driftSample, await openTools(), signal),
    channels: config.adminChannels,
    reachable: config.adminChannels.filter(({ platform }) => platforms.some(({ name }) => name === platform)),
    announce: (channel, announcement) => announceBy(platforms, channel, announcement),
    now,
  })
}

/** The models named for it, or all that are in use: the default one, and those that any place has chosen. */
export async function watchedModels(
  config: DriftConfig,
  store: Pick<DriftStore, 'settingValues'>,
  openTools: () => Promise<Pick<EvaluationTools, 'models'>>,
): Promise<readonly string[]> {
  const { driftModels, model } = config
  if (driftModels) return driftModels
  const usual = model ?? (await openTools()).models.defaultId()
  const chosen = await store.settingValues('model')
  // What was recorded once never changes.
  return [...new Set([usual, ...chosen])].filter((id) => !id.startsWith('replay:'))
}

async function announceBy(
  platforms: readonly Platform[],
  { platform: name, channel }: AdminChannel,
  announcement: Announcement,
): Promise<void> {
  const platform = platforms.find((one) => one.name === name)
  if (!platform?.announce) throw cannotAnnounce(`${name} is not set up here`)
  await platform.announce(channel, announcement)
}
