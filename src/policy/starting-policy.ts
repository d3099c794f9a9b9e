import type { ModelFamily } from '../domain.ts'
import { gateRule, withReplyFirst } from './gate-rule.ts'
import type { Policy } from './policy.ts'

/** What works for families that nobody has measured yet: naming the action asked for helps in both directions. */
const UNKNOWN_FAMILY = ['intent', 'contextual', 'sense-note', 'rephrase', 'partial-help']

/** The finding of arXiv 2405.05418 first, then what costs least. */
const FOUND_BEST: Partial<Record<ModelFamily, readonly string[]>> = {
  llama2: ['few-shot', 'contextual', 'sense-note', 'intent', 'partial-help'],
  gemma: ['interactive', 'contextual', 'sense-note', 'intent', 'partial-help'],
  'command-r': ['contextual', 'few-shot', 'sense-note', 'intent', 'partial-help'],
  'phi-3': ['contextual', 'few-shot', 'sense-note', 'intent', 'partial-help'],
}

/** The version of the policy that is the paper's finding and nothing else. */
export const PAPER = 'paper'

/** The order for a family before anything has been learned, and whether the paper found it. */
export function startingOrder(family: ModelFamily): {
  readonly found: boolean
  readonly order: readonly string[]
} {
  const found = FOUND_BEST[family]
  return { found: found !== undefined, order: found ?? UNKNOWN_FAMILY }
}

/** The order before anything has been learned: the paper's finding for each family. */
export const startingPolicy: Policy = {
  choose(situation) {
    const ruled = gateRule(situation)
    const order = ruled ?? withReplyFirst(startingOrder(situation.family).order, situation)
    const how = ruled ? 'gate' : 'paper'
    return { ...situation, version: PAPER, how, order, exploration: 0, beliefs: [] }
  },
}
