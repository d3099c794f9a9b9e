import { type Html, html } from '../../html.ts'
import { fitting } from './bar-chart.ts'
import type { HeatMap } from './document.ts'
import { decimal } from './figures.ts'

/** Units of the drawing. */
const WIDTH = 680
const ROW = 26
const LETTER = 6.7
const MOST_LABEL = 236
const MOST_CELL = 110
/** Letters of the name of a column. */
const MOST_NAME = 40
/** Room for slanted names of columns. */
const LEAST_HEAD = 30
/** Sine and cosine of the slant. */
const SLANT = 0.64
/** Of a hundred parts of colour in the fullest cell; with more, the number in it could not be read. */
const FULLEST = 75

/** Shares in percent, each on a ground the stronger the larger it is. */
export function heatMap({ title, tone, columns, rows }: HeatMap, id: string): Html {
  const longest = Math.max(...rows.map(({ label }) => label.length))
  const left = Math.min(MOST_LABEL, Math.ceil(longest * LETTER) + 10)
  const name = Math.min(MOST_NAME, Math.max(...columns.map((column) => column.length)))
  const head = Math.max(LEAST_HEAD, name * LETTER * SLANT + 18)
  // The last name leans out over the right edge.
  const lean = Math.max(20, (columns.at(-1)?.length ?? 0) * LETTER * 0.77 - 20)
  const cell = Math.min(MOST_CELL, (WIDTH - left - Math.min(lean, 150)) / columns.length)
  const height = head + rows.length * ROW + 2
  const said = rows.map(
    ({ label, values }) =>
      `${label}: ${values.map(({ value }, at) => `${columns[at]} ${percentOf(value)}`).join(', ')}.`,
  )
  return html`<svg viewBox="0 0 ${WIDTH} ${height.toFixed(0)}" role="img" aria-labelledby="${id}-title ${id}-said">
<title id="${id}-title">${title}</title><desc id="${id}-said">In percent. ${said.join(' ')}</desc>
${columns.map((column, at) => {
  const [x, y] = [left + (at + 0.5) * cell, head - 8]
  return html`<text class="label" transform="translate(${x.toFixed(1)} ${y.toFixed(1)}) rotate(-40)">${fitting(column, MOST_NAME)}</text>`
})}
${rows.map(({ label, values }, row) => {
  const y = head + row * ROW
  return html`<text class="label" x="${left - 8}" y="${y + ROW / 2 + 4.5}" text-anchor="end">${fitting(label, Math.floor((left - 8) / LETTER))}</text>${values.map(
    ({ value }, at) => {
      const x = left + at * cell
      const colour = Math.round(FULLEST * (value ?? 0))
      return html`<rect class="heat ${tone}" style="--part:${colour}%" x="${(x + 1).toFixed(1)}" y="${y + 1}" width="${(cell - 2).toFixed(1)}" height="${ROW - 2}" rx="3"/><text class="number" x="${(x + cell / 2).toFixed(1)}" y="${y + ROW / 2 + 4.5}" text-anchor="middle">${value === null ? '–' : decimal(100 * value, 0)}</text>`
    },
  )}`
})}
</svg>`
}

function percentOf(value: number | null): string {
  return value === null ? 'none' : decimal(100 * value, 0)
}
