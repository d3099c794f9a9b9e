/** What people, other bots and webhooks do with messages: say, edit, remove, react, open threads. The bot is told. */
import type { Json } from '../shared/json.ts'
import { openThread, removeTogether } from './channel-routes.ts'
import { defaultMentions } from './mentions.ts'
import { contentLimit } from './message-limits.ts'
import { type PermissionName, permissions } from './permissions.ts'
import { addReaction, clearEmoji, clearReactions, removeReaction } from './reactions.ts'
import type { Discord } from './rest-call.ts'
import { type SeenMessage, type StoredMessage, seenOf } from './state.ts'
import type { Channel } from './world.ts'
import { resolveMentions, wake } from './write-message.ts'

export interface SayOptions {
  /** The id of the message that is replied to. */
  readonly replyTo?: string
  /** Whether the reply mentions the author of what it replies to; default yes, as in Discord's clients. */
  readonly ping?: boolean
  readonly files?: readonly { readonly name: string; readonly text: string; readonly contentType?: string }[]
  /** Other bots and webhooks only. */
  readonly embeds?: readonly Json[]
}

export interface ReactOptions {
  /** A super reaction. */
  readonly burst?: boolean
}

export interface ThreadOptions {
  /** The message that the thread begins at; without one it stands by itself. */
  readonly message?: string
}

export class People {
  private readonly discord: Discord

  constructor(discord: Discord) {
    this.discord = discord
  }

  /**
   * Posts a message as somebody.
   *
   * @param content as Discord keeps it: mentions are `<@ID>`
   * @throws Error where Discord would not let them
   */
  say(user: string, channel: string, content: string, options: SayOptions = {}): SeenMessage {
    const { state, announcer } = this.discord
    const place = this.place(user, channel)
    this.need(user, place, place.thread === undefined ? 'sendMessages' : 'sendMessagesInThreads')
    if ([...content].length > contentLimit)
      throw new Error(`a message has at most ${contentLimit} characters`)
    const files = options.files ?? []
    if (content.trim() === '' && files.length === 0 && options.embeds === undefined)
      throw new Error('an empty message cannot be sent')
    const source = options.replyTo === undefined ? undefined : this.find(user, channel, options.replyTo)
    wake(this.discord, place, user)
    const pinged = options.ping === false ? undefined : source?.by
    const message = state.add({
      channel,
      by: user,
      type: source === undefined ? 0 : 19,
      content,
      embeds: options.embeds ?? [],
      attachments: files.map(({ name, text, contentType }) =>
        state.attach(name, text, contentType ?? 'text/plain; charset=utf-8'),
      ),
      replyTo: source === undefined ? undefined : { channel, id: source.id },
      mentions: resolveMentions(state, user, place, content, defaultMentions, pinged),
    })
    announcer.posted(message)
    return seenOf(message)
  }

  /** Replies to a message; the same as `say` with `replyTo`. */
  reply(user: string, channel: string, to: string, content: string, options: SayOptions = {}): SeenMessage {
    return this.say(user, channel, content, { ...options, replyTo: to })
  }

  /** Posts through a webhook of the channel's. */
  sayAsWebhook(channel: string, name: string, content: string): SeenMessage {
    const { state, announcer } = this.discord
    const place = this.channel(channel)
    const known = [...state.users.values()].find((user) => user.name === name && user.webhook === true)
    const id = known?.id ?? state.snowflakes.next()
    state.users.set(id, { id, name, bot: true, webhook: true })
    const mentions = resolveMentions(state, id, place, content, defaultMentions)
    const message = state.add({ channel, by: id, webhook: id, content, mentions })
    announcer.posted(message)
    return seenOf(message)
  }

  edit(user: string, channel: string, id: string, content: string): SeenMessage {
    const { state, announcer } = this.discord
    const message = this.find(user, channel, id)
    if (message.by !== user) throw new Error(`${user} cannot edit what ${message.by} wrote`)
    message.content = content
    message.editedAt = state.now()
    message.mentions = resolveMentions(state, user, this.channel(channel), content, defaultMentions)
    state.note(message)
    announcer.changed(message)
    return seenOf(message)
  }

  /** Discord finds a preview for a link in a message: an update that is no edit. */
  unfurl(channel: string, id: string, embed: Json = { type: 'link', url: 'https://example.com/' }): void {
    const message = this.discord.state.find(channel, id)
    if (message === undefined) throw new Error(`there is no message ${id} in ${channel}`)
    message.embeds = [...message.embeds, embed]
    this.discord.announcer.changed(message)
  }

  /** Deletes a message; a moderator may delete those of others. */
  remove(user: string, channel: string, id: string): void {
    const message = this.find(user, channel, id)
    if (message.by !== user) this.need(user, this.channel(channel), 'manageMessages')
    message.deleted = true
    this.discord.announcer.deleted(message)
  }

  /** Deletes several at once, as moderation bots do. */
  removeTogether(user: string, channel: string, ids: readonly string[]): void {
    this.need(user, this.place(user, channel), 'manageMessages')
    removeTogether(this.discord, channel, ids)
  }

  /** @param emoji as Discord names it: `👍🏽`, or `name:id` of a custom one; each skin tone is an emoji of its own */
  react(user: string, channel: string, id: string, emoji: string, options: ReactOptions = {}): SeenMessage {
    const message = this.find(user, channel, id)
    if (!message.reactions.has(emoji)) this.need(user, this.channel(channel), 'addReactions')
    if (!addReaction(this.discord, user, message, emoji, options.burst))
      throw new Error(`${user} has reacted with ${emoji} already`)
    return seenOf(message)
  }

  unreact(user: string, channel: string, id: string, emoji: string, options: ReactOptions = {}): SeenMessage {
    const message = this.find(user, channel, id)
    if (!removeReaction(this.discord, user, message, emoji, options.burst))
      throw new Error(`${user} has not reacted with ${emoji}`)
    return seenOf(message)
  }

  /** Takes all reactions off a message; it needs a moderator. */
  clearReactions(user: string, channel: string, id: string): void {
    this.need(user, this.channel(channel), 'manageMessages')
    clearReactions(this.discord, this.find(user, channel, id))
  }

  /** Takes everybody's reactions with one emoji off a message; it needs a moderator. */
  clearEmoji(user: string, channel: string, id: string, emoji: string): void {
    this.need(user, this.channel(channel), 'manageMessages')
    if (!clearEmoji(this.discord, this.find(user, channel, id), emoji))
      throw new Error(`nobody has reacted with ${emoji}`)
  }

  /** Opens a public thread; its id, which is that of the message it begins at. */
  openThread(user: string, channel: string, name: string, options: ThreadOptions = {}): string {
    const place = this.place(user, channel)
    this.need(user, place, 'createPublicThreads')
    return openThread(this.discord, place, user, name, options.message).id
  }

  /** Archives a thread, and locks it if so asked: then only moderators can write in it again. */
  archive(thread: string, locked = false): void {
    const channel = this.channel(thread)
    if (channel.thread === undefined) throw new Error(`${thread} is no thread`)
    channel.thread.archived = true
    channel.thread.locked = locked
    this.discord.announcer.channel('THREAD_UPDATE', channel)
  }

  type(user: string, channel: string): void {
    this.place(user, channel)
    this.discord.announcer.typing(user, channel)
  }

  /** A message that this person sees. @throws Error where there is none */
  find(user: string, channel: string, id: string): StoredMessage {
    this.place(user, channel)
    const message = this.discord.state.find(channel, id)
    const seen = message?.ephemeralFor === undefined || message.ephemeralFor === user
    if (message === undefined || !seen) throw new Error(`${user} sees no message ${id} in ${channel}`)
    return message
  }

  /** A channel that this person sees. */
  place(user: string, id: string): Channel {
    const channel = this.channel(id)
    this.need(user, channel, 'viewChannel')
    return channel
  }

  need(user: string, channel: Channel, name: PermissionName): void {
    if ((this.discord.state.may(user, channel) & permissions[name]) === 0n)
      throw new Error(`${user} lacks the permission ${name} in ${channel.name || channel.id}`)
  }

  private channel(id: string): Channel {
    const channel = this.discord.state.channels.get(id)
    if (channel === undefined) throw new Error(`there is no channel ${id}`)
    return channel
  }
}
