import { createHash } from 'node:crypto'
import { DiscordAPIError } from 'discord.js'
import { RecourseError } from '../../errors.ts'
import { type Announcement, cannotAnnounce } from '../announcement.ts'
import { clip } from '../clip.ts'
import { pictureInWords } from '../picture-in-words.ts'
import { discordMarkdown } from './discord-markdown.ts'
import { CONTENT_LIMIT, NO_PINGS, NO_PREVIEWS, sendable } from './message-writer.ts'
import { attachedPicture } from './picture.ts'
import type { DiscordServices } from './services.ts'

/** Messages among which an announcement is looked for that may stand there already. */
const LOOKED_AT = 50

/** Longest nonce: https://docs.discord.com/developers/resources/message#create-message */
const NONCE_LENGTH = 25

/**
 * Posts an announcement as one message with its picture, or with that in words, unless it stands in the channel.
 *
 * @throws {RecourseError} when it cannot be posted there
 */
export async function announce(
  { id, markdown, picture }: Announcement,
  channelId: string,
  services: DiscordServices,
): Promise<void> {
  const { client, logger } = services
  const nonce = createHash('sha256').update(id).digest('hex').slice(0, NONCE_LENGTH)
  const begins = clip(discordMarkdown(markdown), CONTENT_LIMIT)
  const post = async (
    content: string,
    files: readonly Awaited<ReturnType<typeof attachedPicture>>[],
  ): Promise<void> => {
    const channel = await sendable(services, channelId)
    // A nonce is remembered for some minutes only, and whoever posted it may have died before they wrote that down.
    const newest = await channel.messages.fetch({ limit: LOOKED_AT, cache: false })
    if (newest.some((message) => message.author.id === client.user.id && message.content.startsWith(begins)))
      return
    await channel.send({
      content,
      files: [...files],
      allowedMentions: NO_PINGS,
      flags: NO_PREVIEWS,
      nonce,
      enforceNonce: true,
    })
  }
  try {
    await post(begins, [await attachedPicture(picture)])
  } catch (error) {
    logger.info({ err: error }, 'announcement not posted with its picture')
    const reason = error instanceof DiscordAPIError ? `Discord says “${error.message}”` : undefined
    const words = discordMarkdown(`${markdown}\n\n${pictureInWords(picture, reason)}`)
    await post(clip(words, CONTENT_LIMIT), []).catch((again: unknown) => {
      throw cannotAnnounce(remedyFor(again), again)
    })
  }
}

function remedyFor(error: unknown): string {
  if (error instanceof DiscordAPIError)
    return `Discord says “${error.message}”: let the bot see the channel and send messages there, or name another in ADMIN_CHANNEL`
  if (error instanceof RecourseError)
    return 'Discord knows no such channel: see whether ADMIN_CHANNEL names its id, and whether the bot is in its server'
  return 'Discord could not be reached'
}
