import { type Client, DiscordAPIError, ReactionType, Routes } from 'discord.js'
import { z } from 'zod'
import type { GivenReaction } from '../../bot-types.ts'
import { type CodebookEntry, entryOf } from '../../crowd/codebook.ts'
import type { MessageKey } from '../../domain.ts'

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

/** One way in which one emoji of the codebook stands on a message: in one tone, as an ordinary or a super reaction. */
interface Variant {
  readonly emoji: string
  readonly type: ReactionType
}

/** The codebook's entry of an emoji as Discord tells it; a server's own emoji is never one, whatever its name. */
export function votingEntry({ id, name }: z.output<typeof emojiShape>): CodebookEntry | undefined {
  return id || !name ? undefined : entryOf(name)
}

/**
 * The votes that stand on a message as reactions, of all emoji of the codebook or of one. People alone vote.
 *
 * @throws {DiscordAPIError} where the message is gone, or may not be read
 */
export async function standingReactions(
  client: Client<true>,
  message: MessageKey,
  only?: CodebookEntry,
): Promise<readonly GivenReaction[]> {
  const given: GivenReaction[] = []
  for (const variant of await variantsOn(client, message, only)) {
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
 * Whether somebody still gives this emoji to a message, in whatever tone and kind. Asks Discord for the
 * message, and once for each way in which the emoji stands there.
 */
export async function stillGives(
  client: Client<true>,
  message: MessageKey,
  user: string,
  entry: CodebookEntry,
): Promise<boolean> {
  try {
    // The user next to the one before them is themselves, if they are there at all.
    const before = String(BigInt(user) - 1n)
    for (const variant of await variantsOn(client, message, entry)) {
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
  only: CodebookEntry | undefined,
): Promise<readonly Variant[]> {
  const { reactions } = messageShape.parse(await client.rest.get(Routes.channelMessage(channel, message)))
  return reactions.flatMap(({ emoji, count_details: counts }) => {
    const entry = votingEntry(emoji)
    if (!entry || (only && entry.emoji !== only.emoji)) return []
    const kinds = [
      { type: ReactionType.Normal, count: counts?.normal },
      { type: ReactionType.Super, count: counts?.burst },
    ]
    // Where Discord does not count them apart, both are asked for.
    return kinds.flatMap(({ type, count }) => (count === 0 ? [] : { emoji: emoji.name ?? '', type }))
  })
}

async function usersOf(
  client: Client<true>,
  { channel, message }: MessageKey,
  { emoji, type }: Variant,
  after: string,
  limit: number,
) {
  const route = Routes.channelMessageReaction(channel, message, emoji)
  const query = new URLSearchParams({ type: String(type), after, limit: String(limit) })
  return usersShape.parse(await client.rest.get(route, { query }))
}
