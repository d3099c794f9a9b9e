import type {
  ButtonInteraction,
  MessageContextMenuCommandInteraction,
  ModalSubmitInteraction,
} from 'discord.js'
import { LETTERS } from '../../comparison-types.ts'
import { compareUse, offered } from '../comparison-form.ts'
import { COMPARISON_GONE, choicesOf, wholeText } from '../comparison-text.ts'
import { inTime } from '../in-time.ts'
import { acknowledge } from './acknowledge.ts'
import { comparisonModal, readComparison } from './comparison-modal.ts'
import type { CustomId } from './names.ts'
import { personOf, shownKey } from './places.ts'
import type { DiscordServices } from './services.ts'
import { runCommand } from './slash-command.ts'
import { LOOKED_UP_WITHIN, openForm, tell } from './tell.ts'

/** What people press below a comparison, and the form in which they ask for one. */
export class ComparisonClicks {
  readonly #services: DiscordServices

  constructor(services: DiscordServices) {
    this.#services = services
  }

  /** One of the buttons that say which answer is best. */
  async vote(interaction: ButtonInteraction, { exchange: comparisonId, detail }: CustomId): Promise<void> {
    if (!(await acknowledge(interaction, 'hidden', this.#services))) return
    const { bot, comparisons, now } = this.#services
    const view = await bot.comparison(comparisonId)
    const choice = view && choicesOf(view).find((one) => one === detail)
    if (choice === undefined) return tell(interaction, COMPARISON_GONE)
    const voter = voterOf(interaction)
    // By our clock, as reactions are: Discord's own may go before or behind it.
    const vote = { comparisonId, voter, choice, action: 'add', eventTime: now() } as const
    await tell(interaction, await comparisons.vote(vote, interaction.message.id))
  }

  /** A text as a whole, for whoever wants to read it. */
  async read(interaction: ButtonInteraction, { exchange: id, detail }: CustomId): Promise<void> {
    if (!(await acknowledge(interaction, 'hidden', this.#services))) return
    const view = await this.#services.bot.comparison(id)
    const which = detail === 'prompt' ? detail : LETTERS.find((letter) => letter === detail)
    await tell(interaction, (view && which && wholeText(view, which)) ?? COMPARISON_GONE)
  }

  /** The message itself shows what comes of it. */
  async end(interaction: ButtonInteraction, how: 'reveal' | 'cancel', id: string): Promise<void> {
    if (!(await acknowledge(interaction, 'silent', this.#services))) return
    await this.#services.comparisons.end(how, id, voterOf(interaction), interaction.message.id)
  }

  /** The entry in the menu of a message: what the message says, or what it answers, is in the form. */
  async offerForm(interaction: MessageContextMenuCommandInteraction): Promise<void> {
    const { bot } = this.#services
    const { targetMessage: message, guildId, channelId } = interaction
    const key = shownKey(guildId ?? undefined, channelId, message.id)
    const record = await inTime(bot.exchangeShownBy(key), LOOKED_UP_WITHIN).catch(() => undefined)
    const prompt = record === undefined || record === 'late' ? message.cleanContent : record.prompt
    await openForm(interaction, comparisonModal(message.id, { prompt, ...offered(bot) }))
  }

  /** The form, handed in: from here on it is a command like any other. */
  async submit(interaction: ModalSubmitInteraction, { exchange: about }: CustomId): Promise<void> {
    await runCommand(interaction, compareUse(readComparison(interaction.fields)), this.#services, about)
  }
}

function voterOf({ guildId, user }: ButtonInteraction) {
  return personOf(guildId ?? undefined, user.id)
}
