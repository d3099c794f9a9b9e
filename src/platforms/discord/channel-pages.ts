import type { Message, TextBasedChannel } from 'discord.js'

/** Messages read at once, the most Discord gives, and how often more are read in one channel. */
const PAGE = 100
const PAGES = 10

/** What was written in a channel after a message, page by page, oldest first. */
export async function* pagesAfter(
  after: string,
  channel: Pick<TextBasedChannel, 'messages'>,
): AsyncGenerator<readonly Message[]> {
  let from = after
  for (let page = 0; page < PAGES; page += 1) {
    const messages = await channel.messages.fetch({ after: from, limit: PAGE, cache: false })
    const inOrder = [...messages.values()].toSorted((one, other) => Number(BigInt(one.id) - BigInt(other.id)))
    yield inOrder
    from = inOrder.at(-1)?.id ?? from
    if (messages.size < PAGE) return
  }
}
