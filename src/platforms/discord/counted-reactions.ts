import { Routes } from 'discord.js'
import { z } from 'zod'
import type { CountedReaction } from '../../bot-types.ts'
import type { MessageKey } from '../../domain.ts'
import { reactedEmoji } from './component-emoji.ts'
import type { DiscordServices } from './services.ts'
import { isUnreadable } from './standing-reactions.ts'

/** Messages read at once, the most Discord gives, and how often more are read in one channel. */
const PAGE = 100
const PAGES = 50

const pageShape = z.array(
  z.object({
    id: z.string(),
    reactions: z
      .array(
        z.object({
          emoji: z.object({ id: z.string().nullish(), name: z.string().nullish() }),
          count: z.number(),
          me: z.boolean().default(false),
        }),
      )
      .default([]),
  }),
)

/** Messages by how the numbers of their reactions stand to those of votes, newest first. */
export interface CountedReactions {
  /** Another number of some reaction than of votes by it: votes were missed. */
  readonly differing: readonly MessageKey[]
  /** As many of each, but perhaps of others. Messages on which nothing stands are in neither. */
  readonly agreeing: readonly MessageKey[]
}

/**
 * Counts the reactions on some messages of one channel. One request tells the numbers of a hundred messages, where one
 * message costs several to learn who reacted.
 */
export async function countReactions(
  messages: readonly MessageKey[],
  { client, bot }: Pick<DiscordServices, 'client' | 'bot'>,
  stopped: AbortSignal,
): Promise<CountedReactions> {
  const looked = new Map(messages.map((message) => [message.message, message]))
  const newest = messages.toSorted((one, other) => Number(BigInt(other.message) - BigInt(one.message)))[0]
  const differing: MessageKey[] = []
  const agreeing: MessageKey[] = []
  let before = newest === undefined ? '' : String(BigInt(newest.message) + 1n)
  for (let page = 0; newest && looked.size > 0 && page < PAGES && !stopped.aborted; page += 1) {
    const query = new URLSearchParams({ before, limit: String(PAGE) })
    let posted: z.output<typeof pageShape>
    try {
      posted = pageShape.parse(await client.rest.get(Routes.channelMessages(newest.channel), { query }))
    } catch (error) {
      if (isUnreadable(error)) break
      throw error
    }
    for (const { id, reactions } of posted) {
      const message = looked.get(id)
      if (!message) continue
      looked.delete(id)
      const counts = await bot.countsOn(message)
      const standing: CountedReaction[] = []
      for (const { emoji: given, count, me } of reactions) {
        const emoji = reactedEmoji(given)
        if (emoji !== undefined && counts(emoji)) standing.push({ emoji, count: me ? count - 1 : count })
      }
      if (!(await bot.agreesWith(message, standing))) differing.push(message)
      else if (standing.some(({ count }) => count > 0)) agreeing.push(message)
    }
    before = posted.at(-1)?.id ?? ''
    if (posted.length < PAGE) break
  }
  return { differing, agreeing }
}
