import type { Scale } from './scale.ts'
import type { VotePatterns } from './vote-patterns.ts'

/** Krippendorff's two sums, of which alpha is 1 − observed / expected; both 0 where nothing varies. */
export interface Disagreement {
  readonly observed: number
  readonly expected: number
}

/**
 * Sums of o·δ and e·δ over all pairs of labels (Krippendorff 2011, https://repository.upenn.edu/asc_papers/43),
 * for however many tasks of each pattern one asks.
 *
 * No matrix of coincidences is built: for nominal labels both sums follow from counts, and where δ is a squared
 * distance (interval; ordinal, between mid-ranks) from variances. Only ratio labels are taken pair by pair.
 */
export function createDisagreement(
  patterns: VotePatterns,
  scale: Scale,
): (tasks: Uint32Array) => Disagreement {
  const counts = new Float64Array(patterns.labels)
  if (scale.level === 'nominal') {
    const within = perPattern(patterns, (from, to, votes) => unequalPairs(patterns.count, from, to, votes))
    return (tasks) => {
      const total = addUp(patterns, tasks, counts)
      return {
        observed: dot(tasks, within),
        expected: unequalPairs(counts, 0, counts.length, total) / (total - 1),
      }
    }
  }
  const { level } = scale
  const values = scaled(scale.values)
  if (level === 'ratio') {
    const within = perPattern(patterns, (from, to) =>
      ratioPairs(values, patterns.count, from, to, patterns.label),
    )
    return (tasks) => {
      const total = addUp(patterns, tasks, counts)
      return {
        observed: dot(tasks, within),
        expected: ratioPairs(values, counts, 0, counts.length) / (total - 1),
      }
    }
  }
  const spread = (points: Float64Array) =>
    perPattern(
      patterns,
      (from, to, votes) => 2 * votes * squares(points, patterns.count, from, to, votes, patterns.label),
    )
  const fixed = level === 'interval' ? spread(values) : undefined
  const order = Uint32Array.from(values.keys()).sort((a, b) => (values[a] ?? 0) - (values[b] ?? 0))
  return (tasks) => {
    const total = addUp(patterns, tasks, counts)
    const points = fixed ? values : midRanks(values, order, counts)
    return {
      observed: dot(tasks, fixed ?? spread(points)),
      expected: (2 * total * squares(points, counts, 0, counts.length, total)) / (total - 1),
    }
  }
}

/** Between −2 and 2, so that no square overflows; alpha does not depend on the unit, and powers of two round nothing. */
function scaled(values: Float64Array): Float64Array {
  const largest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0)
  return largest === 0 ? values : values.map((value) => value / 2 ** Math.floor(Math.log2(largest)))
}

/** A sum over ordered pairs of one task's votes, over its votes less one, for each pattern. */
function perPattern(
  { votes, start }: VotePatterns,
  pairs: (from: number, to: number, votes: number) => number,
): Float64Array {
  return Float64Array.from(
    votes,
    (many, pattern) => pairs(start[pattern] ?? 0, start[pattern + 1] ?? 0, many) / (many - 1),
  )
}

/** Fills `counts` with the votes of each label, and returns how many there are in all. */
function addUp({ start, label, count }: VotePatterns, tasks: Uint32Array, counts: Float64Array): number {
  counts.fill(0)
  let total = 0
  for (let pattern = 0; pattern < tasks.length; pattern += 1) {
    const times = tasks[pattern] ?? 0
    if (times === 0) continue
    const end = start[pattern + 1] ?? 0
    for (let entry = start[pattern] ?? 0; entry < end; entry += 1) {
      const votes = times * (count[entry] ?? 0)
      counts[label[entry] ?? 0] = (counts[label[entry] ?? 0] ?? 0) + votes
      total += votes
    }
  }
  return total
}

function dot(tasks: Uint32Array, within: Float64Array): number {
  let sum = 0
  for (let pattern = 0; pattern < tasks.length; pattern += 1)
    sum += (tasks[pattern] ?? 0) * (within[pattern] ?? 0)
  return sum
}

function unequalPairs(counts: Uint32Array | Float64Array, from: number, to: number, total: number): number {
  let equal = 0
  for (let entry = from; entry < to; entry += 1) equal += (counts[entry] ?? 0) ** 2
  return total * total - equal
}

/** Squared distances from the mean; taken from the first value, so that equal values give 0 exactly. */
function squares(
  points: Float64Array,
  counts: Uint32Array | Float64Array,
  from: number,
  to: number,
  total: number,
  label?: Uint32Array,
): number {
  const point = (entry: number) => points[label ? (label[entry] ?? 0) : entry] ?? 0
  let first = from
  while (first < to && counts[first] === 0) first += 1
  const origin = point(first)
  let mean = 0
  for (let entry = first; entry < to; entry += 1)
    mean += ((counts[entry] ?? 0) * (point(entry) - origin)) / total
  let sum = 0
  for (let entry = first; entry < to; entry += 1)
    sum += (counts[entry] ?? 0) * (point(entry) - origin - mean) ** 2
  return sum
}

/** ((c − k) / (c + k))² over ordered pairs; two zeros do not differ. */
function ratioPairs(
  values: Float64Array,
  counts: Uint32Array | Float64Array,
  from: number,
  to: number,
  label?: Uint32Array,
): number {
  let sum = 0
  for (let one = from; one < to; one += 1) {
    const times = counts[one] ?? 0
    if (times === 0) continue
    const value = values[label ? (label[one] ?? 0) : one] ?? 0
    for (let other = one + 1; other < to; other += 1) {
      const against = values[label ? (label[other] ?? 0) : other] ?? 0
      if (value !== against)
        sum += 2 * times * (counts[other] ?? 0) * ((value - against) / (value + against)) ** 2
    }
  }
  return sum
}

/**
 * Votes below a label and half of those on it. The ordinal δ, (Σ n_g from c to k − (n_c + n_k) / 2)², is the squared
 * distance between the mid-ranks of c and k.
 */
function midRanks(values: Float64Array, order: Uint32Array, counts: Float64Array): Float64Array {
  const ranks = new Float64Array(values.length)
  let below = 0
  for (let from = 0, to = 0; from < order.length; from = to) {
    const value = values[order[from] ?? 0]
    let votes = 0
    for (to = from; to < order.length && values[order[to] ?? 0] === value; to += 1)
      votes += counts[order[to] ?? 0] ?? 0
    for (let at = from; at < to; at += 1) ranks[order[at] ?? 0] = below + votes / 2
    below += votes
  }
  return ranks
}
