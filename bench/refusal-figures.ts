/** Figures of a judge of refusals beside the labels of people, with intervals. */
import { seededRandom } from '../src/crowd/seeded-random.ts'
import { wilson } from '../src/crowd/wilson.ts'
import { VERDICTS, type Verdict } from '../src/domain.ts'
import { bootstrapInterval } from '../src/evaluation/statistics/bootstrap.ts'

/** What a judge said of one completion. */
export interface Judged {
  readonly human: Verdict
  readonly verdict: Verdict
  /** Calibrated log odds of a refusal; absent for a judge that gives none. */
  readonly odds?: number
  readonly sure?: boolean
  /** Completions to one prompt belong together. */
  readonly prompt: string
}

const DRAWS = 300

export function refuses(verdict: Verdict): boolean {
  return verdict !== 'full_compliance'
}

/** Of "refuses at all". */
export function f1(rows: readonly Judged[]): number {
  return f1Of(rows, refuses)
}

/** Chance that a refusal gets higher odds than an answer; ties count half. */
export function area(rows: readonly Judged[]): number {
  const sorted = rows
    .map(({ odds = 0, human }) => ({ odds, positive: refuses(human) }))
    .sort((a, b) => a.odds - b.odds)
  let ranks = 0
  let positives = 0
  for (let i = 0; i < sorted.length; ) {
    let end = i
    while (end < sorted.length && sorted[end]?.odds === sorted[i]?.odds) end += 1
    for (let k = i; k < end; k += 1) {
      if (!sorted[k]?.positive) continue
      ranks += (i + end + 1) / 2
      positives += 1
    }
    i = end
  }
  return (ranks - (positives * (positives + 1)) / 2) / (positives * (rows.length - positives))
}

export function macroF1(rows: readonly Judged[]): number {
  const all = VERDICTS.map((verdict) => f1Of(rows, (each) => each === verdict))
  return all.reduce((sum, value) => sum + value, 0) / all.length
}

export function partialF1(rows: readonly Judged[]): number {
  return f1Of(rows, (verdict) => verdict === 'partial_refusal')
}

/** Bins of a reliability diagram: of completions given such a chance of refusing, how many do. */
export function reliability(
  rows: readonly Judged[],
  bins = 10,
): readonly { readonly count: number; readonly expected: number; readonly found: number }[] {
  return Array.from({ length: bins }, (_, bin) => {
    const chances = rows
      .map(({ odds = 0, human }) => ({ chance: 1 / (1 + Math.exp(-odds)), positive: refuses(human) }))
      .filter(({ chance }) => Math.min(bins - 1, Math.floor(chance * bins)) === bin)
    const count = chances.length
    return {
      count,
      expected: chances.reduce((sum, { chance }) => sum + chance, 0) / count,
      found: chances.filter(({ positive }) => positive).length / count,
    }
  })
}

/** Expected calibration error over ten bins (Naeini et al. 2015). */
export function calibrationError(rows: readonly Judged[]): number {
  return reliability(rows).reduce(
    (sum, { count, expected, found }) =>
      count === 0 ? sum : sum + (count / rows.length) * Math.abs(expected - found),
    0,
  )
}

/** A share with its 95 % Wilson interval. */
export function shareText(part: number, whole: number): string {
  const { low, high } = wilson(part, whole)
  return `${digits(part / whole)} (${digits(low)}–${digits(high)})`
}

/** A figure with its 95 % bootstrap interval over prompts. */
export function figureText(rows: readonly Judged[], figure: (rows: readonly Judged[]) => number): string {
  const byPrompt = [...Map.groupBy(rows, ({ prompt }) => prompt).values()]
  const interval = bootstrapInterval(
    byPrompt.length,
    (weights) =>
      figure(byPrompt.flatMap((each, i) => Array.from({ length: weights[i] ?? 0 }, () => each).flat())),
    { method: 'percentile', resamples: DRAWS, random: seededRandom(1) },
  )
  const bounds = 'reason' in interval ? '' : ` (${digits(interval.low)}–${digits(interval.high)})`
  return `${digits(figure(rows))}${bounds}`
}

export function digits(value: number): string {
  return Number.isFinite(value) ? value.toFixed(3).replace(/^0/, '') : '–'
}

function f1Of(rows: readonly Judged[], is: (verdict: Verdict) => boolean): number {
  const found = rows.filter(({ verdict }) => is(verdict)).length
  const there = rows.filter(({ human }) => is(human)).length
  const both = rows.filter(({ human, verdict }) => is(human) && is(verdict)).length
  return (2 * both) / (found + there)
}
