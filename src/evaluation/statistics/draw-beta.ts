import type { Beta } from './beta.ts'

/** One draw from a Beta distribution: of two gamma draws, the first's share. */
export function drawBeta({ successes, failures }: Beta, random: () => number): number {
  const [first, second] = [drawLogGamma(successes, random), drawLogGamma(failures, random)]
  return 1 / (1 + Math.exp(second - first))
}

/**
 * The logarithm of a draw from the gamma distribution of scale 1, by Marsaglia and Tsang (2000,
 * https://doi.org/10.1145/358407.358414). In logs: draws for shapes near 0 are smaller than a double can hold.
 * @param shape above 0
 * @param random from 0 up to 1
 */
export function drawLogGamma(shape: number, random: () => number): number {
  // Below 1, a draw of the next shape is brought down by a power of a uniform one.
  if (shape < 1) return drawLogGamma(shape + 1, random) + Math.log(1 - random()) / shape
  const d = shape - 1 / 3
  const c = 1 / Math.sqrt(9 * d)
  for (;;) {
    const z = drawNormal(random)
    const v = (1 + c * z) ** 3
    if (v <= 0) continue
    if (Math.log(1 - random()) < (z * z) / 2 + d - d * v + d * Math.log(v)) return Math.log(d * v)
  }
}

/** Box and Muller's (1958, https://doi.org/10.1214/aoms/1177706645); 1 − u, as the logarithm of 0 is infinite. */
function drawNormal(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
}
