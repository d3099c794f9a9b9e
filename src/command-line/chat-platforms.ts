import type { Installers } from '../admins.ts'
import type { Config } from '../config.ts'
import type { Logger } from '../logger.ts'
import type { Metrics } from '../metrics/metrics.ts'
import type { DistributedApp } from '../platforms/slack/distribution.ts'
import { createSecretBox, secretFor } from '../secret-box.ts'
import type { InstallationRecords } from '../store/installation-store.ts'
import type { State } from '../store/state.ts'

/** Discord, where its token is set; its SDK is only loaded then. */
export async function discordPlatform(config: Config, state: State, logger: Logger, metrics: Metrics) {
  const { discordToken: token, discordApiUrl: apiUrl, discordShards: shards } = config
  if (token === undefined) return undefined
  const { createDiscordPlatform } = await import('../platforms/discord/discord-platform.ts')
  return createDiscordPlatform({
    token,
    shards,
    ...(apiUrl !== undefined && { apiUrl }),
    logger,
    state,
    metrics,
  })
}

export interface SlackParts {
  readonly state: State
  readonly records: InstallationRecords
  readonly installers: Installers
  readonly metrics: Metrics
}

/** Slack, where its tokens are set; its SDK is only loaded then. */
export async function slackPlatform(config: Config, parts: SlackParts, logger: Logger) {
  const { slackBotToken: botToken, slackAppToken: appToken, slackSigningSecret: signingSecret } = config
  const app = slackApp(config, parts)
  if (botToken === undefined && !app) return undefined
  const { createSlackPlatform } = await import('../platforms/slack/slack-platform.ts')
  const platform = createSlackPlatform({
    ...(app ? { app } : { botToken: botToken ?? '' }),
    transport: appToken === undefined ? { signingSecret: signingSecret ?? '' } : { appToken },
    ...(config.slackApiUrl !== undefined && { apiUrl: config.slackApiUrl }),
    logger,
    state: parts.state,
    metrics: parts.metrics,
  })
  const { requestListener: listener, paths } = platform
  return { platform, guest: listener && { paths, listener } }
}

/** The app that any workspace can install, where one is set up. */
function slackApp(
  config: Config,
  { records, installers }: Pick<SlackParts, 'records' | 'installers'>,
): DistributedApp | undefined {
  const { slackClientId: clientId, slackClientSecret: clientSecret, encryptionKey, publicUrl } = config
  if (clientId === undefined || clientSecret === undefined || encryptionKey === undefined) return undefined
  return {
    clientId,
    clientSecret,
    stateSecret: config.slackStateSecret ?? secretFor('slack state', encryptionKey),
    ...(publicUrl !== undefined && { publicUrl }),
    records,
    box: createSecretBox(encryptionKey, config.encryptionKeyBefore),
    installers,
  }
}
