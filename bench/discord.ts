/**
 * Our bot in Discord beside a bare discord.js bot that relays the same model by edits: answers a second, and time to
 * the first visible text, with all mentions of a round sent at once. Each bot runs in a process of its own, with a
 * fake Discord of its own in another; the fake model is in this one.
 * Run: node bench/discord.ts [--waits MS,MS,…] [--rounds N] [--at-once N] [--profile FOLDER]
 */
import { parseArgs } from 'node:util'
import { z } from 'zod'
import { CONTEST_OPTIONS, type Ground, measuredRound, playContest } from './chat-contest.ts'
import { answerOf } from './chat-messages.ts'
import {
  type DiscordBotKind,
  type DiscordBotOrder,
  discordAddress,
  discordBotKinds,
  discordRoundResult,
} from './discord-messages.ts'
import { type MeasuredInDiscord, report } from './discord-report.ts'

const { values } = parseArgs({
  // Slower than in Slack's bench: most answers take longer than the time between two edits.
  options: { ...CONTEST_OPTIONS, waits: { type: 'string', default: '4,6,8,10' } },
})
const waits = z.array(z.coerce.number().nonnegative()).parse(values.waits.split(','))

await playContest({ platform: 'Discord', kinds: discordBotKinds, waits, enter }, values, report)

async function enter(kind: DiscordBotKind, { order, startCrowd, startBot }: Ground) {
  const crowd = startCrowd('./discord-crowd.ts', [kind])
  const discord = await answerOf(crowd, discordAddress)
  const botOrder: DiscordBotOrder = { ...order, kind, discord }
  const bot = startBot('./discord-bots.ts', botOrder)
  await answerOf(bot, z.object({}))
  return async (firstQuestion: number, count: number): Promise<MeasuredInDiscord> => {
    const round = await answerOf(crowd, discordRoundResult, { firstQuestion, count })
    return { ...(await measuredRound(round, bot)), writesEach: round.writes / count }
  }
}
