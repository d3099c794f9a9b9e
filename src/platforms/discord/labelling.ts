import type { ButtonInteraction, ChatInputCommandInteraction } from 'discord.js'
import type { Labeller, LabelSheet } from '../../labelling-types.ts'
import { acknowledge } from './acknowledge.ts'
import { choiceOf, type LabelMessage, labelMessage, stoppedMessage } from './label-message.ts'
import { NO_PINGS, NO_PREVIEWS } from './message-writer.ts'
import type { CustomId } from './names.ts'
import { outsideThreads, personOf, placeIn, whereaboutsOf } from './places.ts'
import type { DiscordServices } from './services.ts'

/** Answers that a person labels one by one, in a message that only they see. */
export class Labelling {
  readonly #services: DiscordServices

  constructor(services: DiscordServices) {
    this.#services = services
  }

  /** The first answer, where the acknowledged command is answered. */
  async begin(interaction: ChatInputCommandInteraction): Promise<void> {
    const { bot, client } = this.#services
    await show(interaction, labelMessage(await bot.labelSheet(labellerOf(interaction)), client))
  }

  /** A button below an answer: what comes next takes the place of that answer. */
  async press(interaction: ButtonInteraction, id: CustomId): Promise<void> {
    if (!(await acknowledge(interaction, 'silent', this.#services))) return
    const sheet = await this.#sheetAfter(interaction, id)
    await show(
      interaction,
      id.kind === 'stop' ? stoppedMessage(sheet) : labelMessage(sheet, this.#services.client),
    )
  }

  async #sheetAfter(
    interaction: ButtonInteraction,
    { kind, exchange: task, detail }: CustomId,
  ): Promise<LabelSheet> {
    const { bot } = this.#services
    const labeller = labellerOf(interaction)
    if (kind === 'unlabel') return bot.unlabelTask(labeller, task)
    const choice = kind === 'label' ? choiceOf(detail) : undefined
    return choice === undefined ? bot.labelSheet(labeller) : bot.labelTask(labeller, task, choice)
  }
}

/**
 * In a thread, its own answers; in a channel, those outside of threads: not everybody who reads the channel can read
 * each of its threads.
 */
function labellerOf(interaction: ButtonInteraction | ChatInputCommandInteraction): Labeller {
  const { channelId, guildId, channel, user } = interaction
  const at = whereaboutsOf(channelId, guildId, channel)
  const { platform, workspace, channel: where, thread } = placeIn(at, '')
  const threads = at.parent === undefined ? { beginningWith: outsideThreads() } : { named: thread }
  return {
    person: personOf(at.guild, user.id),
    scope: { platform, workspace, channels: [where], threads },
  }
}

async function show(
  interaction: ButtonInteraction | ChatInputCommandInteraction,
  { content, components }: LabelMessage,
): Promise<void> {
  await interaction.editReply({
    content,
    components: [...components],
    allowedMentions: NO_PINGS,
    flags: NO_PREVIEWS,
  })
}
