import * as z from 'zod'
import type { ChatMessage } from '../src/domain.ts'
import type { StrategyTools } from './strategy.ts'

/** Upper bound of tokens for a note or a rewrite. */
const MAX_TOKENS = 400

/**
 * One small call whose answer is a JSON object of the given shape; `undefined` where the model gave
 * anything else. Not every provider enforces a schema, so a fenced or introduced object is taken too.
 * @throws {ModelError} as `tools.complete` does
 */
export async function completeJson<T extends z.ZodType>(
  tools: StrategyTools,
  messages: readonly ChatMessage[],
  shape: T,
): Promise<z.output<T> | undefined> {
  const jsonSchema = z.toJSONSchema(shape) as Record<string, unknown>
  const text = await tools.complete(messages, { maxTokens: MAX_TOKENS, jsonSchema })
  const parsed = shape.safeParse(jsonObjectIn(text))
  return parsed.success ? parsed.data : undefined
}

function jsonObjectIn(text: string): unknown {
  const start = text.indexOf('{')
  const end = text.lastIndexOf('}')
  if (start === -1 || end < start) return undefined
  try {
    return JSON.parse(text.slice(start, end + 1))
  } catch {
    return undefined
  }
}
