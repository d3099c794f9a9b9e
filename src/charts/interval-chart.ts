import type { Spec } from 'vega'
import { rateWords } from '../crowd/rate-words.ts'
import type { RateRow } from '../statistics.ts'
import {
  type Chart,
  fittingName,
  frame,
  intervalMark,
  nameOf,
  type Palette,
  SOURCES,
  textMark,
  valueMark,
} from './chart.ts'

const WIDTH = 330
/** Height of one row, and how far below its middle its name and its two marks stand, in pixels. */
const ROW = 50
const NAME_AT = -16
const CROWD_AT = 2
const MACHINE_AT = 16

/** Most rows of a picture; the rest is in the table beside it. */
const MOST_ROWS = 12

/** Over-refusal of each row as a mark on its interval of 95 %. */
export function intervalChart(what: string, rows: readonly RateRow[], palette: Palette): Chart {
  const shown = rows.slice(0, MOST_ROWS)
  const values = shown.flatMap(({ key, rates }) =>
    SOURCES.flatMap((source) => {
      const rate = rates[source].fullyOrPartly
      if (rate.value === null) return []
      return [{ key, source: nameOf(source), value: rate.value, ...rate.interval, n: rate.whole }]
    }),
  )
  const title = `Harmless requests refused, fully or partly, by ${what}`
  return {
    title,
    description: shown
      .map(
        ({ key, rates }) =>
          `${key}: by the crowd ${rateWords(rates.crowd.fullyOrPartly)}; by the machine ${rateWords(rates.machine.fullyOrPartly)}.`,
      )
      .join(' '),
    spec: intervalSpec(
      title,
      shown.map(({ key }) => key),
      values,
      palette,
    ),
  }
}

function intervalSpec(
  title: string,
  keys: readonly string[],
  values: readonly object[],
  palette: Palette,
): Spec {
  const base = frame(title, palette)
  const y = {
    scale: 'y',
    field: 'key',
    band: 0.5,
    offset: { signal: `datum.source == '${nameOf('crowd')}' ? ${CROWD_AT} : ${MACHINE_AT}` },
  }
  return {
    ...base,
    width: WIDTH,
    height: Math.max(1, keys.length) * ROW,
    data: [
      { name: 'rows', values: [...values] },
      { name: 'names', values: keys.map((key) => ({ key, name: fittingName(key) })) },
    ],
    scales: [
      ...(base.scales ?? []),
      { name: 'y', type: 'band', domain: [...keys], range: 'height' },
      {
        name: 'x',
        domain: [0, { signal: "min(1, extent(pluck(data('rows'), 'high'))[1] || 1)" }],
        range: 'width',
        nice: true,
      },
    ],
    axes: [{ orient: 'bottom', scale: 'x', grid: true, format: '.0%', tickCount: 5, domain: false }],
    marks: [
      textMark('names', 12, palette.ink, {
        y: { scale: 'y', field: 'key', band: 0.5, offset: NAME_AT },
        // Beside the line of the axis, not on it.
        x: { value: 6 },
        text: { field: 'name' },
        limit: { value: WIDTH },
      }),
      intervalMark('rows', 'x', { y, strokeWidth: { value: 2.5 }, strokeOpacity: { value: 0.55 } }),
      valueMark('rows', 'x', { y, size: { value: 80 } }),
      textMark('rows', 11, palette.soft, {
        y,
        x: { signal: 'width', offset: 10 },
        text: { signal: "'n ' + format(datum.n, ',')" },
      }),
    ],
  }
}
