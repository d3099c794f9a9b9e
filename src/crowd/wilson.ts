/** The standard normal quantile for 95 %, two-sided. */
const Z = 1.959964

/** The 95 % score interval of a share (Wilson 1927). Of nothing it is everything: 0 to 1. */
export function wilson(part: number, whole: number): { low: number; high: number } {
  if (whole === 0) return { low: 0, high: 1 }
  const share = Math.min(1, part / whole)
  const spread = Z * Math.sqrt((share * (1 - share)) / whole + Z ** 2 / (4 * whole ** 2))
  const middle = share + Z ** 2 / (2 * whole)
  const scale = 1 + Z ** 2 / whole
  // Rounding must not carry a bound past 0 or 1.
  return { low: Math.max(0, (middle - spread) / scale), high: Math.min(1, (middle + spread) / scale) }
}
