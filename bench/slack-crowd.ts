/** A process of `bench/slack.ts`: the fake Slack, and the people who mention the bot there. */
import { startFakeSlack } from '../test/fakes/slack/slack-server.ts'
import type { StoredMessage } from '../test/fakes/slack/state.ts'
import { Crowd, PATIENCE } from './chat-crowd.ts'
import { questionText, tell } from './chat-messages.ts'
import { slackCrowdOrder } from './slack-messages.ts'

const crowd = new Crowd()

function seen({ channel, ts, threadTs, by, text, streaming }: Readonly<StoredMessage>): void {
  if (by !== slack.botUserId) crowd.asks(`${channel} ${ts}`, text)
  else crowd.sees(`${channel} ${threadTs}`, text, !streaming)
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
  crowd.begin()
  const acknowledged = slack.acks.length
  const missed = slack.unacknowledged.length
  await Promise.all(
    Array.from({ length: count }, (_, index) => {
      const [user, channel] = seats[index % seats.length] ?? seats[0]
      return slack.say(user, channel, questionText(slack.botUserId, firstQuestion + index))
    }),
  )
  await slack.until(() => crowd.isAnswered(), PATIENCE)
  await slack.settled()
  tell({
    ...crowd.result(),
    acknowledgements: slack.acks.slice(acknowledged).map(({ milliseconds }) => milliseconds),
    unacknowledged: slack.unacknowledged.length - missed,
  })
}

process.on('message', (message) => {
  const order = slackCrowdOrder.parse(message)
  if ('deliverTo' in order) {
    slack.deliverTo(order.deliverTo)
    tell({})
  } else void round(order.firstQuestion, order.count)
})
process.on('disconnect', () => process.exit())

const { apiUrl, botToken, appToken, signingSecret } = slack
tell({ apiUrl, botToken, appToken, signingSecret })
