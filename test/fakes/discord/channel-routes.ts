/** Channels, messages, typing, threads. https://docs.discord.com/developers/resources/channel */
import { type Json, stringOf } from '../shared/json.ts'
import { failures, invalidForm, notSnowflake, Problems } from './errors.ts'
import { permissions } from './permissions.ts'
import {
  bodyOf,
  channelFor,
  type Discord,
  type Handler,
  messageFor,
  noContent,
  ok,
  param,
  type RestCall,
  wire,
} from './rest-call.ts'
import { messageFlags, type StoredMessage } from './state.ts'
import { channelOf } from './wire.ts'
import { botUserId, type Channel, momentOf } from './world.ts'
import { createMessage, editMessage } from './write-message.ts'

/** What writing into a channel needs. */
export function writable(discord: Discord, id: string, body: Json, files: readonly unknown[]): Channel {
  const channel = channelFor(discord, id)
  if (channel.type === 4) throw failures.missingAccess()
  let needed: bigint =
    channel.thread === undefined ? permissions.sendMessages : permissions.sendMessagesInThreads
  if (Array.isArray(body['embeds']) && body['embeds'].length > 0) needed |= permissions.embedLinks
  if (files.length > 0) needed |= permissions.attachFiles
  channelFor(discord, id, needed)
  if (channel.recipient !== undefined && discord.state.closedToDms.has(channel.recipient))
    throw failures.cannotMessageUser()
  return channel
}

function pageOf(discord: Discord, channel: Channel, query: URLSearchParams): readonly StoredMessage[] {
  const limit = Number(query.get('limit') ?? 50)
  if (!Number.isInteger(limit) || limit < 1 || limit > 100)
    throw invalidForm('limit', 'NUMBER_TYPE_MAX', 'int value should be between 1 and 100.')
  if ((discord.state.may(botUserId, channel) & permissions.readMessageHistory) === 0n) return []
  const all = [...discord.state.messagesIn(channel.id).values()].filter(
    (message) => !message.deleted && message.ephemeralFor === undefined,
  )
  const bound = (name: string) => {
    const id = query.get(name)
    if (id === null) return undefined
    if (!/^\d{1,20}$/.test(id)) throw notSnowflake(name, id)
    return BigInt(id)
  }
  const [before, after, around] = [bound('before'), bound('after'), bound('around')]
  if (around !== undefined) {
    const older = all.filter((one) => BigInt(one.id) < around).slice(-Math.floor(limit / 2))
    const rest = all.filter((one) => BigInt(one.id) >= around).slice(0, limit - older.length)
    return [...older, ...rest].reverse()
  }
  // Discord gives the oldest of what came after, but every page newest first.
  if (after !== undefined)
    return all
      .filter((one) => BigInt(one.id) > after)
      .slice(0, limit)
      .reverse()
  const older = before === undefined ? all : all.filter((one) => BigInt(one.id) < before)
  return older.slice(-limit).reverse()
}

function startThread(discord: Discord, call: RestCall, messageId: string | undefined) {
  const body = bodyOf(call)
  const isPrivate = messageId === undefined && body['type'] === 12
  const parent = channelFor(
    discord,
    param(call, 0),
    isPrivate ? permissions.createPrivateThreads : permissions.createPublicThreads,
  )
  const name = checkThread(body)
  return {
    status: 201,
    body: channelOf(discord.state, openThread(discord, parent, botUserId, name, messageId, body, isPrivate)),
  }
}

function checkThread(body: Json): string {
  const problems = new Problems()
  problems.length('name', body['name'], 1, 100)
  const archive = body['auto_archive_duration']
  if (archive !== undefined && archive !== null && ![60, 1440, 4320, 10080].includes(Number(archive)))
    problems.add(
      'auto_archive_duration',
      'BASE_TYPE_CHOICES',
      'Value must be one of {60, 1440, 4320, 10080}.',
    )
  problems.raise()
  return stringOf(body['name'])
}

/** Opens a thread as somebody and tells of it. */
export function openThread(
  discord: Discord,
  parent: Channel,
  by: string,
  name: string,
  messageId?: string,
  body: Json = {},
  isPrivate = false,
): Channel {
  const { state, announcer } = discord
  if (parent.type !== 0)
    throw invalidForm('type', 'BASE_TYPE_CHOICES', 'Cannot execute action on this channel type')
  const message = messageId === undefined ? undefined : messageFor(discord, parent, messageId)
  if (message !== undefined && state.channels.has(message.id)) throw failures.threadExists()
  const thread: Channel = {
    id: message?.id ?? state.snowflakes.next(),
    type: isPrivate ? 12 : 11,
    name,
    guildId: parent.guildId,
    parentId: parent.id,
    position: 0,
    overwrites: [],
    recipient: undefined,
    thread: {
      ownerId: by,
      createdAt: state.now(),
      archived: false,
      locked: false,
      autoArchive: Number(body['auto_archive_duration'] ?? 1440),
      members: new Set([by]),
    },
  }
  state.channels.set(thread.id, thread)
  announcer.channel('THREAD_CREATE', thread)
  if (message !== undefined) {
    message.flags |= messageFlags.hasThread
    announcer.changed(message)
    const replyTo = { channel: parent.id, id: message.id }
    announcer.posted(state.add({ channel: thread.id, by, type: 21, replyTo }))
  } else if (!isPrivate) announcer.posted(state.add({ channel: parent.id, by, type: 18, content: name }))
  return thread
}

function threadsOf(discord: Discord, keep: (channel: Channel) => boolean): Json {
  const threads = [...discord.state.channels.values()].filter((one) => one.thread !== undefined && keep(one))
  const own = threads.filter((one) => one.thread?.members.has(botUserId))
  return {
    threads: threads.map((one) => channelOf(discord.state, one)),
    members: own.map((one) => threadMember(one, botUserId)),
    has_more: false,
  }
}

const threadMember = (thread: Channel, user: string): Json => ({
  id: thread.id,
  user_id: user,
  join_timestamp: new Date(thread.thread?.createdAt ?? 0).toISOString(),
  flags: 0,
})

/** Milliseconds; older messages are deleted one by one only. */
const bulkDeleteAge = 14 * 86_400_000

/** Deletes several at once and tells of it with one event. */
export function removeTogether(discord: Discord, channel: string, ids: readonly string[]): void {
  const gone = ids.filter((id) => discord.state.find(channel, id) !== undefined)
  for (const id of gone) {
    const message = discord.state.find(channel, id)
    if (message !== undefined) message.deleted = true
  }
  discord.announcer.deletedTogether(channel, gone)
}

export const channelRoutes: Readonly<Record<string, Handler>> = {
  'GET /channels/:id': (call, discord) => ok(channelOf(discord.state, channelFor(discord, param(call, 0)))),
  'PATCH /channels/:id': (call, discord) => {
    const channel = channelFor(discord, param(call, 0))
    const { thread } = channel
    const body = bodyOf(call)
    if (thread === undefined) throw failures.missingPermissions()
    if (thread.ownerId !== botUserId) channelFor(discord, channel.id, permissions.manageThreads)
    if (typeof body['name'] === 'string') channel.name = checkThread(body)
    if (typeof body['archived'] === 'boolean') thread.archived = body['archived']
    if (typeof body['locked'] === 'boolean') thread.locked = body['locked']
    discord.announcer.channel('THREAD_UPDATE', channel)
    return ok(channelOf(discord.state, channel))
  },
  'DELETE /channels/:id': (call, discord) => {
    const channel = channelFor(discord, param(call, 0), permissions.manageThreads)
    if (channel.thread === undefined) throw failures.missingPermissions()
    discord.state.channels.delete(channel.id)
    discord.announcer.threadDeleted(channel)
    return ok(channelOf(discord.state, channel))
  },
  'POST /channels/:id/typing': (call, discord) => {
    const channel = writable(discord, param(call, 0), {}, [])
    const { state } = discord
    const moments = state.typing.get(channel.id) ?? []
    state.typing.set(channel.id, moments)
    moments.push(state.now())
    discord.announcer.typing(botUserId, channel.id)
    return noContent
  },
  'GET /channels/:id/messages': (call, discord) => {
    const channel = channelFor(discord, param(call, 0))
    return ok(pageOf(discord, channel, call.query).map((message) => wire(discord, message)))
  },
  'POST /channels/:id/messages': (call, discord) => {
    const body = bodyOf(call)
    const channel = writable(discord, param(call, 0), body, call.files)
    return ok(wire(discord, createMessage(discord, channel, body, call.files)))
  },
  'GET /channels/:id/messages/:id': (call, discord) => {
    const channel = channelFor(discord, param(call, 0), permissions.readMessageHistory)
    return ok(wire(discord, messageFor(discord, channel, param(call, 1))))
  },
  'PATCH /channels/:id/messages/:id': (call, discord) => {
    const channel = channelFor(discord, param(call, 0))
    const message = messageFor(discord, channel, param(call, 1))
    if (message.by !== botUserId) throw failures.editsAnother()
    if (channel.thread?.archived === true) throw failures.archivedThread()
    return ok(wire(discord, editMessage(discord, channel, message, bodyOf(call), call.files)))
  },
  'DELETE /channels/:id/messages/:id': (call, discord) => {
    const channel = channelFor(discord, param(call, 0))
    const message = messageFor(discord, channel, param(call, 1))
    if (message.by !== botUserId) channelFor(discord, channel.id, permissions.manageMessages)
    message.deleted = true
    discord.announcer.deleted(message)
    return noContent
  },
  'POST /channels/:id/messages/bulk-delete': (call, discord) => {
    const channel = channelFor(discord, param(call, 0), permissions.manageMessages)
    const given = bodyOf(call)['messages']
    const ids = Array.isArray(given) ? given.map(String) : []
    if (ids.length < 2 || ids.length > 100)
      throw invalidForm('messages', 'BASE_TYPE_BAD_LENGTH', 'Must be between 2 and 100 in length.')
    if (ids.some((id) => discord.state.now() - momentOf(id) > bulkDeleteAge)) throw failures.tooOldToDelete()
    removeTogether(discord, channel.id, ids)
    return noContent
  },
  'POST /channels/:id/messages/:id/threads': (call, discord) => startThread(discord, call, param(call, 1)),
  'POST /channels/:id/threads': (call, discord) => startThread(discord, call, undefined),
  'GET /channels/:id/threads/archived/public': (call, discord) => {
    const parent = channelFor(discord, param(call, 0), permissions.readMessageHistory)
    return ok(
      threadsOf(
        discord,
        (one) => one.parentId === parent.id && one.thread?.archived === true && one.type === 11,
      ),
    )
  },
  'GET /guilds/:id/threads/active': (call, discord) =>
    ok(threadsOf(discord, (one) => one.guildId === param(call, 0) && one.thread?.archived === false)),
  'PUT /channels/:id/thread-members/@me': (call, discord) => {
    channelFor(discord, param(call, 0)).thread?.members.add(botUserId)
    return noContent
  },
  'DELETE /channels/:id/thread-members/@me': (call, discord) => {
    channelFor(discord, param(call, 0)).thread?.members.delete(botUserId)
    return noContent
  },
  'GET /channels/:id/thread-members/:id': (call, discord) => {
    const thread = channelFor(discord, param(call, 0))
    const user = param(call, 1) === '@me' ? botUserId : param(call, 1)
    if (thread.thread?.members.has(user) !== true) throw failures.unknownMember()
    return ok(threadMember(thread, user))
  },
}
