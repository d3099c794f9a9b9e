import { setTimeout as sleep } from 'node:timers/promises'
import { providerOf } from '../models/provider-of.ts'
import type { ModelCatalog } from '../models/providers.ts'
import type { Weights } from './manifest.ts'
import { Pace, type PaceLimits } from './pace.ts'
import { pacedModel } from './paced-model.ts'
import type { CellParts } from './run-cell.ts'

/** What measures: the parts of the bot itself, as they are configured. */
export interface EvaluationTools extends Pick<CellParts, 'flow' | 'openGate' | 'openSecondOpinion'> {
  readonly models: ModelCatalog
  /** Who judges requests, for the record. */
  readonly gate: { readonly guard: string; readonly judge: string }
  /** Digests of the fitted weights in use. */
  readonly weights: Weights
  readonly version: string
}

/** The parts of a run's cells, in which each provider is called as often as it allows. */
export function evaluationParts(
  tools: Pick<EvaluationTools, 'flow' | 'openGate' | 'openSecondOpinion'>,
  options: Pick<CellParts, 'judge' | 'users' | 'timer' | 'signal'> & {
    readonly limitsOf: (provider: string) => PaceLimits
  },
): CellParts {
  const { limitsOf, timer, signal, ...rest } = options
  const wait = (milliseconds: number, until: AbortSignal) => sleep(milliseconds, undefined, { signal: until })
  const paces = new Map<string, Pace>()
  const paceOf = (model: string) => {
    const provider = providerOf(model)
    const pace = paces.get(provider) ?? new Pace(limitsOf(provider), { timer, sleep: wait })
    paces.set(provider, pace)
    return pace
  }
  return {
    ...rest,
    flow: tools.flow,
    openGate: tools.openGate,
    ...(tools.openSecondOpinion && { openSecondOpinion: tools.openSecondOpinion }),
    paced: (model, waited) =>
      pacedModel(model, { pace: paceOf(model.id), timer, sleep: wait, random: Math.random, signal, waited }),
    timer,
    signal,
  }
}
