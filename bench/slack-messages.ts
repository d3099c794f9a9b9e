/** What the processes of a bench on Slack tell each other beyond `chat-messages.ts`. */
import { z } from 'zod'
import { botOrder, roundOrder, roundResult } from './chat-messages.ts'

/** Where the fake Slack is, and what an app needs to talk to it. */
export const slackAddress = z.object({
  apiUrl: z.string(),
  botToken: z.string(),
  appToken: z.string(),
  signingSecret: z.string(),
})

/** The rivals, and ours. */
export const slackBotKinds = ['bare', 'bare-eager', 'ask-again', 'chat-sdk', 'recourse'] as const
export type SlackBotKind = (typeof slackBotKinds)[number]

/** How a rival is started. */
export const slackBotOrder = botOrder.extend({
  kind: z.enum(slackBotKinds),
  transport: z.enum(['socket', 'http']),
  slack: slackAddress,
})
export type SlackBotOrder = z.output<typeof slackBotOrder>

/** A bot is ready; over HTTP, where it listens. */
export const slackBotReady = z.object({ url: z.string().optional() })

/** What the crowd is to do: set where the app listens, or ask questions. */
export const slackCrowdOrder = z.union([z.object({ deliverTo: z.string() }), roundOrder])

export const slackRoundResult = roundResult.extend({
  /** Of every event, in milliseconds. */
  acknowledgements: z.array(z.number()),
  /** Events that were not acknowledged in time. */
  unacknowledged: z.number(),
})
export type SlackRoundResult = z.output<typeof slackRoundResult>
