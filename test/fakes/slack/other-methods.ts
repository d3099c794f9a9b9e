/** conversations.*, reactions.*, views.*, assistant.threads.* and auth.test: the emulator's, or what it lacks. */
import { type Json, objectOf, objectsOf, stringOf } from '../shared/json.ts'
import { truthy } from './forms.ts'
import { viewRefusal } from './limits.ts'
import { asBot, fail, failWith, type Method, missingScope, type Slack } from './methods.ts'
import { passagesOf } from './visible-text.ts'

/** Reads messages from the emulator and cuts, orders and strips them as Slack does. */
const readMessages =
  (method: 'conversations.history' | 'conversations.replies'): Method =>
  async (args, slack) => {
    const channel = stringOf(args['channel'])
    if (!slack.workspace.botIsIn(channel)) {
      return fail(slack.workspace.kindOf(channel) === 'channel' ? 'not_in_channel' : 'channel_not_found')
    }
    const answer = await asBot(slack, method, { channel: args['channel'], ts: args['ts'], limit: 1000 })
    if (answer['ok'] !== true) return answer
    const oldest = stringOf(args['oldest']) || '0'
    const latest = stringOf(args['latest']) || 'a'
    const inclusive = truthy(args['inclusive'])
    const thread = method === 'conversations.replies' ? args['ts'] : undefined
    const inside = objectsOf(answer['messages']).filter(({ ts }) => {
      const at = stringOf(ts)
      if (at === thread) return true
      return inclusive ? at >= oldest && at <= latest : at > oldest && at < latest
    })
    if (inside.length === 0 && thread !== undefined) return fail('thread_not_found')
    const from = Number(args['cursor'] ?? 0)
    const to = from + Math.min(Number(args['limit'] ?? 100) || 100, 999)
    const withMetadata = truthy(args['include_all_metadata'])
    return {
      ok: true,
      messages: inside
        .slice(from, to)
        .map((message) => tidy(message, withMetadata, slack, stringOf(args['channel']))),
      has_more: to < inside.length,
      response_metadata: { next_cursor: to < inside.length ? String(to) : '' },
    }
  }

function tidy(message: Json, withMetadata: boolean, slack: Slack, channel: string): Json {
  const {
    metadata,
    reply_count: replies,
    parse: _p,
    link_names: _l,
    unfurl_links: _u,
    unfurl_media: _m,
    ...rest
  } = message
  const stored = slack.state.find(channel, stringOf(message['ts']))
  return {
    ...(stored === undefined ? {} : { ...slack.announcer.wire(stored), metadata: undefined }),
    ...rest,
    ...(replies === undefined
      ? {}
      : { thread_ts: message['ts'], reply_count: replies, ...repliesTo(message['ts'], slack, channel) }),
    ...(withMetadata && metadata !== undefined ? { metadata } : {}),
  }
}

/** Slack names five who replied. */
function repliesTo(thread: unknown, slack: Slack, channel: string): Json {
  const replies = [...slack.state.all()].filter(
    (message) => message.channel === channel && message.threadTs === thread && !message.deleted,
  )
  const last = replies.at(-1)
  const users = [...new Set(replies.map(({ by }) => by))].slice(0, 5)
  return last === undefined ? {} : { latest_reply: last.ts, reply_users: users }
}

const aliases: Readonly<Record<string, string>> = { thumbsup: '+1', thumbsdown: '-1' }

/** The name under which Slack keeps a reaction; undefined for what is no emoji name. */
export function canonicalReaction(name: string): string | undefined {
  const match = /^([a-z0-9_'+-]+)(::skin-tone-[2-6])?$/.exec(name)
  if (match === null) return undefined
  const base = match[1] ?? ''
  return `${aliases[base] ?? base}${match[2] ?? ''}`
}

const react =
  (added: boolean): Method =>
  async (args, slack) => {
    const name = canonicalReaction(stringOf(args['name']))
    if (name === undefined) return fail('invalid_name')
    const answer = await asBot(slack, added ? 'reactions.add' : 'reactions.remove', { ...args, name })
    const message = slack.state.find(stringOf(args['channel']), stringOf(args['timestamp']))
    if (answer['ok'] === true && message !== undefined && slack.echo) {
      slack.announcer.reaction(added, slack.workspace.team.botUserId, name, message)
    }
    return answer
  }

const getReactions: Method = async (args, slack) => {
  const answer = await asBot(slack, 'reactions.get', args)
  if (answer['ok'] !== true) return answer
  const message = objectOf(answer['message'])
  const reactions = objectsOf(message['reactions'])
  const { metadata: _metadata, reactions: _reactions, ...rest } = message
  return {
    ok: true,
    type: 'message',
    channel: args['channel'],
    message: { ...rest, ...(reactions.length === 0 ? {} : { reactions }) },
  }
}

const noteView = (slack: Slack, view: Json) => {
  const title = stringOf(objectOf(view['title'])['text'])
  slack.state.show([{ syntax: 'plain', text: title }, ...passagesOf('', objectsOf(view['blocks']))])
}

const openView =
  (method: 'views.open' | 'views.push'): Method =>
  async (args, slack) => {
    const refusal = viewRefusal(args['view'])
    if (refusal !== undefined) return failWith(refusal)
    const trigger = slack.triggers.spend(stringOf(args['trigger_id']))
    if (typeof trigger === 'string') return fail(trigger)
    const minted = await asBot(slack, 'views.generateTriggerId', {
      user_id: trigger.user,
      ...(trigger.viewId === undefined ? {} : { view_id: trigger.viewId }),
    })
    if (minted['ok'] !== true) return minted
    const answer = await asBot(slack, method, {
      view: named(args['view'], slack),
      trigger_id: minted['trigger_id'],
    })
    const view = objectOf(answer['view'])
    if (answer['ok'] === true) {
      noteView(slack, view)
      const id = stringOf(view['id'])
      slack.state.views.set(id, { id, user: trigger.user, view, open: true })
    }
    return answer
  }

const named = (view: unknown, slack: Slack): Json => {
  const object = objectOf(view)
  return { ...object, blocks: slack.state.nameBlocks(objectsOf(object['blocks'])) }
}

const updateView: Method = async (args, slack) => {
  const refusal = viewRefusal(args['view'])
  if (refusal !== undefined) return failWith(refusal)
  const answer = await asBot(slack, 'views.update', { ...args, view: named(args['view'], slack) })
  const view = objectOf(answer['view'])
  const opened = slack.state.views.get(stringOf(view['id']))
  if (answer['ok'] === true && opened !== undefined) {
    opened.view = view
    noteView(slack, view)
  }
  return answer
}

const publishView: Method = async (args, slack) => {
  const refusal = viewRefusal(args['view'])
  if (refusal !== undefined) return failWith(refusal)
  const answer = await asBot(slack, 'views.publish', { ...args, view: named(args['view'], slack) })
  if (answer['ok'] === true) {
    const view = objectOf(answer['view'])
    slack.state.homes.set(stringOf(args['user_id']), view)
    noteView(slack, view)
  }
  return answer
}

const threadOf = (args: Json) => `${stringOf(args['channel_id'])} ${stringOf(args['thread_ts'])}`
const assistantScope = (slack: Slack) => missingScope(slack, 'assistant:write', 'chat:write')

const setStatus: Method = (args, slack) => {
  const refused = assistantScope(slack)
  if (refused !== undefined) return refused
  if (!slack.workspace.botIsIn(stringOf(args['channel_id']))) return fail('channel_not_found')
  if (stringOf(args['thread_ts']) === '')
    return fail('invalid_arguments', 'missing required field: thread_ts')
  if (Array.isArray(args['loading_messages']) && args['loading_messages'].length > 10)
    return fail('invalid_arguments')
  const statuses = slack.state.statuses.get(threadOf(args)) ?? []
  statuses.push(stringOf(args['status']))
  slack.state.statuses.set(threadOf(args), statuses)
  slack.state.show([{ syntax: 'plain', text: stringOf(args['status']) }])
  return { ok: true }
}

const setSuggestedPrompts: Method = (args, slack) => {
  const refused = assistantScope(slack)
  if (refused !== undefined) return refused
  if (!slack.workspace.botIsIn(stringOf(args['channel_id']))) return fail('channel_not_found')
  const prompts = objectsOf(args['prompts'])
  const whole = prompts.every(({ title, message }) => stringOf(title) !== '' && stringOf(message) !== '')
  if (prompts.length === 0 || prompts.length > 4 || !whole) return fail('invalid_arguments')
  slack.state.suggestedPrompts.push(args)
  return { ok: true }
}

const setTitle: Method = (args, slack) => {
  const refused = assistantScope(slack)
  if (refused !== undefined) return refused
  slack.state.titles.push(args)
  return { ok: true }
}

const joinChannel: Method = async (args, slack) => {
  const answer = await asBot(slack, 'conversations.join', args)
  if (answer['ok'] === true) slack.workspace.join(stringOf(args['channel']))
  return answer
}

export const otherMethods: Readonly<Record<string, Method>> = {
  'assistant.threads.setStatus': setStatus,
  'assistant.threads.setSuggestedPrompts': setSuggestedPrompts,
  'assistant.threads.setTitle': setTitle,
  'conversations.history': readMessages('conversations.history'),
  'conversations.join': joinChannel,
  'conversations.replies': readMessages('conversations.replies'),
  'reactions.add': react(true),
  'reactions.get': getReactions,
  'reactions.remove': react(false),
  'views.open': openView('views.open'),
  'views.publish': publishView,
  'views.push': openView('views.push'),
  'views.update': updateView,
}
