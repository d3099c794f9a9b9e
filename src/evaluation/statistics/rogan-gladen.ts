import { type Count, type Estimate, noEstimate } from './estimate.ts'

const Z = 1.959964
const inUnit = (share: number) => Math.min(1, Math.max(0, share))

/** How well a judge tells what it is asked to find, counted on cases whose truth is known. */
export interface JudgeQuality {
  /** Cases that are so, and how many of them the judge found. */
  readonly sensitivity: Count
  /** Cases that are not so, and how many of them the judge passed. */
  readonly specificity: Count
}

/**
 * The rate there truly is behind a rate that an imperfect judge found (Rogan & Gladen 1978,
 * https://doi.org/10.1093/oxfordjournals.aje.a112510): (found + specificity − 1) / (sensitivity + specificity − 1),
 * kept within 0 and 1. The interval is Lang & Reiczigel's (2014, https://doi.org/10.1016/j.prevetmed.2013.09.015): it
 * takes in that sensitivity and specificity are themselves measured, on other cases than those of the rate.
 */
export function correctedRate(found: Count, { sensitivity, specificity }: JudgeQuality): Estimate {
  const n = found.whole
  if (n === 0) return noEstimate('The judge saw no cases.')
  if (sensitivity.whole === 0) return noEstimate("The judge's sensitivity was not measured.", n)
  if (specificity.whole === 0) return noEstimate("The judge's specificity was not measured.", n)
  // Whole numbers tell exactly whether the judge is no better than a coin.
  const youden =
    sensitivity.part * specificity.whole +
    specificity.part * sensitivity.whole -
    sensitivity.whole * specificity.whole
  if (youden <= 0)
    return noEstimate('Sensitivity and specificity sum to 1 or less: the judge tells nothing.', n)
  const value = rateBehind(shareOf(found), shareOf(sensitivity), shareOf(specificity))

  const seen = widened(found, Z ** 2)
  const finds = widened(sensitivity, 2)
  const passes = widened(specificity, 2)
  const middle = rateBehind(seen.share, finds.share, passes.share)
  const spread =
    Math.sqrt(seen.variance + middle ** 2 * finds.variance + (1 - middle) ** 2 * passes.variance) /
    (finds.share + passes.share - 1)
  const shift = 2 * Z ** 2 * (middle * finds.variance - (1 - middle) * passes.variance)
  return {
    value: inUnit(value),
    interval: { low: inUnit(middle + shift - Z * spread), high: inUnit(middle + shift + Z * spread) },
    n,
  }
}

function rateBehind(found: number, sensitivity: number, specificity: number): number {
  return (found + specificity - 1) / (sensitivity + specificity - 1)
}

function shareOf({ part, whole }: Count): number {
  return part / whole
}

/** A share pulled towards a half by as many cases as are added, half of them so, and the variance it then has. */
function widened({ part, whole }: Count, added: number): { share: number; variance: number } {
  const share = (part + added / 2) / (whole + added)
  return { share, variance: (share * (1 - share)) / (whole + added) }
}
