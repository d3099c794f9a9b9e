import type { RequestListener } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { App, HTTPReceiver, SocketModeReceiver } from '@slack/bolt'
import type { Bot } from '../../bot-types.ts'
import type { MessageKey } from '../../domain.ts'
import type { Logger } from '../../logger.ts'
import type { Metrics } from '../../metrics/metrics.ts'
import type { State } from '../../store/state.ts'
import { cannotAnnounce } from '../announcement.ts'
import { EventMemory } from '../event-memory.ts'
import { MissedVotes } from '../missed-votes.ts'
import type { Platform } from '../platform.ts'
import { stoppable } from '../stoppable.ts'
import { UnderWay } from '../under-way.ts'
import { within } from '../within.ts'
import { announce } from './announce.ts'
import { CatchUp } from './catch-up.ts'
import { createDistribution, type DistributedApp } from './distribution.ts'
import { EventLog } from './event-log.ts'
import { INSTALL_PATH, REDIRECT_PATH } from './install-pages.ts'
import { LateAck } from './late-ack.ts'
import { listen } from './listeners.ts'
import { missedMessages } from './missed-messages.ts'
import { reconcileMessage } from './reactions.ts'
import { reconcilingAll } from './reconcile-all.ts'
import { requestDoor } from './request-door.ts'
import { sdkLogger } from './sdk-logger.ts'
import { SingleWorkspace, startError } from './single-workspace.ts'
import { clientOptions, SlackApi } from './slack-api.ts'
import { createWorkspace } from './slack-workspace.ts'
import { SlackWorkspaces } from './slack-workspaces.ts'
import { takingUpLeftBehind } from './take-up-left-behind.ts'
import type { WorkspaceSource } from './workspace-source.ts'

/** Where Slack sends events, commands and clicks over HTTP. */
export const SLACK_PATH = '/slack/events'

/** Time between two looks for exchanges that another process left behind, in milliseconds. */
const TAKE_UP_EVERY = 5_000

/** How long noting until when was listened may take, in milliseconds. */
const NOTED_WITHIN = 500

/** How long closing the socket may take, in milliseconds. */
const CLOSED_WITHIN = 500

export type SlackPlatformOptions = CommonOptions & (SingleOptions | DistributedOptions)

interface SingleOptions {
  readonly botToken: string
}

interface DistributedOptions {
  /** Serves every workspace that has installed the app by OAuth. */
  readonly app: DistributedApp
}

interface CommonOptions {
  /** Events come over a socket that we open, or to us over HTTP. */
  readonly transport: { readonly appToken: string } | { readonly signingSecret: string }
  /** Stands in for Slack's own address; ends with `/api/`. */
  readonly apiUrl?: string
  readonly logger: Logger
  readonly state: State
  /** Milliseconds since 1970. */
  readonly now?: () => number
  /** Monotonic, in milliseconds. */
  readonly timer?: () => number
  readonly wait?: (milliseconds: number) => Promise<void>
  /** Milliseconds after which a streamed message gives way to a next one. */
  readonly partLifetime?: number
  /** Milliseconds for which what is under way may go on when the platform stops. */
  readonly grace?: number
  readonly metrics?: Pick<Metrics, 'platformLimited'>
}

export interface SlackPlatform extends Platform {
  /** Takes HTTP requests to `paths`; `undefined` where there are none. */
  readonly requestListener: RequestListener | undefined
  readonly paths: readonly string[]
}

/** Slack, over a socket or over HTTP; one set of listeners serves both. */
export function createSlackPlatform(options: SlackPlatformOptions): SlackPlatform {
  const { logger, state, apiUrl, now = Date.now, timer = () => performance.now(), wait = sleep } = options
  const limited = () => options.metrics?.platformLimited('slack')
  const receiver = receiverFor(options)
  const isOpen = () =>
    !(receiver instanceof SocketModeReceiver) || receiver.client.websocket?.isActive() === true
  let isListening = false
  const underWay = new UnderWay(logger)
  const distribution =
    'app' in options
      ? createDistribution(options.app, {
          apiUrl,
          state,
          logger,
          now,
          wait,
          forget: (name) => workspaces?.forget(name),
        })
      : undefined
  const stopped = new AbortController()
  let stop = async () => {}
  let workspaces: SlackWorkspaces | undefined
  let source: WorkspaceSource | undefined

  return {
    name: 'slack',
    requestListener: requestListener(receiver, options, distribution?.pages),
    paths: [
      ...(receiver instanceof HTTPReceiver ? [SLACK_PATH] : []),
      ...(distribution ? [INSTALL_PATH, REDIRECT_PATH] : []),
    ],
    async start(bot) {
      const from = sourceFor(bot)
      source = from
      await from.start()
      const missedVotes = new MissedVotes({
        async makeUpFor(message) {
          const found = await inUse.get(message.workspace)
          if (!found) return 0
          const { identity, isBot, services } = found
          return reconcileMessage(message, { ...services, identity, isBot })
        },
        logger,
        stopped: stopped.signal,
      })
      const parts = {
        bot,
        apiUrl,
        memory: new EventMemory(state, logger),
        underWay,
        logger,
        now,
        timer,
        wait,
        partLifetime: options.partLifetime,
        makeUpForVotes: (message: MessageKey) => missedVotes.makeUpFor(message),
        limited,
      }
      const inUse = new SlackWorkspaces({
        source: from,
        create: (access) => createWorkspace(access, parts),
        now,
        wait,
      })
      workspaces = inUse
      const everywhere = {
        bot,
        logger,
        now,
        wait: stoppable(wait, stopped.signal),
        stopped: stopped.signal,
        workspaces: inUse,
        source: from,
      }
      const reconcileAll = reconcilingAll({ ...everywhere, missedVotes })
      const catchUp = new CatchUp({
        ...everywhere,
        state,
        name: from.only ?? 'every workspace',
        read: missedMessages(everywhere),
        longAbsent: () => underWay.follow(reconcileAll()),
      })
      const lateAck = new LateAck()
      const app = new App({
        // What cannot be looked up now is not acknowledged, so that Slack sends it again.
        receiver: lateAck.over(receiver, async (body) => void (await inUse.of(body))),
        // Calls are made by clients of our own; the SDK has to know whom to take for ourselves.
        async authorize(_, body) {
          const found = body && (await inUse.of(body))
          return found
            ? { botId: found.identity.botId, botUserId: found.identity.botUser, teamId: found.identity.team }
            : {}
        },
        convoStore: false,
        logger: sdkLogger(logger),
        clientOptions: clientOptions({ url: apiUrl, logger }),
      })
      listen(app, {
        workspaceOf: (body) => inUse.of(body),
        heard: async (event, body, identity) => from.heard?.(event, body, identity) ?? event,
        departed: async (body) => from.departed?.(body),
        lateAck,
        catchUp,
        log: new EventLog(state, now),
        missedVotes,
        underWay,
        logger,
        wait,
      })
      let look: NodeJS.Timeout | undefined
      // Also while it is still starting, since what it then took nobody would answer.
      stop = async () => {
        isListening = false
        clearInterval(look)
        stopped.abort()
        await within(NOTED_WITHIN, catchUp.stop())
        // Slack may not answer any more.
        if (receiver instanceof SocketModeReceiver) await within(CLOSED_WITHIN, receiver.stop())
        await underWay.finish(bot, options.grace)
      }
      if (receiver instanceof SocketModeReceiver) {
        receiver.client.on('close', () => catchUp.lost())
        receiver.client.on('connected', () => underWay.follow(catchUp.found()))
        await startSocket(receiver)
      }
      if (stopped.signal.aborted) return
      const takeUpWork = takingUpLeftBehind(
        { bot, logger, underWay, workspaces: inUse, only: from.only },
        stopped.signal,
      )
      const takeUp = async () => {
        inUse.letGo()
        await takeUpWork()
      }
      isListening = true
      look = setInterval(() => void takeUp(), TAKE_UP_EVERY)
      look.unref()
      // Ready at once: what was left behind is gone on with beside what comes in.
      underWay.follow(takeUp())
      underWay.follow(catchUp.start())
      underWay.follow(reconcileAll())
    },
    stop: () => stop(),
    connected: () => isListening && isOpen(),
    async announce(channel, announcement) {
      const [, name, id = channel] = /^(\w+)\/(\w+)$/.exec(channel) ?? []
      const workspace = await workspaceFor(name)
      await announce(announcement, id, workspace.services)
    },
  }

  function sourceFor(bot: Bot): WorkspaceSource {
    if (distribution) return distribution.sourceFor(bot)
    const token = 'botToken' in options ? options.botToken : ''
    return new SingleWorkspace(token, new SlackApi({ token, url: apiUrl, logger, now, wait, limited }))
  }

  /** The workspace of this name; the only one where none is named. */
  async function workspaceFor(name: string | undefined) {
    if (!workspaces) throw cannotAnnounce('Slack is not connected')
    const only = name ?? (await theOnly())
    const found = only === undefined ? undefined : await workspaces.get(only)
    if (found) return found
    throw cannotAnnounce(
      name === undefined
        ? 'several workspaces have the app: name one in ADMIN_CHANNEL, as in slack:T0123ABCD/C0123ABCD'
        : `the app is not installed in the workspace ${name}`,
    )
  }

  async function theOnly(): Promise<string | undefined> {
    const names: string[] = []
    for await (const name of source?.all() ?? []) {
      names.push(name)
      if (names.length > 1) return undefined
    }
    return names[0]
  }
}

function receiverFor(options: SlackPlatformOptions): HTTPReceiver | SocketModeReceiver {
  const { transport, apiUrl, logger } = options
  if ('appToken' in transport) {
    return new SocketModeReceiver({
      appToken: transport.appToken,
      logger: sdkLogger(logger),
      installerOptions: {
        clientOptions: {
          ...clientOptions({ url: apiUrl, logger }),
          // A socket that closed is opened again for as long as it takes.
          retryConfig: { forever: true, factor: 1.3, maxTimeout: 30_000 },
          rejectRateLimitedCalls: false,
        },
      },
    })
  }
  return new HTTPReceiver({
    signingSecret: transport.signingSecret,
    endpoints: SLACK_PATH,
    logger: sdkLogger(logger),
  })
}

function requestListener(
  receiver: HTTPReceiver | SocketModeReceiver,
  { transport, state, logger, now = Date.now, wait = sleep }: CommonOptions,
  pages: RequestListener | undefined,
): RequestListener | undefined {
  const events =
    receiver instanceof HTTPReceiver && 'signingSecret' in transport
      ? requestDoor(receiver.requestListener, { ...transport, state, logger, now, wait })
      : undefined
  if (!events || !pages) return events ?? pages
  return (request, response) => {
    const isEvents = request.url?.split('?', 1)[0] === SLACK_PATH
    if (isEvents) events(request, response)
    else pages(request, response)
  }
}

async function startSocket(receiver: SocketModeReceiver): Promise<void> {
  try {
    await receiver.start()
  } catch (error) {
    throw startError(error, 'SLACK_APP_TOKEN')
  }
}
