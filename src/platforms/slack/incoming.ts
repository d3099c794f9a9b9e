import { z } from 'zod'
import type { IncomingMessage, Person } from '../../bot-types.ts'
import type { MessageKey, Place } from '../../domain.ts'
import { addressesAnother, mentions, plainText } from './plain-text.ts'

/** Who we are in the workspace. */
export interface Identity {
  readonly team: string
  readonly botUser: string
}

/** What a message event means for the bot. */
export type Incoming =
  /** Something was said. `address` tells whether the bot is meant for certain, or only where it listens. */
  | { readonly type: 'said'; readonly said: Said }
  | { readonly type: 'edited'; readonly said: Said; readonly before: MessageKey }
  | { readonly type: 'deleted'; readonly before: MessageKey }

export interface Said {
  readonly message: IncomingMessage
  readonly address: 'named' | 'unnamed'
  /** Set for a reply in a thread. */
  readonly inThread: boolean
  /** The author's own team, which streaming must be told. */
  readonly authorTeam: string
}

/** Subtypes of messages that people write; every other one is the platform's own. */
const WRITTEN = new Set([undefined, 'file_share', 'thread_broadcast', 'me_message'])

const written = z.object({
  type: z.string().optional(),
  subtype: z.string().optional(),
  channel: z.string(),
  channel_type: z.string().optional(),
  user: z.string().optional(),
  team: z.string().optional(),
  bot_id: z.string().optional(),
  text: z.string().default(''),
  ts: z.string(),
  thread_ts: z.string().optional(),
  edited: z.object({ ts: z.string() }).optional(),
})
type Written = z.output<typeof written>

const changed = z.object({
  subtype: z.literal('message_changed'),
  channel: z.string(),
  channel_type: z.string().optional(),
  message: written.omit({ channel: true }),
  previous_message: written.omit({ channel: true }).partial().optional(),
})

const deleted = z.object({
  subtype: z.literal('message_deleted'),
  channel: z.string(),
  deleted_ts: z.string().optional(),
  previous_message: z
    .object({
      ts: z.string(),
      bot_id: z.string().optional(),
      edited: z.object({ ts: z.string() }).optional(),
    })
    .optional(),
})

/**
 * Reads a `message` or `app_mention` event. `undefined` for what is nobody's request: bots, joins, our own
 * messages, edits that change no word.
 */
export function readIncoming(event: unknown, identity: Identity): Incoming | undefined {
  const gone = deleted.safeParse(event)
  if (gone.success) {
    const { channel, deleted_ts, previous_message } = gone.data
    const ts = deleted_ts ?? previous_message?.ts
    if (ts === undefined || previous_message?.bot_id !== undefined) return undefined
    return { type: 'deleted', before: keyOf(identity, channel, ts, previous_message?.edited?.ts) }
  }
  const edit = changed.safeParse(event)
  if (edit.success) {
    const { channel, channel_type, message, previous_message: earlier } = edit.data
    // What is left of a deleted message that has replies.
    if (message.subtype === 'tombstone') {
      if (earlier?.bot_id !== undefined) return undefined
      return { type: 'deleted', before: keyOf(identity, channel, message.ts, earlier?.edited?.ts) }
    }
    if (message.edited === undefined || earlier?.text === message.text) return undefined
    const before = keyOf(identity, channel, message.ts, earlier?.edited?.ts)
    const said = readSaid({ ...message, channel, channel_type }, identity)
    if (said) return { type: 'edited', said, before }
    // Rewritten to address somebody else, it is no longer for the bot.
    return isByPerson(message, identity) ? { type: 'deleted', before } : undefined
  }
  const parsed = written.safeParse(event)
  if (!parsed.success) return undefined
  const said = readSaid(parsed.data, identity)
  return said && { type: 'said', said }
}

function readSaid(event: Written, identity: Identity): Said | undefined {
  const { channel, user, text, ts, thread_ts: thread, edited } = event
  if (user === undefined || !isByPerson(event, identity)) return undefined
  const direct = event.channel_type === 'im' || isDirect(channel)
  const named = direct || mentions(text, identity.botUser)
  if (!named && addressesAnother(text, identity.botUser)) return undefined
  return {
    message: {
      key: keyOf(identity, channel, ts, edited?.ts),
      place: placeOf(identity, channel, thread ?? ts),
      author: personOf(identity, user),
      text: plainText(text, identity.botUser),
      awaitsDelivery: true,
      // An edited message may have had its replies.
      ...(thread === undefined && edited === undefined && { opensConversation: true }),
    },
    address: named ? 'named' : 'unnamed',
    inThread: thread !== undefined && thread !== ts,
    authorTeam: event.team ?? identity.team,
  }
}

function isByPerson(
  { user, bot_id, subtype }: Pick<Written, 'user' | 'bot_id' | 'subtype'>,
  { botUser }: Identity,
): boolean {
  if (bot_id !== undefined || !WRITTEN.has(subtype)) return false
  return user !== undefined && user !== botUser && user !== 'USLACKBOT'
}

/**
 * The key of a message. A rewritten one is a request of its own, so the time of its last edit is part of it; an
 * envelope id is not, since Slack gives every delivery another.
 */
export function keyOf(
  { team }: Identity,
  channel: string,
  ts: string,
  edited: string | undefined,
): MessageKey {
  const message = edited === undefined ? ts : `${ts}~${edited}`
  return { platform: 'slack', workspace: team, channel, message }
}

/** Slack names the conversation of one person with the bot so. */
export function isDirect(channel: string): boolean {
  return channel.startsWith('D')
}

export function placeOf({ team }: Identity, channel: string, thread: string): Place {
  return { platform: 'slack', workspace: team, channel, thread }
}

export function personOf({ team }: Pick<Identity, 'team'>, user: string): Person {
  return { platform: 'slack', workspace: team, user }
}

export function messageKeyOf(identity: Identity, channel: string, ts: string): MessageKey {
  return keyOf(identity, channel, ts, undefined)
}
