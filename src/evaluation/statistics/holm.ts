/**
 * Holm's step-down adjustment (1979, https://www.jstor.org/stable/4615733): whichever of the adjusted values are
 * below a level, the chance that any of them is so by accident is below that level, however the tests hang together.
 * @param values p-values, 0 to 1
 * @returns the adjusted values in the same order
 * @throws {RangeError} for a value that is no probability
 */
export function holm(values: readonly number[]): readonly number[] {
  if (values.some((value) => !(value >= 0 && value <= 1)))
    throw new RangeError('A p-value lies between 0 and 1.')
  const adjusted = [...values]
  let highest = 0
  const order = [...values.keys()].sort((a, b) => (values[a] ?? 0) - (values[b] ?? 0))
  for (const [rank, at] of order.entries()) {
    highest = Math.max(highest, Math.min(1, (values.length - rank) * (values[at] ?? 0)))
    adjusted[at] = highest
  }
  return adjusted
}
