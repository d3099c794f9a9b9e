/** What the workspace shows to people: every message and every state it ever had. */
import { type Json, objectsOf, stringOf } from '../shared/json.ts'
import type { UploadedFile } from './file-methods.ts'
import { type HiddenLink, hiddenLinksIn, mentionsIn, type Passage, passagesOf } from './visible-text.ts'
import { botId } from './workspace.ts'

/** How a message was asked to be shown. */
export interface MessageFlags {
  readonly unfurl_links?: boolean
  readonly unfurl_media?: boolean
  readonly parse?: string
  readonly link_names?: boolean
  readonly mrkdwn?: boolean
}

/** A message that the fake keeps; everything in Slack's own terms. */
export interface StoredMessage {
  readonly channel: string
  readonly ts: string
  readonly threadTs: string | undefined
  /** User id of who wrote it. */
  readonly by: string
  text: string
  blocks: readonly Json[]
  metadata: Json | undefined
  files: readonly Json[]
  flags: MessageFlags
  streaming: boolean
  deleted: boolean
  edited: { readonly user: string; readonly ts: string } | undefined
  replies: number
  readonly clientMessageId: string | undefined
  readonly history: string[]
}

/** A message as a test reads it. */
export interface SeenMessage {
  readonly channel: string
  readonly ts: string
  readonly threadTs: string | undefined
  readonly by: string
  /** All that is to be read in it: its blocks, or `text` where it has none. */
  readonly text: string
  readonly blocks: readonly Json[]
  readonly metadata: Json | undefined
  /** A stream that was started and is not stopped. */
  readonly streaming: boolean
  readonly deleted: boolean
  /** Every text it ever showed, oldest first; the last is the present one. */
  readonly history: readonly string[]
  readonly flags: MessageFlags
}

export interface Ephemeral {
  readonly user: string
  readonly channel: string
  readonly ts: string
  readonly threadTs: string | undefined
  text: string
  blocks: readonly Json[]
  deleted: boolean
}

export interface OpenedView {
  readonly id: string
  readonly user: string
  view: Json
  open: boolean
}

/** Something that the bot showed to somebody. */
interface Shown {
  readonly passages: readonly Passage[]
  /** What Slack looks for mentions in. */
  readonly notifying: readonly Passage[]
  readonly flags: MessageFlags
}

export class WorkspaceState {
  readonly ephemerals: Ephemeral[] = []
  readonly views = new Map<string, OpenedView>()
  readonly homes = new Map<string, Json>()
  readonly statuses = new Map<string, string[]>()
  readonly suggestedPrompts: Json[] = []
  readonly titles: Json[] = []
  readonly files = new Map<string, UploadedFile>()
  private readonly messages = new Map<string, StoredMessage>()
  private readonly shown: Shown[] = []
  private counter = 0
  private blockCounter = 0
  private readonly record: boolean
  private readonly botUserId: string
  private readonly now: () => number
  private readonly onShown: ((message: Readonly<StoredMessage>) => void) | undefined

  constructor(
    record: boolean,
    now: () => number,
    botUserId: string,
    onShown?: (message: Readonly<StoredMessage>) => void,
  ) {
    this.botUserId = botUserId
    this.record = record
    this.now = now
    this.onShown = onShown
  }

  /** A timestamp for what has no message: an event, an ephemeral message. Never equal to a message's. */
  nextTs(): string {
    this.counter += 1
    return `${Math.floor(this.now() / 1000)}.${String(500_000 + this.counter)}`
  }

  /** Slack names every block and interactive element that came without a name. */
  nameBlocks(blocks: readonly Json[]): readonly Json[] {
    return blocks.map((block) => {
      const named: Record<string, unknown> = { ...block }
      named['block_id'] ??= this.nextName()
      if (Array.isArray(block['elements']) && /actions$/.test(stringOf(block['type']))) {
        named['elements'] = objectsOf(block['elements']).map((element) => ({
          ...element,
          action_id: element['action_id'] ?? this.nextName(),
        }))
      }
      return named
    })
  }

  private nextName(): string {
    this.blockCounter += 1
    return `b${this.blockCounter}`
  }

  add(
    message: Pick<StoredMessage, 'channel' | 'ts' | 'by' | 'text'> & Partial<Omit<StoredMessage, 'history'>>,
  ): StoredMessage {
    const stored: StoredMessage = {
      threadTs: undefined,
      blocks: [],
      metadata: undefined,
      files: [],
      flags: {},
      streaming: false,
      deleted: false,
      edited: undefined,
      replies: 0,
      clientMessageId: undefined,
      ...message,
      history: [],
    }
    this.messages.set(`${stored.channel} ${stored.ts}`, stored)
    const parent = stored.threadTs === undefined ? undefined : this.find(stored.channel, stored.threadTs)
    if (parent !== undefined) parent.replies += 1
    this.note(stored)
    return stored
  }

  find(channel: string, ts: string): StoredMessage | undefined {
    return this.messages.get(`${channel} ${ts}`)
  }

  all(): Iterable<StoredMessage> {
    return this.messages.values()
  }

  /** To be called after every change of what a message shows. */
  note(message: StoredMessage): void {
    this.onShown?.(message)
    if (!this.record) return
    const passages = passagesOf(message.text, message.blocks, message.flags.mrkdwn)
    const text = textOf(passages)
    if (text !== (message.history.at(-1) ?? '')) message.history.push(text)
    if (message.by !== this.botUserId || message.streaming) return
    this.shown.push({ passages, notifying: notifyingPassages(message), flags: message.flags })
  }

  /** To be called for what the bot shows elsewhere than in a message; nobody is notified of it. */
  show(passages: readonly Passage[]): void {
    if (this.record) this.shown.push({ passages, notifying: [], flags: {} })
  }

  addEphemeral(ephemeral: Omit<Ephemeral, 'deleted'>): Ephemeral {
    const stored: Ephemeral = { ...ephemeral, deleted: false }
    this.ephemerals.push(stored)
    this.noteEphemeral(stored)
    return stored
  }

  /** To be called after every change of an ephemeral message. */
  noteEphemeral(ephemeral: Ephemeral): void {
    if (!this.record) return
    const passages = passagesOf(ephemeral.text, ephemeral.blocks)
    this.shown.push({ passages, notifying: notifyingPassages(ephemeral), flags: {} })
  }

  seen(channel: string, threadTs?: string): readonly SeenMessage[] {
    const found: SeenMessage[] = []
    for (const message of this.messages.values()) {
      if (message.channel !== channel) continue
      if (threadTs !== undefined && message.threadTs !== threadTs && message.ts !== threadTs) continue
      found.push(seenMessage(message))
    }
    return found.sort((one, other) => (one.ts < other.ts ? -1 : 1))
  }

  visibleHistory(): readonly string[] {
    const texts = [...this.messages.values()].flatMap((message) => message.history)
    return [...texts, ...this.shown.map((shown) => textOf(shown.passages))]
  }

  notified(): readonly string[] {
    const mentions = this.everythingShown().flatMap(({ notifying, flags }) =>
      mentionsIn(notifying, flags.parse, flags.link_names),
    )
    return [...new Set(mentions)]
  }

  hiddenLinks(): readonly HiddenLink[] {
    return this.everythingShown().flatMap(({ passages }) => hiddenLinksIn(passages))
  }

  private everythingShown(): readonly Shown[] {
    const streaming = [...this.messages.values()].filter((message) => message.streaming)
    return [
      ...this.shown,
      ...streaming.map((message) => ({
        passages: passagesOf(message.text, message.blocks),
        notifying: notifyingPassages(message),
        flags: message.flags,
      })),
    ]
  }
}

/** Mentions count in the blocks, and in the `text` that notifications show even where blocks hide it. */
const notifyingPassages = ({
  text,
  blocks,
}: {
  text: string
  blocks: readonly Json[]
}): readonly Passage[] => [...passagesOf('', blocks), { syntax: 'mrkdwn', text }]

export const textOf = (passages: readonly Passage[]): string =>
  passages.map((passage) => passage.text).join('\n')

function seenMessage(message: StoredMessage): SeenMessage {
  const { channel, ts, threadTs, by, blocks, metadata, streaming, deleted, history, flags } = message
  const text = textOf(passagesOf(message.text, blocks, flags.mrkdwn))
  return { channel, ts, threadTs, by, text, blocks, metadata, streaming, deleted, history, flags }
}

/** A message in the shape in which Slack's events and answers carry it. */
export function wireMessage(message: StoredMessage, team: string, app: string, byBot: boolean): Json {
  return {
    type: 'message',
    user: message.by,
    ts: message.ts,
    ...(message.clientMessageId === undefined ? {} : { client_msg_id: message.clientMessageId }),
    ...(byBot
      ? {
          bot_id: botId,
          app_id: app,
          bot_profile: { id: botId, app_id: app, name: 'recourse', deleted: false, team_id: team },
        }
      : {}),
    text: message.text,
    team,
    ...(message.blocks.length === 0 ? {} : { blocks: message.blocks }),
    ...(message.files.length === 0 ? {} : { files: message.files, upload: false }),
    ...(message.metadata === undefined ? {} : { metadata: message.metadata }),
    ...(message.edited === undefined ? {} : { edited: message.edited }),
    ...(message.streaming ? { streaming_state: 'in_progress' } : {}),
    ...(message.threadTs === undefined ? {} : { thread_ts: message.threadTs }),
  }
}
