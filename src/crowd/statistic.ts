/** A figure that the votes do not determine, and why. It is never written as 1, 0 or NaN. */
export interface Undefined {
  readonly value: null
  readonly reason: string
}

export type Statistic = { readonly value: number } | Undefined

/** Bounds of 95 %. */
export interface Interval {
  readonly low: number
  readonly high: number
}

export function undefinedBecause(reason: string): Undefined {
  return { value: null, reason }
}

export const NO_PAIRS = 'No task has two votes.'
export const ONE_LABEL = 'All votes on tasks with at least two have the same label, so chance agreement is 1.'
