import { setTimeout as sleep } from 'node:timers/promises'
import {
  Client,
  DiscordAPIError,
  HTTPError,
  Options,
  Partials,
  REST,
  RESTEvents,
  Routes,
  Status,
} from 'discord.js'
import { Agent } from 'undici'
import { z } from 'zod'
import { RecourseError } from '../../errors.ts'
import type { Logger } from '../../logger.ts'
import type { Metrics } from '../../metrics/metrics.ts'
import type { State } from '../../store/state.ts'
import { cannotAnnounce } from '../announcement.ts'
import { AppealBoard, watchingVotes } from '../appeal-board.ts'
import { ChannelPace } from '../channel-pace.ts'
import { ComparisonBoard } from '../comparison-board.ts'
import type { Platform } from '../platform.ts'
import { RecentMap } from '../recent-map.ts'
import { Slots } from '../slots.ts'
import { takingUp } from '../taking-up.ts'
import { UnderWay } from '../under-way.ts'
import { within } from '../within.ts'
import { announce } from './announce.ts'
import { DiscordAppeals } from './appeal-surface.ts'
import { CatchUp } from './catch-up.ts'
import { Clicks } from './clicks.ts'
import { closeClient } from './close-client.ts'
import { DiscordComparisons } from './comparison-surface.ts'
import { Conversations } from './conversations.ts'
import { IDENTIFY_WINDOW, IdentifyTurns } from './identify-turns.ts'
import { intentsFor } from './intents.ts'
import { listen } from './listeners.ts'
import { NO_PINGS } from './message-writer.ts'
import { idBehind, isDirect, sentTo } from './places.ts'
import { Reactions } from './reactions.ts'
import { showReply } from './reply.ts'
import type { DiscordServices } from './services.ts'
import { type Shards, shardOptions } from './shards.ts'
import { goOnWith } from './take-up.ts'
import { isUnexpectedLimit, waitOutUnexpectedLimits } from './unexpected-limits.ts'
import { LINES_IN_A_CHANNEL } from './waiting-line.ts'

/** Least time between two edits in a channel, in milliseconds; Discord takes about five writes in five seconds. */
const EDIT_EVERY = 1_200

/** Time between two looks for exchanges that another process left behind, in milliseconds. */
const TAKE_UP_EVERY = 5_000

/** How long a start waits at most until it is written down that it listens, in milliseconds. */
const NOTED_WITHIN = 2_000

/** Questions whose message is remembered, so that it can be closed when the reply comes. */
const QUESTIONS = 1_000

/**
 * Refused requests after which it is said how many there were; at 10,000 in ten minutes Discord bans the address
 * (https://docs.discord.com/developers/topics/rate-limits#invalid-request-limit-aka-cloudflare-bans).
 */
export const INVALID_REQUESTS = 250

export interface DiscordPlatformOptions {
  readonly token: string
  /** Stands in for Discord's own address; ends with `/api`. */
  readonly apiUrl?: string
  readonly shards?: Shards
  readonly logger: Logger
  readonly state: State
  /** Milliseconds since 1970. */
  readonly now?: () => number
  /** Monotonic, in milliseconds. */
  readonly timer?: () => number
  readonly wait?: (milliseconds: number) => Promise<void>
  readonly newNonce?: () => string
  /** Milliseconds in which one shard, or as many as Discord allows at once, may identify. */
  readonly identifyWindow?: number
  /** Milliseconds for which what is under way may go on when the platform stops. */
  readonly grace?: number
  /** Refused requests after which the operator is told. */
  readonly tellAfterRefused?: number
  readonly metrics?: Pick<Metrics, 'platformLimited'>
}

/** Discord, on the shards of this process. */
export function createDiscordPlatform(options: DiscordPlatformOptions): Platform {
  const { state, logger, wait = sleep, now = Date.now } = options
  const underWay = new UnderWay(logger)
  const stopped = new AbortController()
  let stop = async () => {}
  let started: DiscordServices | undefined

  return {
    name: 'discord',
    async start(given) {
      const flags = await applicationFlags(options)
      const client = clientFor(options, flags)
      const bot = watchingVotes(given, {
        changed(message) {
          appeals.look(message)
          comparisons.look(message)
        },
        // Its last edit may have been lost with the process that was about to make it.
        lookedAt: (message) => comparisons.look(message),
      })
      const surface = new DiscordAppeals(() => services)
      const appeals = new AppealBoard({ bot, logger, underWay, wait, now }, surface)
      const compared = new DiscordComparisons(() => services)
      const comparisons = new ComparisonBoard({ bot, logger, underWay, wait }, compared)
      const services: DiscordServices = {
        // Nothing is done with it before the first shard is ready.
        client: client as Client<true>,
        bot,
        appeals,
        comparisons,
        logger,
        state,
        underWay,
        wait,
        questions: new RecentMap(QUESTIONS),
        makeUpForVotes: (message) => reactions.makeUpFor(message),
        pace: new ChannelPace(EDIT_EVERY),
        waitingLines: new Slots(LINES_IN_A_CHANNEL),
        now,
        timer: options.timer ?? (() => performance.now()),
        newNonce: options.newNonce ?? (() => crypto.randomUUID().replaceAll('-', '').slice(0, 25)),
      }
      started = services
      const conversations = new Conversations(services)
      const catchUp = new CatchUp(services, conversations)
      const clicks = new Clicks(services, (events, at, tell) => showAnswered(events, at, tell, services))
      const reactions = new Reactions(services, stopped.signal)
      const parts = { services, conversations, clicks, catchUp, reactions, stopped: stopped.signal }
      const stopListening = listen(client, parts)
      report(client, options)
      let look: NodeJS.Timeout | undefined
      // Also while it is still starting, since what it then took nobody would answer.
      stop = async () => {
        clearInterval(look)
        stopped.abort()
        stopListening()
        await catchUp.stop()
        await underWay.finish(bot, options.grace)
        await closeClient(client, logger)
      }
      await logIn(client, options.token)
      // What is said from here on will be answered, also where this process dies at once.
      await within(NOTED_WITHIN, catchUp.noted()).catch(() => undefined)
      if (stopped.signal.aborted) return
      const takeUpExchanges = takingUp('discord', services, stopped.signal, (taken) =>
        goOnWith(taken, services),
      )
      const takeUp = async () => {
        await takeUpExchanges()
        await comparisons.takeUp()
      }
      look = setInterval(() => void takeUp(), TAKE_UP_EVERY)
      look.unref()
      // Ready at once: what was left behind is gone on with beside what comes in.
      underWay.follow(takeUp())
    },
    stop: () => stop(),
    connected: () => started !== undefined && isConnected(started.client) && !stopped.signal.aborted,
    async announce(channel, announcement) {
      if (!started) throw cannotAnnounce('Discord is not connected')
      await announce(announcement, channel, started)
    },
  }
}

function clientFor(options: DiscordPlatformOptions, flags: number): Client {
  const {
    state,
    wait = sleep,
    identifyWindow = IDENTIFY_WINDOW,
    tellAfterRefused = INVALID_REQUESTS,
  } = options
  const client = new Client({
    intents: [...intentsFor(flags)],
    partials: [Partials.Message, Partials.Channel, Partials.Reaction, Partials.User],
    allowedMentions: NO_PINGS,
    // What was said is not kept: the store has what the bot needs of it. A server's own emoji are: a message with
    // one that is there no more would be refused.
    makeCache: Options.cacheWithLimits({
      ...Options.DefaultMakeCacheSettings,
      MessageManager: 0,
      ReactionManager: 0,
      ReactionUserManager: 0,
      PresenceManager: 0,
      GuildStickerManager: 0,
      GuildInviteManager: 0,
      GuildBanManager: 0,
      VoiceStateManager: 0,
      GuildMemberManager: { maxSize: 200, keepOverLimit: ({ id, client }) => id === client.user.id },
      UserManager: { maxSize: 1000, keepOverLimit: ({ id, client }) => id === client.user.id },
    }),
    ...shardOptions(options.shards ?? 'auto'),
    rest: {
      ...restOptions(options),
      invalidRequestWarningInterval: tellAfterRefused,
      rejectOnRateLimit: isUnexpectedLimit,
    },
    ws: {
      async buildIdentifyThrottler(manager) {
        const { session_start_limit } = await manager.fetchGatewayInformation()
        const atOnce = session_start_limit.max_concurrency
        return new IdentifyTurns({ state, wait, atOnce, window: identifyWindow })
      },
    },
  })
  waitOutUnexpectedLimits(client.rest, wait)
  return client
}

function restOptions({ apiUrl }: Pick<DiscordPlatformOptions, 'apiUrl'>) {
  // Without an agent of its own version, discord.js would send by that of Slack's SDK where this is loaded first, which
  // cannot send its files.
  return { ...(apiUrl !== undefined && { api: apiUrl }), timeout: 15_000, agent: new Agent() }
}

/** Whether every shard of this process hears its servers. */
function isConnected(client: Client): boolean {
  const { shards } = client.ws
  return shards.size > 0 && shards.every(({ status }) => status === Status.Ready)
}

/** Tells the operator what cannot be seen in any channel. */
function report(client: Client, { logger, metrics }: DiscordPlatformOptions): void {
  client.rest.on(RESTEvents.Response, ({ method, route }, { status }) => {
    logger.trace({ method, route, status }, 'discord called')
    if (status === 429) metrics?.platformLimited('discord')
  })
  client.rest.on(RESTEvents.InvalidRequestWarning, ({ count, remainingTime }) =>
    logger.warn(
      { count, seconds: Math.round(remainingTime / 1000) },
      'discord refuses many requests; at 10,000 in ten minutes it bans this address. Look for missing permissions',
    ),
  )
  client.on('error', (error) => logger.error({ err: error }, 'discord client failed'))
  client.on('shardError', (error, shard) => logger.warn({ err: error, shard }, 'discord connection failed'))
  client.on('shardReconnecting', (shard) => logger.info({ shard }, 'discord connection is opened again'))
  client.on('shardDisconnect', ({ code }, shard) => {
    logger.error({ code, shard }, 'discord closed the connection for good')
    // Nobody waits for this; the process stops in order, and whatever started it starts it anew.
    void Promise.reject(
      new RecourseError('discord_closed', `Discord closed the connection for good (${code}).`),
    )
  })
}

/** Shows what comes of the answer to a question, below the question. */
async function showAnswered(
  events: Parameters<typeof showReply>[0],
  { exchange, interaction }: Parameters<ConstructorParameters<typeof Clicks>[1]>[1],
  tell: (line: string) => Promise<void>,
  services: DiscordServices,
): Promise<void> {
  const record = await services.bot.exchange(exchange)
  const channel = record ? sentTo(record.place) : (interaction.channelId ?? '')
  const guild = record && isDirect(record.place) ? undefined : record?.place.workspace
  const replyTo = interaction.message?.id ?? ''
  const place = { guild, channel, replyTo, asker: interaction.user.id }
  await showReply(events, { ...place, ...(record && { request: idBehind(record.key) }) }, services, tell)
}

const applicationShape = z.object({ flags: z.number().default(0) })

/** @throws {RecourseError} when Discord refuses the token or cannot be reached */
async function applicationFlags(options: DiscordPlatformOptions): Promise<number> {
  const rest = new REST(restOptions(options)).setToken(options.token)
  try {
    return applicationShape.parse(await rest.get(Routes.currentApplication())).flags
  } catch (error) {
    throw startError(error)
  } finally {
    rest.clearHandlerSweeper()
    rest.clearHashSweeper()
  }
}

async function logIn(client: Client, token: string): Promise<void> {
  const ready = new Promise<void>((resolve) => client.once('clientReady', () => resolve()))
  try {
    await client.login(token)
  } catch (error) {
    throw startError(error)
  }
  await ready
}

function startError(error: unknown): RecourseError {
  const isRefused =
    (error instanceof DiscordAPIError || error instanceof HTTPError) &&
    error.status >= 400 &&
    error.status < 500
  const message = isRefused
    ? `Discord refuses DISCORD_TOKEN (${error.status}). Set it to the token of your bot, then run: recourse doctor`
    : 'Discord cannot be reached. Check the network and DISCORD_API_URL, then start again.'
  return new RecourseError('discord_start', message, { cause: error })
}
