import { lastWhere } from './bisect.ts'
import { logGamma } from './log-gamma.ts'

/** A denominator of Lentz's method that is 0 is replaced by this. */
const TINY = 1e-300
/** The fraction needs about √max(a, b) terms: this is enough for a billion cases. */
const MOST_TERMS = 100_000

/**
 * The regularised incomplete beta function I_x(a, b), which is the distribution of Beta(a, b): by its continued
 * fraction (https://dlmf.nist.gov/8.17#v) in Lentz's way of summing it.
 * @param a above 0
 * @param b above 0
 */
export function incompleteBeta(x: number, a: number, b: number): number {
  if (x <= 0) return 0
  if (x >= 1) return 1
  // On this side of its mean the fraction converges fast.
  if (x > (a + 1) / (a + b + 2)) return 1 - incompleteBeta(1 - x, b, a)
  const logFront =
    a * Math.log(x) + b * Math.log1p(-x) + logGamma(a + b) - logGamma(a) - logGamma(b) - Math.log(a)
  let numerator = 1
  let denominator = 1 / notZero(1 - ((a + b) * x) / (a + 1))
  let fraction = denominator
  for (let m = 1; m < MOST_TERMS; m += 1) {
    let step = 1
    for (const term of [
      (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m)),
      (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1)),
    ]) {
      denominator = 1 / notZero(1 + term * denominator)
      numerator = notZero(1 + term / numerator)
      step = numerator * denominator
      fraction *= step
    }
    if (Math.abs(step - 1) < 1e-15) break
  }
  return Math.min(1, Math.exp(logFront) * fraction)
}

/** The quantile of Beta(a, b). */
export function betaQuantile(share: number, a: number, b: number): number {
  return lastWhere((x) => incompleteBeta(x, a, b) < share, 0, 1)
}

/** The probability that at most `most` of `trials` succeed, each by `chance`. */
export function binomialCdf(most: number, trials: number, chance: number): number {
  if (most < 0) return 0
  return most >= trials ? 1 : incompleteBeta(1 - chance, trials - most, most + 1)
}

/** The two-sided 95 % quantile of Student's t. */
export function studentT975(freedom: number): number {
  // t² / (freedom + t²) is Beta(½, freedom/2) distributed.
  const x = betaQuantile(0.95, 0.5, freedom / 2)
  return Math.sqrt((freedom * x) / (1 - x))
}

function notZero(value: number): number {
  return Math.abs(value) < TINY ? TINY : value
}
