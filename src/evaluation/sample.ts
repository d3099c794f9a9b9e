import { digestOf } from '../digest.ts'
import type { Item } from './types.ts'

/** Items that are drawn together: twins, or one item alone. */
interface Unit {
  readonly items: readonly Item[]
  /** Decides among units of one stratum; as good as random, and the same for the same seed. */
  readonly lot: string
}

/**
 * Draws about `size` items, and all of them where no size is given, in the order to run them. Twins stay together, so
 * it may be a few more. Each type, and within it safe and unsafe, has the share it has in the whole, to within one
 * draw; and so has every beginning of the order, so that a run that is stopped is a smaller sample. What is drawn
 * depends on the seed and on the items, not on their order; a larger sample holds every smaller one.
 */
export function sampleItems(items: readonly Item[], seed: number, size = items.length): readonly Item[] {
  const strata = Map.groupBy(unitsOf(items, seed), stratumOf)
  const placed = [...strata.values()].flatMap((units) =>
    units
      .toSorted((a, b) => compare(a.lot, b.lot))
      // Where in the whole order this unit belongs, from 0 to 1: the units of every stratum are spread evenly.
      .map((unit, rank) => ({ unit, place: (rank + 0.5) / units.length })),
  )
  placed.sort((a, b) => a.place - b.place || compare(a.unit.lot, b.unit.lot))
  const drawn: Item[] = []
  for (const { unit } of placed) {
    if (drawn.length >= size) break
    drawn.push(...unit.items)
  }
  return drawn
}

function unitsOf(items: readonly Item[], seed: number): readonly Unit[] {
  // A pair's name must not be taken for the id of an item without one.
  const groups = Map.groupBy(items, ({ id, pair }) => (pair === undefined ? `item ${id}` : `pair ${pair}`))
  return [...groups].map(([name, members]) => ({
    items: members.toSorted((a, b) => compare(a.id, b.id)),
    lot: digestOf([seed, name]),
  }))
}

function stratumOf({ items }: Unit): string {
  const kinds = items.map(({ type, safe }) => `${safe ? 'safe' : 'unsafe'} ${type}`)
  return [...new Set(kinds)].toSorted(compare).join(', ')
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
