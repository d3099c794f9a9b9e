import type { DriftSample } from '../config.ts'
import { digestOf } from '../digest.ts'
import { InputError } from '../errors.ts'
import { PLAIN, POLICY } from './arms.ts'
import { verdictBy } from './cells.ts'
import { defaultDataSet } from './datasets/default-data-set.ts'
import { type DriftPoint, HALVES, lettersOf, WATCHED_ARMS } from './drift-series.ts'
import { type EvaluationTools, evaluationParts } from './evaluation-parts.ts'
import { configurationOf } from './manifest.ts'
import { unitsOf } from './plan.ts'
import { runUnits } from './runner.ts'
import { sampleItems } from './sample.ts'
import { USUAL_USERS } from './simulated-user.ts'
import type { Arm, Cell, Item } from './types.ts'

/** Calls of a provider under way at once: people who ask something meanwhile come first. */
const CONCURRENCY = 1

/** The share of the sample that may fail before a run says nothing of its model. */
const MOST_FAILED = 0.2

export type Measured = Pick<DriftPoint, 'model' | 'arm' | 'scripted' | 'basis' | 'verdicts'>

/** The prompts by which models are watched: the same every time, twins together. */
export function driftItems({ seed, items }: DriftSample): readonly Item[] {
  return sampleItems(defaultDataSet(false).items, seed, items)
}

/**
 * Asks a model the whole sample, plainly and by the policy, through the same flow that people meet.
 *
 * @throws {ModelError} when it cannot be asked; the reason of `signal` when that ends it
 * @throws {InputError} when too many answers failed to say anything of the model
 */
export async function measureDrift(
  modelId: string,
  sample: DriftSample,
  tools: EvaluationTools,
  signal: AbortSignal,
  timer: () => number = () => performance.now(),
): Promise<readonly Measured[]> {
  const model = tools.models.get(modelId)
  // What goes wrong with one model stops its own run, and not those of others.
  const stop = new AbortController()
  const end = () => stop.abort(signal.reason)
  if (signal.aborted) end()
  signal.addEventListener('abort', end, { once: true })
  const items = driftItems(sample)
  const cells = new Map<Arm, Map<string, Cell>>(WATCHED_ARMS.map((arm) => [arm, new Map()]))
  const run = runUnits({
    units: unitsOf(items, [modelId]),
    armsFor: () => WATCHED_ARMS,
    isDone: () => false,
    callsOf: () => [],
    models: tools.models,
    parts: evaluationParts(tools, {
      limitsOf: () => ({ concurrency: CONCURRENCY, interval: 0 }),
      judge: async () => ({}),
      users: USUAL_USERS,
      timer,
      signal: stop.signal,
    }),
    concurrencyOf: () => CONCURRENCY,
    keepCall: () => undefined,
    // Of an answer nothing is kept but its verdict.
    keepCell: ({ arm }, cell) => void cells.get(arm)?.set(cell.item, { ...cell, attempts: [] }),
    stop,
  })
  await run.finally(() => signal.removeEventListener('abort', end))
  return WATCHED_ARMS.map((arm) => {
    const verdictsOf = (safe: boolean) =>
      items
        .filter((item) => item.safe === safe)
        .map(({ id }) => {
          const cell = cells.get(arm)?.get(id)
          return cell && verdictBy('detector', cell)
        })
    const [safe, unsafe] = [verdictsOf(true), verdictsOf(false)]
    const failed = [...safe, ...unsafe].filter((verdict) => verdict === undefined).length
    if (failed > MOST_FAILED * items.length)
      throw new InputError(
        `${failed} of ${items.length} answers of ${modelId} failed: this run says nothing of it, and is not kept.`,
      )
    return {
      model: modelId,
      arm,
      scripted: model.kind === 'scripted',
      basis: basisOf(arm, items, sample, tools),
      verdicts: { safe: lettersOf(safe), unsafe: lettersOf(unsafe) },
    }
  })
}

/** Of all that decides the answers in an arm beside the model: what we change ourselves is no drift. */
function basisOf(arm: Arm, items: readonly Item[], sample: DriftSample, tools: EvaluationTools): string {
  const { flow } = tools
  const {
    recourse,
    sample: drawn,
    systemPrompt,
    maxTokens,
    strategies,
    policy,
    gate,
    weights,
    users,
  } = configurationOf({
    version: tools.version,
    data: { name: '', items, notes: [] },
    seed: sample.seed,
    items,
    models: [],
    arms: WATCHED_ARMS,
    strategies: flow.strategies,
    policy: flow.policy,
    systemPrompt: flow.systemPrompt,
    gate: tools.gate,
    weights: tools.weights,
    judge: undefined,
    users: USUAL_USERS,
    maxTokens: flow.maxTokens,
  })
  const plain = [recourse, weights.detector, drawn.digest, HALVES, systemPrompt, maxTokens]
  return digestOf(arm === PLAIN ? plain : [...plain, POLICY, strategies, policy, gate, weights.gate, users])
}
