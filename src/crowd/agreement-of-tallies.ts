import { LABELS } from './codebook.ts'
import type { LabelTally } from './crowd-label.ts'
import { krippendorffAlpha } from './krippendorff.ts'
import { type Interval, type Statistic, type Undefined, undefinedBecause } from './statistic.ts'
import type { VotePatterns } from './vote-patterns.ts'

export interface AgreementOfTallies {
  readonly alpha: Statistic & { readonly interval: Interval | Undefined }
  /** What it is told from: items on which at least two were sure, and their votes. */
  readonly items: number
  readonly votes: number
}

/** Labels that say something about an item; a vote that is not sure is a missing value. */
const SURE = LABELS.filter((label) => label !== 'not_sure')

/** The standard normal quantile for 95 %, two-sided. */
const Z = 1.959964

interface Counted {
  /** Votes for each of the labels of those who are sure. */
  readonly counts: readonly number[]
  readonly items: number
}

/** Krippendorff's alpha for nominal labels, from how many items have which votes; no single vote is read. */
export function agreementOfTallies(
  tallies: readonly { readonly tally: LabelTally; readonly items: number }[],
): AgreementOfTallies {
  const counted = kindsOf(tallies)
  const alpha = krippendorffAlpha(patternsOf(counted), { level: 'nominal' })
  return {
    alpha: { ...alpha, interval: alpha.value === null ? alpha : jackknife(counted) },
    items: sumOf(counted.map(({ items }) => items)),
    votes: sumOf(counted.map(({ counts, items }) => items * sumOf(counts))),
  }
}

/** Items on which at least two were sure, those with the same votes together. */
function kindsOf(
  tallies: readonly { readonly tally: LabelTally; readonly items: number }[],
): readonly Counted[] {
  const known = new Map<string, Counted>()
  for (const { tally, items } of tallies) {
    const counts = SURE.map((label) => tally[label])
    if (sumOf(counts) < 2) continue
    const key = counts.join()
    known.set(key, { counts, items: items + (known.get(key)?.items ?? 0) })
  }
  return [...known.values()]
}

function patternsOf(counted: readonly Counted[]): VotePatterns {
  return {
    ofTask: Uint32Array.from(counted.flatMap(({ items }, pattern) => new Array<number>(items).fill(pattern))),
    tasks: Uint32Array.from(counted, ({ items }) => items),
    votes: Uint32Array.from(counted, ({ counts }) => sumOf(counts)),
    start: Uint32Array.from({ length: counted.length + 1 }, (_, pattern) => pattern * SURE.length),
    label: Uint32Array.from(counted.flatMap(() => SURE.keys().toArray())),
    count: Uint32Array.from(counted.flatMap(({ counts }) => counts)),
    labels: SURE.length,
  }
}

/**
 * The 95 % interval of alpha from the alphas without each item in turn (Efron and Stein 1981,
 * https://doi.org/10.1214/aos/1176345462). Items with the same votes move it alike, and what is left without one
 * follows from sums, so that the cost grows with the kinds of items and not with their number.
 */
function jackknife(counted: readonly Counted[]): Interval | Undefined {
  const items = sumOf(counted.map(({ items }) => items))
  if (items < 2) return undefinedBecause('Only one item has two votes.')
  const observed = sumOf(counted.map(({ counts, items }) => items * unlike(counts)))
  const labels = SURE.map((_, label) =>
    sumOf(counted.map(({ counts, items }) => items * (counts[label] ?? 0))),
  )
  const alphaWithout = (counts: readonly number[], times: number) => {
    const left = labels.map((many, label) => many - times * (counts[label] ?? 0))
    const expected = unlike(left)
    return expected > 0 ? 1 - (observed - times * unlike(counts)) / expected : undefined
  }
  const whole = alphaWithout([], 0)
  const without = counted.map(({ counts, items }) => ({ alpha: alphaWithout(counts, 1), items }))
  const known = without.flatMap(({ alpha, items }) => (alpha === undefined ? [] : [{ alpha, items }]))
  if (whole === undefined || known.length < without.length)
    return undefinedBecause(
      'Only one item holds a second label, so nobody can tell how far alpha would move.',
    )
  const mean = sumOf(known.map(({ alpha, items }) => alpha * items)) / items
  const squares = sumOf(known.map(({ alpha, items }) => items * (alpha - mean) ** 2))
  const spread = Z * Math.sqrt(((items - 1) / items) * squares)
  return { low: Math.max(-1, whole - spread), high: Math.min(1, whole + spread) }
}

/** Krippendorff's sum over ordered pairs of different labels, over their number less one. */
function unlike(counts: readonly number[]): number {
  const total = sumOf(counts)
  return (total ** 2 - sumOf(counts.map((many) => many ** 2))) / (total - 1)
}

function sumOf(numbers: Iterable<number>): number {
  let sum = 0
  for (const number of numbers) sum += number
  return sum
}
