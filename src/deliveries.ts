import type { Bot } from './bot-types.ts'
import type { Leases } from './leases.ts'
import type { Store } from './store/store.ts'

export interface DeliveryOptions {
  readonly store: Store
  /** Milliseconds since 1970. */
  readonly now: () => number
  /** Names this process in its claims. */
  readonly instance: string
  readonly leases: Pick<Leases, 'end'>
  /** Stops an exchange under way in this process. */
  readonly cancel: (exchangeId: string) => void
  /** Stores the outcome of an exchange that could not be stored when it was told, where there is one. */
  readonly settle: (exchangeId: string) => Promise<unknown>
}

type Deliveries = Pick<
  Bot,
  | 'link'
  | 'delivered'
  | 'exchange'
  | 'exchangeShownBy'
  | 'messagesOf'
  | 'recentMessages'
  | 'recentPlaces'
  | 'moveToThread'
  | 'retract'
  | 'endWork'
>

/** Keeps what platforms posted in step with the exchanges that it shows. */
export function createDeliveries({
  store,
  now,
  instance,
  leases,
  cancel,
  settle,
}: DeliveryOptions): Deliveries {
  return {
    link: (exchangeId, { key, attempt }) => store.link({ key, exchangeId, attemptId: attempt, at: now() }),
    async delivered(exchangeId, shown, nothingStands = false) {
      await settle(exchangeId)
      const at = now()
      return store.delivered(
        exchangeId,
        shown.map(({ key, attempt }) => ({ key, exchangeId, attemptId: attempt, at })),
        { claimedBy: instance, leaseUntil: leases.end(), nothingStands },
      )
    },
    exchange: (exchangeId) => store.exchange(exchangeId),
    async exchangeShownBy(message) {
      const link = await store.linkOf(message)
      return link && store.exchange(link.exchangeId)
    },
    async messagesOf(exchangeId) {
      const links = await store.linksOf(exchangeId)
      // The store binds one message to the exchange itself, for surfaces that post none.
      return links.map(({ key }) => key).filter(({ message }) => message !== exchangeId)
    },
    async recentMessages(workspace, since, limit) {
      const links = await store.recentLinks(workspace, since, limit)
      return links.map(({ key }) => key)
    },
    recentPlaces: (workspace, since, limit) => store.recentPlaces(workspace, since, limit),
    moveToThread: (exchangeId, thread) => store.moveToThread(exchangeId, thread),
    endWork: (workspace) => store.endWork(workspace, now()),
    async retract(message, orReply = true) {
      const retracted = await store.retract(message, orReply)
      if (retracted) cancel(retracted.exchangeId)
      return retracted
    },
  }
}
