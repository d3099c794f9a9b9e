import type { EncodeEntry, Mark, NumericValueRef, Spec } from 'vega'

/** A picture of figures that is told in words too. */
export interface Chart {
  readonly spec: Spec
  readonly title: string
  /** What somebody who does not see it misses, in a sentence or two. */
  readonly description: string
}

/** Colours as SVG takes them. */
export interface Palette {
  readonly ground: string
  readonly ink: string
  readonly soft: string
  readonly grid: string
  readonly crowd: string
  readonly machine: string
}

/** For a picture with a ground of its own, which reads alike beside light and dark. */
export const PAPER: Palette = {
  ground: '#fdfcfa',
  ink: '#22252a',
  soft: '#5c6067',
  grid: '#e5e0d8',
  crowd: '#0d675e',
  machine: '#a8540a',
}

/** For a picture within a page, whose style sheet knows the theme. */
export const OF_PAGE: Palette = {
  ground: 'transparent',
  ink: 'var(--ink)',
  soft: 'var(--ink-soft)',
  grid: 'var(--line)',
  crowd: 'var(--accent)',
  machine: 'var(--warn)',
}

export const SOURCES = ['crowd', 'machine'] as const
export type Source = (typeof SOURCES)[number]

/** Whether titles stand in the page's own text. */
export function isOfPage({ ground }: Pick<Palette, 'ground'>): boolean {
  return ground === OF_PAGE.ground
}

/** Characters of a name that fit above a field or a row, as wide as Vega takes text to be that it cannot measure. */
const NAME_LENGTH = 30

/** A long name without its middle: what tells models apart stands at either end. */
export function fittingName(name: string): string {
  const characters = [...name]
  if (characters.length <= NAME_LENGTH) return name
  const end = Math.floor(NAME_LENGTH / 2)
  return [...characters.slice(0, NAME_LENGTH - end - 1), '…', ...characters.slice(-end)].join('')
}

/** What tells the two sources apart, by colour and by shape. */
export const SOURCE_NAMES: Readonly<Record<Source, string>> = {
  crowd: 'crowd’s labels',
  machine: 'machine: detector and gate',
}

/** What all charts have in common: two sources, by whatever names. */
export function frame(
  title: string,
  { ground, ink, soft, grid, crowd, machine }: Palette,
  names: readonly [string, string] = [nameOf('crowd'), nameOf('machine')],
): Spec {
  return {
    // A page has its titles in its own text.
    ...(!isOfPage({ ground }) && { title: { text: title, fontSize: 15 } }),
    background: ground,
    padding: 12,
    autosize: 'pad',
    config: {
      title: { color: ink, fontSize: 13, fontWeight: 'bold', font: FONT, anchor: 'start', offset: 10 },
      axis: {
        labelColor: soft,
        labelFont: FONT,
        labelFontSize: 12,
        domainColor: grid,
        tickColor: grid,
        gridColor: grid,
        ticks: false,
        labelPadding: 6,
      },
      legend: {
        labelColor: ink,
        labelFont: FONT,
        labelFontSize: 12,
        labelLimit: 320,
        orient: 'top',
        offset: 10,
        symbolSize: 70,
      },
    },
    scales: [
      { name: 'colour', type: 'ordinal', domain: [...names], range: [crowd, machine] },
      { name: 'shape', type: 'ordinal', domain: [...names], range: ['circle', 'diamond'] },
    ],
    legends: [{ fill: 'colour', shape: 'shape', direction: 'horizontal' }],
  }
}

/** The font of pictures that bring their own; a page sets another. */
export const FONT = 'Lato'

export function nameOf(source: Source): string {
  return SOURCE_NAMES[source]
}

type Axis = 'x' | 'y'

/** The colour of a row's source. */
export const COLOUR = { scale: 'colour', field: 'source' }

/** A row's interval along one axis; `rest` tells where it stands on the other, and how heavy it is. */
export function intervalMark(data: string, axis: Axis, rest: EncodeEntry): Mark {
  const low = { scale: axis, field: 'low' }
  const high = { scale: axis, field: 'high' }
  const ends: EncodeEntry = axis === 'x' ? { x: low, x2: high } : { y: high, y2: low }
  return { type: 'rule', from: { data }, encode: { enter: { ...ends, stroke: COLOUR, ...rest } } }
}

/** A row's value along one axis, in the colour and the shape of its source. */
export function valueMark(data: string, axis: Axis, rest: EncodeEntry): Mark {
  const at: EncodeEntry = { [axis]: { scale: axis, field: 'value' } }
  const shape = { scale: 'shape', field: 'source' }
  return { type: 'symbol', from: { data }, encode: { enter: { ...at, shape, fill: COLOUR, ...rest } } }
}

/**
 * A series over time: its band, its line and its values. `x` tells when, `bar` how wide a lone interval is drawn, in
 * pixels, where a band would have no width.
 */
export function seriesMarks(
  data: string,
  x: { readonly scale: string; readonly field: string },
  { bandOpacity, bar }: { readonly bandOpacity: number; readonly bar: NumericValueRef },
): readonly Mark[] {
  const defined = { signal: 'isValid(datum.value)' }
  const y = { scale: 'y', field: 'value' }
  const band: EncodeEntry = {
    x,
    y: { scale: 'y', field: 'high' },
    y2: { scale: 'y', field: 'low' },
    defined,
    fill: COLOUR,
    fillOpacity: { value: bandOpacity },
  }
  const line: EncodeEntry = { x, y, defined, stroke: COLOUR, strokeWidth: { value: 2 } }
  return [
    { type: 'area', from: { data }, encode: { enter: band } },
    intervalMark(data, 'y', { x, strokeWidth: bar, strokeOpacity: { value: 0.4 } }),
    { type: 'line', from: { data }, encode: { enter: line } },
    valueMark(data, 'y', { x, size: { signal: 'isValid(datum.value) ? 26 : 0' } }),
  ]
}

/** Words in the middle of a row's height; `size` is in pixels. */
export function textMark(data: string, size: number, colour: string, rest: EncodeEntry): Mark {
  const look: EncodeEntry = {
    baseline: { value: 'middle' },
    font: { value: FONT },
    fontSize: { value: size },
    fill: { value: colour },
  }
  return { type: 'text', from: { data }, encode: { enter: { ...look, ...rest } } }
}
