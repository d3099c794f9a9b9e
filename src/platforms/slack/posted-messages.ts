import { z } from 'zod'
import type { MessageLabel } from '../draft.ts'
import type { ReplyPlace } from './draft.ts'
import { METADATA_TYPE } from './names.ts'
import { pagesOf } from './pages.ts'
import { refusalOf, type SlackApi } from './slack-api.ts'

/** Messages read at once. */
const PAGE = 200

/** A message as the thread has it now. */
export interface PostedMessage {
  readonly ts: string
  readonly user?: string
  readonly text: string
  readonly label?: MessageLabel
}

const messageShape = z.object({
  ts: z.string(),
  user: z.string().exactOptional(),
  text: z.string().default(''),
  metadata: z.unknown().optional(),
})

const labelShape = z.object({
  event_type: z.literal(METADATA_TYPE),
  event_payload: z.object({
    exchange: z.string(),
    part: z.coerce.number(),
    state: z.enum(['draft', 'part', 'last']),
  }),
})

/**
 * The messages of a thread since one of them, oldest first. Not for every message: Slack rations these reads, so
 * they are made only where a write's fate is unknown or a process has died.
 */
export async function threadMessages(
  api: SlackApi,
  { channel, thread }: Pick<ReplyPlace, 'channel' | 'thread'>,
  since: string,
): Promise<readonly PostedMessage[]> {
  const messages: unknown[] = []
  // Slack gives the oldest first, and what we look for stands near the end of its thread.
  const pages = pagesOf((from) =>
    api.call(
      () =>
        api.client.conversations.replies({
          channel,
          ts: thread,
          oldest: since,
          inclusive: true,
          limit: PAGE,
          include_all_metadata: true,
          ...from,
        }),
      { lane: 'conversations.replies' },
    ),
  )
  for await (const page of pages) messages.push(...(page.messages ?? []))
  return messages.flatMap(readMessage)
}

function readMessage(message: unknown): PostedMessage[] {
  const parsed = messageShape.safeParse(message)
  if (!parsed.success) return []
  const { ts, user, text, metadata } = parsed.data
  const label = labelShape.safeParse(metadata)
  return [
    {
      ts,
      text,
      ...(user !== undefined && { user }),
      ...(label.success && { label: label.data.event_payload }),
    },
  ]
}

/** The `ts` of a message with this label, where it was posted after all. */
export async function findPosted(
  api: SlackApi,
  place: ReplyPlace,
  label: MessageLabel,
): Promise<string | undefined> {
  const messages = await threadMessages(api, place, place.thread)
  return messages.find(
    (message) => message.label?.exchange === label.exchange && message.label.part === label.part,
  )?.ts
}

const historyShape = z.object({
  messages: z.array(z.object({ ts: z.string(), metadata: z.unknown().optional() })).default([]),
})

/**
 * The `ts` of a message that stands outside of threads under this name, where it was posted after all: since a time in
 * milliseconds since 1970, or else among the newest. The newest is looked at first.
 */
export async function findInChannel(
  api: SlackApi,
  channel: string,
  name: string,
  since?: number,
): Promise<string | undefined> {
  const pages = pagesOf((from) =>
    api.call(
      () =>
        api.client.conversations.history({
          channel,
          ...(since !== undefined && { oldest: String(since / 1000 - 1) }),
          limit: PAGE,
          include_all_metadata: true,
          ...from,
        }),
      { lane: 'conversations.history' },
    ),
  )
  for await (const page of pages) {
    const found = historyShape.parse(page).messages.find(({ metadata }) => {
      const label = labelShape.safeParse(metadata)
      return label.success && label.data.event_payload.exchange === name
    })
    if (found || since === undefined) return found?.ts
  }
  return undefined
}

/** Deletes a message of ours; one that is gone already is fine. */
export async function deleteMessage(api: SlackApi, channel: string, ts: string): Promise<void> {
  try {
    await api.call(() => api.client.chat.delete({ channel, ts }), { lane: `chat.delete ${channel}` })
  } catch (error) {
    if (refusalOf(error) !== 'message_not_found') throw error
  }
}
