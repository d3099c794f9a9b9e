/**
 * Our bot in Slack beside a bare Bolt app that relays the same model with Slack's streaming: answers a second,
 * time to the first visible text, and time to acknowledge, with all mentions of a round sent at once. Each bot runs
 * in a process of its own, with a fake Slack of its own in another; the fake model is in this one.
 * Run: node bench/slack.ts [--http] [--rounds N] [--at-once N] [--profile FOLDER]
 */
import { parseArgs } from 'node:util'
import { z } from 'zod'
import { SLACK_EVENTS } from '../src/platforms/slack/manifest.ts'
import { CONTEST_OPTIONS, type Ground, measuredRound, playContest } from './chat-contest.ts'
import { answerOf } from './chat-messages.ts'
import {
  type SlackBotKind,
  type SlackBotOrder,
  slackAddress,
  slackBotKinds,
  slackBotReady,
  slackRoundResult,
} from './slack-messages.ts'
import { type MeasuredInSlack, report } from './slack-report.ts'

const { values } = parseArgs({ options: { ...CONTEST_OPTIONS, http: { type: 'boolean', default: false } } })
const transport = values.http ? 'http' : 'socket'

await playContest(
  { platform: values.http ? 'HTTP' : 'Socket Mode', kinds: slackBotKinds, waits: [2, 3, 4, 5], enter },
  values,
  report,
)

async function enter(kind: SlackBotKind, { order, startCrowd, startBot }: Ground) {
  // The rival subscribes to what it needs and no more.
  const subscriptions = kind === 'recourse' ? SLACK_EVENTS : ['app_mention']
  const crowd = startCrowd('./slack-crowd.ts', subscriptions)
  const slack = await answerOf(crowd, slackAddress)
  const botOrder: SlackBotOrder = { ...order, kind, transport, slack }
  const bot = startBot('./slack-bots.ts', botOrder)
  const { url } = await answerOf(bot, slackBotReady)
  if (url !== undefined) await answerOf(crowd, z.object({}), { deliverTo: url })
  return async (firstQuestion: number, count: number): Promise<MeasuredInSlack> => {
    const round = await answerOf(crowd, slackRoundResult, { firstQuestion, count })
    const { acknowledgements, unacknowledged } = round
    return { ...(await measuredRound(round, bot)), acknowledgements, unacknowledged }
  }
}
