import type { DawidSkeneFit } from './dawid-skene.ts'
import { type Interval, type Undefined, undefinedBecause } from './statistic.ts'
import { wilson } from './wilson.ts'

/** A share of an annotator's votes, with its 95 % interval. */
export type Rate = { readonly value: number; readonly interval: Interval } | Undefined

/** What an annotator says of tasks whose true label is `truth`. */
export interface ConfusionRow {
  readonly truth: string
  /** Expected number of the annotator's votes on such tasks: the sum of their posteriors. */
  readonly votes: number
  /** By the label said, in the order of the fit's labels. */
  readonly said: readonly Rate[]
}

export interface AnnotatorQuality {
  readonly annotator: string
  readonly votes: number
  /** Expected share of votes that say the true label. */
  readonly accuracy: Rate
  readonly confusion: readonly ConfusionRow[]
}

/**
 * What each annotator takes for what, by the fit. Intervals are score intervals on expected votes: they count true
 * labels as if they were seen, so they are too narrow where the posteriors themselves are unsure.
 */
export function* annotatorQualities(fit: DawidSkeneFit): Generator<AnnotatorQuality> {
  const { table, labels, expectedVotes } = fit
  const size = labels.length
  for (const [id, annotator] of table.annotators.entries()) {
    const cell = (said: number, truth: number) => expectedVotes[(id * size + said) * size + truth] ?? 0
    const confusion = labels.map((truth, j) => {
      const cells = labels.map((_, l) => cell(l, j))
      const votes = cells.reduce((sum, each) => sum + each, 0)
      return { truth, votes, said: cells.map((each) => rate(each, votes)) }
    })
    const votes = confusion.reduce((sum, row) => sum + row.votes, 0)
    const right = labels.reduce((sum, _, j) => sum + cell(j, j), 0)
    // Every vote is spread over true labels whose probabilities sum to 1.
    yield { annotator, votes: Math.round(votes), accuracy: rate(right, votes), confusion }
  }
}

function rate(part: number, whole: number): Rate {
  if (whole === 0) return undefinedBecause('The annotator saw no task of this label.')
  return { value: part / whole, interval: wilson(part, whole) }
}
