import { z } from 'zod'
import { digestOf } from '../digest.ts'
import { type ChatMessage, VERDICTS } from '../domain.ts'

/** An answer as it is remembered. Failures and answers that were withheld never are. */
const remembered = z.object({
  text: z.string(),
  verdict: z.enum(VERDICTS),
  tokens: z.number().optional(),
  milliseconds: z.number(),
})
export type RememberedAnswer = z.output<typeof remembered>

/** Remembers answers, so that whoever asks for it gets an identical one at no cost. What cannot be read or written is not remembered. */
export interface AnswerMemory {
  get(key: string): Promise<RememberedAnswer | undefined>
  set(key: string, answer: RememberedAnswer): Promise<void>
  delete(key: string): Promise<void>
}

/** The part of the expiring state this needs. */
interface ExpiringValues {
  get<T>(key: string, schema: z.ZodType<T>): Promise<T | undefined>
  set(key: string, value: unknown, ttlMs: number): Promise<void>
  delete(key: string): Promise<void>
}

/** Milliseconds an answer is remembered: a day of trying out, and no hosted model stays the same for ever. */
const LIFETIME = 24 * 60 * 60_000

/** A memory that every process shares. */
export function stateAnswers(state: ExpiringValues): AnswerMemory {
  const named = (key: string) => `compared:${key}`
  return {
    get: (key) => state.get(named(key), remembered).catch(() => undefined),
    set: (key, answer) => state.set(named(key), answer, LIFETIME).catch(() => undefined),
    delete: (key) => state.delete(named(key)).catch(() => undefined),
  }
}

export const NO_ANSWERS: AnswerMemory = {
  get: async () => undefined,
  set: async () => undefined,
  delete: async () => undefined,
}

/** What makes two cells the same. */
export function answerKey(call: {
  readonly workspace: string
  readonly model: string
  readonly strategy: string
  readonly version: string
  readonly maxTokens: number
  readonly messages: readonly ChatMessage[]
}): string {
  const { workspace, model, strategy, version, maxTokens, messages } = call
  return digestOf([
    workspace,
    model,
    strategy,
    version,
    maxTokens,
    messages.map(({ role, content }) => [role, content]),
  ])
}
