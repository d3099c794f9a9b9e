import { z } from 'zod'
import { REQUEST_TYPES } from '../../strategies/request-type.ts'
import type { Strategy } from '../../strategies/strategy.ts'
import { digestOf } from '../digest.ts'
import { MODEL_FAMILIES, SAFETY_LEVELS } from '../domain.ts'
import type { ChatModel } from '../models/chat-model.ts'
import type { Policy } from '../policy/policy.ts'
import { RUBRIC_VERSION } from '../refusal/verdict-judge.ts'
import type { SystemPrompt } from '../system-prompt.ts'
import type { DataSet } from './datasets/data-set.ts'
import type { Users } from './simulated-user.ts'
import type { Arm, Item } from './types.ts'

const count = z.number().int().nonnegative()

/** Digests of the weights that were fitted to data: they may change between two versions of Recourse. */
const weights = z.object({ detector: z.string(), gate: z.string() })
export type Weights = Readonly<z.infer<typeof weights>>

/** What decides the results of a run. Two runs with the same are one run. */
const configuration = z.object({
  recourse: z.string(),
  data: z.object({ name: z.string(), items: count, digest: z.string() }),
  sample: z.object({ seed: z.number(), items: count, safe: count, unsafe: count, digest: z.string() }),
  models: z.array(
    z.object({
      id: z.string(),
      family: z.enum(MODEL_FAMILIES),
      kind: z.enum(['live', 'scripted', 'recorded']),
      /** Of the recording, for a recorded model. */
      digest: z.string().exactOptional(),
    }),
  ),
  arms: z.array(z.string()),
  strategies: z.array(z.object({ name: z.string(), version: z.string() })),
  /** Runs of before policies had versions name none. */
  policy: z.object({ version: z.string().exactOptional(), digest: z.string() }),
  systemPrompt: z.object({ version: z.string(), digest: z.string() }),
  gate: z.object({ guard: z.string(), judge: z.string() }),
  /** Runs of before weights were recorded name none. */
  weights: weights.exactOptional(),
  verdicts: z.object({ judge: z.string(), rubric: z.string() }),
  users: z.object({ safe: z.string(), unsafe: z.string() }),
  maxTokens: count,
})
export type Configuration = z.infer<typeof configuration>

/** Everything it takes to make a run again; written before its first call. */
export const manifest = z.object({
  format: z.literal(1),
  configuration,
  /** Of the configuration. */
  digest: z.string(),
  cells: count,
  node: z.string(),
  started: z.iso.datetime(),
})
export type Manifest = z.infer<typeof manifest>

export interface Configured {
  readonly version: string
  readonly data: DataSet
  readonly seed: number
  readonly items: readonly Item[]
  readonly models: readonly { readonly model: ChatModel; readonly digest: string | undefined }[]
  readonly arms: readonly Arm[]
  readonly strategies: readonly Strategy[]
  readonly policy: Policy
  readonly systemPrompt: SystemPrompt
  readonly gate: Configuration['gate']
  readonly weights: Weights
  readonly judge: string | undefined
  readonly users: Users
  readonly maxTokens: number
}

export function configurationOf(from: Configured): Configuration & { weights: Weights } {
  const { data, items, systemPrompt } = from
  return {
    recourse: from.version,
    data: { name: data.name, items: data.items.length, digest: digestOfItems(data.items) },
    sample: {
      seed: from.seed,
      items: items.length,
      safe: items.filter(({ safe }) => safe).length,
      unsafe: items.filter(({ safe }) => !safe).length,
      digest: digestOfItems(items),
    },
    models: from.models.map(({ model: { id, family, kind }, digest }) => ({
      id,
      family,
      kind,
      ...(digest !== undefined && { digest }),
    })),
    arms: [...from.arms],
    strategies: from.strategies.map(({ name, version }) => ({ name, version })),
    policy: policyOf(from.policy),
    systemPrompt: { version: systemPrompt.version, digest: digestOf(systemPrompt.text ?? null) },
    gate: from.gate,
    weights: { ...from.weights },
    verdicts: {
      judge: from.judge ?? 'none',
      rubric: from.judge === undefined ? 'none' : RUBRIC_VERSION,
    },
    users: { ...from.users },
    maxTokens: from.maxTokens,
  }
}

/** The parts in which two configurations differ, by name. */
export function differences(a: Configuration, b: Configuration): readonly string[] {
  const before: Readonly<Record<string, unknown>> = a
  const after: Readonly<Record<string, unknown>> = b
  const parts = new Set([...Object.keys(before), ...Object.keys(after)])
  return [...parts].filter((part) => digestOf(before[part] ?? null) !== digestOf(after[part] ?? null))
}

function digestOfItems(items: readonly Item[]): string {
  return digestOf(
    items
      .map(({ id, prompt, safe, type, pair, conversation }) =>
        digestOf([id, prompt, safe, type, pair, conversation]),
      )
      .toSorted(),
  )
}

/** A policy by its version, and by what it decides in every situation there is. */
function policyOf(policy: Policy): Configuration['policy'] {
  const both = [true, false]
  const choices = MODEL_FAMILIES.flatMap((family) =>
    [...REQUEST_TYPES, 'other'].flatMap((type) =>
      both.flatMap((scripted) =>
        SAFETY_LEVELS.flatMap((level) =>
          both.flatMap((sure) =>
            both.map((clarified) => policy.choose({ family, scripted, type, level, sure, clarified })),
          ),
        ),
      ),
    ),
  )
  const [first] = choices
  return { ...(first && { version: first.version }), digest: digestOf(choices.map(({ order }) => order)) }
}
