import type { RequestListener } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { App, HTTPReceiver, SocketModeReceiver } from '@slack/bolt'
import { RecourseError } from '../../errors.ts'
import type { Logger } from '../../logger.ts'
import type { State } from '../../store/state.ts'
import { cannotAnnounce } from '../announcement.ts'
import { AppealBoard, watchingVotes } from '../appeal-board.ts'
import { ComparisonBoard } from '../comparison-board.ts'
import { EventMemory } from '../event-memory.ts'
import { MissedVotes } from '../missed-votes.ts'
import type { Platform } from '../platform.ts'
import { RecentMap } from '../recent-map.ts'
import { takingUp } from '../taking-up.ts'
import { UnderWay } from '../under-way.ts'
import { within } from '../within.ts'
import { announce } from './announce.ts'
import { SlackAppeals } from './appeal-surface.ts'
import { Clicks } from './clicks.ts'
import { SlackComparisons } from './comparison-surface.ts'
import { Conversations } from './conversations.ts'
import { EventLog } from './event-log.ts'
import type { Identity } from './incoming.ts'
import { createBotCheck } from './known-bots.ts'
import { LateAck } from './late-ack.ts'
import { listen } from './listeners.ts'
import { Pace } from './pace.ts'
import { reconcileMessage, reconcileReactions } from './reactions.ts'
import type { ReplyServices } from './reply.ts'
import { sdkLogger } from './sdk-logger.ts'
import { callFailure, clientOptions, SlackApi } from './slack-api.ts'
import { goOnWith } from './take-up.ts'
import { ThreadStatus } from './thread-status.ts'

/** Where Slack sends events, commands and clicks over HTTP. */
export const SLACK_PATH = '/slack/events'

/** Time between two looks for exchanges that another process left behind, in milliseconds. */
const TAKE_UP_EVERY = 5_000

/** How long closing the socket may take, in milliseconds. */
const CLOSED_WITHIN = 500

/** Questions whose message is remembered, so that it can be closed when the reply comes; other ones stay open to clicks. */
const OPEN_QUESTIONS = 1_000

/** A workspace without streaming is tried again after this long, in milliseconds. */
const STREAMING_AGAIN = 60 * 60_000

export interface SlackPlatformOptions {
  readonly botToken: string
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
}

export interface SlackPlatform extends Platform {
  /** Takes HTTP requests to `SLACK_PATH`; `undefined` over a socket. */
  readonly requestListener: RequestListener | undefined
}

/** Slack, over a socket or over HTTP; one set of listeners serves both. */
export function createSlackPlatform(options: SlackPlatformOptions): SlackPlatform {
  const { logger, now = Date.now, timer = () => performance.now(), wait = sleep } = options
  const api = new SlackApi({ token: options.botToken, url: options.apiUrl, logger, now, wait })
  const receiver = receiverFor(options)
  const stopped = new AbortController()
  let stop = async () => {}
  let started: ReplyServices | undefined

  return {
    name: 'slack',
    requestListener: receiver instanceof HTTPReceiver ? postsOnly(receiver) : undefined,
    async start(given) {
      const identity = await identify(api)
      const bot = watchingVotes(given, {
        changed(message) {
          appeals.look(message)
          comparisons.look(message)
        },
        // Its last edit may have been lost with the process that was about to make it.
        lookedAt: (message) => comparisons.look(message),
      })
      const underWay = new UnderWay(logger)
      const surface = new SlackAppeals(() => services)
      const appeals = new AppealBoard({ bot, logger, underWay, wait, now }, surface)
      const compared = new SlackComparisons(() => services)
      const comparisons = new ComparisonBoard({ bot, logger, underWay, wait }, compared)
      const services: ReplyServices = {
        api,
        bot,
        appeals,
        comparisons,
        logger,
        now,
        timer,
        wait,
        workspace: identity.team,
        pace: new Pace({ timer }),
        status: new ThreadStatus(api, logger),
        streaming: streamingLatch(now),
        underWay,
        questions: new RecentMap(OPEN_QUESTIONS),
        ...(options.partLifetime !== undefined && { partLifetime: options.partLifetime }),
      }
      started = services
      const conversations = new Conversations(services, identity, new EventMemory(options.state, logger))
      const lateAck = new LateAck(() => bot.recordsWork())
      const isBot = createBotCheck(api)
      const reconciling = { bot, api, identity, isBot, logger, now }
      const missedVotes = new MissedVotes({
        makeUpFor: (message) => reconcileMessage(message, reconciling),
        logger,
        stopped: stopped.signal,
      })
      const app = new App({
        receiver: lateAck.over(receiver),
        authorize: async () => ({
          botToken: options.botToken,
          botId: identity.botId,
          botUserId: identity.botUser,
          teamId: identity.team,
        }),
        convoStore: false,
        logger: sdkLogger(logger),
        clientOptions: clientOptions({ url: options.apiUrl, logger }),
      })
      listen(app, {
        services,
        identity,
        conversations,
        lateAck,
        isBot,
        clicks: new Clicks(services, identity),
        log: new EventLog(options.state, now),
        missedVotes,
      })
      if (receiver instanceof SocketModeReceiver) await startSocket(receiver)
      const takeUpExchanges = takingUp('slack', services, stopped.signal, (taken) =>
        goOnWith(taken, services, identity),
      )
      const takeUp = async () => {
        await takeUpExchanges()
        await comparisons.takeUp()
      }
      const look = setInterval(() => void takeUp(), TAKE_UP_EVERY)
      look.unref()
      // Ready at once: what was left behind is gone on with beside what comes in.
      services.underWay.follow(takeUp())
      services.underWay.follow(
        reconcileReactions({
          ...reconciling,
          wait: stoppable(wait, stopped.signal),
          stopped: stopped.signal,
        }),
      )
      stop = async () => {
        clearInterval(look)
        stopped.abort()
        // Slack may not answer any more.
        if (receiver instanceof SocketModeReceiver) await within(CLOSED_WITHIN, receiver.stop())
        await services.underWay.finish(bot, options.grace)
      }
    },
    stop: () => stop(),
    async announce(channel, announcement) {
      if (!started) throw cannotAnnounce('Slack is not connected')
      await announce(announcement, channel, started)
    },
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

/** Bolt throws at every request that is no POST, which would end the process; anybody can send one. */
function postsOnly(receiver: HTTPReceiver): RequestListener {
  return (request, response) => {
    if (request.method === 'POST') receiver.requestListener(request, response)
    else response.writeHead(405, { Allow: 'POST' }).end()
  }
}

/** @throws {RecourseError} when Slack refuses the token or cannot be reached */
async function identify(api: SlackApi): Promise<Identity & { readonly botId: string }> {
  try {
    const { team_id, user_id, bot_id } = await api.client.auth.test()
    return { team: team_id ?? '', botUser: user_id ?? '', botId: bot_id ?? '' }
  } catch (error) {
    throw startError(error, 'SLACK_BOT_TOKEN')
  }
}

async function startSocket(receiver: SocketModeReceiver): Promise<void> {
  try {
    await receiver.start()
  } catch (error) {
    throw startError(error, 'SLACK_APP_TOKEN')
  }
}

function startError(error: unknown, variable: string): RecourseError {
  const failure = callFailure(error)
  const message =
    failure.kind === 'refused'
      ? `Slack refuses ${variable} (${failure.error}). Set it to the token of your app, then run: recourse doctor`
      : 'Slack cannot be reached. Check the network and SLACK_API_URL, then start again.'
  return new RecourseError('slack_start', message, { cause: error })
}

/** Whether the workspace has streaming; once it had not, it is tried again after a while. */
function streamingLatch(now: () => number): { available: boolean } {
  let missingUntil = 0
  return {
    get available() {
      return now() >= missingUntil
    },
    set available(available) {
      missingUntil = available ? 0 : now() + STREAMING_AGAIN
    },
  }
}

function stoppable(wait: (milliseconds: number) => Promise<void>, stopped: AbortSignal) {
  const stop = new Promise<void>((resolve) =>
    stopped.addEventListener('abort', () => resolve(), { once: true }),
  )
  return (milliseconds: number) => Promise.race([wait(milliseconds), stop])
}
