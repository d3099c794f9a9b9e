/** Who takes part in a bench on Discord, and how. */
import { z } from 'zod'
import type { Contest, Contestant, Ground } from './chat-contest.ts'
import { answerOf, type RoundOrder } from './chat-messages.ts'
import {
  type DiscordBotKind,
  type DiscordBotOrder,
  type DiscordRoundResult,
  discordAddress,
  discordRoundResult,
} from './discord-messages.ts'

export interface DiscordContestOptions {
  readonly kinds: readonly DiscordBotKind[]
  /** Whether Discord limits what bots send, as it does; without it only their own work counts. */
  readonly limited: boolean
}

export function discordContest({
  kinds,
  limited,
}: DiscordContestOptions): Contest<DiscordBotKind, DiscordRoundResult> {
  return {
    kinds,
    gathers: (kind) => kind !== 'relay',
    enter: (kind, ground) => enter(kind, ground, limited),
  }
}

async function enter(
  kind: DiscordBotKind,
  { providerUrl, startCrowd, startBot, startRecourse }: Ground,
  limited: boolean,
): Promise<Contestant<DiscordRoundResult>> {
  const crowd = startCrowd('./discord-crowd.ts', [kind, limited ? 'limited' : 'unlimited'])
  const discord = await answerOf(crowd, discordAddress)
  const play = (order: RoundOrder) => answerOf(crowd, discordRoundResult, order)
  if (kind === 'recourse') {
    const { child } = await startRecourse({ DISCORD_TOKEN: discord.token, DISCORD_API_URL: discord.apiUrl })
    return { bot: child, play }
  }
  const order: DiscordBotOrder = { providerUrl, kind, discord }
  const bot = startBot('./discord-bots.ts', order)
  await answerOf(bot, z.object({}))
  return { bot, play }
}
