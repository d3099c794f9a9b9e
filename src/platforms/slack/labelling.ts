import { z } from 'zod'
import { LABELS } from '../../crowd/codebook.ts'
import { SKIPPED } from '../../crowd/label-queue.ts'
import { describeForReaders } from '../../errors.ts'
import type { Labeller, LabelSheet } from '../../labelling-types.ts'
import { patiently } from '../patiently.ts'
import { type Identity, personOf } from './incoming.ts'
import { type LabelMessage, labelMessage, labelProblem, stoppedMessage } from './label-blocks.ts'
import { ACTIONS } from './names.ts'
import type { ReplyServices } from './reply.ts'

/** A click below an answer that somebody labels. */
const clickShape = z.object({
  user: z.object({ id: z.string() }),
  channel: z.object({ id: z.string() }),
  actions: z.tuple([z.object({ action_id: z.string(), value: z.string().default('') })]),
})

type Click = z.output<typeof clickShape>

const choiceShape = z.enum([...LABELS, SKIPPED])

/** Shows something to one person; with `replace_original` in place of what they clicked in. */
type Show = (
  message: LabelMessage & { readonly response_type: 'ephemeral'; readonly replace_original?: true },
) => Promise<unknown>

/** Answers that a person labels one by one, in a message that only they see. */
export class Labelling {
  readonly #services: ReplyServices
  readonly #identity: Pick<Identity, 'team'>

  constructor(services: ReplyServices, identity: Pick<Identity, 'team'>) {
    this.#services = services
    this.#identity = identity
  }

  /** The first answer. */
  async begin({ channel, user }: { readonly channel: string; readonly user: string }, show: Show) {
    const labeller = this.#labeller(user, channel)
    await this.#show(() => this.#services.bot.labelSheet(labeller), labelMessage, show, {})
  }

  /** A label, or a skip. */
  async label(body: unknown, show: Show): Promise<void> {
    const click = clickShape.parse(body)
    const { action_id, value } = click.actions[0]
    const choice = choiceShape.parse(action_id.slice(ACTIONS.label.length))
    await this.#replace(click, show, (labeller) => this.#services.bot.labelTask(labeller, value, choice))
  }

  /** The answer before, once more. */
  async unlabel(body: unknown, show: Show): Promise<void> {
    const click = clickShape.parse(body)
    const { value } = click.actions[0]
    await this.#replace(click, show, (labeller) => this.#services.bot.unlabelTask(labeller, value))
  }

  async stop(body: unknown, show: Show): Promise<void> {
    const click = clickShape.parse(body)
    const sheetOf = (labeller: Labeller) => this.#services.bot.labelSheet(labeller)
    await this.#replace(click, show, sheetOf, stoppedMessage)
  }

  async #replace(
    { user, channel }: Click,
    show: Show,
    sheetOf: (labeller: Labeller) => Promise<LabelSheet>,
    render = labelMessage,
  ): Promise<void> {
    const labeller = this.#labeller(user.id, channel.id)
    await this.#show(() => sheetOf(labeller), render, show, { replace_original: true })
  }

  /** What broke is said in a message of its own, so that the answer with its buttons stays. */
  async #show(
    sheetOf: () => Promise<LabelSheet>,
    render: (sheet: LabelSheet) => LabelMessage,
    show: Show,
    how: { readonly replace_original?: true },
  ): Promise<void> {
    const { wait, logger } = this.#services
    let sheet: LabelSheet
    try {
      sheet = await sheetOf()
    } catch (error) {
      logger.error({ err: error }, 'labelling broke')
      const problem = labelProblem(describeForReaders(error).message)
      await patiently(() => show({ response_type: 'ephemeral', ...problem }), wait)
      return
    }
    await patiently(() => show({ response_type: 'ephemeral', ...how, ...render(sheet) }), wait)
  }

  #labeller(user: string, channel: string): Labeller {
    const { team } = this.#identity
    return {
      person: personOf(this.#identity, user),
      scope: { platform: 'slack', workspace: team, channels: [channel] },
    }
  }
}
