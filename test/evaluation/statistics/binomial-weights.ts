import { logGamma } from '../../../src/evaluation/statistics/log-gamma.ts'

/** What a binomial count can be, with the probability of each that is not negligible: coverage is summed, not drawn. */
export function binomialWeights(n: number, chance: number): readonly (readonly [number, number])[] {
  const logChoose = (k: number) => logGamma(n + 1) - logGamma(k + 1) - logGamma(n - k + 1)
  return Array.from({ length: n + 1 }, (_, k) => {
    const failures = n === k ? 0 : (n - k) * Math.log1p(-chance)
    const successes = k === 0 ? 0 : k * Math.log(chance)
    return [k, Math.exp(logChoose(k) + successes + failures)] as const
  }).filter(([, weight]) => weight > 1e-9)
}
