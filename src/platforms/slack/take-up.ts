import type { TakenUp } from '../../bot-types.ts'
import type { ExchangeRecord } from '../../store/store.ts'
import { keepAsTold } from '../reply.ts'
import { appealLabel, type ReplyPlace } from './draft.ts'
import { type Identity, messageKeyOf } from './incoming.ts'
import { deleteMessage, type PostedMessage, threadMessages } from './posted-messages.ts'
import { type ReplyServices, showReply } from './reply.ts'
import { findOpening, openThread } from './thread-opening.ts'

/**
 * A message without a label that is younger than this may be a stream that was just begun for another request of its
 * thread, in milliseconds.
 */
const MAY_BE_ALIVE = 20_000

/**
 * Goes on with an exchange that a process left behind. What it had posted is looked up: a whole answer stays, and
 * everything half-done goes, so that in the end exactly one answer stands.
 */
export async function goOnWith(taken: TakenUp, services: ReplyServices, identity: Identity): Promise<void> {
  const { exchange } = taken
  const { channel } = exchange.place
  const thread = await threadOf(exchange, services)
  const isAppealed = exchange.appeal?.status === 'granted'
  if (isAppealed) await services.appeals.settled(exchange)
  const place: ReplyPlace = { channel, thread, ...(isAppealed && { afterAppeal: true }) }
  const posted = await left(taken, place, services, identity)
  const last = exchange.outcome && wholeOutcome(exchange, posted)
  if (last) {
    // Another process may have told it too, each without knowing of the other.
    for (const message of posted) {
      const isOpening = message.label?.part === 0 && message.label.state !== 'last'
      const isEarlierQuestion = message.label?.part === 0 && exchange.outcome !== 'clarifying'
      if (isOpening || isEarlierQuestion || last.includes(message)) continue
      await deleteMessage(services.api, channel, message.ts)
    }
    const attempt = exchange.shownAttempt
    const shown =
      attempt === undefined
        ? []
        : last.map(({ ts }) => ({ key: messageKeyOf(identity, channel, ts), attempt }))
    if (exchange.outcome === 'clarifying' && last[0]) services.questions.set(exchange.id, last[0].ts)
    await keepAsTold(exchange.id, shown, services)
    return
  }
  for (const { ts, label } of posted) {
    if (label?.part === 0) continue
    await services.api
      .call(() => services.api.client.chat.stopStream({ channel, ts }), {
        lane: 'chat.stopStream',
        repeat: false,
      })
      .catch(() => undefined)
    await deleteMessage(services.api, channel, ts)
  }
  await showReply(taken.events, place, services)
}

/** The messages of ours that the exchange had posted, also those whose posting nobody could write down. */
async function left(
  { exchange, messages }: TakenUp,
  place: ReplyPlace,
  { api, bot, now }: ReplyServices,
  identity: Identity,
): Promise<readonly PostedMessage[]> {
  // What was asked by a message is older than its answer by Slack's own clock, whatever ours says.
  const asked = /^\d+\.\d+/.exec(exchange.key.message)?.[0]
  const since = asked ?? String(exchange.createdAt / 1000 - 1)
  const name = place.afterAppeal ? appealLabel(exchange.id) : exchange.id
  const known = new Set(messages.map(({ message }) => message))
  const isAlone = !(await bot.othersUnderWay(exchange.place, exchange.id))
  const found: PostedMessage[] = []
  for (const message of await threadMessages(api, place, since)) {
    if (message.user !== identity.botUser) continue
    const { ts, label } = message
    if (label ? label.exchange === name : known.has(ts)) found.push(message)
    else if (!label && (isAlone || now() - Number(ts) * 1000 > MAY_BE_ALIVE)) {
      const other = await bot.exchangeShownBy(messageKeyOf(identity, place.channel, ts))
      if (!other) found.push(message)
    }
  }
  return found
}

/** The messages that show the outcome, where all of them stand; `undefined` otherwise. */
function wholeOutcome(
  exchange: ExchangeRecord,
  posted: readonly PostedMessage[],
): readonly PostedMessage[] | undefined {
  if (exchange.outcome === 'clarifying') {
    const question = posted.find(({ label }) => label?.part === 0 && label.state === 'last')
    return question && [question]
  }
  const parts = posted.filter(({ label }) => label && label.part > 0 && label.state !== 'draft')
  const last = parts.find(({ label }) => label?.state === 'last')?.label?.part
  if (last === undefined) return undefined
  // Of those that stand twice the first, so that they stand in their order.
  const numbered = new Map(parts.toReversed().map((message) => [message.label?.part, message]))
  if (numbered.size !== last || !posted.every(({ label }) => label)) return undefined
  return parts.filter((message) => numbered.get(message.label?.part) === message)
}

/** The thread of an exchange; one that a command began may have none yet, or one that nobody wrote down. */
async function threadOf(exchange: ExchangeRecord, services: ReplyServices): Promise<string> {
  const { thread, channel } = exchange.place
  if (/^\d+\.\d+$/.test(thread)) return thread
  const { api, bot } = services
  const opening = await findOpening(api, exchange)
  if (opening === undefined) return openThread(exchange.id, { channel }, services)
  await bot.moveToThread(exchange.id, opening)
  return opening
}
