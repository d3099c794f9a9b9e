import type { Drift } from './drift.ts'
import type { Rate } from './rates.ts'
import type { Statistic } from './statistic.ts'

/** A share as a person reads it: whole per cent, one decimal below ten. */
export function percent(share: number): string {
  const hundredths = share * 100
  const isExact = Number.isInteger(hundredths) || hundredths >= 9.95
  return `${isExact ? Math.round(hundredths) : hundredths.toFixed(1)} %`
}

/** `38 % (29–47 %) of 120`, or why there is no such share. */
export function rateWords(rate: Rate | undefined): string {
  if (!rate) return 'unknown'
  if (rate.value === null) return `unknown, because ${rate.reason}`
  const { low, high } = rate.interval
  return `${percent(rate.value)} (${Math.round(low * 100)}–${Math.round(high * 100)} %) of ${rate.whole.toLocaleString('en')}`
}

const COUNTED = ['no', 'one', 'two', 'three', 'four']

/** What is said where no model has drifted; without anything to compare that is no finding. */
export function noDriftSentence(isComparable: boolean): string {
  return isComparable
    ? 'No model refuses harmless requests more or less often in the last week than in up to four weeks before it, beyond chance.'
    : 'Whether a model has changed is unknown, because none has figures both of the last week and of a week before it that is counted.'
}

export function driftSentence({
  model,
  by,
  drift: { before, last, weeks, difference },
}: {
  readonly model: string
  readonly by: 'crowd' | 'machine'
  readonly drift: Drift
}): string {
  const share = ({ part, whole }: Drift['last']) =>
    `${percent(part / whole)} of ${whole.toLocaleString('en')}`
  const how = difference.low > 0 ? 'more' : 'fewer'
  const earlier = weeks === 1 ? 'week' : `${COUNTED[weeks] ?? weeks} weeks`
  return `${model} refuses ${how} harmless requests than in the ${earlier} before, by the ${by === 'crowd' ? 'crowd’s labels' : 'machine'}: ${share(last)} against ${share(before)}.`
}

/** How far alpha can be relied on (Krippendorff 2004, https://doi.org/10.1111/j.1468-2958.2004.tb00738.x). */
export function alphaReading(alpha: Statistic): string {
  if (alpha.value === null) return `undefined: ${alpha.reason}`
  if (alpha.value >= 0.8) return 'the labels can be relied on'
  if (alpha.value >= 0.667) return 'good enough for tentative conclusions'
  if (alpha.value > 0) return 'too low to rely on the labels'
  return 'no better than chance'
}
