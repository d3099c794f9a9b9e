/** chat.startStream, chat.appendStream and chat.stopStream. https://docs.slack.dev/reference/methods/chat.startStream */
import { isJson, type Json, objectOf, objectsOf, stringOf } from '../shared/json.ts'
import { isStored, postAsBot, updateAsBot } from './chat-methods.ts'
import { blocksRefusal, maximumMarkdown, metadataRefusal, type Refusal } from './limits.ts'
import { asBot, fail, failWith, type Method, missingScope, type Slack } from './methods.ts'
import type { StoredMessage } from './state.ts'

interface Piece {
  readonly text: string
  readonly blocks: readonly Json[]
}

interface Stream {
  readonly message: StoredMessage
  readonly startedAt: number
  markdown: string
  /** Blocks that came in chunks. */
  blocks: readonly Json[]
  /** The emulator does not know of the latest text yet. */
  ahead: boolean
}

export class Streams {
  private readonly open = new Map<StoredMessage, Stream>()
  private readonly slack: Slack

  constructor(slack: Slack) {
    this.slack = slack
  }

  readonly methods: Readonly<Record<string, Method>> = {
    'chat.startStream': (args) => this.unavailable() ?? this.start(args),
    'chat.appendStream': (args) => this.unavailable() ?? this.append(args),
    'chat.stopStream': (args) => this.unavailable() ?? this.stop(args),
  }

  /** Lets the emulator know the text of the open streams, before it is asked for messages. */
  async flush(): Promise<void> {
    this.closeExpired()
    for (const { message, ahead } of this.open.values()) {
      if (ahead) await this.tellEmulator(message)
    }
  }

  /** Ends the streams that have outlived their time; what was streamed stays. */
  closeExpired(): void {
    for (const stream of [...this.open.values()]) {
      if (this.slack.now() - stream.startedAt < this.slack.streamLifetime && !stream.message.deleted) continue
      this.open.delete(stream.message)
      stream.message.streaming = false
      this.slack.state.note(stream.message)
    }
  }

  private unavailable(): Json | undefined {
    const error = this.slack.streamingError
    return error === undefined ? missingScope(this.slack, 'chat:write') : fail(error)
  }

  private async start(args: Json): Promise<Json> {
    const channel = this.slack.workspace.resolve(stringOf(args['channel']))
    if (!this.slack.workspace.botIsIn(channel)) return fail('channel_not_found')
    const threadTs = stringOf(args['thread_ts'])
    if (threadTs === '') return fail('invalid_arguments', 'missing required field: thread_ts')
    if (this.slack.workspace.kindOf(channel) !== 'im') {
      if (args['recipient_team_id'] === undefined) return fail('missing_recipient_team_id')
      if (args['recipient_user_id'] === undefined) return fail('missing_recipient_user_id')
      if (
        ![this.slack.workspace.team.teamId, this.slack.workspace.team.otherTeamId].includes(
          stringOf(args['recipient_team_id']),
        )
      )
        return fail('team_not_found')
      if (this.slack.workspace.nameOf(stringOf(args['recipient_user_id'])) === args['recipient_user_id']) {
        return fail('user_not_found')
      }
    }
    const piece = pieceOf(args)
    if ('error' in piece) return failWith(piece)
    if (piece.text.length > maximumMarkdown) return fail('msg_too_long')
    // The emulator knows no empty message; it gets the text with the first look at the thread.
    const message = await postAsBot(
      this.slack,
      channel,
      { thread_ts: threadTs },
      { text: piece.text || ' ', blocks: [] },
      true,
    )
    if (!isStored(message)) return message
    const stream: Stream = {
      message,
      startedAt: this.slack.now(),
      markdown: '',
      blocks: [],
      ahead: false,
    }
    this.open.set(message, stream)
    this.take(stream, piece)
    return { ok: true, channel, ts: message.ts }
  }

  private append(args: Json): Json {
    const stream = this.find(args)
    if ('error' in stream) return failWith(stream)
    if (args['markdown_text'] === undefined && args['chunks'] === undefined) {
      return fail('invalid_arguments', 'missing required field: markdown_text')
    }
    const piece = pieceOf(args)
    if ('error' in piece) return failWith(piece)
    if (stream.markdown.length + piece.text.length > maximumMarkdown) return fail('msg_too_long')
    this.take(stream, piece)
    return { ok: true, channel: stream.message.channel, ts: stream.message.ts }
  }

  private async stop(args: Json): Promise<Json> {
    const stream = this.find(args)
    if ('error' in stream) return failWith(stream)
    const piece = pieceOf(args)
    if ('error' in piece) return failWith(piece)
    const refusal = blocksRefusal(args['blocks']) ?? metadataRefusal(args['metadata'])
    if (refusal !== undefined) return failWith(refusal)
    if (stream.markdown.length + piece.text.length > maximumMarkdown) return fail('msg_too_long')
    const { message } = stream
    this.take(stream, piece)
    this.open.delete(message)
    message.streaming = false
    const closing = this.slack.state.nameBlocks(objectsOf(args['blocks']))
    const metadata = args['metadata'] === undefined ? {} : { metadata: objectOf(args['metadata']) }
    const refused = await updateAsBot(
      this.slack,
      message,
      { text: stream.markdown || ' ', blocks: [...message.blocks, ...closing], ...metadata },
      false,
    )
    if (refused !== undefined) return refused
    return { ok: true, channel: message.channel, ts: message.ts, message: this.slack.announcer.wire(message) }
  }

  private find(args: Json): Stream | Refusal {
    this.closeExpired()
    const message = this.slack.state.find(stringOf(args['channel']), stringOf(args['ts']))
    if (message === undefined || message.deleted) return { error: 'message_not_found' }
    if (message.by !== this.slack.workspace.team.botUserId) return { error: 'message_not_owned_by_app' }
    return this.open.get(message) ?? { error: 'message_not_in_streaming_state' }
  }

  private take(stream: Stream, piece: Piece): void {
    const { message } = stream
    stream.markdown += piece.text
    if (piece.blocks.length > 0)
      stream.blocks = [...stream.blocks, ...this.slack.state.nameBlocks(piece.blocks)]
    stream.ahead = true
    message.text = stream.markdown
    message.blocks = [
      ...(stream.markdown === '' ? [] : [{ type: 'markdown', text: stream.markdown, block_id: 'streamed' }]),
      ...stream.blocks,
    ]
    this.slack.state.note(message)
  }

  private async tellEmulator(message: StoredMessage): Promise<void> {
    const stream = this.open.get(message)
    if (stream !== undefined) stream.ahead = false
    await asBot(this.slack, 'chat.update', {
      channel: message.channel,
      ts: message.ts,
      text: message.text || ' ',
      blocks: message.blocks,
    })
  }
}

/** What a call adds, as `markdown_text` or as chunks, never both. */
function pieceOf(args: Json): Piece | Refusal {
  const { markdown_text: markdown, chunks } = args
  if (markdown !== undefined && chunks !== undefined) return { error: 'invalid_arguments' }
  if (chunks === undefined) return { text: stringOf(markdown), blocks: [] }
  if (!Array.isArray(chunks) || !chunks.every(isJson)) return { error: 'invalid_chunks' }
  let text = ''
  const blocks: Json[] = []
  for (const chunk of chunks) {
    switch (chunk['type']) {
      case 'markdown_text':
        if (typeof chunk['text'] !== 'string') return { error: 'invalid_chunks' }
        text += chunk['text']
        break
      case 'blocks':
        blocks.push(...objectsOf(chunk['blocks']))
        break
      case 'task_update':
      case 'plan_update':
        if (stringOf(chunk['title']) === '') return { error: 'invalid_chunks' }
        blocks.push({
          type: chunk['type'] === 'plan_update' ? 'plan' : 'task_card',
          title: { type: 'plain_text', text: chunk['title'] },
        })
        break
      default:
        return { error: 'invalid_chunks' }
    }
  }
  return blocksRefusal(blocks) ?? { text, blocks }
}
