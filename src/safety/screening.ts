import { higherLevel, type Request, SAFETY_LEVELS, type SafetyLevel } from '../domain.ts'
import type { Screening } from './safety-gate.ts'

/** Probability given to a level that was, or was not, found for sure. The rest falls on its neighbours. */
const SURE = 0.92
const UNSURE = 0.55
/** How much less each further step away from the level gets. */
const FALLOFF = 0.35

/** A screening with probabilities spread around its level, never below the request's floor. */
export function screeningOf(
  found: Pick<Screening, 'level' | 'sure' | 'reasons' | 'heard'>,
  request: Pick<Request, 'levelFloor'>,
): Screening {
  const floor = request.levelFloor
  const level = floor === undefined ? found.level : higherLevel(found.level, floor)
  const raised = level !== found.level
  const probabilities = spread(level, found.sure ? SURE : UNSURE)
  return {
    ...found,
    level,
    confidence: probabilities[level],
    probabilities,
    reasons: raised ? [...found.reasons, 'level reached earlier in this conversation'] : found.reasons,
  }
}

function spread(level: SafetyLevel, peak: number): Readonly<Record<SafetyLevel, number>> {
  const at = SAFETY_LEVELS.indexOf(level)
  const weights = SAFETY_LEVELS.map((_, index) => (index === at ? 0 : FALLOFF ** Math.abs(index - at)))
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  const share = (index: number): number =>
    index === at ? peak : ((1 - peak) * (weights[index] ?? 0)) / total
  return {
    clearly_fine: share(0),
    borderline_fine: share(1),
    borderline_harmful: share(2),
    clearly_harmful: share(3),
  }
}
