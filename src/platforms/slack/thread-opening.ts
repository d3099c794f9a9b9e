import { z } from 'zod'
import type { ExchangeRecord } from '../../store/store.ts'
import { metadataOf, previewOf } from './draft.ts'
import { escapeWithin } from './escape-mrkdwn.ts'
import { METADATA_TYPE } from './names.ts'
import { pagesOf } from './pages.ts'
import type { ReplyServices } from './reply.ts'
import type { SlackApi } from './slack-api.ts'

/** Longest quote of a request in the message that opens its thread; a section holds 3,000 characters. */
const QUOTE_LIMIT = 2_700
const QUOTE_LINES = 100

/** Messages read at once. */
const PAGE = 200

/** Posts the request as the message that opens a thread, and moves the exchange there. Gives the thread. */
export async function openThread(
  exchange: string,
  { channel, user }: { readonly channel: string; readonly user?: string },
  { api, bot }: ReplyServices,
): Promise<string> {
  const record = await bot.exchange(exchange)
  const prompt = record?.prompt ?? ''
  const who = user === undefined ? 'Somebody' : `<@${user}>`
  const ts = await api.call(
    async () => {
      const posted = await api.client.chat.postMessage({
        channel,
        text: `${who} asked: ${previewOf(prompt)}`,
        blocks: [
          {
            type: 'section',
            text: { type: 'mrkdwn', text: `${who} asked:\n${quoted(prompt)}`, verbatim: true },
          },
        ],
        metadata: metadataOf({ exchange, part: 0, state: 'part' }),
        unfurl_links: false,
        unfurl_media: false,
      })
      return posted.ts ?? ''
    },
    { lane: `chat.postMessage ${channel}`, lookUp: async () => record && findOpening(api, record) },
  )
  await bot.moveToThread(exchange, ts)
  return ts
}

/** The whole request, or as much of it as a section holds, with Slack's mark of a quote before every line. */
export function quoted(prompt: string): string {
  const lines = prompt.split('\n')
  const shown = lines.length > QUOTE_LINES ? [...lines.slice(0, QUOTE_LINES), '…'] : lines
  return `>${escapeWithin(shown.join('\n'), QUOTE_LIMIT).replaceAll('\n', '\n>')}`
}

const historyShape = z.object({
  messages: z.array(z.object({ ts: z.string(), metadata: z.unknown().optional() })).default([]),
})
const openingShape = z.object({
  event_type: z.literal(METADATA_TYPE),
  event_payload: z.object({ exchange: z.string(), part: z.coerce.number() }),
})

/** The message that opens the thread of an exchange which a command began, where it was posted after all. */
export async function findOpening(
  api: SlackApi,
  { id, place, createdAt }: ExchangeRecord,
): Promise<string | undefined> {
  const pages = pagesOf((from) =>
    api.call(
      () =>
        api.client.conversations.history({
          channel: place.channel,
          oldest: String(createdAt / 1000 - 1),
          limit: PAGE,
          include_all_metadata: true,
          ...from,
        }),
      { lane: 'conversations.history' },
    ),
  )
  for await (const page of pages) {
    const found = historyShape.parse(page).messages.find(({ metadata }) => {
      const label = openingShape.safeParse(metadata)
      return label.success && label.data.event_payload.exchange === id
    })
    if (found) return found.ts
  }
  return undefined
}
