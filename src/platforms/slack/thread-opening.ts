import type { ExchangeRecord } from '../../store/store.ts'
import { metadataOf, previewOf } from './draft.ts'
import { escapeWithin } from './escape-mrkdwn.ts'
import { findInChannel } from './posted-messages.ts'
import type { ReplyServices } from './reply.ts'
import type { SlackApi } from './slack-api.ts'

/** Longest quote of a request in the message that opens its thread; a section holds 3,000 characters. */
const QUOTE_LIMIT = 2_700
export const QUOTE_LINES = 100

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
export function quoted(prompt: string, limit = QUOTE_LIMIT): string {
  const lines = prompt.split('\n')
  const shown = lines.length > QUOTE_LINES ? [...lines.slice(0, QUOTE_LINES), '…'] : lines
  return `>${escapeWithin(shown.join('\n'), limit).replaceAll('\n', '\n>')}`
}

/** The message that opens the thread of an exchange which a command began, where it was posted after all. */
export async function findOpening(
  api: SlackApi,
  { id, place, createdAt }: ExchangeRecord,
): Promise<string | undefined> {
  return findInChannel(api, place.channel, id, createdAt)
}
