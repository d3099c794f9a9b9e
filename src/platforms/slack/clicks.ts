import { z } from 'zod'
import { chosenLabel, type Label } from '../../crowd/codebook.ts'
import { describeForReaders, InputError } from '../../errors.ts'
import { firstRefusalTold } from '../../stored-done.ts'
import { APPEAL_CHOICES } from '../appeal-text.ts'
import { inTime } from '../in-time.ts'
import { CHOOSE } from './answer-blocks.ts'
import { type Click, clickShape, millisecondsOf, orTell, type Told, tellPerson } from './click.ts'
import { type Identity, messageKeyOf, personOf } from './incoming.ts'
import { ACTIONS } from './names.ts'
import { messageNotAnAnswerView, type RatedMessage, ratingView, readRating } from './rating-view.ts'
import { type ReplyServices, showReply } from './reply.ts'

/** Slack takes the answer to a form for 3 s; one that takes longer than this to store is closed, in milliseconds. */
export const FORM_ANSWERED_WITHIN = 2_000

const shortcutShape = z.object({
  user: z.object({ id: z.string() }),
  channel: z.object({ id: z.string() }),
  message: z.object({ ts: z.string(), thread_ts: z.string().optional() }),
  action_ts: z.string(),
  trigger_id: z.string(),
})

type Shortcut = z.output<typeof shortcutShape>

const submissionShape = z.object({
  user: z.object({ id: z.string() }),
  view: z.object({ id: z.string(), hash: z.string().default('') }).loose(),
})

type Submission = z.output<typeof submissionShape>

const readingShape = z.object({ exchange: z.string(), reading: z.string() })

/** What people click: readings of a question, the first refusal, feedback buttons, the rating form. */
export class Clicks {
  readonly #services: ReplyServices
  readonly #identity: Identity

  constructor(services: ReplyServices, identity: Identity) {
    this.#services = services
    this.#identity = identity
  }

  /** One of the readings of a clarifying question. */
  async reading(body: unknown): Promise<void> {
    const click = clickShape.parse(body)
    const { user, channel, message } = click
    const { exchange, reading } = readingShape.parse(JSON.parse(click.actions[0].value))
    this.#services.questions.set(exchange, message.ts)
    const events = this.#services.bot.handleReply({
      exchangeId: exchange,
      author: personOf(this.#identity, user.id),
      answer: { reading },
    })
    const place = {
      channel: channel.id,
      thread: message.thread_ts ?? message.ts,
      recipient: { user: user.id, team: user.team_id ?? this.#identity.team },
    }
    const tell = (text: string) => this.#tell(click, text)
    this.#services.underWay.follow(showReply(events, place, this.#services, tell))
  }

  /** The first refusal, shown to whoever asks for it and to nobody else. */
  async firstRefusal(body: unknown): Promise<void> {
    const click = clickShape.parse(body)
    await this.#orTell(click, () => this.#showFirstRefusal(click))
  }

  async #showFirstRefusal(click: Click): Promise<void> {
    const record = await this.#services.bot.exchange(click.actions[0].value)
    const isHere = record?.place.workspace === this.#identity.team
    return this.#tell(click, firstRefusalTold(isHere ? record : undefined))
  }

  /** A feedback button: a vote, or the form where the button alone does not say enough. */
  async feedback(body: unknown): Promise<void> {
    const click = clickShape.parse(body)
    await this.#orTell(click, () => this.#giveFeedback(click))
  }

  async #giveFeedback(click: Click): Promise<void> {
    const { user, channel, message, actions, trigger_id } = click
    const [{ value, action_ts }] = actions
    const eventTime = millisecondsOf(action_ts)
    const rated = { channel: channel.id, ts: message.ts, askedAt: eventTime }
    if (value === CHOOSE) return this.#openForm(trigger_id, rated)
    const label = chosenLabel(value)
    if (!label) return this.#tell(click, 'This button is from another time, and does nothing any more.')
    const stored = await this.#services.bot.handleVote({
      eventId: ['button', channel.id, message.ts, action_ts].join(':'),
      message: messageKeyOf(this.#identity, channel.id, message.ts),
      voter: personOf(this.#identity, user.id),
      label,
      action: 'add',
      eventTime,
      source: 'button',
    })
    if (stored === 'ignored') return this.#tell(click, 'This answer cannot be voted on any more.')
    // Words are worth asking for where a refusal is called wrong.
    if (label === 'refused_harmless') await this.#openForm(trigger_id, rated, label)
  }

  /** Somebody thinks that a refusal was wrong. */
  async appeal(body: unknown): Promise<void> {
    const click = clickShape.parse(body)
    const person = personOf(this.#identity, click.user.id)
    await this.#orTell(click, async () => {
      const appeal = { exchangeId: click.actions[0].value, person }
      await this.#tell(click, await this.#services.appeals.open(appeal))
    })
  }

  /** What somebody says of a refusal that was appealed. */
  async appealVote(body: unknown): Promise<void> {
    const click = clickShape.parse(body)
    const { user, channel, message, actions } = click
    const [{ action_id, action_ts, value: exchangeId }] = actions
    const said = APPEAL_CHOICES.find(({ choice }) => action_id === `${ACTIONS.appealVote}${choice}`)
    if (!said) return
    await this.#orTell(click, async () => {
      const line = await this.#services.appeals.vote({
        exchangeId,
        choice: said.choice,
        voter: personOf(this.#identity, user.id),
        message: messageKeyOf(this.#identity, channel.id, message.ts),
        eventId: ['button', channel.id, message.ts, action_ts].join(':'),
        eventTime: millisecondsOf(action_ts),
      })
      await this.#tell(click, line)
    })
  }

  /** The message shortcut. */
  async rate(body: unknown): Promise<void> {
    const use = shortcutShape.parse(body)
    await this.#orTell(use, () => this.#offerForm(use))
  }

  async #offerForm({ channel, message, action_ts, trigger_id }: Shortcut): Promise<void> {
    const { bot, api } = this.#services
    const key = messageKeyOf(this.#identity, channel.id, message.ts)
    if (await bot.exchangeShownBy(key)) {
      const rated = { channel: channel.id, ts: message.ts, askedAt: millisecondsOf(action_ts) }
      return this.#openForm(trigger_id, rated)
    }
    await api.call(() => api.client.views.open({ trigger_id, view: messageNotAnAnswerView() }), {
      lane: 'views.open',
      repeat: false,
    })
  }

  /**
   * The rating form, handed in. Gives what is wrong with it; `undefined` when the vote is stored, or takes so long
   * to store that whoever handed it in is told later should it fail.
   */
  async submit(body: unknown): Promise<string | undefined> {
    let read: { readonly submission: Submission; readonly rating: ReturnType<typeof readRating> }
    try {
      const submission = submissionShape.parse(body)
      read = { submission, rating: readRating(submission.view) }
    } catch (error) {
      return this.#whatIsWrong(error)
    }
    const storing = this.#store(read.submission, read.rating)
    const wrong = await inTime(storing, FORM_ANSWERED_WITHIN)
    if (wrong !== 'late') return wrong
    const { message } = read.rating
    const { user } = read.submission
    const told = { user, channel: { id: message.channel }, message: {} }
    this.#services.underWay.follow(
      storing.then((failed) =>
        failed === undefined ? undefined : this.#tell(told, `Your rating was not stored. ${failed}`),
      ),
    )
    return undefined
  }

  async #store(
    { user, view }: Submission,
    { message, label, why }: ReturnType<typeof readRating>,
  ): Promise<string | undefined> {
    try {
      const now = this.#services.now()
      const stored = await this.#services.bot.handleVote({
        eventId: ['form', view.id, view.hash].join(':'),
        message: messageKeyOf(this.#identity, message.channel, message.ts),
        voter: personOf(this.#identity, user.id),
        label,
        action: 'add',
        // Slack does not tell when; our clock may be behind the one that timed the click before.
        eventTime: Math.max(now, (message.askedAt ?? 0) + 1),
        source: 'button',
        ...(why !== undefined && { why }),
      })
      return stored === 'recorded' ? undefined : 'This answer cannot be voted on any more.'
    } catch (error) {
      return this.#whatIsWrong(error)
    }
  }

  #whatIsWrong(error: unknown): string {
    if (!(error instanceof InputError)) this.#services.logger.error({ err: error }, 'rating not stored')
    return describeForReaders(error).message
  }

  async #openForm(trigger_id: string, message: RatedMessage, chosen?: Label): Promise<void> {
    const { api, bot } = this.#services
    const view = ratingView({
      codebook: await bot.codebookAt({ platform: 'slack', workspace: this.#identity.team }),
      message,
      ...(chosen !== undefined && { chosen }),
    })
    await api.call(() => api.client.views.open({ trigger_id, view }), { lane: 'views.open', repeat: false })
  }

  async #orTell(told: Told, work: () => Promise<void>): Promise<void> {
    await orTell(told, work, this.#services)
  }

  async #tell(told: Told, markdown: string): Promise<void> {
    await tellPerson(told, markdown, this.#services)
  }
}
