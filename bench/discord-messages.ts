/** What the processes of a bench on Discord tell each other beyond `chat-messages.ts`. */
import { z } from 'zod'
import { botOrder, roundOrder, roundResult } from './chat-messages.ts'

/** Where the fake Discord is, and what a bot needs to log in. */
export const discordAddress = z.object({ apiUrl: z.string(), token: z.string() })

/** The two flavours of the rival, and ours. */
export const discordBotKinds = ['relay', 'relay-gathering', 'recourse'] as const
export type DiscordBotKind = (typeof discordBotKinds)[number]

/** How a rival is started. */
export const discordBotOrder = botOrder.extend({ kind: z.enum(discordBotKinds), discord: discordAddress })
export type DiscordBotOrder = z.output<typeof discordBotOrder>

/** What the crowd is to do: react to every answer there is, or ask questions. */
export const discordCrowdOrder = z.union([z.object({ storm: z.literal(true) }), roundOrder])

/** When the storm began, as `moment` gives it, and how many reactions it has. */
export const stormTold = z.object({ startedAt: z.number(), reactions: z.number() })

export const discordRoundResult = roundResult.extend({
  /** Messages posted and edited by the bot. */
  writes: z.number(),
})
export type DiscordRoundResult = z.output<typeof discordRoundResult>
