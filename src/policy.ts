import type { ModelFamily, SafetyLevel } from './domain.ts'

/** Decides which strategies are tried, and in which order. Pure. */
export interface Policy {
  /** Strategy names, best first; more than may be tried, since some may not apply. */
  order(situation: Situation): readonly string[]
}

export interface Situation {
  readonly family: ModelFamily
  readonly level: SafetyLevel
  /** Whether the gate was sure of the level. */
  readonly sure: boolean
  /** Whether the user has already answered a clarifying question in this exchange. */
  readonly clarified: boolean
}

/** What works for families that nobody has measured yet: naming the action asked for helps in both directions. */
const UNKNOWN_FAMILY = ['intent', 'contextual', 'sense-note', 'rephrase', 'partial-help']

/** The finding of arXiv 2405.05418 first, then what costs least. */
const FOUND_BEST: Partial<Record<ModelFamily, readonly string[]>> = {
  llama2: ['few-shot', 'contextual', 'sense-note', 'intent', 'partial-help'],
  gemma: ['interactive', 'contextual', 'sense-note', 'intent', 'partial-help'],
  'command-r': ['contextual', 'few-shot', 'sense-note', 'intent', 'partial-help'],
  'phi-3': ['contextual', 'few-shot', 'sense-note', 'intent', 'partial-help'],
}

/** The order before anything has been learned: the paper's finding for each family. */
export const startingPolicy: Policy = {
  order({ family, level, sure, clarified }) {
    if (level === 'clearly_harmful') return []
    // Not sure never mitigates silently: the user is asked once, and after that the refusal stands.
    if (!sure) return clarified ? [] : ['interactive']
    if (level === 'borderline_harmful') return ['partial-help']
    const found = FOUND_BEST[family] ?? UNKNOWN_FAMILY
    return clarified ? ['interactive', ...found.filter((name) => name !== 'interactive')] : found
  },
}
