import type { InteractionEditReplyOptions } from 'discord.js'
import { discordMarkdown } from './discord-markdown.ts'
import { NO_PINGS, NO_PREVIEWS, postLine } from './message-writer.ts'
import { chainFrom } from './places.ts'
import type { DiscordServices } from './services.ts'

/** Longest quote of a request above its answer, in UTF-16 units. */
const QUOTE_LIMIT = 1_500
export const QUOTE_LINES = 30

/**
 * Shows the request of a command as a message that the answer can reply to, by `post` or in a message of its own.
 * Gives its id; the conversation goes on from there.
 */
export async function openRequest(
  exchange: string,
  channelId: string,
  user: string | undefined,
  services: DiscordServices,
  post?: (message: InteractionEditReplyOptions) => Promise<{ readonly id: string }>,
): Promise<string> {
  const record = await services.bot.exchange(exchange)
  const who = user === undefined ? 'Somebody' : `<@${user}>`
  const content = `${who} asked:\n${quoted(record?.prompt ?? '')}`
  const { id } = post
    ? await post({ content, allowedMentions: NO_PINGS, flags: NO_PREVIEWS })
    : await postLine(services, channelId, content)
  // A thread of Discord's is a conversation of its own, whatever was said in it first.
  if (record && record.place.thread !== channelId) await services.bot.moveToThread(exchange, chainFrom(id))
  return id
}

/** The request as a quote of at most so many UTF-16 units. */
export function quoted(prompt: string, limit = QUOTE_LIMIT): string {
  const safe = discordMarkdown(prompt)
  const cut = safe.length > limit ? `${safe.slice(0, limit).toWellFormed()} …` : safe
  const lines = cut.split('\n')
  const shown = lines.length > QUOTE_LINES ? [...lines.slice(0, QUOTE_LINES), '…'] : lines
  return shown.map((line) => `> ${line}`).join('\n')
}
