import { undefinedBecause } from '../../crowd/statistic.ts'
import { type Estimate, noEstimate } from './estimate.ts'
import { studentT975 } from './incomplete-beta.ts'

/** The mean of measured values, with Student's interval. */
export function meanEstimate(values: readonly number[]): Estimate {
  const n = values.length
  if (n === 0) return noEstimate('Nothing was measured.')
  const value = values.reduce((sum, each) => sum + each, 0) / n
  if (n === 1) return { value, interval: undefinedBecause('One value does not show how values vary.'), n }
  const squares = values.reduce((sum, each) => sum + (each - value) ** 2, 0)
  const reach = studentT975(n - 1) * Math.sqrt(squares / (n - 1) / n)
  return { value, interval: { low: value - reach, high: value + reach }, n }
}
