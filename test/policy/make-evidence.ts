import type { ModelFamily } from '../../src/domain.ts'
import { type Beliefs, type Evidence, startingBeliefs } from '../../src/policy/beliefs.ts'
import type { Situation } from '../../src/policy/policy.ts'
import { STRATEGIES } from '../../strategies/index.ts'

export const NAMES = STRATEGIES.map(({ name }) => name)

/** Cases of a real phi-3 on homonyms, unless said otherwise. */
export function seen(
  strategy: string,
  answered: number,
  refused: number,
  more: Partial<Evidence> = {},
): Evidence {
  return { family: 'phi-3', scripted: false, type: 'homonyms', strategy, answered, refused, ...more }
}

export function beliefsWith(...evidence: readonly Evidence[]): Beliefs {
  return { ...startingBeliefs(NAMES), evidence }
}

/** A refused request that the gate is sure is fine. */
export function situationOf(more: Partial<Situation> = {}): Situation {
  const family: ModelFamily = 'phi-3'
  const asked = { family, scripted: false, type: 'homonyms' }
  return { ...asked, level: 'clearly_fine', sure: true, clarified: false, ...more }
}
