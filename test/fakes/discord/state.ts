/** What the servers hold and show to people: every message and every state it ever had. */
import type { Json } from '../shared/json.ts'
import { type Mentions, noMentions } from './mentions.ts'
import { permissions, permissionsOf } from './permissions.ts'
import { type HiddenLink, hiddenLinksIn, visibleText } from './visible-text.ts'
import {
  botUserId,
  type Channel,
  type Guild,
  makeChannels,
  makeGuilds,
  Snowflakes,
  type User,
  users,
} from './world.ts'

export interface Reaction {
  /** A custom emoji's id; null for a Unicode emoji. */
  readonly id: string | null
  readonly name: string
  /** Who reacted, oldest first. */
  readonly normal: Set<string>
  readonly burst: Set<string>
}

/** A message that the fake keeps; everything in Discord's own terms. */
export interface StoredMessage {
  readonly id: string
  readonly channel: string
  /** User id of who wrote it. */
  readonly by: string
  /**
   * 0 ordinary, 19 reply, 20 answer to a slash command, 23 to a context menu command; Discord's own: 18 "started a
   * thread", 21 the thread's pointer to the message that it began at.
   */
  readonly type: number
  /** The webhook that wrote it; the application's id where that was an interaction's token. */
  readonly webhook: string | undefined
  /** The only person who sees it. */
  readonly ephemeralFor: string | undefined
  readonly nonce: string | number | undefined
  readonly replyTo: { readonly channel: string; readonly id: string } | undefined
  /** The interaction it answers, as `interaction_metadata`. */
  readonly interaction: Json | undefined
  content: string
  embeds: readonly Json[]
  components: readonly Json[]
  attachments: readonly Json[]
  flags: number
  mentions: Mentions
  /** Milliseconds since 1970. */
  editedAt: number | undefined
  deleted: boolean
  /** By `name`, or `name:id` of a custom emoji; in the order in which people see them. */
  readonly reactions: Map<string, Reaction>
  readonly history: string[]
}

/** A message as a test reads it. */
export interface SeenMessage {
  readonly id: string
  readonly channel: string
  readonly by: string
  /** 0 ordinary, 19 reply, 20 and 23 answers to commands, 18 and 21 Discord's own about a thread. */
  readonly type: number
  readonly content: string
  readonly embeds: readonly Json[]
  readonly components: readonly Json[]
  readonly attachments: readonly Json[]
  readonly flags: number
  readonly replyTo: string | undefined
  /** Seen by one person only. */
  readonly ephemeral: boolean
  /** Shown as "… is thinking". */
  readonly loading: boolean
  readonly deleted: boolean
  readonly edited: boolean
  /** Everything that was ever to be read in it, oldest first; the last is the present state. */
  readonly history: readonly string[]
  /** Who reacted with what, normal and super reactions together. */
  readonly reactions: Readonly<Record<string, readonly string[]>>
}

/** One notification by a message of the bot's. */
export interface Ping {
  readonly message: string
  readonly channel: string
  /** `@ID`, `@&ID` of a role, `@everyone` or `@here`. */
  readonly who: string
  /** It came with an edit, not with the message's creation. */
  readonly edit: boolean
}

export type Draft = Pick<StoredMessage, 'channel' | 'by'> &
  Partial<Omit<StoredMessage, 'reactions' | 'history'>>

/** Flags of a message. https://docs.discord.com/developers/resources/message#message-object-message-flags */
export const messageFlags = {
  suppressEmbeds: 1 << 2,
  hasThread: 1 << 5,
  ephemeral: 1 << 6,
  loading: 1 << 7,
  suppressNotifications: 1 << 12,
  componentsV2: 1 << 15,
} as const

export interface StateOptions {
  readonly botPermissions: bigint
  readonly record: boolean
  readonly now: () => number
  readonly onShown: ((message: Readonly<StoredMessage>) => void) | undefined
  /** Channels beyond those that always are. */
  readonly rooms: number
}

export class DiscordState {
  readonly guilds: ReadonlyMap<string, Guild>
  readonly channels: Map<string, Channel>
  readonly users: Map<string, User> = new Map(users.map((user) => [user.id, user]))
  readonly snowflakes: Snowflakes
  readonly now: () => number
  /** Moments at which the bot was seen typing, by channel. */
  readonly typing = new Map<string, number[]>()
  /** People who take no direct messages. */
  readonly closedToDms = new Set<string>()
  /** The files that were attached, by the path of their address. */
  readonly files = new Map<string, { readonly text: string; readonly contentType: string }>()
  /** Where files are served: `http://127.0.0.1:PORT`. */
  cdn = ''
  private readonly told: Ping[] = []
  private readonly shown: string[] = []
  private readonly lastIds = new Map<string, string>()
  private readonly byChannel = new Map<string, Map<string, StoredMessage>>()
  private readonly directMessages = new Map<string, Channel>()
  private readonly record: boolean
  private readonly onShown: StateOptions['onShown']

  constructor(options: StateOptions) {
    this.guilds = makeGuilds(options.botPermissions)
    this.channels = makeChannels(options.rooms)
    this.snowflakes = new Snowflakes(options.now)
    this.now = options.now
    this.record = options.record
    this.onShown = options.onShown
  }

  /** The bot's direct messages with somebody, opened if they were not. */
  dm(user: string): Channel {
    const open = this.directMessages.get(user)
    if (open !== undefined) return open
    const channel: Channel = {
      id: this.snowflakes.next(),
      type: 1,
      name: '',
      guildId: undefined,
      parentId: undefined,
      position: 0,
      overwrites: [],
      recipient: user,
      thread: undefined,
    }
    this.directMessages.set(user, channel)
    this.channels.set(channel.id, channel)
    return channel
  }

  /** What somebody may do in a channel; a thread has the permissions of its channel. */
  may(user: string, channel: Channel): bigint {
    if (channel.guildId === undefined) {
      const all = permissions.mentionEveryone
      return channel.recipient === user || user === botUserId ? ~all : 0n
    }
    const guild = this.guilds.get(channel.guildId)
    const roles = guild?.members.get(user)
    if (guild === undefined || roles === undefined) return 0n
    const home = channel.thread === undefined ? channel : this.channels.get(channel.parentId ?? '')
    return permissionsOf(guild, user, roles, home?.overwrites)
  }

  /** A channel's messages by id, oldest first, the deleted ones too. */
  messagesIn(channel: string): ReadonlyMap<string, StoredMessage> {
    return this.byChannel.get(channel) ?? new Map()
  }

  lastMessageId(channel: string): string | null {
    return this.lastIds.get(channel) ?? null
  }

  find(channel: string, id: string): StoredMessage | undefined {
    const message = this.byChannel.get(channel)?.get(id)
    return message?.deleted === true ? undefined : message
  }

  /** A message by its id alone, as it is now; also a deleted one. */
  message(id: string): SeenMessage {
    for (const messages of this.byChannel.values()) {
      const message = messages.get(id)
      if (message !== undefined) return seenOf(message)
    }
    throw new Error(`there is no message ${id}`)
  }

  add(draft: Draft): StoredMessage {
    const message: StoredMessage = {
      id: this.snowflakes.next(),
      type: 0,
      webhook: undefined,
      ephemeralFor: undefined,
      nonce: undefined,
      replyTo: undefined,
      interaction: undefined,
      content: '',
      embeds: [],
      components: [],
      attachments: [],
      flags: 0,
      mentions: noMentions,
      editedAt: undefined,
      deleted: false,
      ...draft,
      reactions: new Map(),
      history: [],
    }
    const messages = this.byChannel.get(message.channel) ?? new Map<string, StoredMessage>()
    this.byChannel.set(message.channel, messages)
    messages.set(message.id, message)
    if (message.ephemeralFor === undefined) this.lastIds.set(message.channel, message.id)
    this.note(message)
    return message
  }

  /** Keeps a file and gives it as a message's attachment. */
  attach(filename: string, text: string, contentType: string): Json {
    const id = this.snowflakes.next()
    const path = `/attachments/${id}/${encodeURIComponent(filename)}`
    this.files.set(path, { text, contentType })
    const url = `${this.cdn}${path}`
    return { id, filename, size: Buffer.byteLength(text), content_type: contentType, url, proxy_url: url }
  }

  /** Keeps what the message shows now, and whom it tells. */
  note(message: StoredMessage, mentions: Mentions = message.mentions): void {
    if (this.record) {
      const text = visibleText(message)
      if (text !== message.history.at(-1)) {
        message.history.push(text)
        if (text !== '') this.shown.push(text)
      }
      if (message.by === botUserId && message.ephemeralFor === undefined) {
        const { id, channel } = message
        const edit = message.editedAt !== undefined
        for (const who of mentions.told)
          if (who !== `@${botUserId}`) this.told.push({ message: id, channel, who, edit })
      }
    }
    this.onShown?.(message)
  }

  /** Keeps a text that is shown outside of messages. */
  noteText(text: string): void {
    if (this.record && text !== '') this.shown.push(text)
  }

  visibleHistory(): readonly string[] {
    return this.shown
  }

  /** Links in the bot's messages, as they are or ever were, that say one thing and lead elsewhere. */
  hiddenLinks(): readonly HiddenLink[] {
    const messages = [...this.byChannel.values()].flatMap((channel) => [...channel.values()])
    const own = messages.filter((message) => message.by === botUserId)
    return own.flatMap(({ history }) => history.flatMap(hiddenLinksIn))
  }

  pings(): readonly Ping[] {
    return this.told
  }

  /** What is to be read in a channel, the deleted too. @param reader whose ephemeral messages to include */
  seen(channel: string, reader?: string): readonly SeenMessage[] {
    return [...this.messagesIn(channel).values()]
      .filter((message) => message.ephemeralFor === undefined || message.ephemeralFor === reader)
      .map(seenOf)
  }

  ephemerals(user: string): readonly SeenMessage[] {
    return [...this.byChannel.values()]
      .flatMap((messages) => [...messages.values()])
      .filter((message) => message.ephemeralFor === user && !message.deleted)
      .map(seenOf)
  }
}

export const seenOf = (message: StoredMessage): SeenMessage => ({
  id: message.id,
  channel: message.channel,
  by: message.by,
  type: message.type,
  content: message.content,
  embeds: message.embeds,
  components: message.components,
  attachments: message.attachments,
  flags: message.flags,
  replyTo: message.replyTo?.id,
  ephemeral: message.ephemeralFor !== undefined,
  loading: (message.flags & messageFlags.loading) !== 0,
  deleted: message.deleted,
  edited: message.editedAt !== undefined,
  history: [...message.history],
  reactions: Object.fromEntries(
    [...message.reactions].map(([key, { normal, burst }]) => [key, [...normal, ...burst]]),
  ),
})
