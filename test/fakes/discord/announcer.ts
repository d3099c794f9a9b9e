/** Tells the bot, over the gateway, what happens where it can see it. */
import type { Json } from '../shared/json.ts'
import type { Gateway } from './gateway.ts'
import { permissions } from './permissions.ts'
import type { DiscordState, Reaction, StoredMessage } from './state.ts'
import { channelOf, emojiOf, memberOf, messageOf, type Reader, wireUser } from './wire.ts'
import { botUserId, type Channel } from './world.ts'

export class Announcer {
  private readonly state: DiscordState
  private readonly gateway: Gateway

  constructor(state: DiscordState, gateway: Gateway) {
    this.state = state
    this.gateway = gateway
  }

  posted(message: StoredMessage): void {
    this.message('MESSAGE_CREATE', message)
  }

  changed(message: StoredMessage): void {
    this.message('MESSAGE_UPDATE', message)
  }

  deleted(message: StoredMessage): void {
    if (message.ephemeralFor !== undefined) return
    this.inChannel('MESSAGE_DELETE', message.channel, { id: message.id })
  }

  deletedTogether(channel: string, ids: readonly string[]): void {
    this.inChannel('MESSAGE_DELETE_BULK', channel, { ids })
  }

  reaction(added: boolean, user: string, message: StoredMessage, reaction: Reaction, burst: boolean): void {
    const guild = this.guildOf(message.channel)
    const common = {
      user_id: user,
      message_id: message.id,
      emoji: emojiOf(reaction),
      burst,
      type: burst ? 1 : 0,
    }
    if (!added) {
      this.inChannel('MESSAGE_REACTION_REMOVE', message.channel, common)
      return
    }
    this.inChannel('MESSAGE_REACTION_ADD', message.channel, {
      ...common,
      ...(message.webhook !== undefined ? {} : { message_author_id: message.by }),
      ...(burst ? { burst_colors: ['#ffcc4d'] } : {}),
      ...(guild === undefined
        ? {}
        : { member: { ...memberOf(guild, user), user: wireUser(this.state, user) } }),
    })
  }

  reactionsCleared(message: StoredMessage, reaction?: Reaction): void {
    const type = reaction === undefined ? 'MESSAGE_REACTION_REMOVE_ALL' : 'MESSAGE_REACTION_REMOVE_EMOJI'
    const emoji = reaction === undefined ? {} : { emoji: emojiOf(reaction) }
    this.inChannel(type, message.channel, { message_id: message.id, ...emoji })
  }

  typing(user: string, channel: string): void {
    const guild = this.guildOf(channel)
    this.inChannel('TYPING_START', channel, {
      user_id: user,
      timestamp: Math.floor(this.state.now() / 1000),
      ...(guild === undefined
        ? {}
        : { member: { ...memberOf(guild, user), user: wireUser(this.state, user) } }),
    })
  }

  /** THREAD_CREATE, THREAD_UPDATE, CHANNEL_UPDATE. */
  channel(type: 'THREAD_CREATE' | 'THREAD_UPDATE' | 'CHANNEL_UPDATE', channel: Channel): void {
    if (type !== 'CHANNEL_UPDATE' && !this.sees(channel.id)) return
    const payload = {
      ...channelOf(this.state, channel),
      ...(type === 'THREAD_CREATE' ? { newly_created: true } : {}),
    }
    this.gateway.dispatch({ type, guildId: channel.guildId, payload: () => payload })
  }

  /** Something about a guild as a whole. */
  guild(type: 'GUILD_ROLE_UPDATE' | 'GUILD_CREATE' | 'GUILD_DELETE', guildId: string, payload: Json): void {
    this.gateway.dispatch({ type, guildId, payload: () => payload })
  }

  threadDeleted(channel: Channel): void {
    const { id, type, guildId, parentId } = channel
    const payload = { id, type, guild_id: guildId, parent_id: parentId }
    this.gateway.dispatch({ type: 'THREAD_DELETE', guildId, payload: () => payload })
  }

  interaction(guildId: string | undefined, payload: Json): void {
    this.gateway.dispatch({ type: 'INTERACTION_CREATE', guildId, payload: () => payload })
  }

  /** A message as an event carries it. */
  wireMessage(message: StoredMessage, reader: Reader): Json {
    const wire = messageOf(this.state, message, reader)
    const guild = this.guildOf(message.channel)
    if (guild === undefined) return wire
    wire['guild_id'] = guild.guildId
    if (message.webhook === undefined) wire['member'] = memberOf(guild, message.by)
    wire['mentions'] = message.mentions.users.map((id) => ({
      ...wireUser(this.state, id),
      member: memberOf(guild, id),
    }))
    return wire
  }

  private message(type: string, message: StoredMessage): void {
    if (message.ephemeralFor !== undefined || !this.sees(message.channel)) return
    const guildId = this.state.channels.get(message.channel)?.guildId
    // The payload is what the message was when it happened, however late it is delivered.
    const made = new Map<boolean, Json>()
    const make = (messageContent: boolean) => {
      const payload = this.wireMessage(message, { messageContent })
      made.set(messageContent, payload)
      return payload
    }
    if (this.gateway.manner.delay > 0) for (const messageContent of [true, false]) make(messageContent)
    const payload = ({ messageContent }: Reader) => made.get(messageContent) ?? make(messageContent)
    const direct = guildId === undefined ? { channel_type: 1 } : {}
    this.gateway.dispatch({
      type,
      guildId,
      payload: (reader) => (guildId === undefined ? { ...payload(reader), ...direct } : payload(reader)),
    })
  }

  private inChannel(type: string, channel: string, payload: Json): void {
    if (!this.sees(channel)) return
    const guildId = this.state.channels.get(channel)?.guildId
    const full = { ...payload, channel_id: channel, ...(guildId === undefined ? {} : { guild_id: guildId }) }
    this.gateway.dispatch({ type, guildId, payload: () => full })
  }

  private guildOf(channel: string) {
    return this.state.guilds.get(this.state.channels.get(channel)?.guildId ?? '')
  }

  private sees(id: string): boolean {
    const channel = this.state.channels.get(id)
    return channel !== undefined && (this.state.may(botUserId, channel) & permissions.viewChannel) !== 0n
  }
}
