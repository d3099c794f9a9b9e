/**
 * A process of `bench/slack.ts`: the fake Slack, and the people who mention the bot there. Times are taken here,
 * where people would see them.
 */
import { startFakeSlack } from '../test/fakes/slack/slack-server.ts'
import type { StoredMessage } from '../test/fakes/slack/state.ts'
import { crowdOrder, questionNumber, tell } from './slack-messages.ts'

/** Milliseconds that a round may take. */
const PATIENCE = 60_000

interface Asked {
  readonly question: number
  readonly at: number
  firstText?: number
  whole?: number
}

/** By channel and thread. */
const asked = new Map<string, Asked>()

function seen(message: Readonly<StoredMessage>): void {
  if (message.by !== slack.botUserId) {
    // Noted right before Slack sends its events.
    const question = questionNumber(message.text)
    asked.set(`${message.channel} ${message.ts}`, { question, at: performance.now() })
    return
  }
  const one = asked.get(`${message.channel} ${message.threadTs}`)
  if (!one) return
  if (message.text.trim() !== '') one.firstText ??= performance.now()
  if (!message.streaming) one.whole ??= performance.now()
}

const subscriptions = process.argv.slice(2)
const slack = await startFakeSlack({ record: false, onShown: seen, subscriptions })
const { ana, ben, cleo } = slack.people
const { general, random, private: inPrivate } = slack.channels
const seats = [
  [ana, general],
  [ben, random],
  [ana, inPrivate],
  [cleo, general],
] as const

async function round(firstQuestion: number, count: number): Promise<void> {
  asked.clear()
  const acknowledged = slack.acks.length
  const missed = slack.unacknowledged.length
  await Promise.all(
    Array.from({ length: count }, (_, index) => {
      const [user, channel] = seats[index % seats.length] ?? seats[0]
      const text = `<@${slack.botUserId}> How do I stop a running Python process? This is question ${firstQuestion + index}.`
      return slack.say(user, channel, text)
    }),
  )
  const all = () => [...asked.values()]
  await slack.until(() => all().every(({ whole }) => whole !== undefined), PATIENCE)
  const begun = Math.min(...all().map(({ at }) => at))
  const ended = Math.max(...all().map(({ whole = Number.NaN }) => whole))
  await slack.settled()
  tell({
    milliseconds: ended - begun,
    firstTexts: all().map(({ question, at, firstText = Number.NaN }) => [question, firstText - at]),
    acknowledgements: slack.acks.slice(acknowledged).map(({ milliseconds }) => milliseconds),
    unacknowledged: slack.unacknowledged.length - missed,
  })
}

process.on('message', (message) => {
  const order = crowdOrder.parse(message)
  if ('deliverTo' in order) {
    slack.deliverTo(order.deliverTo)
    tell({})
  } else void round(order.firstQuestion, order.count)
})
process.on('disconnect', () => process.exit())

const { apiUrl, botToken, appToken, signingSecret } = slack
tell({ apiUrl, botToken, appToken, signingSecret })
