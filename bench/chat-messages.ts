/** What the processes of a bench on a chat platform tell each other. */
import type { ChildProcess } from 'node:child_process'
import { z } from 'zod'

/** What every bot is told at its start, whatever its platform. */
export const botOrder = z.object({
  providerUrl: z.string(),
  /** For the database. */
  folder: z.string(),
  /** Characters of the answer at which the refusal detector lets it through. */
  releasedAt: z.number(),
})
export type BotOrder = z.output<typeof botOrder>

/** A pair of the number that a question carries, and milliseconds. */
const timesByQuestion = z.array(z.tuple([z.number(), z.number()]))

/** Milliseconds between the model's first text and the text that let the opening through. */
export const holds = z.object({ holds: timesByQuestion })

/** The crowd is to ask questions, all at once. */
export const roundOrder = z.object({ firstQuestion: z.number(), count: z.number() })

export const roundResult = z.object({
  /** Milliseconds from the first event sent to the last answer whole. */
  milliseconds: z.number(),
  /** From sending a mention to the first visible text of its answer. */
  firstTexts: timesByQuestion,
})
export type RoundResult = z.output<typeof roundResult>

/** What one of the people asks. */
export function questionText(botUserId: string, question: number): string {
  return `<@${botUserId}> How do I stop a running Python process? This is question ${question}.`
}

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
