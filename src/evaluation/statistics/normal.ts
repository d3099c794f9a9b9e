import { lastWhere } from './bisect.ts'

/** Beyond this many standard deviations a double holds nothing but 0 or 1. */
const END = 8.5

/** The standard normal distribution Φ, by its series around 0 (Marsaglia 2004, https://doi.org/10.18637/jss.v011.i04). */
export function normalCdf(z: number): number {
  if (z <= -END) return 0
  if (z >= END) return 1
  let term = z
  let sum = z
  for (let odd = 3; sum + term !== sum; odd += 2) {
    term *= (z * z) / odd
    sum += term
  }
  // The series is of Φ − ½: rounding must not carry it past 0 or 1.
  return Math.min(1, Math.max(0, 0.5 + (sum * Math.exp((-z * z) / 2)) / Math.sqrt(2 * Math.PI)))
}

/** Its quantile Φ⁻¹. Of 0 and 1 it is where a double ends, not infinite. */
export function normalQuantile(share: number): number {
  return lastWhere((z) => normalCdf(z) < share, -END, END)
}
