/**
 * Interactions that people began: who may still be answered, and how.
 * https://docs.discord.com/developers/interactions/receiving-and-responding
 */
import type { Json } from '../shared/json.ts'
import type { Clock } from './clock.ts'
import { failures } from './errors.ts'
import { type SeenMessage, type StoredMessage, seenOf } from './state.ts'
import type { Snowflakes } from './world.ts'

/** Milliseconds for which its token can be used. */
export const tokenLife = 15 * 60_000

export const interactionType = { command: 2, component: 3, autocomplete: 4, modal: 5 } as const

/** A modal as it stands before the person. */
export interface OpenedModal {
  readonly user: string
  readonly customId: string
  readonly title: string
  /** As Discord's component objects. */
  readonly components: readonly Json[]
  /** The interaction that it answers. */
  readonly from: OpenInteraction
}

/** What the person sees once the bot has acknowledged, or has failed to. */
export type Outcome =
  | {
      readonly kind: 'message' | 'thinking' | 'updated' | 'nothing'
      readonly message: SeenMessage | undefined
    }
  | { readonly kind: 'modal'; readonly modal: OpenedModal }
  | { readonly kind: 'choices'; readonly choices: readonly Json[] }
  /** "The application did not respond": three seconds passed. */
  | { readonly kind: 'failed' }

export interface Begun {
  readonly type: number
  readonly user: string
  readonly channel: string
  readonly guildId: string | undefined
  /** The command's name as the person typed it; empty for others. */
  readonly name: string
  /** The type of messages that answer it. */
  readonly answerType: number
  /** The message whose component was used, also by way of a modal. */
  readonly source: StoredMessage | undefined
  /** The message that a command of the message's menu was used on. */
  readonly target?: StoredMessage
  /** The interaction that opened the modal which this one submits. */
  readonly openedBy?: OpenInteraction
}

export interface OpenInteraction extends Begun {
  readonly id: string
  readonly token: string
  /** Milliseconds since 1970. */
  readonly at: number
  acknowledged: boolean
  /** The initial response was deferred and is not there yet. */
  loading: boolean
  /** `@original`, once there is one. */
  original: StoredMessage | undefined
}

export class OpenInteractions {
  private readonly byToken = new Map<string, OpenInteraction>()
  private readonly waiting = new Map<string, (outcome: Outcome) => void>()
  private readonly clock: Clock
  private readonly snowflakes: Snowflakes
  /** Milliseconds in which an interaction is to be acknowledged. */
  private readonly acknowledgeWithin: number

  constructor(clock: Clock, snowflakes: Snowflakes, acknowledgeWithin: number) {
    this.clock = clock
    this.snowflakes = snowflakes
    this.acknowledgeWithin = acknowledgeWithin
  }

  /** Begins one; the promise is of what the person sees of it. */
  begin(begun: Begun): { readonly interaction: OpenInteraction; readonly outcome: Promise<Outcome> } {
    const id = this.snowflakes.next()
    const interaction: OpenInteraction = {
      ...begun,
      id,
      token: `interaction-token-${id}`,
      at: this.clock.now(),
      acknowledged: false,
      loading: false,
      original: undefined,
    }
    this.byToken.set(interaction.token, interaction)
    const outcome = new Promise<Outcome>((resolve) => {
      const stop = this.clock.after(this.acknowledgeWithin, () =>
        this.settle(interaction, { kind: 'failed' }),
      )
      this.waiting.set(id, (seen) => {
        stop()
        resolve(seen)
      })
    })
    this.forget()
    return { interaction, outcome }
  }

  /** The interaction that is to be acknowledged. @throws ApiError 10062, 40060 */
  toAcknowledge(id: string, token: string): OpenInteraction {
    const interaction = this.byToken.get(token)
    if (interaction === undefined || interaction.id !== id) throw failures.unknownInteraction()
    if (interaction.acknowledged) throw failures.alreadyAcknowledged()
    if (this.clock.now() - interaction.at > this.acknowledgeWithin) throw failures.unknownInteraction()
    return interaction
  }

  /** The interaction that is spoken to through its token. @throws ApiError 10015, 50027 */
  acknowledged(token: string): OpenInteraction {
    const interaction = this.byToken.get(token)
    if (interaction === undefined || !interaction.acknowledged) throw failures.unknownWebhook()
    if (this.clock.now() - interaction.at > tokenLife) throw failures.invalidWebhookToken()
    return interaction
  }

  /** Marks it acknowledged, and shows the person what came of it. */
  acknowledge(
    interaction: OpenInteraction,
    kind: 'message' | 'thinking' | 'updated' | 'nothing',
    message: StoredMessage | undefined,
  ): void {
    interaction.acknowledged = true
    interaction.loading = kind === 'thinking'
    interaction.original = message
    this.settle(interaction, { kind, message: message === undefined ? undefined : seenOf(message) })
  }

  acknowledgeWith(interaction: OpenInteraction, outcome: Outcome): void {
    interaction.acknowledged = true
    this.settle(interaction, outcome)
  }

  private settle(interaction: OpenInteraction, outcome: Outcome): void {
    this.waiting.get(interaction.id)?.(outcome)
    this.waiting.delete(interaction.id)
  }

  /** Drops those whose token ended long ago, oldest first; until then it answers that it has ended. */
  private forget(): void {
    for (const [token, { at }] of this.byToken) {
      if (this.clock.now() - at < 4 * tokenLife) return
      this.byToken.delete(token)
    }
  }
}
