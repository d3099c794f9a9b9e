import { z } from 'zod'
import type { Bot, GivenReaction, IncomingVote } from '../../bot-types.ts'
import { choiceBy } from '../../comparison/vote-emoji.ts'
import { entryOf } from '../../crowd/codebook.ts'
import type { MessageKey } from '../../domain.ts'
import type { Logger } from '../../logger.ts'
import type { MissedVotes } from '../missed-votes.ts'
import { type Identity, messageKeyOf, personOf } from './incoming.ts'
import { refusalOf, type SlackApi } from './slack-api.ts'

const reactionEvent = z.object({
  type: z.enum(['reaction_added', 'reaction_removed']),
  user: z.string(),
  reaction: z.string(),
  item: z.object({ type: z.literal('message'), channel: z.string(), ts: z.string() }),
  item_user: z.string().optional(),
  event_ts: z.string(),
})

/** The vote that a reaction event is; `undefined` for one of our own, and for an emoji that says nothing. */
export async function voteOf(
  event: unknown,
  identity: Identity,
  bot: Pick<Bot, 'codebookAt'>,
): Promise<IncomingVote | undefined> {
  const parsed = reactionEvent.safeParse(event)
  if (!parsed.success || parsed.data.user === identity.botUser) return undefined
  const { type, user, reaction, item, event_ts } = parsed.data
  const message = messageKeyOf(identity, item.channel, item.ts)
  // Most reactions of a workspace are no votes, and nobody needs to be looked up for them. What is taken back may
  // have been one before the codebook changed.
  const saysSomething = async () =>
    choiceBy(reaction) !== undefined || entryOf(reaction, await bot.codebookAt(message)) !== undefined
  if (type === 'reaction_added' && !(await saysSomething())) return undefined
  return {
    // The event's own time, not the envelope's id: Slack delivers one event under several.
    eventId: [type, item.channel, item.ts, reaction, event_ts].join(':'),
    message,
    voter: personOf(identity, user),
    emoji: reaction,
    action: type === 'reaction_added' ? 'add' : 'remove',
    eventTime: Math.round(Number(event_ts) * 1000),
    source: 'live',
  }
}

/** The message that a reaction event is about. */
export function messageOf(event: unknown, identity: Identity): MessageKey | undefined {
  const { data } = reactionEvent.safeParse(event)
  return data && messageKeyOf(identity, data.item.channel, data.item.ts)
}

/** Whether a reaction event is about a message of ours. */
export function isToOurs(event: unknown, identity: Identity): boolean {
  return reactionEvent.safeParse(event).data?.item_user === identity.botUser
}

/** How long after it was posted a message is still open for votes that were missed, in milliseconds. */
const OPEN_FOR = 7 * 24 * 60 * 60_000

/** Messages looked at after a start; newest first. */
const LOOKED_AT = 200

/** Slack allows about 50 of these reads a minute ("Tier 3"). */
const PAUSE = 1_300

export interface ReconcileOptions {
  readonly bot: Bot
  readonly api: SlackApi
  readonly identity: Identity
  /** Whether a user is a bot; its reactions are no votes. */
  readonly isBot: (user: string) => Promise<boolean>
  readonly logger: Logger
  readonly now: () => number
  readonly wait: (milliseconds: number) => Promise<void>
  readonly stopped: AbortSignal
  /** Looks at messages again. */
  readonly missedVotes: Pick<MissedVotes, 'note' | 'noteLater'>
}

/** Whether there is anything to make up for in a workspace. */
export async function hasRecentMessages(
  workspace: string,
  bot: Pick<Bot, 'recentMessages'>,
  now: () => number,
): Promise<boolean> {
  const recent = await bot.recentMessages({ platform: 'slack', workspace }, now() - OPEN_FOR, 1)
  return recent.length > 0
}

/** Reads the reactions that stand on recent answers, and makes up for events that came while nobody listened. */
export async function reconcileReactions(options: ReconcileOptions): Promise<void> {
  const { bot, identity, logger, now, wait, stopped, missedVotes } = options
  const workspace = { platform: 'slack', workspace: identity.team }
  const messages = await bot.recentMessages(workspace, now() - OPEN_FOR, LOOKED_AT)
  let changed = 0
  for (const [index, message] of messages.entries()) {
    if (index > 0) await wait(PAUSE)
    if (stopped.aborted) return
    try {
      const votes = await reconcileMessage(message, options)
      if (votes > 0) missedVotes.noteLater(message)
      changed += votes
    } catch (error) {
      // One that could not be read just now must not cost the others their turn.
      logger.warn({ err: error, message: message.message }, 'votes cannot be made up for yet')
      missedVotes.note(message)
    }
  }
  if (changed > 0) logger.info({ votes: changed }, 'votes made up for')
}

/** Brings the votes of one message in line with the reactions that stand on it; gives how many changed. */
export async function reconcileMessage(
  message: MessageKey,
  options: Omit<ReconcileOptions, 'wait' | 'stopped' | 'missedVotes'>,
): Promise<number> {
  const readAt = options.now()
  const reactions = await reactionsOn(message, options)
  return reactions ? options.bot.reconcileVotes(message, reactions, readAt) : 0
}

const reactionsShape = z.object({
  message: z.object({
    reactions: z.array(z.object({ name: z.string(), users: z.array(z.string()) })).default([]),
  }),
})

async function reactionsOn(
  message: MessageKey,
  { api, bot, identity, isBot }: Pick<ReconcileOptions, 'api' | 'bot' | 'identity' | 'isBot'>,
): Promise<readonly GivenReaction[] | undefined> {
  const { channel, message: timestamp } = message
  const counts = await bot.countsOn(message)
  try {
    const answer = await api.call(() => api.client.reactions.get({ channel, timestamp, full: true }), {
      lane: 'reactions.get',
    })
    const given: GivenReaction[] = []
    for (const { name, users } of reactionsShape.parse(answer).message.reactions) {
      for (const user of users) {
        if (user === identity.botUser || !counts(name) || (await isBot(user))) continue
        given.push({ voter: personOf(identity, user), emoji: name })
      }
    }
    return given
  } catch (error) {
    // The message or its channel is gone: nothing is known of it any more.
    if (refusalOf(error) !== undefined) return undefined
    throw error
  }
}
