/** What the processes of `bench/discord.ts` tell each other beyond `chat-messages.ts`. */
import { z } from 'zod'
import { botOrder, roundResult } from './chat-messages.ts'

/** Where the fake Discord is, and what a bot needs to log in. */
export const discordAddress = z.object({ apiUrl: z.string(), token: z.string() })

/** The two flavours of the rival, and ours. */
export const discordBotKinds = ['relay', 'relay-gathering', 'recourse'] as const
export type DiscordBotKind = (typeof discordBotKinds)[number]

/** How a bot is started. */
export const discordBotOrder = botOrder.extend({ kind: z.enum(discordBotKinds), discord: discordAddress })
export type DiscordBotOrder = z.output<typeof discordBotOrder>

export const discordRoundResult = roundResult.extend({
  /** Messages posted and edited by the bot. */
  writes: z.number(),
})
