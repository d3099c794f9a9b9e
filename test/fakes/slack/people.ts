/** What people do with messages: say, edit, remove, react. Each is kept in the workspace and told to the app. */
import { type Json, objectsOf, stringOf } from '../shared/json.ts'
import type { Announcer, MentionOrder } from './announcer.ts'
import { canonicalReaction } from './other-methods.ts'
import type { StoredMessage, WorkspaceState } from './state.ts'
import type { Streams } from './stream-methods.ts'
import { errorOf, type Workspace } from './workspace.ts'

export interface SayOptions {
  /** The `ts` of the thread's first message. */
  readonly thread?: string
  /** Attached files as Slack's file objects; only the events carry them. */
  readonly files?: readonly Json[]
  /** Which event of a mention goes first; default `mention-first`. */
  readonly order?: MentionOrder
}

export class People {
  private readonly workspace: Workspace
  private readonly state: WorkspaceState
  private readonly announcer: Announcer
  private readonly streams: Streams
  private counter = 0

  constructor(workspace: Workspace, state: WorkspaceState, announcer: Announcer, streams: Streams) {
    this.workspace = workspace
    this.state = state
    this.announcer = announcer
    this.streams = streams
  }

  /** @param text as Slack keeps it: mentions are `<@U…>`, and `&`, `<`, `>` of the person's own are escaped */
  async say(user: string, channel: string, text: string, options: SayOptions = {}): Promise<string> {
    this.counter += 1
    const blocks = [richText(text, `said${this.counter}`)]
    const answer = await this.act('chat.postMessage', user, {
      channel,
      text: text || ' ',
      blocks,
      thread_ts: options.thread,
    })
    const message = this.state.add({
      channel,
      ts: stringOf(answer['ts']),
      threadTs: options.thread,
      by: user,
      text,
      blocks,
      files: options.files ?? [],
      clientMessageId: `00000000-0000-4000-8000-${String(this.counter).padStart(12, '0')}`,
    })
    this.announcer.posted(message, options.order)
    return message.ts
  }

  async edit(user: string, channel: string, ts: string, text: string): Promise<void> {
    const message = this.find(channel, ts)
    const before = this.announcer.wire(message)
    this.counter += 1
    const blocks = [richText(text, `said${this.counter}`)]
    await this.act('chat.update', user, { channel, ts, text, blocks })
    message.text = text
    message.blocks = blocks
    message.edited = { user, ts: this.state.nextTs() }
    this.state.note(message)
    this.announcer.changed(message, before)
  }

  async remove(user: string, channel: string, ts: string): Promise<void> {
    const message = this.find(channel, ts)
    const before = this.announcer.wire(message)
    await this.act('chat.delete', user, { channel, ts })
    message.deleted = true
    this.announcer.deleted(message, before)
  }

  async react(user: string, channel: string, ts: string, name: string): Promise<void> {
    await this.reaction(true, user, channel, ts, name)
  }

  async unreact(user: string, channel: string, ts: string, name: string): Promise<void> {
    await this.reaction(false, user, channel, ts, name)
  }

  private async reaction(
    added: boolean,
    user: string,
    channel: string,
    ts: string,
    given: string,
  ): Promise<void> {
    const message = this.find(channel, ts)
    const name = canonicalReaction(given)
    if (name === undefined) throw new Error(`${given} is no name of an emoji`)
    await this.act(added ? 'reactions.add' : 'reactions.remove', user, { channel, timestamp: ts, name })
    this.announcer.reaction(added, user, name, message)
  }

  private find(channel: string, ts: string): StoredMessage {
    this.streams.closeExpired()
    const message = this.state.find(channel, ts)
    if (message === undefined || message.deleted) throw new Error(`there is no message ${ts} in ${channel}`)
    return message
  }

  private async act(method: string, user: string, args: Json): Promise<Json> {
    const answer = await this.workspace.call(method, args, this.workspace.tokenOf(user))
    const error = errorOf(answer)
    if (error !== undefined) throw new Error(`${user} could not ${method}: ${error}`)
    return answer
  }
}

/** The rich text that Slack's composer makes of a typed message. */
function richText(text: string, blockId: string): Json {
  const elements = text
    .split(/(<[@#!][^>]+>)/)
    .filter((piece) => piece !== '')
    .map((piece): Json => {
      const mention = /^<([@#!])([^>|]+)/.exec(piece)
      if (mention?.[1] === '@') return { type: 'user', user_id: mention[2] }
      if (mention?.[1] === '#') return { type: 'channel', channel_id: mention[2] }
      if (mention?.[1] === '!') return { type: 'broadcast', range: mention[2] }
      return {
        type: 'text',
        text: piece.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&'),
      }
    })
  return { type: 'rich_text', block_id: blockId, elements: [{ type: 'rich_text_section', elements }] }
}

/** The interactive elements of blocks, each with its block's id. */
export function elementsIn(
  blocks: readonly Json[],
): readonly { readonly blockId: string; readonly element: Json }[] {
  return blocks.flatMap((block) => {
    const blockId = stringOf(block['block_id'])
    const single = block['accessory'] ?? block['element']
    return [...objectsOf(block['elements']), ...objectsOf([single])]
      .filter((element) => element['action_id'] !== undefined)
      .map((element) => ({ blockId, element }))
  })
}
