import { DiscordAPIError, MessageFlags, RESTJSONErrorCodes, type SendableChannels } from 'discord.js'
import { RecourseError } from '../../errors.ts'
import type { Ending } from '../draft.ts'
import type { MessageWriter } from '../edited-draft.ts'
import { BlockReader } from '../markdown-blocks.ts'
import type { Below } from './answer-text.ts'
import type { DiscordServices } from './services.ts'

/** Longest content of a message, in characters: https://docs.discord.com/developers/resources/message#create-message */
export const CONTENT_LIMIT = 2_000

/** Longest end of a block of code, in UTF-16 units; what begins with a longer one is none. */
export const REPEATABLE = 20

/** Nothing is pinged, whatever the text says; an edit that leaves this out would ping. */
export const NO_PINGS = { parse: [], repliedUser: false } as const

/** No previews: whoever reads a message calls on no server that it names. */
export const NO_PREVIEWS = MessageFlags.SuppressEmbeds

/** For one person alone. */
export const PRIVATELY = [MessageFlags.Ephemeral, NO_PREVIEWS] as const

/** No previews, and no second message where one with the same nonce is there. */
const ONCE = { flags: MessageFlags.SuppressEmbeds, enforceNonce: true } as const

/** Writes one message of ours in a channel or thread. */
export class DiscordMessageWriter implements MessageWriter<Below> {
  readonly #services: DiscordServices
  readonly #channel: string
  readonly #replyTo: () => string | undefined
  /** Discord gives back the message it has where the same nonce comes again, so that no retry posts twice. */
  readonly #nonce: string

  /** `replyTo` is asked for the message that this one replies to, when it is posted. */
  constructor(services: DiscordServices, channel: string, replyTo: () => string | undefined) {
    this.#services = services
    this.#channel = channel
    this.#replyTo = replyTo
    this.#nonce = services.newNonce()
  }

  pause(isPosted: boolean): number {
    const now = this.#services.timer()
    const at = this.#services.pace.book(this.#channel, now)
    // The beginning is shown at once; only the next edit waits because of it.
    return isPosted ? at - now : 0
  }

  async post(text: string, { below }: Ending<Below>): Promise<string> {
    const channel = await sendable(this.#services, this.#channel)
    const replyTo = this.#replyTo()
    const posted = await channel.send({
      ...payload(text, below),
      ...ONCE,
      nonce: this.#nonce,
      ...(replyTo !== undefined && { reply: { messageReference: replyTo, failIfNotExists: false } }),
    })
    return posted.id
  }

  async edit(message: string, text: string, { below }: Ending<Below>): Promise<void> {
    const channel = await sendable(this.#services, this.#channel)
    await channel.messages.edit(message, { ...payload(text, below), flags: MessageFlags.SuppressEmbeds })
  }

  async remove(message: string): Promise<void> {
    await deleteMessage(this.#services, this.#channel, message)
  }
}

/** Posts a line in a channel. */
export async function postLine(
  services: DiscordServices,
  channelId: string,
  content: string,
): Promise<{ readonly id: string }> {
  const channel = await sendable(services, channelId)
  return channel.send({ content, allowedMentions: NO_PINGS, ...ONCE, nonce: services.newNonce() })
}

/** Writes a line to somebody directly. */
export async function writeDirectly(services: DiscordServices, user: string, content: string): Promise<void> {
  const channel = await services.client.users.createDM(user)
  await channel.send({ content, allowedMentions: NO_PINGS, ...ONCE, nonce: services.newNonce() })
}

function payload(text: string, below: Below | undefined) {
  return {
    content: below ? withSmallPrint(closed(text), below.smallPrint) : closed(text),
    components: [...(below?.components ?? [])],
    allowedMentions: NO_PINGS,
  }
}

/** Code that is still being written, or never ended, would swallow what stands below it. */
export function closed(text: string): string {
  const blocks = new BlockReader({}, REPEATABLE)
  for (const line of text.split('\n')) blocks.read(line)
  return blocks.fence ? `${text.trimEnd()}\n${blocks.fence.closer}` : text
}

function withSmallPrint(text: string, smallPrint: string): string {
  if (text.trim() === '') return smallPrint
  return smallPrint === '' ? text : `${text.trimEnd()}\n${smallPrint}`
}

/** @throws {RecourseError} when the channel is none that messages can be sent to */
export async function sendable(
  { client }: Pick<DiscordServices, 'client'>,
  id: string,
): Promise<SendableChannels> {
  // An exchange of another process may be in a server that this one hears nothing of.
  const channel = await client.channels.fetch(id, { allowUnknownGuild: true })
  if (channel?.isSendable()) return channel
  throw new RecourseError('discord_channel', 'Discord knows no such channel for messages any more.')
}

/** Deletes a message of ours; one that is gone already is fine. */
export async function deleteMessage(
  services: Pick<DiscordServices, 'client'>,
  channelId: string,
  message: string,
): Promise<void> {
  try {
    const channel = await sendable(services, channelId)
    await channel.messages.delete(message)
  } catch (error) {
    if (!isCode(error, RESTJSONErrorCodes.UnknownMessage)) throw error
  }
}

export function isCode(error: unknown, ...codes: readonly number[]): boolean {
  return error instanceof DiscordAPIError && codes.some((code) => code === error.code)
}
