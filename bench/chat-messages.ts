/** What the processes of a bench on a chat platform tell each other. */
import type { ChildProcess } from 'node:child_process'
import { z } from 'zod'

/** Where a rival finds the model. */
export const botOrder = z.object({ providerUrl: z.string() })

/** The crowd is to ask questions: so many in all, so many of them open at a time. */
export const roundOrder = z.object({ firstQuestion: z.number(), count: z.number(), atOnce: z.number() })
export type RoundOrder = z.output<typeof roundOrder>

/** One question as the crowd saw it; times as {@link moment} gives them. */
const answered = z.object({
  question: z.number(),
  askedAt: z.number(),
  /** When text was to be seen first that counts as an answer. */
  firstTextAt: z.number(),
  wholeAt: z.number(),
})
export type Answered = z.output<typeof answered>

export const roundResult = z.object({
  answers: z.array(answered),
  /** Calls of the platform's API. */
  apiCalls: z.number(),
})
export type RoundResult = z.output<typeof roundResult>

/** Milliseconds since 1970 with fractions, comparable between the processes of one machine. */
export function moment(): number {
  return performance.timeOrigin + performance.now()
}

/** What one of the people asks. */
export function questionText(botUserId: string, question: number): string {
  return `<@${botUserId}> How do I kill a Python process with PID ${question}?`
}

/** The number of a question, told by its text and by whatever quotes it. */
export function questionNumber(text: string): number {
  return Number(/\bPID (\d+)/.exec(text)?.[1] ?? Number.NaN)
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
