import type { Spec } from 'vega'
import type { CommandPicture } from '../../commands/command.ts'
import { PLAIN } from '../evaluation/arms.ts'
import { type DriftSeries, HALVES } from '../evaluation/drift-series.ts'
import { armWords, COUNTED, comparedWords, modelWords } from '../evaluation/drift-words.ts'
import {
  type Chart,
  FONT,
  fittingName,
  frame,
  isOfPage,
  OF_PAGE,
  PAPER,
  type Palette,
  seriesMarks,
} from './chart.ts'
import { chartPng, chartSvg } from './render-chart.ts'

/** Height and width of one field, in pixels. */
const HEIGHT = 150
const WIDTH = 330

/** Most dates below a field. */
const TICKS = 5

/**
 * What runs of the watched sample gave: two fields a model, one for each half, with a line for each way of asking and
 * its bands of 95 %. Runs that showed a change are ringed.
 */
export function driftChart(series: readonly DriftSeries[], palette: Palette): Chart {
  const models = [...new Set(series.map(({ model }) => model))]
  const shown = models.flatMap((model) => HALVES.map((half) => ({ model, half })))
  const rows = shown.flatMap(({ model, half }) =>
    series
      .filter((one) => one.model === model && one.half === half)
      .flatMap(({ arm, scripted, points }) =>
        points.map(({ due, share, compared }) => ({
          field: `${model} ${half}`,
          name: scripted ? `${fittingName(model)} (scripted)` : fittingName(model),
          counted: COUNTED[half],
          due,
          source: armWords(arm),
          changed: compared?.changed !== undefined,
          ...(share.value !== null && { value: share.value }),
          ...(share.interval && 'low' in share.interval ? share.interval : {}),
        })),
      ),
  )
  const title = 'The same prompts over time'
  return {
    title,
    description: series.map(lastWords).join(' '),
    spec: driftSpec(title, rows, palette),
  }
}

/** The chart as a picture that goes with a text. */
export function driftPicture(series: readonly DriftSeries[]): CommandPicture {
  const { title, description } = driftChart(series, PAPER)
  return {
    name: 'recourse-models-over-time',
    title,
    alt: `${title}. ${description}`,
    svg: (id) => chartSvg(driftChart(series, OF_PAGE), id),
    png: async () => chartPng(await chartSvg(driftChart(series, PAPER), 'chart')),
  }
}

function lastWords({ arm, half, points, ...series }: DriftSeries): string {
  const last = points.at(-1)
  const figures = last?.compared
    ? comparedWords(last.compared)
    : last?.share.value == null
      ? 'unknown'
      : `${Math.round(last.share.value * 100)} % of ${last.share.n}, nothing to compare with yet`
  return `${modelWords(series)} ${armWords(arm)}, ${COUNTED[half]}, last of ${points.length} ${points.length === 1 ? 'run' : 'runs'}: ${figures}.`
}

function driftSpec(title: string, rows: readonly { readonly due: number }[], palette: Palette): Spec {
  const base = frame(title, palette, [armWords(PLAIN), armWords('policy')])
  const x = { scale: 'x', field: 'due' }
  const days = [...new Set(rows.map(({ due }) => due))].toSorted((a, b) => a - b)
  const step = Math.max(1, Math.ceil(days.length / TICKS))
  const values = days.filter((_, index) => (days.length - 1 - index) % step === 0)
  const isOne = days.length === 1
  return {
    ...base,
    layout: { columns: isOfPage(palette) ? 1 : 2, padding: 24 },
    data: [{ name: 'runs', values: [...rows] }],
    scales: [
      ...(base.scales ?? []),
      {
        name: 'x',
        type: 'utc',
        // A domain of one moment would have no width.
        domain: isOne ? [(days[0] ?? 0) - 1, (days[0] ?? 0) + 1] : { data: 'runs', field: 'due' },
        range: [0, WIDTH],
        padding: 8,
      },
      {
        name: 'y',
        domain: [0, { signal: "min(1, extent(pluck(data('runs'), 'high'))[1] || 1)" }],
        range: [HEIGHT, 0],
        nice: true,
      },
    ],
    marks: [
      {
        type: 'group',
        from: { facet: { name: 'field', data: 'runs', groupby: 'field' } },
        title: {
          // A page names the model in its own text.
          ...(isOfPage(palette)
            ? { text: { signal: "data('field')[0].counted" } }
            : {
                text: { signal: "data('field')[0].name" },
                subtitle: { signal: "data('field')[0].counted" },
                subtitleFont: FONT,
                subtitleFontSize: 12,
                subtitleColor: palette.soft,
              }),
          frame: 'group',
          // Names are cut to fit already; Vega takes them to be wider than they are.
          limit: 2 * WIDTH,
        },
        encode: { enter: { width: { value: WIDTH }, height: { value: HEIGHT } } },
        signals: [
          { name: 'width', value: WIDTH },
          { name: 'height', value: HEIGHT },
        ],
        axes: [
          { orient: 'left', scale: 'y', grid: true, format: '.0%', tickCount: 4, domain: false },
          { orient: 'bottom', scale: 'x', values, format: '%-d %b', labelOverlap: true },
        ],
        marks: [
          {
            type: 'group',
            from: { facet: { name: 'series', data: 'field', groupby: 'source' } },
            marks: [
              ...seriesMarks('series', x, { bandOpacity: 0.14, bar: { value: isOne ? 2.5 : 0 } }),
              {
                type: 'symbol',
                from: { data: 'series' },
                encode: {
                  enter: {
                    x,
                    y: { scale: 'y', field: 'value' },
                    size: { signal: 'datum.changed ? 190 : 0' },
                    stroke: { value: palette.ink },
                    strokeWidth: { signal: 'datum.changed ? 1.5 : 0' },
                  },
                },
              },
            ],
          },
        ],
      },
    ],
  }
}
