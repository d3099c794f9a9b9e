/** What the processes of `bench/slack.ts` tell each other. */
import type { ChildProcess } from 'node:child_process'
import { z } from 'zod'

/** Where the fake Slack is, and what an app needs to talk to it. */
export const slackAddress = z.object({
  apiUrl: z.string(),
  botToken: z.string(),
  appToken: z.string(),
  signingSecret: z.string(),
})
export type SlackAddress = z.output<typeof slackAddress>

/** The two flavours of the rival, and ours. */
export const botKinds = ['bare', 'bare-eager', 'recourse'] as const
export type BotKind = (typeof botKinds)[number]

/** How a bot is started. */
export const botOrder = z.object({
  kind: z.enum(botKinds),
  transport: z.enum(['socket', 'http']),
  slack: slackAddress,
  providerUrl: z.string(),
  /** For the database. */
  folder: z.string(),
  /** Characters of the answer at which the refusal detector lets it through. */
  releasedAt: z.number(),
})
export type BotOrder = z.output<typeof botOrder>

/** A bot is ready; over HTTP, where it listens. */
export const botReady = z.object({ url: z.string().optional() })

/** A pair of the number that a question carries, and milliseconds. */
const timesByQuestion = z.array(z.tuple([z.number(), z.number()]))

/** Milliseconds between the model's first text and the text that let the opening through. */
export const holds = z.object({ holds: timesByQuestion })

/** What the crowd is to do: set where the app listens, or ask questions, all at once. */
export const crowdOrder = z.union([
  z.object({ deliverTo: z.string() }),
  z.object({ firstQuestion: z.number(), count: z.number() }),
])

export const roundResult = z.object({
  /** Milliseconds from the first event sent to the last answer whole. */
  milliseconds: z.number(),
  /** From sending a mention to the first visible text of its answer. */
  firstTexts: timesByQuestion,
  /** Of every event. */
  acknowledgements: z.array(z.number()),
  /** Events that were not acknowledged in time. */
  unacknowledged: z.number(),
})
export type RoundResult = z.output<typeof roundResult>

/** The number of a question, told by its text and by whatever quotes it. */
export function questionNumber(text: string): number {
  return Number(/question (\d+)/.exec(text)?.[1] ?? Number.NaN)
}

/** The next thing a child says, after telling it something where there is something to tell. */
export function answerOf<Shape extends z.ZodType>(
  child: ChildProcess,
  shape: Shape,
  order?: object,
): Promise<z.output<Shape>> {
  return new Promise((resolve, reject) => {
    const gone = () => reject(new Error('a process of the bench died'))
    child.once('exit', gone)
    child.once('message', (message) => {
      child.off('exit', gone)
      const parsed = shape.safeParse(message)
      if (parsed.success) resolve(parsed.data)
      else reject(parsed.error)
    })
    if (order) child.send(order)
  })
}

/** Tells the parent something. */
export function tell(message: object): void {
  process.send?.(message)
}
