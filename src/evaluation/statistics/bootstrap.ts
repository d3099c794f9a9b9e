import type { ResampleOptions } from '../../crowd/krippendorff.ts'
import { quantile } from '../../crowd/quantile.ts'
import { type Interval, type Undefined, undefinedBecause } from '../../crowd/statistic.ts'
import { normalCdf, normalQuantile } from './normal.ts'

/** The share of resamples that must have a value for their quantiles to be a 95 % interval. */
const LEAST_DEFINED = 0.975
/** BCa leaves out each cluster once, or, of more clusters than this, each of so many groups of them. */
const MOST_LEFT_OUT = 400

export interface BootstrapOptions extends ResampleOptions {
  /** `bca` where not given. */
  readonly method?: 'percentile' | 'bca'
}

/** A figure of clusters that count `weights[cluster]` times each; undefined where they do not determine it. */
export type WeightedStatistic = (weights: Uint32Array) => number | undefined

/**
 * Draws as many clusters as there are, with replacement, again and again: how often each was drawn. What belongs
 * together (all answers to one prompt) is drawn together. The array is the same one each time.
 */
export function* resampledWeights(
  clusters: number,
  { resamples = 1_000, random = Math.random }: ResampleOptions = {},
): Generator<Uint32Array> {
  const weights = new Uint32Array(clusters)
  for (let resample = 0; resample < resamples; resample += 1) {
    weights.fill(0)
    for (let draw = 0; draw < clusters; draw += 1) {
      const cluster = Math.floor(random() * clusters)
      weights[cluster] = (weights[cluster] ?? 0) + 1
    }
    yield weights
  }
}

/**
 * A 95 % interval by resampling clusters: the middle 95 % of the resamples, or that corrected for bias and skewness
 * (BCa, Efron 1987, https://doi.org/10.2307/2289144), its acceleration by leaving out clusters.
 */
export function bootstrapInterval(
  clusters: number,
  statistic: WeightedStatistic,
  { method = 'bca', ...options }: BootstrapOptions = {},
): Interval | Undefined {
  if (clusters < 2) return undefinedBecause('There are fewer than two prompts to resample.')
  const value = statistic(new Uint32Array(clusters).fill(1))
  if (value === undefined) return undefinedBecause('The figure itself is not determined.')
  const drawn = Array.from(resampledWeights(clusters, options), statistic)
  return method === 'percentile'
    ? percentileInterval(drawn)
    : bcaInterval(value, drawn, leftOut(clusters, statistic))
}

/** The middle 95 % of resampled values. */
export function percentileInterval(drawn: readonly (number | undefined)[]): Interval | Undefined {
  const sorted = usable(drawn)
  return 'reason' in sorted ? sorted : { low: quantile(sorted, 0.025), high: quantile(sorted, 0.975) }
}

function bcaInterval(
  value: number,
  drawn: readonly (number | undefined)[],
  without: readonly number[],
): Interval | Undefined {
  const sorted = usable(drawn)
  if ('reason' in sorted) return sorted
  // Resamples equal to the value count half on either side; both sides keep one, so that the bias stays finite.
  const below = sorted.filter((each) => each < value).length
  const equal = sorted.filter((each) => each === value).length
  const side = Math.min(sorted.length - 0.5, Math.max(0.5, below + equal / 2))
  const bias = normalQuantile(side / sorted.length)
  const acceleration = accelerationOf(without)
  const end = (share: number) => {
    const shifted = bias + normalQuantile(share)
    return quantile(sorted, normalCdf(bias + shifted / (1 - acceleration * shifted)))
  }
  return { low: end(0.025), high: end(0.975) }
}

function usable(drawn: readonly (number | undefined)[]): readonly number[] | Undefined {
  const sorted = drawn.filter((value) => value !== undefined).sort((a, b) => a - b)
  if (sorted.length === 0 || sorted.length < LEAST_DEFINED * drawn.length)
    return undefinedBecause('Too many resamples leave the figure undetermined: it rests on too few cases.')
  if (sorted[0] === sorted.at(-1))
    return undefinedBecause('Every resample gives the same figure: the cases do not show how it would vary.')
  return sorted
}

function leftOut(clusters: number, statistic: WeightedStatistic): readonly number[] {
  const groups = Math.min(clusters, MOST_LEFT_OUT)
  const weights = new Uint32Array(clusters)
  return Array.from({ length: groups }, (_, group) => {
    weights.fill(1)
    for (let cluster = group; cluster < clusters; cluster += groups) weights[cluster] = 0
    return statistic(weights)
  }).filter((value) => value !== undefined)
}

/** A sixth of the skewness of the jackknife values, turned round; 0 where they do not differ. */
function accelerationOf(without: readonly number[]): number {
  const mean = without.reduce((sum, value) => sum + value, 0) / without.length
  let [squares, cubes] = [0, 0]
  for (const value of without) {
    squares += (mean - value) ** 2
    cubes += (mean - value) ** 3
  }
  return squares > 0 ? cubes / (6 * squares ** 1.5) : 0
}
