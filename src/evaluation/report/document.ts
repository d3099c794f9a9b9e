import type { Estimate } from '../statistics/estimate.ts'
import type { Example } from './examples.ts'

/** A number as it is shown, with what it rests on: its interval and its n. */
export interface Figure {
  readonly main: string
  readonly detail?: string
  /** Why there is no number, or no interval; told once beneath its table. */
  readonly reason?: string
}

export interface Column {
  readonly title: string
  /** Columns of numbers stand to the right. */
  readonly numeric: boolean
}

export interface Table {
  readonly kind: 'table'
  readonly caption: string
  readonly columns: readonly Column[]
  readonly rows: readonly (readonly (string | Figure)[])[]
  /** How many columns, from the left, say what a row is about. */
  readonly heads: number
}

export interface BarSeries {
  readonly name: string
  /** Which of the colours of the page. */
  readonly tone: 'refused' | 'complied'
}

/** Shares as bars with their intervals. A table of the same section says the same. */
export interface Bars {
  readonly kind: 'bars'
  readonly title: string
  readonly series: readonly BarSeries[]
  readonly rows: readonly { readonly label: string; readonly values: readonly Estimate[] }[]
  /** Share at which the axis ends; the same for charts that are to be compared. */
  readonly most: number
}

/** Shares by two kinds of things, as a table of colours. */
export interface HeatMap {
  readonly kind: 'heat-map'
  readonly title: string
  readonly tone: BarSeries['tone']
  readonly columns: readonly string[]
  readonly rows: readonly { readonly label: string; readonly values: readonly Estimate[] }[]
}

export type Block =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'list'; readonly items: readonly string[] }
  | { readonly kind: 'examples'; readonly examples: readonly Example[] }
  | Table
  | Bars
  | HeatMap

export interface Section {
  /** Anchor, unique in its document. */
  readonly id: string
  readonly title: string
  readonly blocks: readonly Block[]
}

/** What a report says, whatever it is written as. */
export interface Document {
  readonly title: string
  /** What must be known before any number is believed; shown on every page. */
  readonly notice?: string
  readonly sections: readonly Section[]
}

/** The reasons of a table, each once, in the order in which they come. */
export function reasonsIn({ rows }: Table): readonly string[] {
  const reasons = rows.flat().flatMap((cell) => (typeof cell === 'string' ? [] : (cell.reason ?? [])))
  return [...new Set(reasons)]
}

export function text(words: string): Block {
  return { kind: 'text', text: words }
}

/** A table whose first so many columns are words, and the others numbers. */
export function table(
  caption: string,
  heads: readonly string[],
  figures: readonly string[],
  rows: Table['rows'],
): Table {
  return {
    kind: 'table',
    caption,
    columns: [
      ...heads.map((title) => ({ title, numeric: false })),
      ...figures.map((title) => ({ title, numeric: true })),
    ],
    rows,
    heads: heads.length,
  }
}
