import { type AdminChannel, adminChannelName } from '../admin-channels.ts'
import type { Config } from '../config.ts'
import { InputError } from '../errors.ts'
import { minuteOf } from '../evaluation/drift-words.ts'
import { driftItems } from '../evaluation/measure-drift.ts'
import { openStore } from '../store/sql-store.ts'
import { isUpToDate } from './database-check.ts'
import type { Check } from './doctor.ts'

/** Milliseconds the doctor waits for one answer of a platform's. */
const API_TIMEOUT = 5_000

/** Runs less than so many milliseconds apart are hardly meant. */
const LEAST_APART = 60 * 60_000

export interface DriftChecksOptions {
  readonly models: () => Promise<readonly string[]>
  /** @throws where a model of this id cannot be asked, saying why */
  readonly open: (model: string) => unknown
  readonly now?: () => number
  /** Milliseconds. */
  readonly timeout?: number
}

/** What the doctor looks at where models are watched: the schedule, the models, and the channels that are told. */
export function driftChecks(config: Config, options: DriftChecksOptions): readonly Check[] {
  const { driftSchedule: schedule, adminChannels, driftSample } = config
  const { now = Date.now, timeout = API_TIMEOUT } = options
  const channels = adminChannels.map(
    (channel): Check => ({
      name: `admin channel ${adminChannelName(channel)}`,
      look: () => tryChannel(channel, config, timeout),
    }),
  )
  if (!schedule) return channels
  return [
    {
      name: 'watching models',
      async look() {
        const next = schedule.next(now()) ?? now()
        const after = schedule.next(next) ?? Number.POSITIVE_INFINITY
        const models = await options.models()
        for (const model of models) options.open(model)
        const what = `${driftItems(driftSample).length} prompts to ${models.join(', ')}; next at ${minuteOf(next)} (${schedule.text})`
        if (after - next < LEAST_APART)
          return {
            warning: `${what}. That is more than once an hour: every run costs calls, so choose a rarer EVALUATE_CRON.`,
          }
        if (adminChannels.length === 0)
          return {
            warning: `${what}. Changes are only shown on the statistics page: set ADMIN_CHANNEL to be told of them.`,
          }
        return what
      },
    },
    ...channels,
  ]
}

/** Its SDK is only loaded where a platform is set up. */
async function tryChannel({ platform, channel }: AdminChannel, config: Config, timeout: number) {
  if (platform === 'slack') {
    const { trySlackChannel } = await import('./slack-channel-check.ts')
    const { slackApiUrl: apiUrl } = config
    const { token, channel: id } = await slackTokenFor(channel, config)
    return trySlackChannel(id, { token, timeout, ...(apiUrl !== undefined && { apiUrl }) })
  }
  const { tryDiscordChannel } = await import('./discord-channel-check.ts')
  const { discordToken: token = '', discordApiUrl: apiUrl } = config
  return tryDiscordChannel(channel, { token, timeout, ...(apiUrl !== undefined && { apiUrl }) })
}

/** That of the workspace which is meant, where several have the app. */
async function slackTokenFor(channel: string, config: Config) {
  const { slackBotToken, databaseUrl } = config
  if (slackBotToken !== undefined) return { token: slackBotToken, channel: channel.replace(/^.*\//, '') }
  // To open them would bring their schema forward, which is not for the doctor to do.
  if (!(await isUpToDate(databaseUrl))) {
    throw new InputError('The records are not of this version yet: start Recourse once, then look again.')
  }
  const { tokenFor } = await import('./slack-installations.ts')
  const store = await openStore({ url: databaseUrl })
  try {
    return await tokenFor(channel, store, config)
  } finally {
    await store.close()
  }
}
