import { type Client, DiscordAPIError, ReactionType, Routes } from 'discord.js'
import { z } from 'zod'
import type { GivenReaction } from '../../bot-types.ts'
import type { MessageKey } from '../../domain.ts'
import { reactedEmoji } from './component-emoji.ts'

/** The most users Discord gives at once: https://docs.discord.com/developers/resources/message#get-reactions */
const PAGE = 100

const emojiShape = z.object({ id: z.string().nullish(), name: z.string().nullish() })

const messageShape = z.object({
  reactions: z
    .array(
      z.object({
        emoji: emojiShape,
        count_details: z.object({ normal: z.number(), burst: z.number() }).optional(),
      }),
    )
    .default([]),
})

const usersShape = z.array(z.object({ id: z.string(), bot: z.boolean().default(false) }))

/** One way in which an emoji stands on a message: in one tone, as an ordinary or a super reaction. */
interface Variant {
  readonly emoji: string
  /** How a request names it: the character, or `name:id` of a server's own. */
  readonly route: string
  readonly type: ReactionType
}

/** Which emoji are looked at. */
export type Counts = (emoji: string) => boolean

/**
 * The votes that stand on a message as reactions with emoji that count. People alone vote.
 *
 * @throws {DiscordAPIError} where the message is gone, or may not be read
 */
export async function standingReactions(
  client: Client<true>,
  message: MessageKey,
  counts: Counts,
): Promise<readonly GivenReaction[]> {
  const given: GivenReaction[] = []
  for (const variant of await variantsOn(client, message, counts)) {
    for (let after = '0', full = true; full; ) {
      const users = await usersOf(client, message, variant, after, PAGE)
      for (const { id, bot } of users) {
        if (bot || id === client.user.id) continue
        const voter = { platform: message.platform, workspace: message.workspace, user: id }
        given.push({ voter, emoji: variant.emoji })
      }
      after = users.at(-1)?.id ?? after
      full = users.length === PAGE
    }
  }
  return given
}

/**
 * Whether somebody still gives an emoji that counts to a message, in whatever tone and kind. Asks Discord for the
 * message, and once for each way in which such an emoji stands there.
 */
export async function stillGives(
  client: Client<true>,
  message: MessageKey,
  user: string,
  counts: Counts,
): Promise<boolean> {
  try {
    // The user next to the one before them is themselves, if they are there at all.
    const before = String(BigInt(user) - 1n)
    for (const variant of await variantsOn(client, message, counts)) {
      const [next] = await usersOf(client, message, variant, before, 1)
      if (next?.id === user) return true
    }
    return false
  } catch (error) {
    if (isUnreadable(error)) return false
    throw error
  }
}

/** The message is gone, or is not shown to the bot any more: Discord answers 404 or 403. */
export function isUnreadable(error: unknown): error is DiscordAPIError {
  return error instanceof DiscordAPIError && (error.status === 404 || error.status === 403)
}

async function variantsOn(
  client: Client<true>,
  { channel, message }: MessageKey,
  counts: Counts,
): Promise<readonly Variant[]> {
  const { reactions } = messageShape.parse(await client.rest.get(Routes.channelMessage(channel, message)))
  return reactions.flatMap(({ emoji: given, count_details: count }) => {
    const emoji = reactedEmoji(given)
    if (emoji === undefined || !counts(emoji)) return []
    const route = given.id ? `${given.name ?? '_'}:${given.id}` : emoji
    const kinds = [
      { type: ReactionType.Normal, often: count?.normal },
      { type: ReactionType.Super, often: count?.burst },
    ]
    // Where Discord does not count them apart, both are asked for.
    return kinds.flatMap(({ type, often }) => (often === 0 ? [] : { emoji, route, type }))
  })
}

async function usersOf(
  client: Client<true>,
  { channel, message }: MessageKey,
  { route: emoji, type }: Variant,
  after: string,
  limit: number,
) {
  const route = Routes.channelMessageReaction(channel, message, emoji)
  const query = new URLSearchParams({ type: String(type), after, limit: String(limit) })
  return usersShape.parse(await client.rest.get(route, { query }))
}
