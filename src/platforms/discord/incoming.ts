import { cleanContent, type Message, MessageType } from 'discord.js'
import { type CustomId, OF_NO_EXCHANGE, readCustomId } from './names.ts'

/** What somebody wrote, as far as it concerns the bot. */
export interface Said {
  /** The bot is meant for certain, or only where it listens. */
  readonly address: 'named' | 'unnamed'
  /** Without what names the bot, and with the names of others in place of their mentions. */
  readonly text: string
  /** The message of ours that this one replies to. */
  readonly replyTo?: RepliedTo
}

export interface RepliedTo {
  readonly id: string
  /** The exchange of a message that shows no attempt, such as a question. */
  readonly exchange?: string
}

/** Types of messages that people write; every other one is the platform's own. */
const WRITTEN: ReadonlySet<MessageType> = new Set([MessageType.Default, MessageType.Reply])

/**
 * Reads a message. `undefined` for what is nobody's request: bots, webhooks, joins and pins, and what is addressed
 * to somebody else.
 */
export async function readSaid(message: Message, botUser: string): Promise<Said | undefined> {
  if (message.author.bot || message.webhookId !== null || !WRITTEN.has(message.type)) return undefined
  const { mentions, reference } = message
  const named = mentions.users.has(botUser) || ownRoles(message, botUser).length > 0
  const isDirect = message.guildId === null
  const repliedId = message.type === MessageType.Reply ? reference?.messageId : undefined
  // Discord says whose message it was, so that only one of our own has to be looked up.
  const toUs = repliedId !== undefined && mentions.repliedUser?.id === botUser
  const replied = toUs ? await message.fetchReference().catch(() => undefined) : undefined
  if (!named && !toUs && !isDirect && (repliedId !== undefined || addressesAnother(message.content))) {
    return undefined
  }
  return {
    address: named || isDirect || (toUs && !isWithheld(message)) ? 'named' : 'unnamed',
    text: plainText(message, botUser),
    ...(toUs && { replyTo: { id: repliedId, ...(replied && exchangeOf(replied)) } }),
  }
}

/** The exchange that a message of ours belongs to, by the buttons below it. */
export function exchangeOf(message: Pick<Message, 'components'>): { readonly exchange?: string } {
  const exchange = exchangeButton(message)?.exchange
  return exchange === undefined ? {} : { exchange }
}

/** The first button below a message of ours that names an exchange. */
export function exchangeButton({ components }: Pick<Message, 'components'>): CustomId | undefined {
  for (const row of components) {
    if (!('components' in row)) continue
    for (const component of row.components) {
      const id = 'customId' in component ? component.customId : undefined
      const read = typeof id === 'string' ? readCustomId(id) : undefined
      if (read && read.exchange !== '' && !OF_NO_EXCHANGE.has(read.kind)) return read
    }
  }
  return undefined
}

/** Whether nothing of a message was told, as of a reply that pings nobody where the message-content intent is missing. */
function isWithheld({ content, attachments, stickers }: Message): boolean {
  return content === '' && attachments.size === 0 && stickers.size === 0
}

function addressesAnother(text: string): boolean {
  return /^\s*<@[!&]?\d+>/.test(text)
}

/** Roles that Discord made for the bot and that the message mentions, also where the mention notifies nobody. */
function ownRoles({ content, guild, mentions }: Message, botUser: string): readonly string[] {
  const written = [...content.matchAll(/<@&(\d+)>/g)].map(([, id = '']) => id)
  return [...mentions.roles.keys(), ...written].filter(
    (id) => guild?.roles.cache.get(id)?.tags?.botId === botUser,
  )
}

function plainText(message: Message, botUser: string): string {
  const own = ownRoles(message, botUser)
  const text = message.content
    .replaceAll(new RegExp(`<@!?${botUser}>`, 'g'), '')
    .replaceAll(/<@&(\d+)>/g, (mention, id: string) => (own.includes(id) ? '' : mention))
  return cleanContent(text, message.channel).trim()
}
