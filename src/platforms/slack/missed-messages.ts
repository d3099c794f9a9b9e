import type { Bot } from '../../bot-types.ts'
import { ANSWERED_WITHIN } from '../heard-until.ts'
import { patiently } from '../patiently.ts'
import { type Absence, UNKNOWN } from './catch-up.ts'
import { ConversationReading, isBefore, type SaidMessage } from './conversation-reading.ts'
import { type EveryWorkspace, inEveryWorkspace } from './in-every-workspace.ts'
import { isDirect, readIncoming, type Said } from './incoming.ts'
import { hasRecentMessages } from './reactions.ts'
import type { SlackWorkspace } from './slack-workspace.ts'
import { typedCommand } from './slash-command.ts'
import type { WorkspaceSource } from './workspace-source.ts'

/** Conversations in which something was answered so long ago are looked at, in milliseconds. */
const LOOKED_BACK = 7 * 24 * 60 * 60_000

/** Channels, and threads, that are looked at in a workspace: those in which something was answered last. */
const LOOKED_AT = 50

/** Conversations among which they are chosen. */
const CONSIDERED = 1_000

/** So much before nobody listened is read too, in milliseconds: what tells it are other clocks, and time-outs. */
const OVERLAP = 30_000

/** By so much Slack's clock and ours may differ, in milliseconds. */
const CLOCKS_DIFFER = 5_000

interface MissedMessagesOptions extends EveryWorkspace {
  readonly source: Pick<WorkspaceSource, 'all' | 'heard'>
  readonly bot: Pick<Bot, 'recentMessages'>
  /** Milliseconds since 1970. */
  readonly now: () => number
  readonly wait: (milliseconds: number) => Promise<void>
}

/**
 * Gives what takes the messages of an absence, in every workspace, and tells how many those were. It throws where a workspace
 * could not be read; asked again for the same absence, it reads only those.
 */
export function missedMessages(options: MissedMessagesOptions): (absence: Absence) => Promise<number> {
  const { bot, now, wait } = options
  let unread: { readonly absence: Absence; readonly workspaces: ReadonlySet<string> } | undefined
  return async (absence) => {
    const only = unread?.absence === absence ? unread.workspaces : undefined
    let found = 0
    const failed = await inEveryWorkspace(
      options,
      'what was said meanwhile cannot be read',
      async (workspace) =>
        (only?.has(workspace) ?? true) && patiently(() => hasRecentMessages(workspace, bot, now), wait),
      async (workspace) => {
        found += await takeFrom(workspace, absence, options)
      },
    )
    unread = { absence, workspaces: new Set(failed) }
    if (failed.length > 0) throw new Error(`${failed.length} workspaces could not be read`)
    return found
  }
}

/**
 * Reads what was said in a workspace, where something was answered lately, and takes it as if it were said now: what is
 * claimed already is not answered again.
 */
async function takeFrom(
  workspace: SlackWorkspace,
  absence: Absence,
  options: MissedMessagesOptions,
): Promise<number> {
  const { api, bot, now, workspace: name, wait } = workspace.services
  const { stopped } = options
  const oldest = Math.max(absence.since - OVERLAP, now() - ANSWERED_WITHIN)
  const here = { platform: 'slack', workspace: name }
  const places = await patiently(() => bot.recentPlaces(here, now() - LOOKED_BACK, CONSIDERED), wait)
  const latest = new Set(places.slice(0, LOOKED_AT))
  const reading = new ConversationReading(
    { oldest, latest: absence.until + CLOCKS_DIFFER },
    { ...options, api },
  )
  let found = 0
  for (const [channel, inside] of [...Map.groupBy(places, (place) => place.channel)].slice(0, LOOKED_AT)) {
    // All of it is too long ago.
    if (now() - ANSWERED_WITHIN > absence.until) return found
    const threads = inside.filter((place) => latest.has(place)).map(({ thread }) => thread)
    const messages = await reading.messagesOf(channel, threads)
    const taking = new Taking(workspace, channel, messages, absence, options)
    for (const message of messages) {
      if (stopped.aborted) return found
      if (await taking.take(message)) found += 1
    }
  }
  return found
}

/** Takes the messages of one channel. */
class Taking {
  readonly #workspace: SlackWorkspace
  readonly #channel: string
  readonly #absence: Absence
  readonly #source: MissedMessagesOptions['source']
  /** Threads in which the bot was named, of what was gone through so far. */
  readonly #named = new Set<string>()
  /** Thread → the last that the bot said in it. */
  readonly #ours = new Map<string, string>()
  /** Thread → what was said first in reply to the message that opens it. */
  readonly #firstReplies = new Map<string, SaidMessage>()

  constructor(
    workspace: SlackWorkspace,
    channel: string,
    messages: readonly SaidMessage[],
    absence: Absence,
    { source }: MissedMessagesOptions,
  ) {
    this.#workspace = workspace
    this.#channel = channel
    this.#absence = absence
    this.#source = source
    for (const message of messages) {
      const thread = threadOf(message)
      if (this.#isOurs(message)) this.#ours.set(thread, message.ts)
      if (thread !== message.ts && !this.#firstReplies.has(thread)) this.#firstReplies.set(thread, message)
    }
  }

  /** False for what is none of ours. */
  async take(message: SaidMessage): Promise<boolean> {
    const { conversations, identity } = this.#workspace
    const channel = this.#channel
    const found = { type: 'message', channel, ...(isDirect(channel) && { channel_type: 'im' }), ...message }
    // Only Slack's events tell which channels are shared.
    const event = (await this.#source.heard?.(found, { is_ext_shared_channel: true }, identity)) ?? found
    const incoming = readIncoming(event, identity)
    if (incoming?.type !== 'said' || !(await this.#wasMeant(incoming.said, message))) return false
    // What it was before may have been answered; by its new words alone nobody can tell.
    const { edited } = message
    await conversations.take(
      edited ? { type: 'message', subtype: 'message_changed', channel, message: event } : event,
    )
    return true
  }

  /** Whether it was for the bot when it was said, whatever became of its thread since. */
  async #wasMeant(said: Said, message: SaidMessage): Promise<boolean> {
    const { bot, wait } = this.#workspace.services
    const { place } = said.message
    const at = Number(message.ts) * 1000
    const { since } = this.#absence
    const isMissed = since !== UNKNOWN && at >= since - CLOCKS_DIFFER && !this.#isDealtWith(message)
    if (!isMissed && !this.#isSurelyMissed(said, message)) return false
    if (said.address === 'named') {
      this.#named.add(place.thread)
      return true
    }
    const { joined, listensToAll } = await patiently(() => bot.attention(place, at + CLOCKS_DIFFER), wait)
    return listensToAll || (said.inThread && (joined || this.#named.has(place.thread)))
  }

  /**
   * Whether a message is one that nobody has heard, where it may have been heard. What names the bot was meant for it at
   * any time; what it has replied to may have been forgotten since; a command may have run.
   */
  #isSurelyMissed({ address, message: { text } }: Said, message: SaidMessage): boolean {
    const isAsked = address === 'named' && typedCommand(text, this.#workspace.services) === undefined
    if (!isAsked || message.edited !== undefined) return false
    const last = this.#ours.get(threadOf(message))
    return !this.#isRepliedTo(message) && !(last && isBefore(message.ts, last))
  }

  /**
   * Whether the bot was the first to reply to a message that opens a thread. Where nothing is claimed of it any more, it was
   * turned away or has been forgotten, and another outcome would be one too many.
   */
  #isDealtWith(message: SaidMessage): boolean {
    if (threadOf(message) !== message.ts || message.edited !== undefined) return false
    const first = this.#firstReplies.get(message.ts)
    // Later ones are not read; those who replied are named in their order.
    return first ? this.#isOurs(first) : this.#isRepliedTo({ reply_users: message.reply_users.slice(0, 1) })
  }

  #isRepliedTo({ reply_users: replied }: Pick<SaidMessage, 'reply_users'>): boolean {
    const { botUser, botId } = this.#workspace.identity
    return replied.includes(botUser) || replied.includes(botId)
  }

  #isOurs({ user, bot_id }: SaidMessage): boolean {
    const { botUser, botId } = this.#workspace.identity
    return user === botUser || bot_id === botId
  }
}

function threadOf({ thread_ts: thread, ts }: SaidMessage): string {
  return thread ?? ts
}
