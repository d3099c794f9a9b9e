import { isFine } from '../domain.ts'
import { type Evidence, gathered } from '../policy/beliefs.ts'
import { PLAIN } from './arms.ts'
import { type ItemCell, isRefusal, runsOf, verdictBy } from './cells.ts'
import type { Configuration } from './manifest.ts'
import { halfOf } from './split.ts'
import type { Cell, Item } from './types.ts'

export interface RunEvidenceOptions {
  /** The type a request is taken for by its words, as in a channel: what is learned is looked up by the same. */
  readonly requestType: (prompt: string) => string
}

/**
 * What a run shows of strategies: of safe items of the learning half that the plain model refused and the gate was sure
 * are fine, how many each strategy had answered. The other half is left for reports. A cell counts for a strategy only
 * where that strategy asked again: where the gate was not sure it never does.
 */
export function runEvidenceOf(
  { models, strategies: measured }: Pick<Configuration, 'models' | 'strategies'>,
  cells: readonly Cell[],
  items: readonly Item[],
  { requestType }: RunEvidenceOptions,
): readonly Evidence[] {
  const runs = runsOf(cells, items)
  const strategies = measured.map(({ name }) => name)
  return gathered(
    models.flatMap(({ id, family, kind }): readonly Evidence[] => {
      const plain = runs.find(({ model, arm }) => model === id && arm === PLAIN)
      const refused = new Set((plain?.cells ?? []).filter(isRefusedCase).map(({ item }) => item.id))
      return runs
        .filter(({ model, arm }) => model === id && strategies.includes(arm))
        .flatMap(({ arm: strategy, cells: tried }) =>
          tried.flatMap(({ item, cell }) => {
            const verdict = verdictBy('detector', cell)
            if (!refused.has(item.id) || !verdict || !isAskedAgain(cell, strategy)) return []
            const answered = isRefusal(verdict) ? 0 : 1
            const type = requestType(item.prompt)
            return { family, scripted: kind === 'scripted', type, strategy, answered, refused: 1 - answered }
          }),
        )
    }),
  )
}

function isRefusedCase({ item, cell }: ItemCell): boolean {
  const verdict = verdictBy('detector', cell)
  return item.safe && halfOf(item) === 'learn' && verdict !== undefined && isRefusal(verdict)
}

function isAskedAgain({ level, attempts }: Cell, strategy: string): boolean {
  return level !== undefined && isFine(level) && attempts.some((attempt) => attempt.strategy === strategy)
}
