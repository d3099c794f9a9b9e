import {
  AttachmentBuilder,
  type ChatInputCommandInteraction,
  DiscordAPIError,
  type InteractionReplyOptions,
  MessageFlags,
  PermissionFlagsBits,
  RESTJSONErrorCodes,
} from 'discord.js'
import type { CommandFile, CommandPicture } from '../../../commands/command.ts'
import type { Caller } from '../../bot-types.ts'
import { describeForReaders } from '../../errors.ts'
import { gatherFile } from '../gather-file.ts'
import { splitMarkdown } from '../markdown-parts.ts'
import { pictureInWords } from '../picture-in-words.ts'
import { repliesFrom } from '../replies-from.ts'
import { acknowledge } from './acknowledge.ts'
import { commandUse, WORKSPACE_WORD } from './command-options.ts'
import { discordMarkdown } from './discord-markdown.ts'
import { Labelling } from './labelling.ts'
import { CONTENT_LIMIT, isCode, NO_PINGS, postLine, writeDirectly } from './message-writer.ts'
import { attachedPicture } from './picture.ts'
import { commandId, personOf, placeIn, requestKey, whereaboutsOf } from './places.ts'
import { showReply } from './reply.ts'
import { openRequest } from './request-opening.ts'
import type { DiscordServices } from './services.ts'

/** Bytes of all files of a message: https://docs.discord.com/developers/reference#uploading-files */
const FILE_LIMIT = 10 * 1024 * 1024

/** Runs a slash command. What starts an exchange shows the request first, and the answer replies to it. */
export async function runSlashCommand(
  interaction: ChatInputCommandInteraction,
  services: DiscordServices,
): Promise<void> {
  const { bot, logger } = services
  const command = bot.commands.find(({ name }) => name === interaction.commandName)
  const isShared = command?.visibility === 'channel'
  try {
    if (!(await acknowledge(interaction, isShared ? 'shown' : 'hidden', services))) return
    await answer(interaction, isShared, services)
  } catch (error) {
    logger.error({ err: error, command: command?.name }, 'command broke')
    // Discord takes nothing for it any more, and has told the caller that it failed.
    if (!interaction.deferred) return
    await tellCaller(interaction, describeForReaders(error).message, isShared, services)
  }
}

async function answer(
  interaction: ChatInputCommandInteraction,
  isShared: boolean,
  services: DiscordServices,
): Promise<void> {
  const { bot } = services
  const { channelId, guildId, user } = interaction
  const at = whereaboutsOf(channelId, guildId, interaction.channel)
  const id = commandId(interaction.id)
  const place = placeIn(at, id)
  const person = personOf(at.guild, user.id)
  const caller: Caller = {
    person,
    place,
    isAdmin: bot.isAdmin(person),
    key: requestKey(place, id, undefined),
    awaitsDelivery: true,
    workspaceWord: WORKSPACE_WORD,
  }
  if (isShared && !mayAnswer(interaction)) {
    const why =
      'I may not write in this channel. Whoever runs the server can give my role “Send Messages” here.'
    return tellCaller(interaction, why, isShared, services)
  }
  const use = commandUse(interaction.commandName, interaction.options.data)
  const events = bot.handleCommand(use, caller)[Symbol.asyncIterator]()
  const first = await events.next()
  if (first.done) return
  const event = first.value
  if (event.type === 'text') {
    if (event.mistake) return tellCaller(interaction, event.markdown, isShared, services)
    await showText(interaction, event.markdown, services)
    if (event.picture) await showPicture(interaction, event.picture, services)
    return
  }
  if (event.type === 'labelling') return new Labelling(services).begin(interaction)
  if (event.type === 'file') return showFile(interaction, event, isShared, services)
  if (event.type !== 'started') {
    const done = event.type === 'done' ? event : undefined
    const why = done?.failure?.message ?? 'This could not be asked. Try again.'
    await tellCaller(interaction, why, isShared, services)
    // It ended before it began, and nobody is to be told of it later.
    if (done && !done.turnedAway) await bot.delivered(done.exchangeId, [])
    await events.return?.()
    return
  }
  let opening: string
  try {
    opening = await openRequest(event.exchangeId, channelId, user.id, services, (message) =>
      interaction.editReply(message),
    )
  } catch (error) {
    // Nothing was asked yet, and nothing is to be taken up later.
    await bot.retract(caller.key)
    await events.return?.()
    throw error
  }
  await showReply(
    repliesFrom(event, events),
    { guild: at.guild, channel: channelId, replyTo: opening, asker: user.id },
    services,
  )
}

/** Whether the answer to a request can be posted in its channel. */
function mayAnswer({ guildId, channel, appPermissions }: ChatInputCommandInteraction): boolean {
  if (guildId === null) return true
  const inThread = channel?.isThread() === true
  return appPermissions.has([
    PermissionFlagsBits.ViewChannel,
    inThread ? PermissionFlagsBits.SendMessagesInThreads : PermissionFlagsBits.SendMessages,
  ])
}

/** Shows a command's text where the answer to the interaction goes. */
async function showText(
  interaction: ChatInputCommandInteraction,
  markdown: string,
  services: DiscordServices,
): Promise<void> {
  const [first = '…', ...more] = splitMarkdown(discordMarkdown(markdown), CONTENT_LIMIT)
  try {
    await interaction.editReply(shown(first))
    const flags = interaction.ephemeral ? MessageFlags.Ephemeral : undefined
    for (const part of more) {
      await interaction.followUp({ ...shown(part), ...(flags !== undefined && { flags }) })
    }
  } catch (error) {
    if (!isExpired(error)) throw error
    await sendInstead(interaction, [first, ...more], services)
  }
}

/** Gives the caller a file, which only they see. */
async function showFile(
  interaction: ChatInputCommandInteraction,
  file: CommandFile,
  isShared: boolean,
  services: DiscordServices,
): Promise<void> {
  const content = await gatherFile(file, FILE_LIMIT)
  if (typeof content === 'string') return tellCaller(interaction, content, isShared, services)
  const message = {
    ...shown(discordMarkdown(file.description)),
    files: [new AttachmentBuilder(content, { name: file.name })],
  }
  if (!isShared) {
    await interaction.editReply(message)
    return
  }
  await interaction.deleteReply()
  await interaction.followUp({ ...message, flags: MessageFlags.Ephemeral })
}

/** Shows a picture below the text it goes with, to whoever that was for; where Discord does not take it, in words. */
async function showPicture(
  interaction: ChatInputCommandInteraction,
  picture: CommandPicture,
  services: DiscordServices,
): Promise<void> {
  const flags = interaction.ephemeral ? MessageFlags.Ephemeral : undefined
  const follow = (message: InteractionReplyOptions) =>
    interaction.followUp({ ...message, ...(flags !== undefined && { flags }) })
  try {
    await follow({ files: [await attachedPicture(picture)] })
  } catch (error) {
    services.logger.warn({ err: error }, 'picture not shown')
    const reason = error instanceof DiscordAPIError ? `Discord says “${error.message}”` : undefined
    const parts = splitMarkdown(discordMarkdown(pictureInWords(picture, reason)), CONTENT_LIMIT)
    if (isExpired(error)) return sendInstead(interaction, parts, services)
    for (const part of parts) await follow(shown(part))
  }
}

/** Tells the caller alone, whoever the answer was meant for. */
async function tellCaller(
  interaction: ChatInputCommandInteraction,
  markdown: string,
  isShared: boolean,
  services: DiscordServices,
): Promise<void> {
  if (!isShared) return showText(interaction, markdown, services)
  const parts = splitMarkdown(discordMarkdown(markdown), CONTENT_LIMIT)
  try {
    await interaction.deleteReply()
    for (const part of parts) await interaction.followUp({ ...shown(part), flags: MessageFlags.Ephemeral })
  } catch (error) {
    if (!isExpired(error)) throw error
    await sendInstead(interaction, parts, services)
  }
}

/** The interaction takes no answer after 15 minutes: what the channel may see goes there, the rest to the caller. */
async function sendInstead(
  interaction: ChatInputCommandInteraction,
  parts: readonly string[],
  services: DiscordServices,
): Promise<void> {
  for (const part of parts) {
    if (interaction.ephemeral) await writeDirectly(services, interaction.user.id, part)
    else await postLine(services, interaction.channelId, part)
  }
}

function isExpired(error: unknown): boolean {
  return isCode(
    error,
    RESTJSONErrorCodes.UnknownInteraction,
    RESTJSONErrorCodes.InvalidWebhookToken,
    RESTJSONErrorCodes.UnknownWebhook,
  )
}

function shown(content: string) {
  return { content, allowedMentions: NO_PINGS }
}
