import { z } from 'zod'
import { MODEL_FAMILIES, SAFETY_LEVELS } from '../domain.ts'
import type { Beliefs } from './beliefs.ts'
import { type Choice, HOWS } from './policy.ts'

/** What is stored of policies as JSON. */

const count = z.number().int().nonnegative()
const cases = z.object({ answered: count, refused: count })
const beta = z.object({ successes: z.number().positive(), failures: z.number().positive() })
const family = z.enum(MODEL_FAMILIES)

export const beliefsJson: z.ZodType<Beliefs> = z.object({
  priors: z.array(z.object({ family, strategy: z.string(), prior: beta })),
  borrowed: z.number().positive(),
  evidence: z.array(cases.extend({ family, scripted: z.boolean(), type: z.string(), strategy: z.string() })),
})

export const choiceJson: z.ZodType<Choice> = z.object({
  family,
  scripted: z.boolean(),
  type: z.string().exactOptional(),
  level: z.enum(SAFETY_LEVELS),
  sure: z.boolean(),
  clarified: z.boolean(),
  version: z.string(),
  how: z.enum(HOWS),
  order: z.array(z.string()),
  exploration: z.number(),
  beliefs: z.array(z.object({ strategy: z.string(), ofType: cases, ofFamily: cases, belief: beta })),
})
