import { ModelError } from '../src/errors.ts'
import type { Screening } from '../src/safety/safety-gate.ts'
import type { NotApplicable, Strategy } from './strategy.ts'

/**
 * A strategy that keeps to its levels whatever its recipe does, and whose failed model call means that it
 * does not apply. Only an abort passes through: then nobody waits for another strategy.
 *
 * @param alsoOn where else it may propose; nothing opens `clearly_harmful`
 */
export function defineStrategy(
  strategy: Strategy,
  alsoOn: (screening: Screening) => boolean = () => false,
): Strategy {
  return {
    ...strategy,
    async propose(refusal, tools) {
      const { screening } = refusal
      const permitted = strategy.levels.includes(screening.level) || alsoOn(screening)
      if (screening.level === 'clearly_harmful' || !permitted)
        return notApplicable(`not meant for a ${screening.level} request`)
      try {
        return await strategy.propose(refusal, tools)
      } catch (error) {
        if (!(error instanceof ModelError) || error.code === 'aborted') throw error
        return notApplicable(`its own model call failed: ${error.code}`)
      }
    },
  }
}

export function notApplicable(reason: string): NotApplicable {
  return { kind: 'not_applicable', reason }
}
