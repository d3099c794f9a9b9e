/** Chance that one of the first values ranks above one of the second (area under the ROC curve); ties count half. */
export function rankArea(above: readonly number[], below: readonly number[]): number {
  const sorted = below.toSorted((a, b) => a - b)
  let wins = 0
  for (const high of above) wins += (countBelow(sorted, high, false) + countBelow(sorted, high, true)) / 2
  return wins / (above.length * below.length)
}

function countBelow(sorted: readonly number[], value: number, orEqual: boolean): number {
  let low = 0
  let high = sorted.length
  while (low < high) {
    const middle = (low + high) >> 1
    const each = sorted[middle] ?? 0
    if (each < value || (orEqual && each === value)) low = middle + 1
    else high = middle
  }
  return low
}
