import type { Channel } from 'discord.js'
import type { Person } from '../../bot-types.ts'
import type { MessageKey, Place } from '../../domain.ts'

/** Direct messages belong to no server; this stands for one. */
const NO_GUILD = 'direct'

/** A conversation outside Discord's threads is a chain of replies, named for the message it began with. */
const CHAIN = 'reply-'

/** Where something is, as Discord's events tell it. */
export interface Whereabouts {
  readonly guild: string | undefined
  /** The channel that messages are sent to: a thread has its own. */
  readonly channel: string
  /** The channel that a thread belongs to. */
  readonly parent?: string
  readonly category?: string
}

export function whereaboutsOf(
  channelId: string,
  guildId: string | null,
  channel: Channel | null,
): Whereabouts {
  const guild = guildId ?? undefined
  if (!channel || channel.isDMBased()) return { guild, channel: channelId }
  if (channel.isThread()) {
    const category = channel.parent?.parentId
    return {
      guild,
      channel: channelId,
      ...(channel.parentId !== null && { parent: channel.parentId }),
      ...(category && { category }),
    }
  }
  return { guild, channel: channelId, ...(channel.parentId !== null && { category: channel.parentId }) }
}

/** The place of a conversation: a thread of Discord's is one; elsewhere `chain` names it. */
export function placeIn({ guild, channel, parent, category }: Whereabouts, chain: string): Place {
  return {
    platform: 'discord',
    workspace: guild ?? NO_GUILD,
    channel: parent ?? channel,
    thread: parent === undefined ? chain : channel,
    ...(category !== undefined && { category }),
  }
}

/** The conversation that begins with this message. */
export function chainFrom(message: string): string {
  return `${CHAIN}${message}`
}

/** How conversations are named that are in none of Discord's threads, of which some are not for everybody to read. */
export function outsideThreads(): readonly string[] {
  return [CHAIN, COMMAND]
}

/** The channel that messages of this conversation are sent to. */
export function sentTo({ channel, thread }: Pick<Place, 'channel' | 'thread'>): string {
  return /^\d+$/.test(thread) ? thread : channel
}

/** The key of a message that somebody wrote; an edited one is another than it was before. */
export function requestKey(place: Place, message: string, editedAt: number | undefined): MessageKey {
  const { platform, workspace, channel } = place
  return {
    platform,
    workspace,
    channel,
    message: editedAt === undefined ? message : `${message}~${editedAt}`,
  }
}

/** Discord's id of the message or interaction behind a key. */
export function idBehind({ message }: Pick<MessageKey, 'message'>): string {
  return message.replace(/~.*$/, '').replace(COMMAND, '')
}

const COMMAND = 'command-'

/** What a command is known by: the interaction that brought it. */
export function commandId(interaction: string): string {
  return `${COMMAND}${interaction}`
}

export function isCommandKey({ message }: Pick<MessageKey, 'message'>): boolean {
  return message.startsWith(COMMAND)
}

/** The key of a message of ours, by the channel it stands in. */
export function shownKey(guild: string | undefined, channel: string, message: string): MessageKey {
  return { platform: 'discord', workspace: guild ?? NO_GUILD, channel, message }
}

export function personOf(guild: string | undefined, user: string): Person {
  return { platform: 'discord', workspace: guild ?? NO_GUILD, user }
}

export function isDirect({ workspace }: Pick<Place, 'workspace'>): boolean {
  return workspace === NO_GUILD
}
