import type { AdminChannel } from '../admin-channels.ts'
import type { Config } from '../config.ts'
import { createDriftMonitor, type DriftMonitor } from '../drift-monitor.ts'
import type { EvaluationTools } from '../evaluation/evaluation-parts.ts'
import { measureDrift } from '../evaluation/measure-drift.ts'
import type { Logger } from '../logger.ts'
import { type Announcement, cannotAnnounce } from '../platforms/announcement.ts'
import type { Platform } from '../platforms/platform.ts'
import { LEARNING, versionInUse } from '../policy/policy-versions.ts'
import { PAPER } from '../policy/starting-policy.ts'
import type { DriftStore } from '../store/drift-store.ts'
import type { PolicyStore } from '../store/policy-store.ts'
import { instanceName } from './instance-name.ts'

export interface DriftWatchParts {
  readonly store: DriftStore & Pick<PolicyStore, 'policyInUse'>
  /** What measures, with a version of the policy that always decides alike. */
  readonly openEvaluation: (config: Config, version: string) => Promise<EvaluationTools>
  /** The platforms of this process; none at the command line. */
  readonly platforms: readonly Platform[]
  readonly logger: Logger
  /** This process, as leases name it. */
  readonly instance?: string
  readonly now?: () => number
}

/** Watches the models of a configuration for drift. */
export function createDriftWatch(config: Config, parts: DriftWatchParts): DriftMonitor {
  const { store, openEvaluation, platforms, logger, instance = instanceName(), now = Date.now } = parts
  const { driftSchedule: schedule, driftSample, adminChannels: channels } = config
  // Opened for every run, so that it knows the models and the version that there are then.
  const openTools = async () => openEvaluation(config, await measuredVersion(store))
  return createDriftMonitor({
    store,
    ...(schedule && { schedule }),
    models: () => watchedModels(config, store, openTools),
    measure: async (model, signal) => measureDrift(model, driftSample, await openTools(), signal),
    channels,
    reachable: channels.filter(({ platform }) => platforms.some(({ name }) => name === platform)),
    announce: (channel, announcement) => announceBy(platforms, channel, announcement),
    instance,
    now,
    logger,
  })
}

/** The version of the policy in use; in place of one that goes on learning, which would move by itself, the paper's. */
async function measuredVersion(store: Pick<PolicyStore, 'policyInUse'>): Promise<string> {
  const version = await versionInUse(store)
  return version === LEARNING ? PAPER : version
}

/** The models named for it, or all that are in use: the default one, and those that any place has chosen. */
export async function watchedModels(
  config: Pick<Config, 'driftModels' | 'model'>,
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
