import type { types } from '@slack/bolt'
import type { Logger } from '../../logger.ts'
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
}

/** One message in the making: text is appended while it comes, and `complete` makes it final. */
export interface Draft {
  /** `ts` of the message, once it is posted. */
  readonly ts: string | undefined
  append(text: string): void
  /** Resolves once the whole message stands as it should. Gives its `ts`. */
  complete(ending: Ending): Promise<string>
  /** Takes the message back. */
  discard(): Promise<void>
}

/** How a message begins. */
export interface Opening {
  readonly label: Omit<MessageLabel, 'state'>
  /** The message is posted once this has resolved; it never is where this rejects. */
  readonly after: Promise<void>
  /** Told as soon as the message exists. */
  readonly posted?: (ts: string) => void
}

/** What stands below the text of a finished message, and how the message is known again. */
export interface Ending {
  readonly blocks: readonly types.KnownBlock[]
  readonly label: MessageLabel
}

/** Carried by our messages as metadata, so that they are found again when nobody remembers posting them. */
export interface MessageLabel {
  readonly exchange: string
  /** Place of the message within its answer, from 1; 0 for what stands before it: a question, or a quoted request. */
  readonly part: number
  /** `draft` while text is still to come, `part` when more messages follow, `last` when the answer is whole. */
  readonly state: 'draft' | 'part' | 'last'
}

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

/** Longest line of plain text that stands for a message where blocks are not shown, such as a notification. */
const PREVIEW_LENGTH = 150

export function metadataOf(label: MessageLabel): types.MessageMetadata {
  const { exchange, part, state } = label
  return { event_type: METADATA_TYPE, event_payload: { exchange, part, state } }
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
