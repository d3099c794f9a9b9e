import packageJson from '../../package.json' with { type: 'json' }
import type { Config } from '../config.ts'
import { InputError } from '../errors.ts'
import { isLoopback } from '../platforms/web/exposure.ts'
import type { Check, Warning } from './doctor.ts'

/** Milliseconds the doctor waits for somebody else's clock. */
const CLOCK_TIMEOUT = 5_000

/** Seconds by which a clock may be wrong before the doctor warns. */
const SKEW_TO_TELL = 30

/** Seconds after which Slack's signatures are refused (docs.slack.dev/authentication/verifying-requests-from-slack). */
const SKEW_TO_FAIL = 300

const SET_CLOCK = 'Set the clock by NTP, such as with: timedatectl set-ntp true'

/** What the doctor looks at of the machine itself. */
export function machineChecks(
  config: Config,
  {
    now = Date.now,
    node = process.versions.node,
  }: { readonly now?: () => number; readonly node?: string } = {},
): readonly Check[] {
  const clock = clockUrl(config)
  return [
    { name: 'runtime', look: async () => runtime(node) },
    ...(clock === undefined ? [] : [{ name: 'clock', look: () => tryClock(clock, config, now) }]),
    { name: 'exposure', look: async () => exposure(config) },
    ...(isSlackSetUp(config) || config.discordToken !== undefined
      ? [{ name: 'admins', look: async () => admins(config) }]
      : []),
  ]
}

function runtime(node: string): string | Warning {
  const wanted = packageJson.dependencies.node
  const [major = 0, minor = 0] = node.split('.').map(Number)
  const [wantedMajor = 0, wantedMinor = 0] = wanted.split('.').map(Number)
  if (major < wantedMajor || (major === wantedMajor && minor < wantedMinor)) {
    return {
      warning: `Node ${node}; Recourse is tested on ${wanted}: run npm ci with install scripts allowed.`,
    }
  }
  return `Node ${node}`
}

/** By a token, or as an app that workspaces install. */
function isSlackSetUp({ slackBotToken, slackClientId }: Config): boolean {
  return (slackBotToken ?? slackClientId) !== undefined
}

/** Whose clock is asked: that of a service whose requests depend on it. */
function clockUrl(config: Config): string | undefined {
  const { slackApiUrl, discordToken, discordApiUrl } = config
  if (isSlackSetUp(config)) return new URL('api.test', slackApiUrl ?? 'https://slack.com/api/').href
  if (discordToken !== undefined) return `${discordApiUrl ?? 'https://discord.com/api'}/v10/gateway`
  return undefined
}

/** Every HTTP answer tells the time of its server, to the second (RFC 9110, 6.6.1). */
async function tryClock(url: string, config: Config, now: () => number): Promise<string | Warning> {
  const asked = now()
  const response = await fetch(url, { signal: AbortSignal.timeout(CLOCK_TIMEOUT) }).catch(
    (cause: unknown) => {
      throw new InputError(`${new URL(url).host} cannot be reached to compare clocks: check the network.`, {
        cause,
      })
    },
  )
  await response.body?.cancel()
  const theirs = Date.parse(response.headers.get('date') ?? '')
  if (Number.isNaN(theirs)) return { warning: `${new URL(url).host} does not tell the time.` }
  // Half a second for what the header leaves out.
  const seconds = Math.round(((asked + now()) / 2 - theirs - 500) / 1000)
  const off = `${Math.abs(seconds)} s ${seconds < 0 ? 'behind' : 'ahead of'} that of ${new URL(url).host}`
  const isSigned = isSlackSetUp(config) && config.slackAppToken === undefined
  if (isSigned && Math.abs(seconds) >= SKEW_TO_FAIL) {
    throw new InputError(`This clock is ${off}, so that Slack’s signatures count as too old. ${SET_CLOCK}`)
  }
  if (Math.abs(seconds) > SKEW_TO_TELL) return { warning: `This clock is ${off}. ${SET_CLOCK}` }
  return `within ${SKEW_TO_TELL} s of that of ${new URL(url).host}`
}

function exposure({ host, webToken, metricsToken }: Config): string | Warning {
  const metrics =
    metricsToken !== undefined
      ? '/metrics for whoever shows METRICS_TOKEN'
      : webToken === undefined
        ? '/metrics for this machine alone'
        : '/metrics for nobody: set METRICS_TOKEN to open it'
  if (isLoopback(host)) return `the console for this machine alone, ${metrics}`
  return {
    warning: `The console is open to other machines on ${host}, behind WEB_TOKEN but without TLS: put a proxy with TLS before it. ${metrics}.`,
  }
}

function admins({ admins, slackClientId, discordToken }: Config): string | Warning {
  const installers = slackClientId === undefined ? '' : 'in Slack whoever installed the app there'
  if (admins.length > 0) return `${admins.length} may change settings${installers && `, and ${installers}`}`
  if (installers !== '' && discordToken === undefined) return installers
  return {
    warning:
      installers === ''
        ? 'Nobody in Slack or Discord may change models, strategies and purposes: set ADMINS to the user ids of those who may.'
        : `Nobody in Discord may change models, strategies and purposes, ${installers}: set ADMINS to the user ids of those who may.`,
  }
}
