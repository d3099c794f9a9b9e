import {
  type ButtonInteraction,
  type Interaction,
  type MessageContextMenuCommandInteraction,
  type ModalSubmitInteraction,
  RESTJSONErrorCodes,
} from 'discord.js'
import type { QuestionReply } from '../../bot-types.ts'
import { chosenLabel, entryLabelled } from '../../crowd/codebook.ts'
import { describeForReaders, InputError } from '../../errors.ts'
import type { ReplyEvent } from '../../reply-events.ts'
import { firstRefusalTold } from '../../stored-done.ts'
import { APPEAL_CHOICES } from '../appeal-text.ts'
import { inTime } from '../in-time.ts'
import { acknowledge, type Pressed } from './acknowledge.ts'
import { sayWhyButton } from './answer-text.ts'
import { ComparisonClicks } from './comparison-clicks.ts'
import { Labelling } from './labelling.ts'
import { isCode } from './message-writer.ts'
import { COMPARE_MENU, type CustomId, customIdsIn, RATE_MENU, readCustomId } from './names.ts'
import { personOf, shownKey, whereaboutsOf } from './places.ts'
import { type Rated, ratingForm, readRating, readWords, wordsForm } from './rating-form.ts'
import type { DiscordServices } from './services.ts'
import { LOOKED_UP_WITHIN, OUTDATED, openForm, tell } from './tell.ts'

/** Shows what comes of the reply to a question; `tell` says a line to whoever pressed, and to nobody else. */
export type ShowReply = (
  events: AsyncIterable<ReplyEvent>,
  at: { readonly exchange: string; readonly interaction: ButtonInteraction | ModalSubmitInteraction },
  tell: (line: string) => Promise<void>,
) => Promise<void>

const CLOSED = 'This answer cannot be voted on any more.'
const NO_ANSWER =
  'This message is not one of my answers, so there is nothing to rate in it. You can rate what I wrote in reply to somebody.'

/** What people press and hand in: readings of a question, the first refusal, feedback, the rating form. */
export class Clicks {
  readonly #services: DiscordServices
  readonly #show: ShowReply
  readonly #labelling: Labelling
  readonly #comparisons: ComparisonClicks

  constructor(services: DiscordServices, show: ShowReply) {
    this.#services = services
    this.#show = show
    this.#labelling = new Labelling(services)
    this.#comparisons = new ComparisonClicks(services)
  }

  /** Deals with an interaction, on its own. False for what is none of these. */
  take(interaction: Interaction): boolean {
    if (interaction.isButton()) this.#follow(interaction, () => this.#press(interaction))
    else if (interaction.isModalSubmit()) this.#follow(interaction, () => this.#submit(interaction))
    else if (interaction.isMessageContextMenuCommand())
      this.#follow(interaction, () => this.#choose(interaction))
    else return false
    return true
  }

  /** Ends in a line to the presser where it fails. */
  #follow(interaction: Pressed, work: () => Promise<void>): void {
    const { logger, underWay } = this.#services
    const guarded = async () => {
      try {
        await work()
      } catch (error) {
        if (!(error instanceof InputError)) logger.error({ err: error }, 'interaction broke')
        // Discord takes nothing for it any more: whoever pressed has been told by Discord that it failed.
        if (isCode(error, RESTJSONErrorCodes.UnknownInteraction)) return
        await tell(interaction, describeForReaders(error).message)
      }
    }
    underWay.follow(guarded())
  }

  async #press(interaction: ButtonInteraction): Promise<void> {
    const id = readCustomId(interaction.customId)
    switch (id?.kind) {
      case 'reading':
        return this.#answer(interaction, id.exchange, { reading: id.detail })
      case 'other':
        return openForm(interaction, wordsForm(id.exchange))
      case 'refusal':
        return this.#firstRefusal(interaction, id.exchange)
      case 'vote':
        return this.#vote(interaction, id)
      case 'label':
      case 'unlabel':
      case 'stop':
        return this.#labelling.press(interaction, id)
      case 'appeal':
        return this.#appeal(interaction, id.exchange)
      case 'side':
        return this.#takeSide(interaction, id)
      case 'best':
        return this.#comparisons.vote(interaction, id)
      case 'whole':
        return this.#comparisons.read(interaction, id)
      case 'reveal':
      case 'cancel':
        return this.#comparisons.end(interaction, id.kind, id.exchange)
      case 'choose':
        return this.#openRating(interaction, ratedBy(id, interaction.message.id))
      default:
        await tell(interaction, OUTDATED)
    }
  }

  /** An entry in the menu of a message. */
  async #choose(interaction: MessageContextMenuCommandInteraction): Promise<void> {
    switch (interaction.commandName) {
      case RATE_MENU:
        return this.#rate(interaction)
      case COMPARE_MENU:
        return this.#comparisons.offerForm(interaction)
      default:
        await tell(interaction, OUTDATED)
    }
  }

  async #submit(interaction: ModalSubmitInteraction): Promise<void> {
    const id = readCustomId(interaction.customId)
    switch (id?.kind) {
      case 'words':
        return this.#answer(interaction, id.exchange, { words: readWords(interaction.fields) })
      case 'rate':
        return this.#takeRating(interaction, id)
      case 'compare':
        return this.#comparisons.submit(interaction, id)
      default:
        await tell(interaction, OUTDATED)
    }
  }

  /** The reply to a clarifying question. */
  async #answer(
    interaction: ButtonInteraction | ModalSubmitInteraction,
    exchange: string,
    answer: QuestionReply['answer'],
  ): Promise<void> {
    if (!(await acknowledge(interaction, 'silent', this.#services))) return
    const { bot, questions } = this.#services
    if (interaction.message) questions.set(exchange, interaction.message.id)
    const author = personOf(interaction.guildId ?? undefined, interaction.user.id)
    const events = bot.handleReply({ exchangeId: exchange, author, answer })
    await this.#show(events, { exchange, interaction }, (line) => tell(interaction, line))
  }

  /** Shown to whoever asks for it, and to nobody else. */
  async #firstRefusal(interaction: ButtonInteraction, exchange: string): Promise<void> {
    if (!(await acknowledge(interaction, 'hidden', this.#services))) return
    const record = await this.#services.bot.exchange(exchange)
    await tell(interaction, firstRefusalTold(record))
  }

  async #vote(interaction: ButtonInteraction, { exchange, detail }: CustomId): Promise<void> {
    if (!(await acknowledge(interaction, 'hidden', this.#services))) return
    const message = interaction.message.id
    const label = chosenLabel(detail)
    if (!label) return tell(interaction, OUTDATED)
    const line = await this.#store(interaction, message, { label })
    // Words are worth asking for where a refusal is called wrong.
    const asksWhy = line !== CLOSED && label === 'refused_harmless'
    await tell(interaction, line, asksWhy ? sayWhyButton(exchange, message, label) : [])
  }

  /** Somebody thinks that a refusal was wrong. */
  async #appeal(interaction: ButtonInteraction, exchangeId: string): Promise<void> {
    if (!(await acknowledge(interaction, 'hidden', this.#services))) return
    const { channelId, guildId, channel, user } = interaction
    const { guild, category } = whereaboutsOf(channelId, guildId, channel)
    const person = personOf(guild, user.id)
    const appeal = { exchangeId, person, ...(category !== undefined && { category }) }
    await tell(interaction, await this.#services.appeals.open(appeal))
  }

  /** What somebody says of a refusal that was appealed. */
  async #takeSide(interaction: ButtonInteraction, { exchange, detail }: CustomId): Promise<void> {
    if (!(await acknowledge(interaction, 'hidden', this.#services))) return
    const { id, guildId, channelId, user, message } = interaction
    const said = APPEAL_CHOICES.find(({ choice }) => choice === detail)
    if (!said) return tell(interaction, OUTDATED)
    const guild = guildId ?? undefined
    const line = await this.#services.appeals.vote({
      exchangeId: exchange,
      choice: said.choice,
      voter: personOf(guild, user.id),
      message: shownKey(guild, channelId, message.id),
      eventId: `button:${id}`,
      eventTime: this.#services.now(),
    })
    await tell(interaction, line)
  }

  async #takeRating(interaction: ModalSubmitInteraction, { detail: message }: CustomId): Promise<void> {
    if (!(await acknowledge(interaction, 'hidden', this.#services))) return
    await tell(interaction, await this.#store(interaction, message, readRating(interaction.fields)))
  }

  /** Stores a vote; gives what is said of it. */
  async #store(
    { id, guildId, channelId, user }: ButtonInteraction | ModalSubmitInteraction,
    message: string,
    { label, why }: ReturnType<typeof readRating>,
  ): Promise<string> {
    const guild = guildId ?? undefined
    const { bot, now } = this.#services
    const key = shownKey(guild, channelId ?? '', message)
    const stored = await bot.handleVote({
      eventId: `button:${id}`,
      message: key,
      voter: personOf(guild, user.id),
      label,
      action: 'add',
      // By our clock, as reactions are: Discord's own may go before or behind it.
      eventTime: now(),
      source: 'button',
      ...(why !== undefined && { why }),
    })
    if (stored === 'ignored') return CLOSED
    const entry = entryLabelled(label, await bot.codebookAt(key))
    return counted(`${entry?.emoji ?? ''} ${entry?.meaning ?? ''}`, why !== undefined)
  }

  async #rate(interaction: MessageContextMenuCommandInteraction): Promise<void> {
    const { targetMessage: message, guildId, channelId, client } = interaction
    if (message.author.id !== client.user.id) return tell(interaction, NO_ANSWER)
    const ids = message.components.flatMap(customIdsIn)
    const known = ids.find(({ kind }) => kind === 'vote' || kind === 'choose')
    if (known) return this.#openRating(interaction, ratedBy(known, message.id))
    // Only the last message of an answer has buttons.
    const key = shownKey(guildId ?? undefined, channelId, message.id)
    const record = await inTime(this.#services.bot.exchangeShownBy(key), LOOKED_UP_WITHIN / 2)
    if (record === undefined) return tell(interaction, NO_ANSWER)
    // What could not be looked up in time is looked up when the form is handed in.
    const exchange = record === 'late' ? '' : record.id
    await this.#openRating(interaction, { exchange, message: message.id })
  }

  async #openRating(
    interaction: ButtonInteraction | MessageContextMenuCommandInteraction,
    rated: Rated,
  ): Promise<void> {
    const { bot, client } = this.#services
    const { workspace } = personOf(interaction.guildId ?? undefined, interaction.user.id)
    const codebook = await inTime(bot.codebookAt({ platform: 'discord', workspace }), LOOKED_UP_WITHIN)
    if (codebook === 'late') throw new InputError('This took too long to look up. Try once more.')
    await openForm(interaction, ratingForm(rated, { codebook, client }))
  }
}

/** What a button is about: the message it stands below, or the one that it names. */
function ratedBy({ kind, exchange, detail }: CustomId, below: string): Rated {
  const [message = '', chosen = ''] = kind === 'choose' ? detail.split(':') : []
  const label = chosenLabel(chosen)
  return { exchange, message: message === '' ? below : message, ...(label && { chosen: label }) }
}

function counted(said: string, hasReason: boolean): string {
  const reason = hasReason ? ' Your reason is kept with it.' : ''
  return `Counted: ${said}${reason} To change it, press another button, react with another emoji, or choose “${RATE_MENU}” in the menu of the message.`
}
