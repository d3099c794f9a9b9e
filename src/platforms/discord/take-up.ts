import type { TakenUp } from '../../bot-types.ts'
import { keepAsTold } from '../reply.ts'
import { deleteMessage } from './message-writer.ts'
import { idBehind, isCommandKey, isDirect, sentTo, shownKey } from './places.ts'
import { chainOf, type PostedMessage, postedAfter } from './posted-messages.ts'
import { showReply } from './reply.ts'
import { openRequest } from './request-opening.ts'
import type { DiscordServices } from './services.ts'

/** No message has this id. */
const NOTHING = ''

/**
 * Goes on with an exchange that a process left behind. What it had posted is looked up: a whole answer stays, and
 * everything half-done goes, so that in the end exactly one answer stands.
 */
export async function goOnWith(taken: TakenUp, services: DiscordServices): Promise<void> {
  const { exchange } = taken
  const guild = isDirect(exchange.place) ? undefined : exchange.place.workspace
  const channel = sentTo(exchange.place)
  const request = idBehind(exchange.key)
  const reply = exchange.replyMessage === undefined ? undefined : idBehind({ message: exchange.replyMessage })
  const isAppealed = exchange.appeal?.status === 'granted'
  // What came of an appeal replies to its message; the refusal before it stays.
  const appeal = isAppealed ? await services.appeals.settled(exchange) : undefined
  const asked = [request, ...(reply === undefined ? [] : [reply])]
  const roots = isAppealed ? [appeal ?? NOTHING] : asked
  const posted = chainOf(await postedAfter(appeal ?? request, channel, services), roots)
  const opening = posted.find(({ interaction }) => interaction === request)
  const appealing = exchange.appeal?.message
  const answers = posted.filter(
    (message) =>
      message !== opening &&
      message.id !== appealing &&
      (isAppealed || !isQuestion(message, posted, exchange)),
  )
  // Another process may have told it too, each without knowing of the other: the first stands.
  const last = answers.find((message) => message.exchange === exchange.id)
  if (exchange.outcome === 'clarifying') {
    const [question, ...others] = posted.filter((message) => message.exchange === exchange.id)
    if (question) {
      for (const { id } of others) await deleteMessage(services, channel, id)
      services.questions.set(exchange.id, question.id)
      await keepAsTold(exchange.id, [], services)
      return
    }
  } else if (exchange.outcome && last) {
    const attempt = exchange.shownAttempt
    const whole = leadingTo(last, answers)
    // A line that said what the request waits for, as that of a process that had no time to take it away.
    for (const { id } of answers.filter((message) => !whole.includes(message))) {
      await deleteMessage(services, channel, id)
    }
    const shown =
      attempt === undefined ? [] : whole.map(({ id }) => ({ key: shownKey(guild, channel, id), attempt }))
    await keepAsTold(exchange.id, shown, services)
    return
  }
  for (const { id } of answers) await deleteMessage(services, channel, id)
  const replyTo =
    appeal ??
    (isCommandKey(exchange.key)
      ? (opening?.id ?? (await openRequest(exchange.id, channel, undefined, services)))
      : (reply ?? request))
  await showReply(taken.events, { guild, channel, replyTo }, services)
}

/** A message with those before it of which each is replied to by the next. */
function leadingTo(
  last: PostedMessage | undefined,
  posted: readonly PostedMessage[],
): readonly PostedMessage[] {
  const before = posted.find(({ id }) => id === last?.replyTo)
  return last ? [...(before ? leadingTo(before, posted) : []), last] : []
}

/** The question that an exchange put, as long as it has been answered: it stays above the answer. */
function isQuestion(
  message: PostedMessage,
  posted: readonly PostedMessage[],
  exchange: TakenUp['exchange'],
): boolean {
  if (!exchange.question || exchange.reply === undefined) return false
  return posted.find((one) => one.exchange === exchange.id)?.id === message.id
}
