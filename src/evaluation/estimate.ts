import { aboutTokens } from '../models/about-tokens.ts'
import { MAX_CALLS } from '../respond.ts'
import { PLAIN } from './arms.ts'
import type { PlannedCell, Unit } from './plan.ts'

/** Tokens of an answer that is neither short nor long, and of what a strategy says beside the request. */
const ANSWER = 300
const ASKING_AGAIN = 700

export interface Bounds {
  readonly least: number
  readonly most: number
}

export interface Estimate {
  readonly calls: Bounds
  readonly tokens: Bounds
}

/**
 * What filling these cells takes: at least one call a unit, where the model refuses nothing, and at most all that the
 * flow allows, where it refuses everything. A judge of verdicts comes on top, with one call for every text.
 */
export function estimateOf(
  work: readonly { readonly unit: Unit; readonly cells: readonly PlannedCell[] }[],
  systemPrompt: string | undefined,
  judged: boolean,
): Estimate {
  const calls = { least: 0, most: 0 }
  const tokens = { least: 0, most: 0 }
  for (const { unit, cells } of work) {
    const { prompt, conversation = [] } = unit.item
    const asked = aboutTokens([systemPrompt ?? '', prompt, ...conversation.map(({ content }) => content)])
    const again = cells.filter(({ arm }) => arm !== PLAIN).length * (MAX_CALLS - 1)
    const texts = judged ? 1 : 0
    calls.least += 1 + texts
    calls.most += 1 + again + (judged ? cells.length : 0)
    tokens.least += (1 + texts) * (asked + ANSWER)
    tokens.most +=
      (1 + again) * (asked + ANSWER) + again * ASKING_AGAIN + (judged ? cells.length * (asked + ANSWER) : 0)
  }
  return { calls, tokens }
}
