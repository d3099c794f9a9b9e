import type { ResampleOptions } from '../../crowd/krippendorff.ts'
import { percentileInterval, resampledWeights } from './bootstrap.ts'
import { bradleyTerry, type Wins } from './bradley-terry.ts'
import { type Comparison, comparedIn, pointsOfFirst } from './comparison.ts'
import { type Estimate, noEstimate } from './estimate.ts'
import { strongComponents } from './strong-components.ts'

/** One thing's place among those it can be ranked with. */
export interface Standing {
  readonly name: string
  /** Natural logarithm of its strength; 0 is the middle of its group. `n` counts its comparisons within the group. */
  readonly strength: Estimate
}

/** Things that can be ranked with each other, strongest first. Between groups strengths cannot be compared. */
export type Group = readonly Standing[]

const ALONE =
  'It won against, or lost to, everything it was compared with, directly or through others: no strength fits.'

/**
 * Ranks what was compared side by side, in groups within which wins lead from everything to everything. The
 * intervals are the middle 95 % over prompts drawn anew.
 */
export function standings(
  comparisons: readonly Comparison[],
  options: ResampleOptions = {},
): readonly Group[] {
  const names = comparedIn(comparisons)
  const all = winsOf(comparisons, names)
  const groups = strongComponents(edgesOf(all)).map((places) => places.map((place) => names[place] ?? ''))
  return groups
    .map((group) => groupStandings(group, comparisons, options))
    .sort((a, b) => b.length - a.length)
}

function groupStandings(
  group: readonly string[],
  comparisons: readonly Comparison[],
  options: ResampleOptions,
): Group {
  const members = new Set(group)
  const within = comparisons.filter(
    ({ first, second }) => first !== second && members.has(first) && members.has(second),
  )
  const playedBy = (name: string) =>
    within.filter(({ first, second }) => first === name || second === name).length
  if (group.length < 2) return group.map((name) => ({ name, strength: noEstimate(ALONE) }))
  const strengths = bradleyTerry(winsOf(within, group))
  if (!strengths)
    return group.map((name) => ({
      name,
      strength: noEstimate('The strengths do not converge.', playedBy(name)),
    }))
  const drawn = resampledStrengths(group, within, options)
  return group
    .map((name, place) => ({
      name,
      value: strengths[place] ?? 0,
      interval: percentileInterval(drawn.map((each) => each?.[place])),
    }))
    .sort((a, b) => b.value - a.value)
    .map(({ name, ...strength }) => ({ name, strength: { ...strength, n: playedBy(name) } }))
}

/** Strengths with prompts drawn anew; undefined for a draw that leaves something without a win or a loss. */
function resampledStrengths(
  group: readonly string[],
  comparisons: readonly Comparison[],
  options: ResampleOptions,
): readonly (readonly number[] | undefined)[] {
  // One prompt says something of few pairs, and there are many prompts.
  const byPrompt = [...Map.groupBy(comparisons, ({ prompt }) => prompt).values()].map((votes) =>
    pointsIn(votes, group),
  )
  return Array.from(resampledWeights(byPrompt.length, options), (weights) => {
    const wins = group.map(() => group.map(() => 0))
    for (const [prompt, points] of byPrompt.entries()) {
      const weight = weights[prompt] ?? 0
      if (weight === 0) continue
      for (const { winner, loser, won } of points) {
        const row = wins[winner]
        if (row) row[loser] = (row[loser] ?? 0) + weight * won
      }
    }
    return strongComponents(edgesOf(wins)).length === 1 ? bradleyTerry(wins) : undefined
  })
}

/** What a few comparisons say of the pairs they are about. */
function pointsIn(comparisons: readonly Comparison[], names: readonly string[]) {
  return winsOf(comparisons, names).flatMap((row, winner) =>
    row.flatMap((won, loser) => (won > 0 ? [{ winner, loser, won }] : [])),
  )
}

function winsOf(comparisons: readonly Comparison[], names: readonly string[]): Wins {
  const places = new Map(names.map((name, place) => [name, place]))
  const wins = names.map(() => names.map(() => 0))
  for (const { first, second, preferred } of comparisons) {
    const [i = -1, j = -1] = [places.get(first), places.get(second)]
    const points = pointsOfFirst(preferred)
    const [ahead, behind] = [wins[i], wins[j]]
    if (!ahead || !behind || i === j) continue
    ahead[j] = (ahead[j] ?? 0) + points
    behind[i] = (behind[i] ?? 0) + 1 - points
  }
  return wins
}

function edgesOf(wins: Wins): readonly ReadonlySet<number>[] {
  return wins.map((row) => new Set(row.flatMap((many, other) => (many > 0 ? [other] : []))))
}
