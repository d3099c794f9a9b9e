import type { Beta } from './beta.ts'
import { drawBeta } from './draw-beta.ts'

export interface ThompsonOptions {
  /**
   * How often the first place goes to any option alike, whatever is believed: the floor under each one's chance is
   * this divided by their number. 0 to 1; 0 if not given, which leaves it to the beliefs.
   */
  readonly floor?: number
  /** From 0 up to 1. */
  readonly random?: () => number
}

export interface DrawnOrder<Name> {
  /** Best first. */
  readonly order: readonly Name[]
  /** The first place was given by the floor, and by no belief. */
  readonly explored: boolean
}

/**
 * Orders options by one draw from the belief about each, best first (Thompson 1933,
 * https://doi.org/10.1093/biomet/25.3-4.285): each comes first as often as it is believed to be the best.
 */
export function thompsonOrder<Name>(
  beliefs: ReadonlyMap<Name, Beta>,
  { floor = 0, random = Math.random }: ThompsonOptions = {},
): DrawnOrder<Name> {
  if (!(floor >= 0 && floor <= 1)) throw new RangeError('The floor of exploration lies between 0 and 1.')
  const order = [...beliefs]
    .map(([name, belief]) => ({ name, drawn: drawBeta(belief, random) }))
    .sort((a, b) => b.drawn - a.drawn)
    .map(({ name }) => name)
  if (floor === 0 || random() >= floor) return { order, explored: false }
  const first = Math.floor(random() * order.length)
  return { order: [...order.slice(first, first + 1), ...order.toSpliced(first, 1)], explored: true }
}
