/** Krippendorff's levels of measurement. */
export const LEVELS = ['nominal', 'ordinal', 'interval', 'ratio'] as const
export type Level = (typeof LEVELS)[number]

/** What the labels of a table measure. */
export type Scale =
  | { readonly level: 'nominal' }
  /** `values` holds a number for each label of the table, by the label's number; of ordinal labels only their order counts. */
  | { readonly level: 'ordinal' | 'interval' | 'ratio'; readonly values: Float64Array }

const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i

/** The number a label spells, if it spells one that can be reckoned with. */
export function labelNumber(label: string): number | undefined {
  if (!NUMBER.test(label)) return undefined
  const number = Number(label)
  return Number.isFinite(number) ? number : undefined
}

/**
 * Reads labels at a level.
 * @param order the labels from the lowest to the highest, for ordinal labels that are not numbers
 * @throws {RangeError} for a label that has no place at this level
 */
export function scaleOf(level: Level, labels: readonly string[], order?: readonly string[]): Scale {
  if (level === 'nominal') return { level }
  const ranks = order && new Map(order.map((label, rank) => [label, rank]))
  const values = Float64Array.from(labels, (label) => {
    const value = ranks ? ranks.get(label) : labelNumber(label)
    if (value === undefined || (level === 'ratio' && value < 0))
      throw new RangeError(`"${label}" is no ${level} label.`)
    return value
  })
  return { level, values }
}
