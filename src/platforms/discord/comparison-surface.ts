import { DiscordAPIError, MessageFlags } from 'discord.js'
import type { ComparisonView } from '../../comparison-types.ts'
import type { MessageKey } from '../../domain.ts'
import type { ComparisonSurface } from '../comparison-board.ts'
import { RecentMap } from '../recent-map.ts'
import { comparisonMessage } from './comparison-message.ts'
import { deleteMessage, NO_PINGS, sendable } from './message-writer.ts'
import { customIdsIn } from './names.ts'
import { isDirect, sentTo, shownKey } from './places.ts'
import type { DiscordServices } from './services.ts'

/** Messages that are read to find one, the most Discord gives at once. */
const LOOKED_AT = 100

/** Comparisons that are being posted at once. */
const POSTING = 100

/** Comparisons as messages of components alone, where they were asked for. */
export class DiscordComparisons implements ComparisonSurface {
  readonly platform = 'discord'
  readonly #services: () => DiscordServices
  /** Discord gives back the message it has where the same nonce comes again, so that no retry posts twice. */
  readonly #nonces = new RecentMap<string, string>(POSTING)

  /** The services have the board of comparisons among them, so they are asked for when they are there. */
  constructor(services: () => DiscordServices) {
    this.#services = services
  }

  keyOf({ place }: ComparisonView, message: string): MessageKey {
    return shownKey(isDirect(place) ? undefined : place.workspace, sentTo(place), message)
  }

  async post(view: ComparisonView): Promise<string> {
    const services = this.#services()
    const channel = await sendable(services, sentTo(view.place))
    const nonce = this.#nonces.get(view.id) ?? services.newNonce()
    this.#nonces.set(view.id, nonce)
    const posted = await channel.send({ ...comparisonPayload(view), nonce, enforceNonce: true })
    return posted.id
  }

  async edit(view: ComparisonView, message: string): Promise<void> {
    const channel = await sendable(this.#services(), sentTo(view.place))
    await channel.messages.edit(message, comparisonPayload(view))
  }

  async remove({ place }: ComparisonView, message: string): Promise<void> {
    await deleteMessage(this.#services(), sentTo(place), message)
  }

  /** Known by its buttons, among the newest messages there. */
  async find({ id, place }: ComparisonView): Promise<string | undefined> {
    const channel = await sendable(this.#services(), sentTo(place))
    const newest = await channel.messages.fetch({ limit: LOOKED_AT, cache: false })
    return newest.find(({ components }) => components.flatMap(customIdsIn).some((one) => one.exchange === id))
      ?.id
  }

  isRefusal(error: unknown): boolean {
    return error instanceof DiscordAPIError && error.status >= 400 && error.status < 500
  }

  pause({ place }: ComparisonView): number {
    const { pace, timer } = this.#services()
    const now = timer()
    return pace.book(sentTo(place), now) - now
  }
}

/** The message as it stands, for posting and for editing. */
export function comparisonPayload(view: ComparisonView) {
  return {
    components: [...comparisonMessage(view)],
    allowedMentions: NO_PINGS,
    flags: [MessageFlags.IsComponentsV2, MessageFlags.SuppressEmbeds] as const,
  }
}
