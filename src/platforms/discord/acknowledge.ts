import {
  type ButtonInteraction,
  type ChatInputCommandInteraction,
  DiscordAPIError,
  type MessageContextMenuCommandInteraction,
  MessageFlags,
  type ModalSubmitInteraction,
  RESTJSONErrorCodes,
} from 'discord.js'
import { isCode } from './message-writer.ts'
import type { DiscordServices } from './services.ts'

/** What somebody pressed, chose from the menu of a message, or handed in. */
export type Pressed = ButtonInteraction | ModalSubmitInteraction | MessageContextMenuCommandInteraction

/** An interaction is alive for this long, in milliseconds. */
const LIFETIME = 15 * 60_000

/**
 * Tells Discord that an interaction has come: `shown` lets everybody see that an answer follows, `hidden` its sender
 * alone, `silent` nobody. Discord waits three seconds for this, so nothing comes before it. False where another process
 * deals with the interaction.
 */
export async function acknowledge(
  interaction: Pressed | ChatInputCommandInteraction,
  how: 'shown' | 'hidden' | 'silent',
  { state, logger }: DiscordServices,
): Promise<boolean> {
  const silent = how === 'silent' && !interaction.isCommand() && hasMessage(interaction)
  const defer = async () => {
    if (silent) await interaction.deferUpdate()
    else await interaction.deferReply(how === 'shown' ? {} : { flags: MessageFlags.Ephemeral })
  }
  try {
    await defer().catch((error: unknown) => {
      if (error instanceof DiscordAPIError) throw error
      // The connection broke, and nobody knows whether before or after it was taken.
      return defer()
    })
  } catch (error) {
    if (!isCode(error, RESTJSONErrorCodes.InteractionHasAlreadyBeenAcknowledged)) throw error
    // By another process, or by us in a try whose answer got lost.
    interaction.deferred = true
    interaction.ephemeral = silent ? null : how !== 'shown'
  }
  try {
    return await state.add(`discord:interaction:${interaction.id}`, true, LIFETIME)
  } catch (error) {
    logger.warn({ err: error }, 'interaction not noted')
    return true
  }
}

/** A form can come from a command, and then there is no message to leave as it is. */
function hasMessage(interaction: ButtonInteraction | ModalSubmitInteraction): boolean {
  return interaction.isButton() || interaction.isFromMessage()
}
