import { floorOf, type Place } from './domain.ts'
import type { ConversationMemory, ExchangeRecord, Store } from './store/store.ts'

/** Exchanges of a conversation that a model is reminded of. */
const REMEMBERED_EXCHANGES = 10

/** What is remembered of a conversation that has just begun. */
export const NOTHING_SAID: ConversationMemory = { turns: [], replyMessages: [] }

/** What was said in a conversation, and in the one from whose answer its thread was opened. */
export function createConversationMemory({ store }: { readonly store: Store }) {
  const originLink = (place: Place) => store.linkOf({ ...place, message: place.thread })

  /** The exchange whose answer a thread was opened from: the thread goes on with its conversation. */
  async function originOf(place: Place): Promise<ExchangeRecord | undefined> {
    const link = await originLink(place)
    return link && store.exchange(link.exchangeId)
  }

  /** `before`, in milliseconds since 1970, leaves out what was said later. */
  async function remembered(place: Place, before?: number): Promise<ConversationMemory> {
    const [own, origin] = await Promise.all([
      store.conversation(place, REMEMBERED_EXCHANGES, before),
      originOf(place),
    ])
    if (!origin) return own
    const first = await store.conversation(origin.place, REMEMBERED_EXCHANGES, before)
    return {
      ...own,
      turns: [...first.turns, ...own.turns].slice(-2 * REMEMBERED_EXCHANGES),
      ...floorOf(first.levelFloor, own.levelFloor),
    }
  }

  return { originLink, remembered }
}
