import type { Item } from '../types.ts'

/** Prompts to measure with, all of one origin. */
export interface DataSet {
  /** For people: the name of a file, or of a suite of our own. */
  readonly name: string
  readonly items: readonly Item[]
  /** What was left out in reading it, a line each. */
  readonly notes: readonly string[]
}
