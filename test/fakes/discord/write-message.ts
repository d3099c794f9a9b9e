/** Writing and editing of messages as the bot: limits, mentions, nonces. */
import { isJson, type Json, objectsOf, stringOf } from '../shared/json.ts'
import { failures, invalidForm, Problems } from './errors.ts'
import { displayedTexts } from './layout-limits.ts'
import {
  type AllowedMentions,
  type Mentions,
  mentionsIn,
  noMentions,
  readAllowedMentions,
} from './mentions.ts'
import { checkMessage } from './message-limits.ts'
import { permissions } from './permissions.ts'
import type { Discord } from './rest-call.ts'
import { type DiscordState, messageFlags, type StoredMessage } from './state.ts'
import { applicationId, botUserId, type Channel } from './world.ts'

export interface Written {
  readonly content: string
  readonly embeds: readonly Json[]
  readonly components: readonly Json[]
  readonly attachments: readonly Json[]
}

/** How a message is written through an interaction's token. */
export interface ThroughWebhook {
  readonly type: number
  readonly ephemeralFor: string | undefined
  readonly interaction: Json
  readonly flags: number
  readonly replyTo: StoredMessage['replyTo']
}

/** The flags that a request asks for, of those that it may. */
const flagsIn = (body: Json, allowed: number): number =>
  typeof body['flags'] === 'number' ? body['flags'] & allowed : 0

/** @param flags the message's, with those that the request adds @throws ApiError 50035 */
function checkBody(body: Json, prefix: string, flags: number): AllowedMentions {
  const problems = new Problems()
  checkMessage(body, problems, prefix, (flags & messageFlags.componentsV2) !== 0)
  const allowed = readAllowedMentions(body['allowed_mentions'], problems)
  problems.raise()
  return allowed
}

/** The mentions of a text by somebody in a channel. */
export function resolveMentions(
  state: DiscordState,
  by: string,
  channel: Channel,
  content: string,
  allowed: AllowedMentions,
  repliedTo?: string,
): Mentions {
  const guild = state.guilds.get(channel.guildId ?? '')
  return mentionsIn(content, {
    allowed,
    mayMentionAll: guild !== undefined && (state.may(by, channel) & permissions.mentionEveryone) !== 0n,
    isUser: (id) => state.users.has(id) && state.users.get(id)?.webhook !== true,
    mentionable: (role) => guild?.roles.get(role)?.mentionable,
    repliedTo,
  })
}

/** Attachments of new files and those that are kept. */
function attachmentsOf(
  discord: Discord,
  body: Json,
  files: readonly Json[],
  before: readonly Json[],
): readonly Json[] {
  const named = objectsOf(body['attachments'])
  const kept =
    body['attachments'] === undefined
      ? before
      : before.filter((one) => named.some((n) => n['id'] === one['id']))
  const fresh = files.map((file) => {
    const id = /^files\[(\d+)\]$/.exec(stringOf(file['name']))?.[1]
    const description = stringOf(named.find((one) => String(one['id']) === id)?.['description'])
    if (description.length > 1024)
      throw invalidForm('attachments', 'BASE_TYPE_MAX_LENGTH', 'Must be 1024 or fewer in length.')
    return {
      ...discord.state.attach(
        stringOf(file['filename']),
        stringOf(file['text']),
        stringOf(file['content_type']),
      ),
      size: file['size'],
      ...(description === '' ? {} : { description }),
    }
  })
  return [...kept, ...fresh]
}

/**
 * Posts as the bot. A nonce that is enforced and was used within the last minutes posts nothing and gives the message
 * that was posted with it.
 */
export function createMessage(
  discord: Discord,
  channel: Channel,
  body: Json,
  files: readonly Json[],
  through?: ThroughWebhook,
  prefix = '',
): StoredMessage {
  const { state, announcer } = discord
  const { suppressEmbeds, suppressNotifications, componentsV2 } = messageFlags
  const flags = flagsIn(body, suppressEmbeds | suppressNotifications | componentsV2) | (through?.flags ?? 0)
  const allowed = checkBody(body, prefix, flags)
  const content = stringOf(body['content'])
  const embeds = objectsOf(body['embeds'])
  const components = nameComponents(objectsOf(body['components']))
  if (content.trim() === '' && embeds.length === 0 && components.length === 0 && files.length === 0)
    throw failures.emptyMessage()
  const nonce =
    typeof body['nonce'] === 'string' || typeof body['nonce'] === 'number' ? body['nonce'] : undefined
  if (nonce !== undefined && body['enforce_nonce'] === true) {
    const earlier = discord.nonces.find(String(nonce))
    if (earlier !== undefined) return earlier
  }
  const replyTo = through === undefined ? replyOf(discord, channel, body) : through.replyTo
  const source =
    through !== undefined || replyTo === undefined ? undefined : state.find(replyTo.channel, replyTo.id)
  wake(discord, channel, botUserId)
  const message = state.add({
    channel: channel.id,
    by: botUserId,
    type: through?.type ?? (replyTo === undefined ? 0 : 19),
    webhook: through === undefined ? undefined : applicationId,
    ephemeralFor: through?.ephemeralFor,
    interaction: through?.interaction,
    nonce,
    replyTo,
    content,
    embeds,
    components,
    attachments: attachmentsOf(discord, body, files, []),
    flags,
    mentions: resolveMentions(
      state,
      botUserId,
      channel,
      mentionable(content, components),
      allowed,
      source?.by,
    ),
  })
  if (nonce !== undefined) discord.nonces.keep(String(nonce), message)
  announcer.posted(message)
  return message
}

/** Whoever writes in a thread joins it, and an archived one comes back. @throws ApiError where it is locked */
export function wake(discord: Discord, channel: Channel, by: string): void {
  const { thread } = channel
  if (thread === undefined) return
  if (thread.locked) throw failures.archivedThread()
  if (thread.archived) {
    thread.archived = false
    discord.announcer.channel('THREAD_UPDATE', channel)
  }
  thread.members.add(by)
}

/** Types of messages that people and bots write; the others are Discord's own. */
const repliable: ReadonlySet<number> = new Set([0, 19, 20, 23])

function replyOf(discord: Discord, channel: Channel, body: Json): StoredMessage['replyTo'] {
  const reference = body['message_reference']
  if (!isJson(reference)) return undefined
  const id = stringOf(reference['message_id'])
  if ((discord.state.may(botUserId, channel) & permissions.readMessageHistory) === 0n)
    throw failures.replyNeedsHistory()
  const elsewhere = reference['channel_id'] !== undefined && reference['channel_id'] !== channel.id
  const source = discord.state.find(channel.id, id)
  if (source !== undefined && source.ephemeralFor === undefined && !elsewhere) {
    if (repliable.has(source.type)) return { channel: channel.id, id }
    throw invalidForm(
      'message_reference',
      'REPLIES_CANNOT_REPLY_TO_SYSTEM_MESSAGE',
      'Cannot reply to a system message',
    )
  }
  if (reference['fail_if_not_exists'] === false && !elsewhere) return undefined
  throw elsewhere
    ? invalidForm(
        'message_reference',
        'MESSAGE_REFERENCE_CANNOT_REPLY_OTHER_CHANNEL',
        'Cannot reply to a message in a different channel',
      )
    : invalidForm('message_reference', 'REPLIES_UNKNOWN_MESSAGE', 'Unknown message')
}

/**
 * Changes a message of the bot's; a field that is not named stays. A new content is parsed for mentions with the
 * request's `allowed_mentions`, or with the defaults where it has none, whatever the message was created with.
 * https://docs.discord.com/developers/resources/message#edit-message
 */
export function editMessage(
  discord: Discord,
  channel: Channel,
  message: StoredMessage,
  body: Json,
  files: readonly Json[] = [],
  prefix = '',
): StoredMessage {
  const { state, announcer } = discord
  const { suppressEmbeds, componentsV2 } = messageFlags
  const layout = (message.flags | flagsIn(body, componentsV2)) & componentsV2
  const allowed = checkBody(body, prefix, layout)
  const has = (name: string) => body[name] !== undefined
  const content = has('content') ? stringOf(body['content']) : message.content
  if (layout !== 0 && (content !== '' || (!has('embeds') && message.embeds.length > 0)))
    throw invalidForm(
      `${prefix}flags`,
      'MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2',
      'The content and the embeds are to be emptied when using MessageFlags.IS_COMPONENTS_V2',
    )
  const embeds = has('embeds') ? objectsOf(body['embeds']) : message.embeds
  const components = has('components') ? nameComponents(objectsOf(body['components'])) : message.components
  const attachments = attachmentsOf(discord, body, files, message.attachments)
  if (content.trim() === '' && embeds.length === 0 && components.length === 0 && attachments.length === 0)
    throw failures.emptyMessage()
  Object.assign(message, { content, embeds, components, attachments } satisfies Written)
  if (typeof body['flags'] === 'number')
    message.flags = (message.flags & ~suppressEmbeds) | flagsIn(body, suppressEmbeds)
  message.flags |= layout
  let told: Mentions | undefined
  if (has('content') || (layout !== 0 && has('components'))) {
    const { replyTo } = message
    // Only a reply of the bot's own notifies; what answers an interaction refers to a message without.
    const source =
      replyTo === undefined || message.webhook !== undefined
        ? undefined
        : state.find(replyTo.channel, replyTo.id)
    const text = mentionable(content, components)
    message.mentions = resolveMentions(state, botUserId, channel, text, allowed, source?.by)
    told = message.mentions
  }
  const wasLoading = (message.flags & messageFlags.loading) !== 0
  message.flags &= ~messageFlags.loading
  if (!wasLoading) message.editedAt = state.now()
  state.note(message, told ?? noMentions)
  announcer.changed(message)
  return message
}

/** The text whose mentions count: the content, or the text displays that stand in its place. */
const mentionable = (content: string, components: readonly Json[]): string =>
  [content, ...displayedTexts(components)].join('\n')

/** Discord numbers every component. */
function nameComponents(rows: readonly Json[]): readonly Json[] {
  let number = 0
  const named = (node: Json): Json => {
    number += 1
    const { components, accessory } = node
    return {
      id: number,
      ...node,
      ...(Array.isArray(components) ? { components: objectsOf(components).map(named) } : {}),
      ...(isJson(accessory) ? { accessory: named(accessory) } : {}),
    }
  }
  return rows.map(named)
}
