import { type Html, html } from '../../html.ts'
import type { Estimate } from '../statistics/estimate.ts'
import type { Bars } from './document.ts'
import { decimal, share } from './figures.ts'

/** Units of the drawing; the page makes it as wide as there is room. */
const WIDTH = 420
const BAR = 13
const GAP = 12
const AXIS = 24
/** Room for the number at the end of a row. */
const NUMBER = 54
const LETTER = 6.9
const MOST_LABEL = 170

/** Shares as bars from the left, with their intervals, and the numbers beside them. */
export function barChart(chart: Bars, id: string): Html {
  const { rows, series, most, title } = chart
  const longest = Math.max(...rows.map(({ label }) => label.length))
  const left = Math.min(MOST_LABEL, Math.ceil(longest * LETTER) + 12)
  const right = WIDTH - NUMBER
  const x = (value: number) => left + (Math.min(value, most) / most) * (right - left)
  const step = series.length * BAR + GAP
  const bottom = rows.length * step + GAP / 2
  const letters = Math.floor((left - 12) / LETTER)
  const said = rows.map(
    ({ label, values }) =>
      `${label}: ${values.map((value, at) => `${series[at]?.name} ${wordsOf(value)}`).join(', ')}.`,
  )
  return html`<svg viewBox="0 0 ${WIDTH} ${bottom + AXIS}" role="img" aria-labelledby="${id}-title ${id}-said">
<title id="${id}-title">${title}</title><desc id="${id}-said">${said.join(' ')}</desc>
${[0, 0.25, 0.5, 0.75, 1].map((part) => {
  const at = x(part * most).toFixed(1)
  return html`<line class="grid" x1="${at}" x2="${at}" y1="0" y2="${bottom}"/><text class="tick" x="${at}" y="${bottom + 17}" text-anchor="middle">${decimal(100 * part * most, (most * 100) % 4 === 0 ? 0 : 1)} %</text>`
})}
${rows.map(({ label, values }, row) => {
  const top = row * step + GAP / 2
  return html`<text class="label" x="${left - 8}" y="${top + (series.length * BAR) / 2 + 4.5}" text-anchor="end">${fitting(label, letters)}</text>${values.map(
    (value, at) => barOf(value, series[at]?.tone ?? 'refused', top + at * BAR, x),
  )}`
})}
</svg>`
}

function barOf(estimate: Estimate, tone: string, y: number, x: (value: number) => number): Html {
  const { value, interval } = estimate
  const middle = y + BAR / 2
  const number = html`<text class="number" x="${WIDTH - 2}" y="${middle + 4}" text-anchor="end">${share(estimate).main}</text>`
  if (value === null) return number
  const whisker =
    interval && 'low' in interval
      ? html`<path class="whisker" d="M${x(interval.low).toFixed(1)} ${middle}H${x(interval.high).toFixed(1)}M${x(interval.low).toFixed(1)} ${middle - 3}v6M${x(interval.high).toFixed(1)} ${middle - 3}v6"/>`
      : ''
  return html`<rect class="bar ${tone}" x="${x(0).toFixed(1)}" y="${y + 1}" width="${(x(value) - x(0)).toFixed(1)}" height="${BAR - 2}" rx="2"/>${whisker}${number}`
}

function wordsOf(estimate: Estimate): string {
  const { main, detail } = share(estimate)
  return detail === undefined ? main : `${main} (${detail})`
}

/** A label that has room; its beginning says least where names differ at their ends. */
export function fitting(label: string, letters: number): string {
  return label.length <= letters ? label : `…${label.slice(label.length - letters + 1)}`
}
