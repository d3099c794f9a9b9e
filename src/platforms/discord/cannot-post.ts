import { RESTJSONErrorCodes } from 'discord.js'
import { isCode, writeDirectly } from './message-writer.ts'
import type { ReplyPlace } from './reply.ts'
import type { DiscordServices } from './services.ts'

/** Discord's words for a place that takes no message of ours, and will not before somebody mends it. */
const REFUSED = [
  RESTJSONErrorCodes.MissingAccess,
  RESTJSONErrorCodes.MissingPermissions,
  RESTJSONErrorCodes.UnknownChannel,
  RESTJSONErrorCodes.UnknownGuild,
  RESTJSONErrorCodes.CannotSendMessagesToThisUser,
  RESTJSONErrorCodes.InvalidActionOnArchivedThread,
  RESTJSONErrorCodes.ThreadLocked,
]

/** How long whoever can mend a channel is not told again, in milliseconds. */
const TOLD_FOR = 30 * 24 * 60 * 60_000

/**
 * Tells the asker directly that the channel takes no message, and, once, the owner of the server what is missing.
 * False where Discord has not refused for good.
 */
export async function tellThatNothingCanBePosted(
  error: unknown,
  { guild, channel, asker }: ReplyPlace,
  services: DiscordServices,
): Promise<boolean> {
  const { logger, client, state } = services
  // A moderator deleted the answer while it was given: that is not undone.
  if (isCode(error, RESTJSONErrorCodes.UnknownMessage)) {
    logger.info({ guild, channel }, 'answer was deleted while it was given')
    return true
  }
  if (!isCode(error, ...REFUSED)) return false
  logger.error({ err: error, guild, channel }, 'discord takes no message here')
  const where = `<#${channel}>`
  if (asker !== undefined) {
    await tell(
      services,
      asker,
      `I could not answer in ${where}: Discord does not let me post there. Whoever runs the server can mend it.`,
    )
  }
  if (guild === undefined || !(await state.add(`discord:told:${channel}`, true, TOLD_FOR))) return true
  const owner = await client.guilds.fetch(guild).then(
    ({ ownerId }) => ownerId,
    () => undefined,
  )
  if (owner !== undefined && owner !== asker) {
    await tell(
      services,
      owner,
      `I was asked something in ${where} and may not post there. Give my role “View Channel”, “Send Messages”, “Send Messages in Threads” and “Read Message History” there, or tell people to ask elsewhere. You will not be told again for a month.`,
    )
  }
  return true
}

async function tell(services: DiscordServices, user: string, content: string): Promise<void> {
  try {
    await writeDirectly(services, user, content)
  } catch (error) {
    services.logger.warn({ err: error }, 'person not told')
  }
}
