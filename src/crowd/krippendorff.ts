import { createDisagreement, type Disagreement } from './disagreement.ts'
import { quantile } from './quantile.ts'
import type { Scale } from './scale.ts'
import {
  type Interval,
  NO_PAIRS,
  ONE_LABEL,
  type Statistic,
  type Undefined,
  undefinedBecause,
} from './statistic.ts'
import type { VotePatterns } from './vote-patterns.ts'

/** Every pair of different ratio labels is weighed, so that time grows with the square of their number. */
const MOST_RATIO_LABELS = 20_000
const MOST_RATIO_LABELS_RESAMPLED = 2_000

/** The share of resamples that must have an alpha for their quantiles to be a 95 % interval. */
const LEAST_DEFINED = 0.975

/**
 * Krippendorff's alpha: 1 where annotators agree, 0 where they do as by chance, below where they differ more.
 * Tasks with fewer than two votes say nothing and change nothing.
 */
export function krippendorffAlpha(patterns: VotePatterns, scale: Scale): Statistic {
  if (patterns.ofTask.length === 0) return undefinedBecause(NO_PAIRS)
  if (scale.level === 'ratio' && patterns.labels > MOST_RATIO_LABELS)
    return undefinedBecause(`There are more than ${MOST_RATIO_LABELS} different labels.`)
  const value = alphaOf(createDisagreement(patterns, scale)(patterns.tasks))
  return value === undefined ? undefinedBecause(ONE_LABEL) : { value }
}

export interface ResampleOptions {
  /** How often tasks are drawn anew. */
  readonly resamples?: number
  /** From 0 up to 1. */
  readonly random?: () => number
}

/**
 * The middle 95 % of alpha over tasks drawn with replacement from those with at least two votes: how far alpha
 * would move with other tasks of their kind, judged by the same people.
 */
export function alphaInterval(
  patterns: VotePatterns,
  scale: Scale,
  { resamples = 1_000, random = Math.random }: ResampleOptions = {},
): Interval | Undefined {
  const { ofTask } = patterns
  const alpha = krippendorffAlpha(patterns, scale)
  if (alpha.value === null) return alpha
  if (ofTask.length < 2) return undefinedBecause('Only one task has two votes.')
  if (scale.level === 'ratio' && patterns.labels > MOST_RATIO_LABELS_RESAMPLED)
    return undefinedBecause(
      `There are more than ${MOST_RATIO_LABELS_RESAMPLED} different labels to resample.`,
    )
  const disagreement = createDisagreement(patterns, scale)
  const drawn = new Uint32Array(patterns.tasks.length)
  const alphas: number[] = []
  for (let resample = 0; resample < resamples; resample += 1) {
    drawn.fill(0)
    for (let draw = 0; draw < ofTask.length; draw += 1) {
      const pattern = ofTask[Math.floor(random() * ofTask.length)] ?? 0
      drawn[pattern] = (drawn[pattern] ?? 0) + 1
    }
    const value = alphaOf(disagreement(drawn))
    if (value !== undefined) alphas.push(value)
  }
  if (alphas.length === 0 || alphas.length < LEAST_DEFINED * resamples)
    return undefinedBecause('Too many resamples hold one label only: a second label is too rare.')
  alphas.sort((a, b) => a - b)
  return { low: quantile(alphas, 0.025), high: quantile(alphas, 0.975) }
}

function alphaOf({ observed, expected }: Disagreement): number | undefined {
  return expected > 0 ? 1 - observed / expected : undefined
}
