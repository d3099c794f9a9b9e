import { higherLevel, type Request, SAFETY_LEVELS, type SafetyLevel } from '../domain.ts'
import type { Screening } from './safety-gate.ts'

/** Odds, in natural logarithms, above which a request is at least of the next level: even chances divide fine from harmful. */
const STEPS = [-2, 0, 2] as const
/** How sharply one level passes into the next. */
const SHARPNESS = 1.6
/** How far inside its level a request is put at least, so that the level found is the likeliest. */
const MARGIN = 0.6
/** Where a level found by other means than odds stands, sure or not. */
const MIDDLES: Readonly<Record<SafetyLevel, { readonly sure: number; readonly unsure: number }>> = {
  clearly_fine: { sure: -4, unsure: -2.7 },
  borderline_fine: { sure: -1.4, unsure: -0.8 },
  borderline_harmful: { sure: 1, unsure: 0.8 },
  clearly_harmful: { sure: 4, unsure: 2.7 },
}

/** A finding with the odds that it is harmful, where they are known. */
export type Found = Pick<Screening, 'level' | 'sure' | 'reasons' | 'heard'> & { readonly odds?: number }

/** A screening with probabilities around its level (an ordinal logistic model), never below the request's floor. */
export function screeningOf(found: Found, request: Pick<Request, 'levelFloor'>): Screening {
  const { odds, ...rest } = found
  const floor = request.levelFloor
  const level = floor === undefined ? found.level : higherLevel(found.level, floor)
  const raised = level !== found.level
  const probabilities = spread(within(level, odds ?? MIDDLES[level][found.sure ? 'sure' : 'unsure']))
  return {
    ...rest,
    level,
    confidence: probabilities[level],
    probabilities,
    reasons: raised ? [...found.reasons, 'level reached earlier in this conversation'] : found.reasons,
  }
}

/** The odds, moved into the bounds of a level. */
function within(level: SafetyLevel, odds: number): number {
  const at = SAFETY_LEVELS.indexOf(level)
  const low = (STEPS[at - 1] ?? Number.NEGATIVE_INFINITY) + MARGIN
  const high = (STEPS[at] ?? Number.POSITIVE_INFINITY) - MARGIN
  return Math.min(high, Math.max(low, odds))
}

function spread(odds: number): Readonly<Record<SafetyLevel, number>> {
  const [first, second, third] = STEPS.map((step) => 1 / (1 + Math.exp(SHARPNESS * (odds - step))))
  const [a, b, c] = [first ?? 0, second ?? 0, third ?? 0]
  return {
    clearly_fine: a,
    borderline_fine: b - a,
    borderline_harmful: c - b,
    clearly_harmful: 1 - c,
  }
}
