import type { Spec } from 'vega'
import type { ComparedStandings } from '../comparison/compared-standings.ts'
import { standingLines } from '../comparison/standing-words.ts'
import { type Chart, FONT, fittingName, frame, type Palette } from './chart.ts'

const WIDTH = 330
/** Height of one row, and how far below its middle its name and its mark stand, in pixels. */
const ROW = 40
const NAME_AT = -12
const MARK_AT = 6

/** Most contenders of a picture; the rest is in the table beside it. */
const MOST_ROWS = 12

/** How often each contender was preferred, as a mark on its interval of 95 %; the middle is a tie. */
export function standingsChart(standings: ComparedStandings, palette: Palette): Chart {
  const shown = standings.contenders.slice(0, MOST_ROWS)
  const rows = shown.flatMap(({ name, rate }) =>
    rate.value === null ? [] : [{ name, value: rate.value, n: rate.n, ...intervalOf(rate.interval) }],
  )
  const title = 'Preferred in blind comparisons'
  return {
    title,
    description: standingLines(standings)
      .slice(0, MOST_ROWS)
      .map(({ name, preferred }) => `${name}: preferred ${preferred}.`)
      .join(' '),
    spec: specOf(title, rows, palette),
  }
}

function intervalOf(interval: ComparedStandings['contenders'][number]['rate']['interval']): object {
  return interval && 'low' in interval ? { low: interval.low, high: interval.high } : {}
}

function specOf(title: string, rows: readonly { readonly name: string }[], palette: Palette): Spec {
  const { legends: _legends, ...base } = frame(title, palette)
  const y = (offset: number) => ({ scale: 'y', field: 'name', band: 0.5, offset })
  return {
    ...base,
    width: WIDTH,
    height: Math.max(1, rows.length) * ROW,
    data: [{ name: 'rows', values: rows.map((row) => ({ ...row, label: fittingName(row.name) })) }],
    scales: [
      { name: 'y', type: 'band', domain: rows.map(({ name }) => name), range: 'height' },
      { name: 'x', domain: [0, 1], range: 'width' },
    ],
    axes: [
      {
        orient: 'bottom',
        scale: 'x',
        grid: true,
        format: '.0%',
        values: [0, 0.25, 0.5, 0.75, 1],
        domain: false,
      },
    ],
    marks: [
      {
        type: 'text',
        from: { data: 'rows' },
        encode: {
          enter: {
            y: y(NAME_AT),
            x: { value: 6 },
            text: { field: 'label' },
            limit: { value: WIDTH },
            baseline: { value: 'middle' },
            font: { value: FONT },
            fontSize: { value: 12 },
            fill: { value: palette.ink },
          },
        },
      },
      {
        type: 'rule',
        from: { data: 'rows' },
        encode: {
          enter: {
            y: y(MARK_AT),
            x: { scale: 'x', field: 'low' },
            x2: { scale: 'x', field: 'high' },
            stroke: { value: palette.crowd },
            strokeWidth: { value: 2.5 },
            strokeOpacity: { value: 0.55 },
          },
        },
      },
      {
        type: 'symbol',
        from: { data: 'rows' },
        encode: {
          enter: {
            y: y(MARK_AT),
            x: { scale: 'x', field: 'value' },
            size: { value: 80 },
            fill: { value: palette.crowd },
          },
        },
      },
      {
        type: 'text',
        from: { data: 'rows' },
        encode: {
          enter: {
            y: y(MARK_AT),
            x: { signal: 'width', offset: 10 },
            text: { signal: "'n ' + format(datum.n, ',')" },
            baseline: { value: 'middle' },
            font: { value: FONT },
            fontSize: { value: 11 },
            fill: { value: palette.soft },
          },
        },
      },
    ],
  }
}
