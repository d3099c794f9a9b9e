/**
 * How many of several independent things happen, each with a chance of its own: the probability of every count, from
 * none to all. By adding one thing after the other, which loses no digits (Hong 2013,
 * https://doi.org/10.1016/j.csda.2012.10.006, compares the ways).
 */
export function poissonBinomial(chances: readonly number[]): Float64Array {
  const weights = new Float64Array(chances.length + 1)
  weights[0] = 1
  for (const [at, chance] of chances.entries()) {
    for (let count = at + 1; count > 0; count -= 1)
      weights[count] = (weights[count] ?? 0) * (1 - chance) + (weights[count - 1] ?? 0) * chance
    weights[0] = (weights[0] ?? 0) * (1 - chance)
  }
  return weights
}

/** Counts that are no surprise: below the range, and above it, lies at most half of `level`. */
export function expectedCounts(
  chances: readonly number[],
  level: number,
): { readonly low: number; readonly high: number } {
  const weights = poissonBinomial(chances)
  const ends = (from: number, step: 1 | -1): number => {
    let beyond = weights[from] ?? 0
    let count = from
    while (beyond <= level / 2 && count + step >= 0 && count + step < weights.length) {
      count += step
      beyond += weights[count] ?? 0
    }
    return count
  }
  return { low: ends(0, 1), high: ends(weights.length - 1, -1) }
}
