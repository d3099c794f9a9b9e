/** From here on Stirling's series is exact to the last digits of a double. */
const LARGE = 15

/**
 * ln Γ(x) for x > 0: Stirling's series (Abramowitz & Stegun 6.1.41), carried down to small x by Γ(x + 1) = x Γ(x).
 */
export function logGamma(x: number): number {
  let [shifted, factor] = [x, 1]
  for (; shifted < LARGE; shifted += 1) factor *= shifted
  const square = shifted * shifted
  const series = (1 / 12 - (1 / 360 - (1 / 1260 - 1 / (1680 * square)) / square) / square) / shifted
  return (shifted - 0.5) * Math.log(shifted) - shifted + Math.log(2 * Math.PI) / 2 + series - Math.log(factor)
}
