/** A process of a bench on Slack: the fake Slack, and the people who mention the bot there. */
import { startFakeSlack } from '../test/fakes/slack/slack-server.ts'
import type { StoredMessage } from '../test/fakes/slack/state.ts'
import { ANSWER } from './chat-answer.ts'
import { Crowd } from './chat-crowd.ts'
import { questionText, type RoundOrder, tell } from './chat-messages.ts'
import { slackCrowdOrder } from './slack-messages.ts'

const [counts, ...subscriptions] = process.argv.slice(2)
/** Characters of the answer that tell it from anything else a bot says. */
const ENOUGH_TO_TELL = 20

const crowd = new Crowd(
  counts === 'useful' ? (text) => text.includes(ANSWER.slice(0, ENOUGH_TO_TELL)) : undefined,
)

function seen({ channel, ts, threadTs, by, text, streaming }: Readonly<StoredMessage>): void {
  if (by !== slack.botUserId) crowd.asks(`${channel} ${ts}`, text)
  else crowd.sees(`${channel} ${threadTs}`, text, !streaming)
}

const slack = await startFakeSlack({ record: false, onShown: seen, subscriptions })
const { ana, ben, cleo } = slack.people
const { general, random, private: inPrivate } = slack.channels
const seats = [
  [ana, general],
  [ben, random],
  [ana, inPrivate],
  [cleo, general],
] as const

async function round(order: RoundOrder): Promise<void> {
  const called = slack.callCount
  const acknowledged = slack.acks.length
  const missed = slack.unacknowledged.length
  const answers = await crowd.play(order, (question) => {
    const [user, channel] = seats[question % seats.length] ?? seats[0]
    return slack.say(user, channel, questionText(slack.botUserId, question))
  })
  await slack.settled()
  tell({
    answers,
    apiCalls: slack.callCount - called,
    acknowledgements: slack.acks.slice(acknowledged).map(({ milliseconds }) => milliseconds),
    unacknowledged: slack.unacknowledged.length - missed,
  })
}

process.on('message', (message) => {
  const order = slackCrowdOrder.parse(message)
  if ('deliverTo' in order) {
    slack.deliverTo(order.deliverTo)
    tell({})
  } else void round(order)
})
process.on('disconnect', () => process.exit())

const { apiUrl, botToken, appToken, signingSecret } = slack
tell({ apiUrl, botToken, appToken, signingSecret })
