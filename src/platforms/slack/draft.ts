import type { types } from '@slack/bolt'
import type { Logger } from '../../logger.ts'
import type { MessageLabel } from '../draft.ts'
import { splitMarkdown } from '../markdown-parts.ts'
import { safeMarkdown } from '../safe-markdown.ts'
import { escapeMrkdwn } from './escape-mrkdwn.ts'
import { METADATA_TYPE } from './names.ts'
import type { Pace } from './pace.ts'
import type { SlackApi } from './slack-api.ts'

/** Where an answer is posted. */
export interface ReplyPlace {
  readonly channel: string
  /** `ts` of the message that opened the thread. */
  readonly thread: string
  /** Whom the answer is for. Slack streams only to somebody; absent where they are not known any more. */
  readonly recipient?: { readonly user: string; readonly team: string }
  /** What is posted came of a granted appeal, beside what the exchange had posted before. */
  readonly afterAppeal?: true
}

/** What stands below the text of a finished message. */
export type Blocks = readonly types.KnownBlock[]

export interface DraftServices {
  readonly api: SlackApi
  readonly pace: Pace
  readonly logger: Logger
  readonly wait: (milliseconds: number) => Promise<void>
  /** Monotonic, in milliseconds. */
  readonly timer: () => number
  /** Milliseconds since 1970. */
  readonly now: () => number
}

/** Longest text of one message, in UTF-16 units; Slack takes 12,000 characters of Markdown in a message. */
export const PART_LIMIT = 11_000

/** Longest line of plain text that stands for a message where blocks are not shown, such as a notification. */
const PREVIEW_LENGTH = 150

/** What came of an appeal goes by another name than its exchange, so that it is not taken for the refusal. */
export function appealLabel(exchange: string): string {
  return `appeal:${exchange}`
}

export function metadataOf(label: MessageLabel): types.MessageMetadata {
  const { exchange, part, state } = label
  return { event_type: METADATA_TYPE, event_payload: { exchange, part, state } }
}

/** The messages that Markdown of whatever length and author is told in. */
export function messagesOf(
  markdown: string,
): { readonly text: string; readonly blocks: types.KnownBlock[] }[] {
  return splitMarkdown(safeMarkdown(markdown), PART_LIMIT).map((part) => ({
    text: previewOf(part),
    blocks: markdownBlocks(part),
  }))
}

export function markdownBlocks(text: string): types.KnownBlock[] {
  return text.trim() === '' ? [] : [{ type: 'markdown', text }]
}

/** Slack reads `text` as its own markup, so what the model wrote is escaped. */
export function previewOf(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ').trim()
  const short = line.length > PREVIEW_LENGTH ? `${line.slice(0, PREVIEW_LENGTH).toWellFormed()} …` : line
  return escapeMrkdwn(short) || 'Recourse'
}
