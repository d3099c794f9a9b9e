import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createAdminCheck, createOperatorCheck, Installers } from '../../src/admins.ts'
import type { BotOptions } from '../../src/bot.ts'
import type { Bot } from '../../src/bot-types.ts'
import { type Logger, silentLogger } from '../../src/logger.ts'
import type { ChatModel } from '../../src/models/chat-model.ts'
import { INSTALL_PATH, REDIRECT_PATH } from '../../src/platforms/slack/install-pages.ts'
import {
  createSlackPlatform,
  SLACK_PATH,
  type SlackPlatform,
} from '../../src/platforms/slack/slack-platform.ts'
import { createSecretBox } from '../../src/secret-box.ts'
import type { InstallationRecords } from '../../src/store/installation-store.ts'
import { openStore } from '../../src/store/sql-store.ts'
import { openState, type State } from '../../src/store/state.ts'
import type { Store } from '../../src/store/store.ts'
import {
  clientId,
  clientSecret,
  type DistributionOptions,
  type FakeDistribution,
  startDistribution,
} from '../fakes/slack/distribution.ts'
import type { FakeSlack } from '../fakes/slack/slack-server.ts'
import { botOver } from './bot.ts'
import { PATIENCE, SLACK_REHEARSALS, type SlackTransport } from './slack.ts'

export const ENCRYPTION_KEY = 'a-key-of-encryption-for-tests-only'

export interface InstalledSlackOptions extends DistributionOptions {
  readonly transport?: SlackTransport
  readonly models?: readonly ChatModel[]
  readonly store?: Store
  readonly state?: State
  readonly slack?: FakeDistribution
  readonly admins?: readonly string[]
  readonly key?: string
  readonly keysBefore?: readonly string[]
  readonly logger?: Logger
  /** Other records of installations than the store's. */
  readonly records?: InstallationRecords
  readonly wait?: (milliseconds: number) => Promise<void>
  readonly bot?: Partial<BotOptions>
}

/** What somebody's browser gets. */
export interface Visited {
  readonly status: number
  readonly page: string
  readonly cookie: string
  readonly headers: Headers
}

export interface InstalledSlack {
  readonly slack: FakeDistribution
  readonly bot: Bot
  readonly store: Store
  readonly platform: SlackPlatform
  readonly url: string
  visit(address: string, cookie?: string): Promise<Visited>
  /** The link of the page on which people begin, and the cookie that goes with it. */
  offer(): Promise<{ readonly link: string; readonly cookie: string }>
  /** Somebody installs the app; by default Ana. */
  install(team: FakeSlack, user?: string): Promise<Visited>
  close(): Promise<void>
}

/** The real bot behind the real SDK, as an app that workspaces of a fake Slack install. */
export async function openInstalledSlack(options: InstalledSlackOptions = {}): Promise<InstalledSlack> {
  const { teams, rotation, ackTimeout = PATIENCE } = options
  const fake = {
    ackTimeout,
    ...(teams !== undefined && { teams }),
    ...(rotation !== undefined && { rotation }),
  }
  const slack = options.slack ?? (await startDistribution(fake))
  const store = options.store ?? (await openStore({ url: ':memory:' }))
  const state = options.state ?? (await openState({ url: ':memory:' }))
  const installers = new Installers()
  const isListed = createAdminCheck(options.admins ?? ['cli:nobody'])
  const bot = botOver(store, options.models ?? SLACK_REHEARSALS, {
    newId: () => crypto.randomUUID(),
    isAdmin: (person) => isListed(person) || installers.has(person),
    isOperator: createOperatorCheck(options.admins ?? ['cli:nobody']),
    ...options.bot,
  })
  const [first] = slack.teams
  if (!first) throw new Error('there is no workspace')
  const server = createServer((request, response) => platform.requestListener?.(request, response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const platform = createSlackPlatform({
    app: {
      clientId,
      clientSecret,
      stateSecret: 'a secret of the state, for tests only',
      publicUrl: url,
      records: options.records ?? store,
      box: createSecretBox(options.key ?? ENCRYPTION_KEY, options.keysBefore),
      installers,
    },
    transport:
      options.transport === 'socket' ? { appToken: first.appToken } : { signingSecret: first.signingSecret },
    apiUrl: slack.apiUrl,
    logger: options.logger ?? silentLogger,
    state,
    ...(options.wait && { wait: options.wait }),
  })
  const close = async () => {
    await platform.stop()
    server.closeAllConnections()
    server.close()
    if (!options.slack) await slack.close()
    if (!options.state) await state.close()
    if (!options.store) await store.close()
  }
  try {
    await platform.start(bot)
  } catch (error) {
    await close()
    throw error
  }
  if (options.transport !== 'socket') for (const team of slack.teams) team.deliverTo(`${url}${SLACK_PATH}`)

  const visit = async (address: string, cookie?: string): Promise<Visited> => {
    const answer = await fetch(new URL(address, url), {
      redirect: 'manual',
      headers: { ...(cookie !== undefined && { cookie }) },
    })
    const set = answer.headers.get('set-cookie') ?? ''
    return {
      status: answer.status,
      page: await answer.text(),
      cookie: set.split(';')[0] ?? '',
      headers: answer.headers,
    }
  }
  const offer = async () => {
    const { page, cookie } = await visit(INSTALL_PATH)
    const link = /href="(https:\/\/slack\.com[^"]+)"/.exec(page)?.[1] ?? ''
    return { link: link.replaceAll(/&#38;|&amp;/g, '&'), cookie }
  }
  return {
    slack,
    bot,
    store,
    platform,
    url,
    visit,
    offer,
    async install(team, user = team.people.ana) {
      const { link, cookie } = await offer()
      return visit(slack.allow(link, team, user, `${url}${REDIRECT_PATH}`), cookie)
    },
    close,
  }
}
