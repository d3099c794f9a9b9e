import { z } from 'zod'
import { OUTCOMES, SAFETY_LEVELS, VERDICT_REASONS, VERDICTS } from '../domain.ts'
import type { Cell } from './types.ts'

const count = z.number().nonnegative()
const verdict = z.enum(VERDICTS)

const attempt = z.object({
  id: z.string(),
  strategy: z.string(),
  version: z.string(),
  model: z.string(),
  verdict,
  confidence: z.number(),
  verdictReason: z.enum(VERDICT_REASONS),
  completion: z.string(),
  cutShort: z.boolean(),
  usage: z.object({ input: count, output: count }).exactOptional(),
  milliseconds: z.number(),
  howAsked: z.string().exactOptional(),
  checkedLevel: z.enum(SAFETY_LEVELS).exactOptional(),
})

/** A cell as it stands in a journal. */
export const cellSchema: z.ZodType<Cell> = z.object({
  item: z.string(),
  model: z.string(),
  arm: z.string(),
  user: z.string().exactOptional(),
  outcome: z.enum(OUTCOMES),
  level: z.enum(SAFETY_LEVELS).exactOptional(),
  verdict: verdict.exactOptional(),
  firstVerdict: verdict.exactOptional(),
  judged: z.record(z.string(), verdict).exactOptional(),
  attempts: z.array(attempt),
  asked: z.boolean(),
  calls: count,
  tokens: z.object({ input: count, output: count }),
  milliseconds: z.number(),
  failure: z.string().exactOptional(),
})

/** A line of a journal: a cell with its id in the plan. */
export const journalLine = z.object({ id: z.string(), cell: cellSchema })
