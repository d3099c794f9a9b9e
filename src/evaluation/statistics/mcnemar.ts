/** The probability of a split of changed pairs as uneven as seen or more, were both directions alike. */
export interface McNemar {
  /** Exact and two-sided: never above its level, and mostly well below. */
  readonly p: number
  /** Half the probability of the split itself left out: closer to its level, seldom above it. */
  readonly midP: number
  /** Pairs that changed; the others say nothing. */
  readonly n: number
}

/**
 * McNemar's test of paired yes-or-no outcomes, by the binomial distribution of one direction among the pairs that
 * changed; the mid-p value is Fagerland, Lydersen & Laake's (2013, https://doi.org/10.1186/1471-2288-13-91). Where no
 * pair changed both are 1.
 * @param gained pairs that changed from no to yes
 * @param lost pairs that changed from yes to no
 */
export function mcnemar(gained: number, lost: number): McNemar {
  const n = gained + lost
  const fewer = Math.min(gained, lost)
  if (n === 0) return { p: 1, midP: 1, n }
  // In logs: of a thousand changed pairs ½ⁿ is less than a double can hold.
  let logTerm = -n * Math.LN2
  let tail = Math.exp(logTerm)
  for (let many = 1; many <= fewer; many += 1) {
    logTerm += Math.log((n - many + 1) / many)
    tail += Math.exp(logTerm)
  }
  const split = Math.exp(logTerm)
  return gained === lost
    ? { p: 1, midP: 1 - split / 2, n }
    : { p: Math.min(1, 2 * tail), midP: Math.min(1, 2 * tail - split), n }
}
