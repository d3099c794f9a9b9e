import type { Config } from '../config.ts'
import type { Logger } from '../logger.ts'
import type { Metrics } from '../metrics/metrics.ts'
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

/** Slack, where its tokens are set; its SDK is only loaded then. */
export async function slackPlatform(config: Config, state: State, logger: Logger, metrics: Metrics) {
  const { slackBotToken: botToken, slackAppToken: appToken, slackSigningSecret: signingSecret } = config
  if (botToken === undefined) return undefined
  const { createSlackPlatform, SLACK_PATH } = await import('../platforms/slack/slack-platform.ts')
  const platform = createSlackPlatform({
    botToken,
    transport: appToken === undefined ? { signingSecret: signingSecret ?? '' } : { appToken },
    ...(config.slackApiUrl !== undefined && { apiUrl: config.slackApiUrl }),
    logger,
    state,
    metrics,
  })
  const { requestListener: listener } = platform
  return { platform, guest: listener && { path: SLACK_PATH, listener } }
}
