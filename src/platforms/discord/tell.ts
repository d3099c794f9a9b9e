import {
  type APIModalInteractionResponseCallbackData,
  type ButtonInteraction,
  type MessageContextMenuCommandInteraction,
  RESTJSONErrorCodes,
} from 'discord.js'
import { splitMarkdown } from '../markdown-parts.ts'
import type { Pressed } from './acknowledge.ts'
import type { Buttons } from './answer-text.ts'
import { discordMarkdown } from './discord-markdown.ts'
import { CONTENT_LIMIT, isCode, NO_PINGS, NO_PREVIEWS, PRIVATELY } from './message-writer.ts'

/** A form can only be opened for 3 s; looking something up before it may take this long, in milliseconds. */
export const LOOKED_UP_WITHIN = 1_500

export const OUTDATED = 'This button or form is from another time, and does nothing any more.'

/** A line, or a whole text, to whoever pressed and to nobody else. */
export async function tell(interaction: Pressed, markdown: string, components: Buttons = []): Promise<void> {
  const parts = splitMarkdown(discordMarkdown(markdown), CONTENT_LIMIT)
  for (const [index, content] of parts.entries()) {
    const below = index === parts.length - 1 ? [...components] : []
    const message = { content, components: below, allowedMentions: NO_PINGS }
    const flags = PRIVATELY
    if (interaction.deferred && interaction.ephemeral && !interaction.replied)
      await interaction.editReply({ ...message, flags: NO_PREVIEWS })
    else if (interaction.deferred || interaction.replied) await interaction.followUp({ ...message, flags })
    else await interaction.reply({ ...message, flags })
  }
}

/** Opens a form before whoever pressed. */
export async function openForm(
  interaction: ButtonInteraction | MessageContextMenuCommandInteraction,
  form: APIModalInteractionResponseCallbackData,
): Promise<void> {
  try {
    await interaction.showModal(form)
  } catch (error) {
    // By another process, or by us in a try whose answer got lost.
    if (!isCode(error, RESTJSONErrorCodes.InteractionHasAlreadyBeenAcknowledged)) throw error
  }
}
