import type { Spec } from 'vega'
import { driftSentence, noDriftSentence, rateWords } from '../crowd/rate-words.ts'
import { isComparable, type ModelDrift, type ModelWeeks, type RateRow } from '../statistics.ts'
import {
  type Chart,
  fittingName,
  frame,
  isOfPage,
  nameOf,
  type Palette,
  SOURCES,
  seriesMarks,
} from './chart.ts'

/** Height and width of one model's field, in pixels; one that stands alone is wider. */
const HEIGHT = 150
const WIDTH = 330
const WIDTH_ALONE = 400

/** Most dates below a field. */
const TICKS = 5
const WEEKS_OF_YEAR = 52

/**
 * Over-refusal of each model by week, with bands of 95 %: one field a model, all of the same scale. Without `drifts`
 * nothing is said of changes.
 */
export function weeklyChart(
  models: readonly ModelWeeks[],
  drifts: readonly ModelDrift[] | undefined,
  palette: Palette,
  top = highestOf(models),
): Chart {
  const rows = models.flatMap(({ model, weeks }) =>
    weeks.flatMap(({ key, rates }, index) =>
      SOURCES.map((source) => {
        const rateOf = (week: RateRow | undefined) => week?.rates[source].fullyOrPartly.value ?? null
        const rate = rates[source].fullyOrPartly
        const row = { model, name: fittingName(model), week: Date.parse(key), source: nameOf(source) }
        if (rate.value === null) return row
        // A band needs two weeks side by side.
        const bar = rateOf(weeks[index - 1]) === null && rateOf(weeks[index + 1]) === null
        return { ...row, value: rate.value, ...rate.interval, bar }
      }),
    ),
  )
  const known = drifts?.filter(({ model }) => models.some((one) => one.model === model))
  const title = 'Harmless requests refused, fully or partly, by week'
  return {
    title,
    description: [
      ...models.map(({ model, weeks }) => {
        const last = weeks.at(-1)
        return `${model}, in the week from ${last?.key ?? 'none'}: by the crowd ${rateWords(last?.rates.crowd.fullyOrPartly)}; by the machine ${rateWords(last?.rates.machine.fullyOrPartly)}.`
      }),
      ...(known ? driftSentences(known, models) : []),
    ].join(' '),
    spec: weeklySpec(title, rows, { models: models.length, top }, palette),
  }
}

function driftSentences(drifts: readonly ModelDrift[], models: readonly ModelWeeks[]): readonly string[] {
  return drifts.length > 0 ? drifts.map(driftSentence) : [noDriftSentence(isComparable(models))]
}

function weeklySpec(
  title: string,
  rows: readonly { readonly week: number }[],
  { models, top }: { readonly models: number; readonly top: number },
  palette: Palette,
): Spec {
  const base = frame(title, palette)
  const x = { scale: 'x', field: 'week' }
  const isAlone = models === 1
  const width = isAlone ? WIDTH_ALONE : WIDTH
  const { values, format } = ticksOf(rows.map(({ week }) => week))
  return {
    ...base,
    layout: { columns: isAlone ? 1 : 2, padding: 24 },
    data: [{ name: 'weeks', values: [...rows] }],
    scales: [
      ...(base.scales ?? []),
      { name: 'x', type: 'utc', domain: { data: 'weeks', field: 'week' }, range: [0, width] },
      {
        name: 'y',
        domain: [0, top],
        range: [HEIGHT, 0],
        nice: true,
      },
    ],
    marks: [
      {
        type: 'group',
        from: { facet: { name: 'model', data: 'weeks', groupby: 'model' } },
        // A page names one that stands alone in its own text.
        ...(!(isAlone && isOfPage(palette)) && {
          title: { text: { signal: "data('model')[0].name" }, frame: 'group', limit: width },
        }),
        encode: { enter: { width: { value: width }, height: { value: HEIGHT } } },
        signals: [
          { name: 'width', value: width },
          { name: 'height', value: HEIGHT },
        ],
        axes: [
          { orient: 'left', scale: 'y', grid: true, format: '.0%', tickCount: 4, domain: false },
          { orient: 'bottom', scale: 'x', values, format, labelOverlap: true },
        ],
        marks: [
          {
            type: 'group',
            from: { facet: { name: 'series', data: 'model', groupby: 'source' } },
            marks: [
              ...seriesMarks('series', x, {
                bandOpacity: 0.16,
                bar: { signal: 'datum.bar ? 2.5 : 0' },
              }),
            ],
          },
        ],
      },
    ],
  }
}

/** Some five of the weeks, evenly spaced, and how they are written: with the year where days would be ambiguous. */
function ticksOf(weeks: readonly number[]): { readonly values: number[]; readonly format: string } {
  const all = [...new Set(weeks)].toSorted((a, b) => a - b)
  const step = Math.ceil(all.length / TICKS)
  return {
    values: all.filter((_, index) => (all.length - 1 - index) % step === 0),
    format: all.length > WEEKS_OF_YEAR ? '%b %Y' : '%-d %b',
  }
}

/** The highest bound of any interval, up to which an axis goes; charts that share it can be compared. */
export function highestOf(models: readonly ModelWeeks[]): number {
  const bounds = models.flatMap(({ weeks }) =>
    weeks.flatMap(({ rates }) =>
      SOURCES.map((source) => {
        const rate = rates[source].fullyOrPartly
        return rate.value === null ? 0 : rate.interval.high
      }),
    ),
  )
  return Math.max(...bounds, 0) || 1
}
