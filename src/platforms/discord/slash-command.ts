import {
  AttachmentBuilder,
  type ChatInputCommandInteraction,
  DiscordAPIError,
  type InteractionReplyOptions,
  type ModalSubmitInteraction,
  PermissionFlagsBits,
  RESTJSONErrorCodes,
} from 'discord.js'
import type { CommandFile, CommandPicture, CommandUse } from '../../../commands/command.ts'
import type { Caller } from '../../bot-types.ts'
import type { ComparisonView } from '../../comparison-types.ts'
import { describeForReaders } from '../../errors.ts'
import { gatherFile } from '../gather-file.ts'
import { splitMarkdown } from '../markdown-parts.ts'
import { pictureInWords } from '../picture-in-words.ts'
import { repliesFrom } from '../replies-from.ts'
import { acknowledge } from './acknowledge.ts'
import { commandUse, WORKSPACE_WORD } from './command-options.ts'
import { comparisonPayload } from './comparison-surface.ts'
import { discordMarkdown } from './discord-markdown.ts'
import { lastEdit } from './edits.ts'
import { Labelling } from './labelling.ts'
import {
  CONTENT_LIMIT,
  isCode,
  NO_PINGS,
  NO_PREVIEWS,
  PRIVATELY,
  postLine,
  writeDirectly,
} from './message-writer.ts'
import { attachedPicture } from './picture.ts'
import { commandId, personOf, placeIn, requestKey, whereaboutsOf } from './places.ts'
import { showReply } from './reply.ts'
import { openRequest } from './request-opening.ts'
import type { DiscordServices } from './services.ts'

/** Bytes of all files of a message: https://docs.discord.com/developers/reference#uploading-files */
const FILE_LIMIT = 10 * 1024 * 1024

/** A command that was typed, or a form that stands for one. */
type Used = ChatInputCommandInteraction | ModalSubmitInteraction

export async function runSlashCommand(
  interaction: ChatInputCommandInteraction,
  services: DiscordServices,
): Promise<void> {
  await runCommand(interaction, commandUse(interaction.commandName, interaction.options.data), services)
}

/**
 * Runs a command, which may have been used on a message. What starts an exchange shows the request first, and the
 * answer replies to it.
 */
export async function runCommand(
  interaction: Used,
  use: CommandUse,
  services: DiscordServices,
  about?: string,
): Promise<void> {
  const { bot, logger } = services
  const command = bot.commands.find(({ name }) => name === use.name)
  const isShared = command?.visibility === 'channel'
  try {
    if (!(await acknowledge(interaction, isShared ? 'shown' : 'hidden', services))) return
    await answer(interaction, { use, about }, isShared, services)
  } catch (error) {
    logger.error({ err: error, command: command?.name }, 'command broke')
    // Discord takes nothing for it any more, and has told the caller that it failed.
    if (!interaction.deferred) return
    await tellCaller(interaction, describeForReaders(error).message, isShared, services)
  }
}

async function answer(
  interaction: Used,
  { use, about }: { readonly use: CommandUse; readonly about: string | undefined },
  isShared: boolean,
  services: DiscordServices,
): Promise<void> {
  const { bot } = services
  const { guildId, user } = interaction
  const channelId = interaction.channelId ?? ''
  const at = whereaboutsOf(channelId, guildId, interaction.channel)
  const id = commandId(interaction.id)
  const place = placeIn(at, id)
  const person = personOf(at.guild, user.id)
  const caller: Caller = {
    person,
    place,
    isAdmin: bot.isAdmin(person),
    key: requestKey(place, id, undefined),
    ...(about !== undefined && { about: requestKey(place, about, await lastEdit(about, services)) }),
    awaitsDelivery: true,
    workspaceWord: WORKSPACE_WORD,
  }
  if (isShared && !mayAnswer(interaction)) {
    const why =
      'I may not write in this channel. Whoever runs the server can give my role “Send Messages” here.'
    return tellCaller(interaction, why, isShared, services)
  }
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
  if (event.type === 'labelling') {
    if (interaction.isChatInputCommand()) await new Labelling(services).begin(interaction)
    return
  }
  if (event.type === 'file') return showFile(interaction, event, isShared, services)
  if (event.type === 'comparison') {
    const post = async (view: ComparisonView) => (await interaction.editReply(comparisonPayload(view))).id
    return services.comparisons.show(event.view, events, { person, post })
  }
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
function mayAnswer({ guildId, channel, appPermissions }: Used): boolean {
  if (guildId === null) return true
  const inThread = channel?.isThread() === true
  return appPermissions.has([
    PermissionFlagsBits.ViewChannel,
    inThread ? PermissionFlagsBits.SendMessagesInThreads : PermissionFlagsBits.SendMessages,
  ])
}

/** Shows a command's text where the answer to the interaction goes. */
async function showText(interaction: Used, markdown: string, services: DiscordServices): Promise<void> {
  const [first = '…', ...more] = splitMarkdown(discordMarkdown(markdown), CONTENT_LIMIT)
  try {
    await interaction.editReply(shown(first))
    const flags = interaction.ephemeral ? PRIVATELY : NO_PREVIEWS
    for (const part of more) {
      await interaction.followUp({ ...shown(part), flags })
    }
  } catch (error) {
    if (!isExpired(error)) throw error
    await sendInstead(interaction, [first, ...more], services)
  }
}

/** Gives the caller a file, which only they see. */
async function showFile(
  interaction: Used,
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
  await interaction.followUp({ ...message, flags: PRIVATELY })
}

/** Shows a picture below the text it goes with, to whoever that was for; where Discord does not take it, in words. */
async function showPicture(
  interaction: Used,
  picture: CommandPicture,
  services: DiscordServices,
): Promise<void> {
  const flags = interaction.ephemeral ? PRIVATELY : NO_PREVIEWS
  const follow = (message: InteractionReplyOptions) => interaction.followUp({ ...message, flags })
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
  interaction: Used,
  markdown: string,
  isShared: boolean,
  services: DiscordServices,
): Promise<void> {
  if (!isShared) return showText(interaction, markdown, services)
  const parts = splitMarkdown(discordMarkdown(markdown), CONTENT_LIMIT)
  try {
    await interaction.deleteReply()
    for (const part of parts) await interaction.followUp({ ...shown(part), flags: PRIVATELY })
  } catch (error) {
    if (!isExpired(error)) throw error
    await sendInstead(interaction, parts, services)
  }
}

/** The interaction takes no answer after 15 minutes: what the channel may see goes there, the rest to the caller. */
async function sendInstead(
  interaction: Used,
  parts: readonly string[],
  services: DiscordServices,
): Promise<void> {
  for (const part of parts) {
    if (interaction.ephemeral) await writeDirectly(services, interaction.user.id, part)
    else await postLine(services, interaction.channelId ?? '', part)
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
  return { content, allowedMentions: NO_PINGS, flags: NO_PREVIEWS } as const
}
