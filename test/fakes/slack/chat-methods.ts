/** chat.*, except streams. https://docs.slack.dev/reference/methods/chat.postMessage */
import { type Json, objectOf, objectsOf, stringOf } from '../shared/json.ts'
import { imageRefusal } from './file-methods.ts'
import { blocksRefusal, maximumMarkdown, maximumUpdateText, metadataRefusal, type Refusal } from './limits.ts'
import { asBot, fail, failWith, flagsOf, type Method, type Slack } from './methods.ts'
import type { StoredMessage } from './state.ts'
import { botId } from './workspace.ts'

interface Content {
  readonly text: string
  readonly blocks: readonly Json[]
}

/** What a call says: `text` and `blocks`, or `markdown_text`, which Slack keeps as a markdown block. */
function contentOf(args: Json, slack: Slack): Content | Refusal {
  const markdown = stringOf(args['markdown_text'])
  if (markdown === '') {
    const refusal =
      blocksRefusal(args['blocks']) ??
      imageRefusal(slack, args['blocks']) ??
      metadataRefusal(args['metadata'])
    return (
      refusal ?? { text: stringOf(args['text']), blocks: slack.state.nameBlocks(objectsOf(args['blocks'])) }
    )
  }
  if (args['text'] !== undefined || args['blocks'] !== undefined) return { error: 'markdown_text_conflict' }
  if (markdown.length > maximumMarkdown) return { error: 'msg_too_long' }
  const refusal = metadataRefusal(args['metadata'])
  return refusal ?? { text: markdown, blocks: slack.state.nameBlocks([{ type: 'markdown', text: markdown }]) }
}

/** The channel of a call, or why the bot may not write there. */
function placeOf(args: Json, slack: Slack): { readonly channel: string } | Refusal {
  const channel = slack.workspace.resolve(stringOf(args['channel']))
  if (!/^[CDG]/.test(channel)) return { error: 'channel_not_found' }
  if (!slack.workspace.botIsIn(channel)) {
    return {
      error:
        slack.workspace.kindOf(channel) === 'channel' && slack.workspace.nameOf(channel) !== channel
          ? 'not_in_channel'
          : 'channel_not_found',
    }
  }
  return { channel }
}

/** Posts as the bot, unchecked, and tells everybody. */
export async function postAsBot(
  slack: Slack,
  channel: string,
  args: Json,
  content: Content,
  streaming = false,
): Promise<StoredMessage | Json> {
  const threadTs = stringOf(args['thread_ts']) || undefined
  const answer = await asBot(slack, 'chat.postMessage', {
    ...flagsOf(args),
    channel,
    text: content.text,
    thread_ts: threadTs,
    bot_id: botId,
    ...(content.blocks.length === 0 ? {} : { blocks: content.blocks }),
    ...(args['metadata'] === undefined ? {} : { metadata: args['metadata'] }),
    ...(args['reply_broadcast'] === undefined ? {} : { reply_broadcast: args['reply_broadcast'] }),
  })
  if (answer['ok'] !== true) return answer
  const message = slack.state.add({
    channel,
    ts: stringOf(answer['ts']),
    threadTs,
    by: slack.workspace.team.botUserId,
    text: streaming ? '' : stringOf(objectOf(answer['message'])['text']),
    blocks: content.blocks,
    metadata: args['metadata'] === undefined ? undefined : objectOf(args['metadata']),
    flags: flagsOf(args),
    streaming,
  })
  if (threadTs !== undefined) slack.state.statuses.get(`${channel} ${threadTs}`)?.push('')
  if (slack.echo) slack.announcer.posted(message)
  return message
}

export const isStored = (value: StoredMessage | Json): value is StoredMessage => 'history' in value

const postMessage: Method = async (args, slack) => {
  const place = placeOf(args, slack)
  if ('error' in place) return failWith(place)
  const content = contentOf(args, slack)
  if ('error' in content) return failWith(content)
  if (content.text === '' && content.blocks.length === 0) return fail('no_text')
  const message = await postAsBot(slack, place.channel, args, content)
  if (!isStored(message)) return message
  return {
    ok: true,
    channel: message.channel,
    ts: message.ts,
    message: slack.announcer.wire(message),
    ...(message.text.length < content.text.length
      ? { warning: 'message_truncated', response_metadata: { warnings: ['message_truncated'] } }
      : {}),
  }
}

/** Changes one of the bot's messages, unchecked, and tells everybody. */
export async function updateAsBot(
  slack: Slack,
  message: StoredMessage,
  change: Partial<Content> & { readonly metadata?: Json },
  editedMark: boolean,
): Promise<Json | undefined> {
  const before = slack.announcer.wire(message)
  const answer = await asBot(slack, 'chat.update', {
    channel: message.channel,
    ts: message.ts,
    ...(change.text === undefined ? {} : { text: change.text }),
    ...(change.blocks === undefined ? {} : { blocks: change.blocks }),
    ...(change.metadata === undefined ? {} : { metadata: change.metadata }),
  })
  if (answer['ok'] !== true) return answer
  // Text without blocks takes the old blocks away; blocks alone leave the old text.
  if (change.text !== undefined) message.text = change.text
  if (change.blocks !== undefined || change.text !== undefined) message.blocks = change.blocks ?? []
  if (change.metadata !== undefined) message.metadata = change.metadata
  if (editedMark) message.edited = { user: slack.workspace.team.botUserId, ts: slack.state.nextTs() }
  slack.state.note(message)
  if (slack.echo) slack.announcer.changed(message, before)
  return undefined
}

const update: Method = async (args, slack) => {
  const message = slack.state.find(stringOf(args['channel']), stringOf(args['ts']))
  if (message === undefined || message.deleted) return fail('message_not_found')
  if (message.by !== slack.workspace.team.botUserId) return fail('cant_update_message')
  if (message.streaming) return fail('streaming_state_conflict')
  if (stringOf(args['text']).length > maximumUpdateText) return fail('msg_too_long')
  const content = contentOf(args, slack)
  if ('error' in content) return failWith(content)
  const says = args['text'] !== undefined || args['markdown_text'] !== undefined
  const withBlocks = args['blocks'] !== undefined || args['markdown_text'] !== undefined
  if (!says && !withBlocks && args['metadata'] === undefined) return fail('no_text')
  message.flags = { ...message.flags, ...flagsOf(args) }
  const refused = await updateAsBot(
    slack,
    message,
    {
      ...(says ? { text: content.text } : {}),
      ...(withBlocks ? { blocks: content.blocks } : {}),
      ...(args['metadata'] === undefined ? {} : { metadata: objectOf(args['metadata']) }),
    },
    content.blocks.length === 0,
  )
  if (refused !== undefined) return refused
  return {
    ok: true,
    channel: message.channel,
    ts: message.ts,
    text: message.text,
    message: slack.announcer.wire(message),
  }
}

const remove: Method = async (args, slack) => {
  const message = slack.state.find(stringOf(args['channel']), stringOf(args['ts']))
  if (message === undefined || message.deleted) return fail('message_not_found')
  if (message.by !== slack.workspace.team.botUserId) return fail('cant_delete_message')
  const answer = await asBot(slack, 'chat.delete', { channel: message.channel, ts: message.ts })
  if (answer['ok'] !== true) return answer
  const before = slack.announcer.wire(message)
  message.deleted = true
  if (message.streaming) {
    message.streaming = false
    slack.state.note(message)
  }
  if (slack.echo) slack.announcer.deleted(message, before)
  return { ok: true, channel: message.channel, ts: message.ts }
}

const postEphemeral: Method = async (args, slack) => {
  const place = placeOf(args, slack)
  if ('error' in place) return failWith(place)
  const content = contentOf(args, slack)
  if ('error' in content) return failWith(content)
  const user = stringOf(args['user'])
  const answer = await asBot(slack, 'chat.postEphemeral', {
    channel: place.channel,
    user,
    text: content.text,
    thread_ts: args['thread_ts'],
    ...(content.blocks.length === 0 ? {} : { blocks: content.blocks }),
  })
  if (answer['ok'] !== true) return answer
  const ts = stringOf(answer['message_ts'])
  const threadTs = stringOf(args['thread_ts']) || undefined
  slack.state.addEphemeral({
    user,
    channel: place.channel,
    ts,
    threadTs,
    text: content.text,
    blocks: content.blocks,
  })
  return { ok: true, message_ts: ts }
}

export const chatMethods: Readonly<Record<string, Method>> = {
  'chat.postMessage': postMessage,
  'chat.update': update,
  'chat.delete': remove,
  'chat.postEphemeral': postEphemeral,
}
