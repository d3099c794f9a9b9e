import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { BotOptions } from '../../src/bot.ts'
import type { Bot } from '../../src/bot-types.ts'
import type { ChatModel } from '../../src/models/chat-model.ts'
import { rehearsalModel } from '../../src/models/rehearsal.ts'
import type { Platform } from '../../src/platforms/platform.ts'
import {
  createSlackPlatform,
  SLACK_PATH,
  type SlackPlatformOptions,
} from '../../src/platforms/slack/slack-platform.ts'
import { openStore } from '../../src/store/sql-store.ts'
import { openState } from '../../src/store/state.ts'
import type { Store } from '../../src/store/store.ts'
import { type FakeSlack, type FakeSlackOptions, startFakeSlack } from '../fakes/slack/slack-server.ts'
import { botOver } from './bot.ts'
import { logWatch, watchedLogger } from './watched-logs.ts'

export type SlackTransport = 'socket' | 'http'

export interface TestSlack {
  readonly slack: FakeSlack
  readonly bot: Bot
  readonly platform: Platform
  readonly store: Store
  close(): Promise<void>
}

export interface TestSlackOptions {
  readonly transport?: SlackTransport
  readonly models?: readonly ChatModel[]
  readonly store?: Store
  readonly fake?: FakeSlackOptions
  readonly slack?: FakeSlack
  readonly bot?: Partial<BotOptions>
  readonly platform?: Partial<SlackPlatformOptions>
}

export const SLACK_REHEARSALS: readonly ChatModel[] = ['command-r-plus', 'llama2', 'gemma', 'phi3'].map(
  (name) => rehearsalModel(name, { delay: 1 }),
)

/**
 * Milliseconds that the fakes give the bot to acknowledge, since a busy machine may stand still for Slack's and
 * Discord's three seconds. What the platforms do in those is tested by clocks.
 */
export const PATIENCE = 20_000

/** The real bot behind the real Slack SDK, talking to a Slack on loopback. */
export async function openSlack(options: TestSlackOptions = {}): Promise<TestSlack> {
  const slack = options.slack ?? (await startFakeSlack({ ackTimeout: PATIENCE, ...options.fake }))
  const store = options.store ?? (await openStore({ url: ':memory:' }))
  const state = await openState({ url: ':memory:' })
  logWatch.plant(slack.botToken, slack.appToken, slack.signingSecret)
  const bot = botOver(store, options.models ?? SLACK_REHEARSALS, {
    newId: () => crypto.randomUUID(),
    isAdmin: ({ user }) => user === slack.people.ana,
    ...options.bot,
  })
  const platform = createSlackPlatform({
    botToken: slack.botToken,
    transport:
      options.transport === 'http' ? { signingSecret: slack.signingSecret } : { appToken: slack.appToken },
    apiUrl: slack.apiUrl,
    logger: watchedLogger,
    state,
    ...options.platform,
  })
  const { requestListener } = platform
  const server = requestListener && createServer(requestListener)
  if (server) {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    slack.deliverTo(`http://127.0.0.1:${(server.address() as AddressInfo).port}${SLACK_PATH}`)
  }
  await platform.start(bot)
  return {
    slack,
    bot,
    platform,
    store,
    async close() {
      await platform.stop()
      server?.closeAllConnections()
      server?.close()
      if (!options.slack) await slack.close()
      await state.close()
      if (!options.store) await store.close()
    },
  }
}

/** The bot's messages of a thread that still stand. */
export function answersIn(slack: FakeSlack, channel: string, thread: string) {
  return slack
    .messages(channel, { thread })
    .filter((message) => message.by === slack.botUserId && !message.deleted)
}

/** Waits for the bot's last whole message in a thread; gives all that stand there. */
export async function answered(slack: FakeSlack, channel: string, thread: string, count = 1) {
  await slack.until(() => whole(slack, channel, thread).length >= count)
  return answersIn(slack, channel, thread)
}

function whole(slack: FakeSlack, channel: string, thread: string) {
  return answersIn(slack, channel, thread).filter(
    (message) => JSON.stringify(message.metadata ?? {}).includes('"last"') && !message.streaming,
  )
}
