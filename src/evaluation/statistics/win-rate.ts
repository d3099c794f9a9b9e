import { type Comparison, comparedIn, pointsOfFirst } from './comparison.ts'
import { type Estimate, rateOf } from './estimate.ts'

export interface WinRate {
  readonly name: string
  /** Share of its comparisons won, ties and "both bad" half; the interval counts halves as if they were less certain wins. */
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
    const part =
      first.reduce((sum, { preferred }) => sum + pointsOfFirst(preferred), 0) +
      second.reduce((sum, { preferred }) => sum + 1 - pointsOfFirst(preferred), 0)
    return {
      name,
      rate: rateOf({ part, whole: first.length + second.length }, 'It was compared with nothing.'),
      won: count('first', 'second'),
      lost: count('second', 'first'),
      tied: count('tie', 'tie'),
      bothBad: count('both_bad', 'both_bad'),
    }
  })
}
