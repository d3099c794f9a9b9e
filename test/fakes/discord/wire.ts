/** What the fake keeps, as Discord writes it in REST answers and gateway events. */
import { type Json, stringOf } from '../shared/json.ts'
import type { DiscordState, Reaction, StoredMessage } from './state.ts'
import {
  applicationId,
  botUserId,
  type Channel,
  type CustomEmoji,
  emojis,
  type Guild,
  guilds,
  momentOf,
  type User,
} from './world.ts'

/** The part of Discord's limits that depends on who reads. */
export interface Reader {
  /** The reader was granted, and asked for, the content of messages that are not addressed to it. */
  readonly messageContent: boolean
}

export const timestamp = (milliseconds: number): string => new Date(milliseconds).toISOString()

export const userOf = (user: User): Json => ({
  id: user.id,
  username: user.name,
  global_name: user.bot ? null : user.name,
  discriminator: user.bot ? '0001' : '0',
  avatar: null,
  public_flags: 0,
  bot: user.bot,
})

export function wireUser(state: DiscordState, id: string): Json {
  const user = state.users.get(id)
  return userOf(user ?? { id, name: `deleted-${id}`, bot: false })
}

export function memberOf(guild: Guild, user: string): Json {
  return {
    roles: guild.members.get(user) ?? [],
    nick: null,
    avatar: null,
    banner: null,
    joined_at: timestamp(momentOf(user)),
    premium_since: null,
    communication_disabled_until: null,
    deaf: false,
    mute: false,
    pending: false,
    flags: 0,
  }
}

export function channelOf(state: DiscordState, channel: Channel): Json {
  if (channel.type === 1) {
    return {
      id: channel.id,
      type: 1,
      last_message_id: state.lastMessageId(channel.id),
      recipients: [wireUser(state, channel.recipient ?? '')],
      flags: 0,
    }
  }
  const common = {
    id: channel.id,
    type: channel.type,
    name: channel.name,
    guild_id: channel.guildId,
    parent_id: channel.parentId ?? null,
    flags: 0,
  }
  const { thread } = channel
  if (thread !== undefined) {
    const count = state.messagesIn(channel.id).size
    return {
      ...common,
      owner_id: thread.ownerId,
      last_message_id: state.lastMessageId(channel.id),
      message_count: count,
      total_message_sent: count,
      member_count: thread.members.size,
      rate_limit_per_user: 0,
      thread_metadata: {
        archived: thread.archived,
        auto_archive_duration: thread.autoArchive,
        archive_timestamp: timestamp(thread.createdAt),
        create_timestamp: timestamp(thread.createdAt),
        locked: thread.locked,
      },
    }
  }
  return {
    ...common,
    position: channel.position,
    permission_overwrites: channel.overwrites.map(({ id, type, allow, deny }) => ({
      id,
      type,
      allow: String(allow),
      deny: String(deny),
    })),
    nsfw: false,
    ...(channel.type === 4
      ? {}
      : { topic: null, rate_limit_per_user: 0, last_message_id: state.lastMessageId(channel.id) }),
  }
}

export const rolesOf = (guild: Guild): readonly Json[] =>
  [...guild.roles.values()].map((role) => ({
    id: role.id,
    name: role.name,
    description: null,
    color: 0,
    colors: { primary_color: 0, secondary_color: null, tertiary_color: null },
    hoist: false,
    icon: null,
    unicode_emoji: null,
    position: role.position,
    permissions: String(role.permissions),
    managed: role.managed,
    mentionable: role.mentionable,
    flags: 0,
    ...(role.managed ? { tags: { bot_id: botUserId } } : {}),
  }))

const customEmojiOf = ({ id, name }: CustomEmoji): Json => ({
  id,
  name,
  roles: [],
  require_colons: true,
  managed: false,
  animated: false,
  available: true,
})

/** A guild as REST gives it. */
export const guildOf = (guild: Guild): Json => ({
  id: guild.guildId,
  name: guild.name,
  icon: null,
  splash: null,
  discovery_splash: null,
  owner_id: guild.ownerId,
  afk_channel_id: null,
  afk_timeout: 300,
  verification_level: 0,
  default_message_notifications: 0,
  explicit_content_filter: 0,
  roles: rolesOf(guild),
  emojis: guild.guildId === guilds.hall ? Object.values(emojis).map(customEmojiOf) : [],
  features: [],
  mfa_level: 0,
  application_id: null,
  system_channel_id: null,
  system_channel_flags: 0,
  rules_channel_id: null,
  vanity_url_code: null,
  description: null,
  banner: null,
  premium_tier: 0,
  preferred_locale: 'en-US',
  public_updates_channel_id: null,
  nsfw_level: 0,
  premium_progress_bar_enabled: false,
  safety_alerts_channel_id: null,
  stickers: [],
})

/** The payload of GUILD_CREATE. */
export function guildCreateOf(state: DiscordState, guild: Guild): Json {
  const own = [...state.channels.values()].filter((channel) => channel.guildId === guild.guildId)
  const threads = own.filter((channel) => channel.thread?.archived === false)
  return {
    ...guildOf(guild),
    joined_at: timestamp(momentOf(guild.guildId)),
    large: false,
    unavailable: false,
    member_count: guild.members.size,
    voice_states: [],
    members: [{ ...memberOf(guild, botUserId), user: wireUser(state, botUserId) }],
    channels: own.filter((channel) => channel.thread === undefined).map((one) => channelOf(state, one)),
    threads: threads.map((one) => channelOf(state, one)),
    presences: [],
    stage_instances: [],
    guild_scheduled_events: [],
    soundboard_sounds: [],
  }
}

/** The answer to a request for members, all in one chunk. */
export function membersChunkOf(state: DiscordState, request: Json): Json | undefined {
  const guild = state.guilds.get(stringOf(request['guild_id']))
  if (guild === undefined) return undefined
  const { user_ids: asked, query, nonce } = request
  const wanted = asked === undefined ? undefined : [asked].flat().map(String)
  const named = (id: string) => state.users.get(id)?.name.startsWith(stringOf(query)) === true
  const found = [...guild.members.keys()].filter((id) => wanted?.includes(id) ?? named(id))
  return {
    guild_id: guild.guildId,
    members: found.map((id) => ({ ...memberOf(guild, id), user: wireUser(state, id) })),
    chunk_index: 0,
    chunk_count: 1,
    not_found: wanted?.filter((id) => !found.includes(id)) ?? [],
    ...(nonce === undefined ? {} : { nonce }),
  }
}

export const emojiOf = (reaction: Pick<Reaction, 'id' | 'name'>): Json => ({
  id: reaction.id,
  name: reaction.name,
})

/**
 * Whether the content of a message is withheld from this reader.
 * https://docs.discord.com/developers/events/gateway#message-content-intent
 */
const withheld = (state: DiscordState, message: StoredMessage, reader: Reader): boolean =>
  !reader.messageContent &&
  message.by !== botUserId &&
  state.channels.get(message.channel)?.guildId !== undefined &&
  !message.mentions.users.includes(botUserId)

/** A message; `depth` 1 includes the message that it replies to. */
export function messageOf(
  state: DiscordState,
  message: StoredMessage,
  reader: Reader,
  depth: 0 | 1 = 1,
): Record<string, unknown> {
  const blank = withheld(state, message, reader)
  const guildId = state.channels.get(message.channel)?.guildId
  const wire: Record<string, unknown> = {
    id: message.id,
    type: message.type,
    channel_id: message.channel,
    author: wireUser(state, message.by),
    content: blank ? '' : message.content,
    embeds: blank ? [] : message.embeds,
    attachments: blank ? [] : message.attachments,
    components: blank ? [] : message.components,
    mentions: message.mentions.users.map((id) => wireUser(state, id)),
    mention_roles: message.mentions.roles,
    mention_everyone: message.mentions.everyone,
    flags: message.flags,
    pinned: false,
    tts: false,
    timestamp: timestamp(momentOf(message.id)),
    edited_timestamp: message.editedAt === undefined ? null : timestamp(message.editedAt),
  }
  if (message.nonce !== undefined) wire['nonce'] = message.nonce
  if (message.webhook !== undefined) wire['webhook_id'] = message.webhook
  if (message.webhook === applicationId) wire['application_id'] = applicationId
  if (message.interaction !== undefined) wire['interaction_metadata'] = message.interaction
  if (message.reactions.size > 0) wire['reactions'] = [...message.reactions.values()].map(reactionOf)
  if (message.replyTo !== undefined) {
    wire['message_reference'] = {
      type: 0,
      message_id: message.replyTo.id,
      channel_id: message.replyTo.channel,
      ...(guildId === undefined ? {} : { guild_id: guildId }),
    }
    if (depth === 1) {
      const source = state.find(message.replyTo.channel, message.replyTo.id)
      wire['referenced_message'] = source === undefined ? null : messageOf(state, source, reader, 0)
    }
  }
  const thread = state.channels.get(message.id)
  if (thread?.thread !== undefined) wire['thread'] = channelOf(state, thread)
  return wire
}

const reactionOf = (reaction: Reaction): Json => ({
  emoji: emojiOf(reaction),
  count: reaction.normal.size + reaction.burst.size,
  count_details: { normal: reaction.normal.size, burst: reaction.burst.size },
  burst_colors: reaction.burst.size > 0 ? ['#ffcc4d'] : [],
  me: reaction.normal.has(botUserId),
  me_burst: reaction.burst.has(botUserId),
  burst_me: reaction.burst.has(botUserId),
  burst_count: reaction.burst.size,
})
