import type { Bot } from '../../bot-types.ts'
import type { MessageKey } from '../../domain.ts'
import type { Logger } from '../../logger.ts'
import { AppealBoard, watchingVotes } from '../appeal-board.ts'
import { ComparisonBoard } from '../comparison-board.ts'
import type { EventMemory } from '../event-memory.ts'
import { RecentMap } from '../recent-map.ts'
import type { UnderWay } from '../under-way.ts'
import { SlackAppeals } from './appeal-surface.ts'
import { Clicks } from './clicks.ts'
import { ComparisonClicks } from './comparison-clicks.ts'
import { SlackComparisons } from './comparison-surface.ts'
import { Conversations } from './conversations.ts'
import type { Identity } from './incoming.ts'
import { createBotCheck } from './known-bots.ts'
import { Labelling } from './labelling.ts'
import { Pace } from './pace.ts'
import type { ReplyServices } from './reply.ts'
import { SlackApi } from './slack-api.ts'
import { ThreadStatus } from './thread-status.ts'
import type { WorkspaceAccess } from './workspace-source.ts'

/** Questions whose message is remembered, so that it can be closed when the reply comes; other ones stay open to clicks. */
const OPEN_QUESTIONS = 1_000

/** A workspace without streaming is tried again after this long, in milliseconds. */
const STREAMING_AGAIN = 60 * 60_000

/** What all workspaces have in common. */
export interface WorkspaceParts {
  readonly bot: Bot
  readonly apiUrl: string | undefined
  readonly memory: EventMemory
  readonly underWay: UnderWay
  readonly logger: Logger
  /** Milliseconds since 1970. */
  readonly now: () => number
  /** Monotonic, in milliseconds. */
  readonly timer: () => number
  readonly wait: (milliseconds: number) => Promise<void>
  readonly partLifetime: number | undefined
  readonly makeUpForVotes: (message: MessageKey) => Promise<void>
  /** Told of every "too many requests". */
  readonly limited: () => void
}

/** Everything by which the bot acts in one workspace: nothing of it is shared with another. */
export interface SlackWorkspace {
  readonly identity: Identity & { readonly botId: string }
  readonly services: ReplyServices
  readonly conversations: Conversations
  readonly clicks: Clicks
  readonly comparisonClicks: ComparisonClicks
  readonly labelling: Labelling
  /** Whether a user is a bot. */
  readonly isBot: (user: string) => Promise<boolean>
}

/** Slack's limits are those of a workspace, so each has a client and a pace of its own. */
export function createWorkspace(access: WorkspaceAccess, parts: WorkspaceParts): SlackWorkspace {
  const { identity, token, tokens } = access
  const { apiUrl: url, memory, underWay, now, timer, wait, partLifetime, makeUpForVotes, limited } = parts
  const logger = parts.logger.child({ workspace: identity.team })
  const { level } = logger
  const api = new SlackApi({
    token,
    tokens,
    url,
    logger,
    tokenRefused(isRefused) {
      logger.level = isRefused ? 'silent' : level
    },
    now,
    wait,
    limited,
  })
  const bot = watchingVotes(parts.bot, {
    changed(message) {
      appeals.look(message)
      comparisons.look(message)
    },
    // Its last edit may have been lost with the process that was about to make it.
    lookedAt: (message) => comparisons.look(message),
  })
  const appeals = new AppealBoard({ bot, logger, underWay, wait, now }, new SlackAppeals(() => services))
  const comparisons = new ComparisonBoard(
    { bot, logger, underWay, wait },
    new SlackComparisons(() => services),
  )
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
    makeUpForVotes,
    ...(partLifetime !== undefined && { partLifetime }),
  }
  return {
    identity,
    services,
    conversations: new Conversations(services, identity, memory),
    clicks: new Clicks(services, identity),
    comparisonClicks: new ComparisonClicks(services, identity),
    labelling: new Labelling(services, identity),
    isBot: createBotCheck(api),
  }
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
