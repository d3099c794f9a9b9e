/** What the tests of the fake share: they drive it with Slack's own SDKs. */
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { App, type Logger, LogLevel, webApi } from '@slack/bolt'
import { onTestFinished } from 'vitest'
import { type FakeSlack, type FakeSlackOptions, startFakeSlack } from './slack-server.ts'

const silent: Logger = {
  debug() {},
  info() {},
  warn() {},
  error() {},
  setLevel() {},
  getLevel: () => LogLevel.ERROR,
  setName() {},
}

/** A fake that ends with the test. */
export async function start(options: FakeSlackOptions = {}): Promise<FakeSlack> {
  const slack = await startFakeSlack(options)
  onTestFinished(() => slack.close())
  return slack
}

/** A client that tries once and says nothing. */
export const clientOf = (slack: FakeSlack) =>
  new webApi.WebClient(slack.botToken, {
    slackApiUrl: slack.apiUrl,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    logger: silent,
  })

/** A Bolt app on one of the two transports. */
export async function startApp(
  slack: FakeSlack,
  transport: 'http' | 'socket',
  listen: (app: App) => void,
): Promise<App> {
  const common = {
    token: slack.botToken,
    logger: silent,
    clientOptions: { slackApiUrl: slack.apiUrl },
  }
  const app =
    transport === 'http'
      ? new App({ ...common, signingSecret: slack.signingSecret })
      : new App({ ...common, socketMode: true, appToken: slack.appToken })
  listen(app)
  const server = await (transport === 'http' ? app.start({ port: 0, host: '127.0.0.1' }) : app.start())
  onTestFinished(async () => void (await app.stop()))
  if (transport === 'http') {
    const { port } = (server as Server).address() as AddressInfo
    slack.deliverTo(`http://127.0.0.1:${port}/slack/events`)
  }
  return app
}

/** The error that Slack answered; `none` where it answered none. */
export async function errorOf(call: Promise<unknown>): Promise<string> {
  try {
    await call
  } catch (error) {
    const { data, code } = error as { data?: { error?: string }; code?: string }
    return data?.error ?? code ?? String(error)
  }
  return 'none'
}
