export interface SlackSecrets {
  readonly botToken?: string
  readonly appToken?: string
  readonly signingSecret?: string
  /** With these any workspace can install the app. */
  readonly clientId?: string
  readonly clientSecret?: string
  readonly encryptionKey?: string
}

/** Where Slack shows the settings of an app. */
export const APPS = 'https://api.slack.com/apps'

export const WHERE_BOT_TOKEN =
  'copy the Bot User OAuth Token from OAuth & Permissions, which begins with xoxb-'
export const WHERE_APP_TOKEN =
  'make an app-level token with the scope connections:write under Basic Information, which begins with xapp-'
const WHERE_SIGNING_SECRET = `at ${APPS} → your app → Basic Information`

/** The beginnings of Slack's tokens (docs.slack.dev/authentication/tokens). */
const TOKEN_KINDS = [
  ['xoxb-', 'a bot token'],
  ['xapp-', 'an app-level token'],
  ['xoxp-', 'a user token'],
  ['xoxe', 'a token that expires; switch token rotation off, which the manifest does'],
] as const

/** What is wrong with Slack's variables before Slack is asked, a line each; none holds any of a token. */
export function slackTokenProblems(secrets: SlackSecrets): readonly string[] {
  const { botToken, appToken, signingSecret, clientId, clientSecret } = secrets
  if (clientId !== undefined || clientSecret !== undefined) return distributionProblems(secrets)
  if (botToken === undefined && appToken === undefined && signingSecret === undefined) return []
  if (botToken?.startsWith('xapp-') && appToken?.startsWith('xoxb-')) {
    return ['SLACK_BOT_TOKEN and SLACK_APP_TOKEN hold each other’s token: swap them.']
  }
  return [
    botToken === undefined
      ? `SLACK_BOT_TOKEN is not set: ${WHERE_BOT_TOKEN}, at ${APPS} → your app.`
      : tokenProblem('SLACK_BOT_TOKEN', botToken, 'xoxb-', WHERE_BOT_TOKEN),
    ...transportProblems(secrets),
  ].filter((problem) => problem !== undefined)
}

/** The same where workspaces install the app by OAuth. */
function distributionProblems(secrets: SlackSecrets): readonly string[] {
  const { botToken, clientId, clientSecret, encryptionKey } = secrets
  const where = `copy it at ${APPS} → your app → Basic Information`
  return [
    botToken === undefined
      ? undefined
      : 'SLACK_BOT_TOKEN and SLACK_CLIENT_ID are both set: leave SLACK_BOT_TOKEN out and have its workspace install the app at /slack/install too, or leave the other out to serve that workspace alone.',
    clientId === undefined
      ? `SLACK_CLIENT_ID is not set: ${where}.`
      : /^\d+\.\d+$/.test(clientId)
        ? undefined
        : `SLACK_CLIENT_ID is not two numbers with a dot between: ${where}.`,
    clientSecret === undefined
      ? `SLACK_CLIENT_SECRET is not set: ${where}.`
      : /^[0-9a-f]{32}$/.test(clientSecret)
        ? undefined
        : `SLACK_CLIENT_SECRET holds ${kindOf(clientSecret) ?? 'something else than 32 digits and letters a to f'}: ${where}.`,
    encryptionKey === undefined
      ? 'ENCRYPTION_KEY is not set, without which no workspace’s token is stored: make one with openssl rand -hex 32, and keep it.'
      : undefined,
    ...transportProblems(secrets),
  ].filter((problem) => problem !== undefined)
}

function transportProblems({ appToken, signingSecret }: SlackSecrets): readonly (string | undefined)[] {
  return [
    appToken === undefined ? undefined : tokenProblem('SLACK_APP_TOKEN', appToken, 'xapp-', WHERE_APP_TOKEN),
    signingSecret === undefined ? undefined : signingSecretProblem(signingSecret),
    appToken === undefined && signingSecret === undefined
      ? `No way is set for Slack’s events to come in: set SLACK_APP_TOKEN for Socket Mode (${WHERE_APP_TOKEN}), or SLACK_SIGNING_SECRET for HTTP (${WHERE_SIGNING_SECRET}).`
      : undefined,
  ]
}

function tokenProblem(variable: string, token: string, beginning: string, where: string): string | undefined {
  if (token.startsWith(beginning) && /^[\w-]+$/.test(token)) return undefined
  const kind = kindOf(token, beginning) ?? 'no whole token'
  return `${variable} holds ${kind}: ${where}, at ${APPS} → your app.`
}

function signingSecretProblem(secret: string): string | undefined {
  if (/^[0-9a-f]{32}$/.test(secret)) return undefined
  const kind = kindOf(secret) ?? 'something else than 32 digits and letters a to f'
  return `SLACK_SIGNING_SECRET holds ${kind}: copy the Signing Secret ${WHERE_SIGNING_SECRET}.`
}

function kindOf(token: string, wanted?: string): string | undefined {
  return TOKEN_KINDS.find(([start]) => start !== wanted && token.startsWith(start))?.[1]
}
