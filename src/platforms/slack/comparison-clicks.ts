import { z } from 'zod'
import type { CommandEvent } from '../../../commands/command.ts'
import type { Caller } from '../../bot-types.ts'
import { describeForReaders, InputError } from '../../errors.ts'
import { compareUse, offered } from '../comparison-form.ts'
import { COMPARISON_GONE, choicesOf, wholeText } from '../comparison-text.ts'
import { inTime } from '../in-time.ts'
import { type Click, clickShape, millisecondsOf, orTell, type Told, tellPerson } from './click.ts'
import { withSlackNames } from './command-names.ts'
import { readTarget } from './comparison-blocks.ts'
import { showComparison } from './comparison-start.ts'
import { type ChosenComparison, comparisonView, notAMemberView, readComparison } from './comparison-view.ts'
import { messagesOf } from './draft.ts'
import { type Identity, keyOf, messageKeyOf, personOf, placeOf } from './incoming.ts'
import { ACTIONS } from './names.ts'
import { plainText } from './plain-text.ts'
import type { ReplyServices } from './reply.ts'
import { refusalOf } from './slack-api.ts'

/** A form can be opened for 3 s; looking whether the bot can post may take this long, in milliseconds. */
const LOOKED_WITHIN = 1_000

/** Slack takes the answer to a form for 3 s; one that takes longer than this to begin is closed, in milliseconds. */
const FORM_ANSWERED_WITHIN = 2_000

/** What Slack says of a conversation that the bot is not in. */
const NOT_A_MEMBER: ReadonlySet<string | undefined> = new Set(['not_in_channel', 'channel_not_found'])

const shortcutShape = z.object({
  channel: z.object({ id: z.string() }),
  message: z.object({
    ts: z.string(),
    thread_ts: z.string().optional(),
    edited: z.object({ ts: z.string() }).optional(),
    text: z.string().default(''),
  }),
  trigger_id: z.string(),
})

const submissionShape = z.object({ user: z.object({ id: z.string() }), view: z.unknown() })

/** What people click below a comparison, and the form in which they ask for one. */
export class ComparisonClicks {
  readonly #services: ReplyServices
  readonly #identity: Identity

  constructor(services: ReplyServices, identity: Identity) {
    this.#services = services
    this.#identity = identity
  }

  /** One of the buttons that say which answer is best. */
  async vote(body: unknown): Promise<void> {
    await this.#take(body, async (click) => {
      const { user, message, actions } = click
      const [{ action_id, action_ts, value: comparisonId }] = actions
      const view = await this.#services.bot.comparison(comparisonId)
      if (!view) return COMPARISON_GONE
      const choice = choicesOf(view).find((one) => action_id === `${ACTIONS.compareVote}${one}`)
      if (choice === undefined) return COMPARISON_GONE
      const voter = personOf(this.#identity, user.id)
      const vote = {
        comparisonId,
        voter,
        choice,
        action: 'add',
        eventTime: millisecondsOf(action_ts),
      } as const
      return this.#services.comparisons.vote(vote, message.ts)
    })
  }

  /** A text as a whole, for whoever wants to read it. */
  async read(body: unknown): Promise<void> {
    await this.#take(body, async ({ actions: [{ action_id, value }] }) => {
      const view = await this.#services.bot.comparison(value)
      if (view?.place.workspace !== this.#identity.team) return COMPARISON_GONE
      const target = readTarget(action_id)
      return (target && wholeText(view, target)) ?? COMPARISON_GONE
    })
  }

  async reveal(body: unknown): Promise<void> {
    await this.#end('reveal', body)
  }

  async cancel(body: unknown): Promise<void> {
    await this.#end('cancel', body)
  }

  /** The message shortcut: what the message says, or what it answers, is in the form. */
  async offerForm(body: unknown): Promise<void> {
    const { channel, message, trigger_id } = shortcutShape.parse(body)
    const { api, bot } = this.#services
    const [canPost, record] = await Promise.all([
      this.#canPost(channel.id),
      bot.exchangeShownBy(messageKeyOf(this.#identity, channel.id, message.ts)).catch(() => undefined),
    ])
    const { ts, thread_ts: thread, edited } = message
    // What the bot wrote is edited while it is written: its request is known by the exchange alone.
    const about = record?.key.message ?? keyOf(this.#identity, channel.id, ts, edited?.ts).message
    const view = canPost
      ? comparisonView({
          place: { channel: channel.id, about, ...(thread !== undefined && { thread }) },
          prompt: record?.prompt ?? plainText(message.text, this.#identity.botUser),
          ...offered(bot),
        })
      : notAMemberView()
    await api.call(() => api.client.views.open({ trigger_id, view }), { lane: 'views.open', repeat: false })
  }

  /** The form, handed in. Gives what is wrong with it; `undefined` when the comparison has begun or takes its time to. */
  async submit(body: unknown): Promise<string | undefined> {
    const { user, view } = submissionShape.parse(body)
    try {
      const chosen = readComparison(view)
      const caller = this.#callerOf(user.id, chosen)
      const events = this.#services.bot.handleCommand(compareUse(chosen), caller)[Symbol.asyncIterator]()
      const beginning = events.next()
      const first = await inTime(beginning, FORM_ANSWERED_WITHIN)
      if (first !== 'late' && !first.done && first.value.type === 'text' && first.value.mistake) {
        return this.#inWords(first.value.markdown)
      }
      this.#services.underWay.follow(this.#begin(beginning, events, caller, chosen))
      return undefined
    } catch (error) {
      if (!(error instanceof InputError)) this.#services.logger.error({ err: error }, 'comparison not begun')
      return describeForReaders(error).message
    }
  }

  async #begin(
    beginning: Promise<IteratorResult<CommandEvent>>,
    rest: AsyncIterator<CommandEvent>,
    { person }: Caller,
    { place: { channel, thread } }: ChosenComparison,
  ): Promise<void> {
    const told = { user: { id: person.user }, channel: { id: channel }, message: { thread_ts: thread } }
    const tell = (line: string) => this.#tellSomehow(told, line)
    try {
      const first = await beginning
      if (first.done) return
      if (first.value.type === 'comparison') {
        await showComparison({ view: first.value.view, rest, person }, this.#services, tell)
      } else if (first.value.type === 'text') await tell(this.#inWords(first.value.markdown))
    } catch (error) {
      if (!(error instanceof InputError)) this.#services.logger.error({ err: error }, 'comparison not begun')
      await tell(describeForReaders(error).message)
    }
  }

  #callerOf(user: string, { form, place: { channel, thread, about } }: ChosenComparison): Caller {
    const person = personOf(this.#identity, user)
    const id = `command-${form}`
    return {
      person,
      place: placeOf(this.#identity, channel, thread ?? id),
      isAdmin: this.#services.bot.isAdmin(person),
      key: messageKeyOf(this.#identity, channel, id),
      about: messageKeyOf(this.#identity, channel, about),
      awaitsDelivery: true,
    }
  }

  async #end(how: 'reveal' | 'cancel', body: unknown): Promise<void> {
    await this.#take(body, async ({ user, message, actions: [{ value }] }) => {
      await this.#services.comparisons.end(how, value, personOf(this.#identity, user.id), message.ts)
      return undefined
    })
  }

  async #take(body: unknown, work: (click: Click) => Promise<string | undefined>): Promise<void> {
    const click = clickShape.parse(body)
    const services = this.#services
    const tell = async () => {
      const line = await work(click)
      if (line !== undefined) await tellPerson(click, this.#inWords(line), services)
    }
    await orTell(click, tell, services)
  }

  /** In the conversation, or directly where that cannot be. */
  async #tellSomehow(told: Told, line: string): Promise<void> {
    const { api } = this.#services
    try {
      await tellPerson(told, line, this.#services)
    } catch (error) {
      if (refusalOf(error) === undefined) throw error
      const channel = told.user.id
      for (const shown of messagesOf(line)) {
        await api.call(() => api.client.chat.postMessage({ channel, ...shown }), {
          lane: `chat.postMessage ${channel}`,
          repeat: false,
        })
      }
    }
  }

  /** Nobody is told of channels without being asked, so one of its messages is looked for. In doubt it can be tried. */
  async #canPost(channel: string): Promise<boolean> {
    const { api } = this.#services
    const looking = api
      .call(() => api.client.conversations.history({ channel, limit: 1 }), {
        lane: 'conversations.history',
        repeat: false,
      })
      .then(
        () => true,
        (error: unknown) => !NOT_A_MEMBER.has(refusalOf(error)),
      )
    const found = await inTime(looking, LOOKED_WITHIN)
    return found === 'late' || found
  }

  #inWords(line: string): string {
    return withSlackNames(
      line,
      this.#services.bot.commands.map(({ name }) => name),
    )
  }
}
