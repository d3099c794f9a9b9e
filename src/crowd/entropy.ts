/** Shannon's entropy in nats of weights that need not sum to 1: 0 where all agree, ln k where k labels share alike. */
export function entropy(weights: Iterable<number>): number {
  let sum = 0
  let weighted = 0
  for (const weight of weights) {
    if (weight <= 0) continue
    sum += weight
    weighted += weight * Math.log(weight)
  }
  return sum === 0 ? 0 : Math.max(0, Math.log(sum) - weighted / sum)
}
