import type { Message } from 'discord.js'
import { pagesAfter } from './channel-pages.ts'
import { exchangeButton } from './incoming.ts'
import { sendable } from './message-writer.ts'
import type { DiscordServices } from './services.ts'

/** A message of ours. */
export interface PostedMessage {
  readonly id: string
  readonly content: string
  /** The message it replies to. */
  readonly replyTo?: string
  /** The exchange whose buttons are below it. */
  readonly exchange?: string
  /** Whether those buttons answer a question. */
  readonly isQuestion: boolean
  /** The interaction that it answers. */
  readonly interaction?: string
}

/**
 * What we posted in a channel after a message, oldest first. Read only where a process has died or something was
 * taken back.
 */
export async function postedAfter(
  after: string,
  channelId: string,
  services: DiscordServices,
): Promise<readonly PostedMessage[]> {
  const channel = await sendable(services, channelId)
  const posted: PostedMessage[] = []
  for await (const messages of pagesAfter(after, channel)) {
    for (const message of messages) {
      if (message.author.id === services.client.user.id) posted.push(postedMessage(message))
    }
  }
  return posted
}

function postedMessage(message: Message): PostedMessage {
  const replyTo = message.reference?.messageId
  const interaction = message.interactionMetadata?.id
  const button = exchangeButton(message)
  return {
    id: message.id,
    content: message.content,
    isQuestion: button?.kind === 'reading' || button?.kind === 'other',
    ...(button && { exchange: button.exchange }),
    ...(replyTo !== undefined && { replyTo }),
    ...(interaction !== undefined && { interaction }),
  }
}

/** Those of the messages that were posted in reply to one of some messages, or to one another. */
export function chainOf(
  posted: readonly PostedMessage[],
  roots: readonly string[],
): readonly PostedMessage[] {
  const found = new Set(roots)
  return posted.filter(({ id, replyTo, interaction }) => {
    const belongs =
      (replyTo !== undefined && found.has(replyTo)) || (interaction !== undefined && found.has(interaction))
    if (belongs) found.add(id)
    return belongs
  })
}
