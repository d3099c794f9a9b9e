import type { Strategy } from '../../strategies/strategy.ts'
import { DIRECT } from '../domain.ts'
import type { Screening } from '../safety/safety-gate.ts'

/**
 * Why a strategy may not be tried on a request that was screened so; `undefined` where it may. What the gate is not
 * sure of is only asked as it is: not sure never mitigates silently.
 */
export function notAdmitted(
  name: string,
  { level, sure }: Pick<Screening, 'level' | 'sure'>,
  strategies: readonly Pick<Strategy, 'name' | 'levels'>[],
): string | undefined {
  if (name === DIRECT) return undefined
  if (!sure) return 'not tried: it is not clear that this is safe to answer, so it is only asked as it is'
  const strategy = strategies.find((one) => one.name === name)
  if (strategy?.levels.includes(level)) return undefined
  return level === 'borderline_harmful'
    ? 'not tried: this request is borderline, and may get partial help at the most'
    : 'not tried: this strategy is for borderline requests, and this one is plainly fine'
}
