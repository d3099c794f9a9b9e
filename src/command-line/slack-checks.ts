import { z } from 'zod'
import { InputError } from '../errors.ts'
import { DEPARTURES, SCOPE_REASONS, SLACK_EVENTS, SLACK_SCOPES } from '../platforms/slack/manifest.ts'
import {
  APPS,
  type SlackSecrets,
  WHERE_APP_TOKEN,
  WHERE_BOT_TOKEN,
} from '../platforms/slack/token-problems.ts'
import type { Check } from './doctor.ts'
import { type SlackCall, slackCaller } from './slack-call.ts'

/** Milliseconds the doctor waits for one answer of Slack's. */
export const API_TIMEOUT = 5_000

/** Milliseconds for which events that came in say more than a warning of Slack's. */
const DAY = 24 * 60 * 60 * 1000

/** The tokens have the right form: reading the configuration sees to that. */
export interface SlackSettings extends SlackSecrets {
  readonly apiUrl?: string
}

interface SlackChecksOptions {
  /** When each of `SLACK_EVENTS` last came in, in milliseconds since 1970; absent where only the running bot knows. */
  readonly lastEvents?: () => Promise<ReadonlyMap<string, number>>
  /** In place of the token's: what is looked at of an app that workspaces install. */
  readonly app?: readonly Check[]
  readonly now?: () => number
  /** Milliseconds. */
  readonly timeout?: number
}

/** What the doctor looks at where Slack is set up; nothing where it is not. No answer holds any of a token. */
export function slackChecks(settings: SlackSettings, options: SlackChecksOptions): readonly Check[] {
  const { botToken, appToken } = settings
  const { app } = options
  if (botToken === undefined && !app) return []
  const parts = { now: Date.now, timeout: API_TIMEOUT, ...options }
  const call = slackCaller(parts.timeout, settings.apiUrl)
  return [
    ...(app ?? tokenChecks(botToken ?? '', call)),
    appToken === undefined
      ? {
          name: 'slack signing secret',
          look: async () => 'has the right form; the first event will tell whether it is this app’s',
        }
      : { name: 'slack socket', look: () => trySocket(appToken, call, parts) },
    {
      name: 'slack events',
      look: async () =>
        parts.lastEvents
          ? describeEvents(await parts.lastEvents(), parts.now(), appToken !== undefined)
          : 'only the running bot knows which came in; set STATE_URL to a Redis to see them here',
    },
  ]
}

function tokenChecks(token: string, call: SlackCall): readonly Check[] {
  let asked: Promise<Authenticated> | undefined
  const authenticated = () => {
    asked ??= testToken(token, call)
    return asked
  }
  return [
    { name: 'slack bot token', look: async () => (await authenticated()).text },
    {
      name: 'slack scopes',
      async look() {
        const { scopes } = await authenticated().catch((cause: unknown) => {
          throw new InputError('They can be read once the bot token works.', { cause })
        })
        return compareScopes(scopes)
      },
    },
  ]
}

const authSchema = z.object({
  team: z.string().optional().catch(undefined),
  user: z.string().optional().catch(undefined),
  response_metadata: z
    .object({ scopes: z.array(z.string()).optional() })
    .optional()
    .catch(undefined),
})

const TOKEN_REMEDIES = {
  account_inactive: `The app was removed from the workspace, or the workspace is gone: install the app again at ${APPS} → your app → Install App, and put the new token in SLACK_BOT_TOKEN.`,
  invalid_auth: `Slack does not know SLACK_BOT_TOKEN: ${WHERE_BOT_TOKEN}, at ${APPS} → your app. Where the workspace allows only some addresses, allow this machine’s.`,
  token_expired: `SLACK_BOT_TOKEN has expired: switch token rotation off, as docs/slack-manifest.yaml does, and install the app again.`,
  token_revoked: `SLACK_BOT_TOKEN was revoked: install the app again at ${APPS} → your app → Install App, and put the new token in SLACK_BOT_TOKEN.`,
}

interface Authenticated {
  readonly text: string
  /** `undefined` where the answer did not name them. */
  readonly scopes: readonly string[] | undefined
}

async function testToken(token: string, call: SlackCall): Promise<Authenticated> {
  const answer = await call({ method: 'auth.test', token, remedies: TOKEN_REMEDIES })
  const { team, user, response_metadata: metadata } = authSchema.parse(answer)
  return {
    text: `@${name(user ?? 'the bot')} in ${name(team ?? 'a workspace without a name')}`,
    scopes: metadata?.scopes,
  }
}

/** A name for one line of a terminal. */
function name(text: string): string {
  return text.replaceAll(/\p{C}+/gu, ' ').slice(0, 80)
}

function compareScopes(granted: readonly string[] | undefined): string {
  if (granted === undefined) {
    throw new InputError(
      'Slack’s answer does not name them: if SLACK_API_URL leads to a proxy, have it pass the header x-oauth-scopes on.',
    )
  }
  const missing = SLACK_SCOPES.filter((scope) => !granted.includes(scope))
  if (missing.length === 0) return `all ${SLACK_SCOPES.length} are granted`
  const named = missing.map((scope) => `${scope} (${SCOPE_REASONS[scope]})`).join('; ')
  throw new InputError(
    `Missing: ${named}. Put docs/slack-manifest.yaml in at ${APPS} → your app → App Manifest, then install the app again under Install App.`,
  )
}

const SOCKET_OFF = `Socket Mode is switched off: switch it on at ${APPS} → your app → Socket Mode, or set SLACK_SIGNING_SECRET in place of SLACK_APP_TOKEN to receive by HTTP.`

const socketSchema = z.object({
  response_metadata: z
    .object({ messages: z.array(z.string()).optional() })
    .optional()
    .catch(undefined),
})

/**
 * Asks for a socket and does not open it: Slack gives each event to any one of the open sockets, so ours would take
 * some away from a bot that is running (docs.slack.dev/apis/events-api/using-socket-mode).
 */
async function trySocket(
  appToken: string,
  call: SlackCall,
  { lastEvents, now }: SlackChecksOptions & Pick<Required<SlackChecksOptions>, 'now'>,
): Promise<string> {
  const unknown = `Slack does not know SLACK_APP_TOKEN: ${WHERE_APP_TOKEN}, at ${APPS} → your app.`
  const answer = await call({
    method: 'apps.connections.open',
    token: appToken,
    remedies: {
      account_inactive: unknown,
      invalid_auth: unknown,
      missing_scope: `SLACK_APP_TOKEN lacks the scope connections:write: ${WHERE_APP_TOKEN}, at ${APPS} → your app.`,
      not_allowed_token_type: `SLACK_APP_TOKEN is not an app-level token: ${WHERE_APP_TOKEN}, at ${APPS} → your app.`,
      socket_mode_not_enabled: SOCKET_OFF,
      token_revoked: unknown,
    },
  })
  const { messages = [] } = socketSchema.parse(answer).response_metadata ?? {}
  // Slack mostly hands a socket out all the same, and only warns; and it has been seen to warn where all was well.
  if (!messages.some((message) => /socket mode is not turned on/i.test(message))) return 'Slack hands one out'
  const newest = Math.max(...((await lastEvents?.()) ?? new Map<string, number>()).values())
  if (now() - newest > DAY) throw new InputError(SOCKET_OFF)
  return 'Slack hands one out; it warns that Socket Mode is off, though events came in today'
}

/** Events by which one can tell whether the subscriptions work; most workspaces keep the app. */
const EXPECTED = SLACK_EVENTS.filter((event) => !DEPARTURES.includes(event))

/**
 * A bot token cannot ask which events an app subscribes to: the manifest can be read only with a configuration token
 * of a person (docs.slack.dev/reference/methods/apps.manifest.export). So this tells what has arrived, and an event
 * that nobody has caused yet looks the same as one that is not subscribed to.
 */
function describeEvents(last: ReadonlyMap<string, number>, now: number, socket: boolean): string {
  const seen = EXPECTED.flatMap((event) => {
    const at = last.get(event)
    return at === undefined ? [] : [`${event} ${ago(now - at)}`]
  })
  if (seen.length === 0) {
    const address = socket ? '' : ', and that the Request URL there is your host with /slack/events'
    throw new InputError(
      `None has come in yet. Start the bot and mention it in a channel that it is in; if it stays silent, see at ${APPS} → your app → Event Subscriptions that these are on${address}: ${SLACK_EVENTS.join(', ')}. Putting docs/slack-manifest.yaml in under App Manifest sets them all.`,
    )
  }
  const unseen = EXPECTED.filter((event) => !last.has(event))
  return `${seen.join(', ')}${unseen.length === 0 ? '' : `; not seen yet: ${unseen.join(', ')}`}`
}

const UNITS = [
  ['day', DAY],
  ['hour', 60 * 60 * 1000],
  ['minute', 60 * 1000],
  ['second', 1000],
] as const

const AGES = new Intl.RelativeTimeFormat('en')

function ago(milliseconds: number): string {
  const [unit, length] = UNITS.find(([, size]) => milliseconds >= size) ?? ['second', 1000]
  return AGES.format(-Math.max(0, Math.floor(milliseconds / length)), unit)
}
