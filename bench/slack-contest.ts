/** Who takes part in a bench on Slack, and how. */
import { z } from 'zod'
import { SLACK_EVENTS } from '../src/platforms/slack/manifest.ts'
import { SLACK_PATH } from '../src/platforms/slack/slack-platform.ts'
import type { Contest, Contestant, Ground } from './chat-contest.ts'
import { answerOf } from './chat-messages.ts'
import {
  type SlackBotKind,
  type SlackBotOrder,
  type SlackRoundResult,
  slackAddress,
  slackBotReady,
  slackRoundResult,
} from './slack-messages.ts'

export interface SlackContestOptions {
  readonly kinds: readonly SlackBotKind[]
  readonly transport: 'socket' | 'http'
  /** Only the answer itself counts as text, not what is said on the way to it. */
  readonly usefulOnly?: boolean
}

export function slackContest(options: SlackContestOptions): Contest<SlackBotKind, SlackRoundResult> {
  return {
    kinds: options.kinds,
    gathers: (kind) => kind === 'recourse',
    enter: (kind, ground) => enter(kind, ground, options),
  }
}

async function enter(
  kind: SlackBotKind,
  { providerUrl, startCrowd, startBot, startRecourse }: Ground,
  { transport, usefulOnly = false }: SlackContestOptions,
): Promise<Contestant<SlackRoundResult>> {
  // The rivals subscribe to what they need and no more.
  const subscriptions = kind === 'recourse' ? SLACK_EVENTS : ['app_mention']
  const crowd = startCrowd('./slack-crowd.ts', [usefulOnly ? 'useful' : 'any', ...subscriptions])
  const slack = await answerOf(crowd, slackAddress)
  const deliverTo = (url: string) => answerOf(crowd, z.object({}), { deliverTo: url })
  const play = (order: object) => answerOf(crowd, slackRoundResult, order)
  if (kind === 'recourse') {
    const { child, url } = await startRecourse({
      SLACK_API_URL: slack.apiUrl,
      SLACK_BOT_TOKEN: slack.botToken,
      ...(transport === 'http'
        ? { SLACK_SIGNING_SECRET: slack.signingSecret }
        : { SLACK_APP_TOKEN: slack.appToken }),
    })
    if (transport === 'http') await deliverTo(`${url}${SLACK_PATH}`)
    return { bot: child, play }
  }
  const order: SlackBotOrder = { providerUrl, kind, transport, slack }
  const bot = startBot('./slack-bots.ts', order)
  const { url } = await answerOf(bot, slackBotReady)
  if (url !== undefined) await deliverTo(url)
  return { bot, play }
}
