import { clusteredRate } from './clustered-rate.ts'
import { type Comparison, comparedIn, pointsOfFirst } from './comparison.ts'
import type { Estimate } from './estimate.ts'

export interface WinRate {
  readonly name: string
  /**
   * Share of its comparisons won, ties and "both bad" half. What is said of one prompt hangs together, above all the
   * pairs of one vote, so the interval is that of fewer cases.
   */
  readonly rate: Estimate
  readonly won: number
  readonly lost: number
  readonly tied: number
  readonly bothBad: number
}

/** How often each thing was preferred to whatever stood beside it. It says nothing of how strong that was. */
export function winRates(comparisons: readonly Comparison[]): readonly WinRate[] {
  return comparedIn(comparisons).map((name) => {
    const [first, second] = [
      comparisons.filter((each) => each.first === name),
      comparisons.filter((each) => each.second === name),
    ]
    const count = (own: string, others: string) =>
      first.filter(({ preferred }) => preferred === own).length +
      second.filter(({ preferred }) => preferred === others).length
    const points = [
      ...first.map(({ prompt, preferred }) => ({ cluster: prompt, value: pointsOfFirst(preferred) })),
      ...second.map(({ prompt, preferred }) => ({ cluster: prompt, value: 1 - pointsOfFirst(preferred) })),
    ]
    return {
      name,
      rate: clusteredRate(points, 'It was compared with nothing.'),
      won: count('first', 'second'),
      lost: count('second', 'first'),
      tied: count('tie', 'tie'),
      bothBad: count('both_bad', 'both_bad'),
    }
  })
}
