import { seededRandom } from '../crowd/seeded-random.ts'
import type { Comparison, Preference } from '../evaluation/statistics/comparison.ts'
import { type Group, standings } from '../evaluation/statistics/standings.ts'
import { type WinRate, winRates } from '../evaluation/statistics/win-rate.ts'
import type { CellName, ComparedResult } from '../store/comparison-store.ts'

/** Draws for the intervals of strengths. */
const RESAMPLES = 400
const SEED = 1

/** What blind votes on answers side by side come to. A contender is a strategy on a model. */
export interface ComparedStandings {
  /** Revealed comparisons with a vote. */
  readonly comparisons: number
  readonly votes: number
  /** Most preferred first. */
  readonly contenders: readonly (WinRate & { readonly scripted: boolean })[]
  /** Contenders that can be ranked with each other; the largest group first, within it the strongest. */
  readonly groups: readonly Group[]
}

/** How contenders stand. Who votes for an answer prefers it to every other one; of the others nothing is said. */
export function comparedStandings(results: readonly ComparedResult[]): ComparedStandings {
  const comparisons = results.flatMap(pairsOf)
  const scripted = new Set(
    results.flatMap(({ contenders }) => contenders.filter((one) => one.scripted).map(contenderName)),
  )
  return {
    comparisons: results.length,
    votes: results.reduce(
      (sum, { votes }) => sum + Object.values(votes).reduce((all, some) => all + some, 0),
      0,
    ),
    contenders: winRates(comparisons)
      .map((row) => ({ ...row, scripted: scripted.has(row.name) }))
      .toSorted((a, b) => (b.rate.value ?? 0) - (a.rate.value ?? 0) || a.name.localeCompare(b.name)),
    groups: standings(comparisons, { resamples: RESAMPLES, random: seededRandom(SEED) }),
  }
}

/** A contender as standings name it, such as `few-shot · rehearsal:llama2`. */
export function contenderName({ strategy, model }: Pick<CellName, 'strategy' | 'model'>): string {
  return `${strategy} · ${model}`
}

function pairsOf({ promptKey: prompt, contenders, votes }: ComparedResult): readonly Comparison[] {
  const pairs = contenders.flatMap((first, index) =>
    contenders.slice(index + 1).map((second) => ({
      first: contenderName(first),
      second: contenderName(second),
      letters: [first.letter, second.letter],
    })),
  )
  return Object.entries(votes).flatMap(([choice, count]) =>
    pairs.flatMap(({ first, second, letters }) => {
      const preferred = preference(choice, letters)
      const pair = preferred && { first, second, preferred, prompt }
      return pair ? Array.from({ length: count }, () => pair) : []
    }),
  )
}

function preference(choice: string, [first, second]: readonly string[]): Preference | undefined {
  if (choice === 'tie' || choice === 'both_bad') return choice
  if (choice === first) return 'first'
  return choice === second ? 'second' : undefined
}
