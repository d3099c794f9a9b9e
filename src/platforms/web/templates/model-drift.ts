import type { DriftSeries } from '../../../evaluation/drift-series.ts'
import {
  armWords,
  COUNTED,
  changeSentence,
  comparedWords,
  dayOf,
  minuteOf,
} from '../../../evaluation/drift-words.ts'
import { type Html, html } from '../../../html.ts'

/** The chart of one model. */
export interface DrawnDrift {
  readonly model: string
  readonly markup: Html
  readonly description: string
  readonly series: readonly DriftSeries[]
}

/** What runs of the same prompts gave over time; nothing where none was made. */
export function modelDrift(drawn: readonly DrawnDrift[]): Html {
  if (drawn.length === 0) return html``
  const runs = drawn.flatMap(({ series }) => series.flatMap(({ points }) => points.map(({ due }) => due)))
  return html`<section aria-labelledby="models-over-time"><h2 id="models-over-time">Models over time</h2>
<p class="lead">The same prompts of our own, asked again and again; the last time on ${minuteOf(Math.max(...runs))}. A change is told where a run gives more or less than the runs before it let expect, so strictly that of twenty models that never change at most one is ever named.</p>
${changes(drawn)}<div class="charts">${drawn.map(
    ({ model, markup, description, series }) =>
      html`<figure class="chart"><h3>${model}</h3>${markup}<figcaption class="visually-hidden">${description}</figcaption>
<details><summary>As a table</summary>${table(series)}</details></figure>`,
  )}</div></section>`
}

function changes(drawn: readonly DrawnDrift[]): Html {
  const found = drawn
    .flatMap(({ series }) => series)
    .flatMap((series) =>
      series.points.flatMap(({ due, compared }) =>
        compared?.changed
          ? [
              {
                due,
                sentence: changeSentence({ series, compared: { ...compared, changed: compared.changed } }),
              },
            ]
          : [],
      ),
    )
    .toSorted((a, b) => b.due - a.due)
  if (found.length === 0) return html`<p>No model has changed beyond what chance explains.</p>`
  return html`<ul>${found.map(({ due, sentence }) => html`<li>${dayOf(due)}: ${sentence}</li>`)}</ul>`
}

function table(series: readonly DriftSeries[]): Html {
  const rows = series.flatMap(({ arm, half, points }) =>
    points
      .toReversed()
      .map(({ due, share, compared }) => [
        dayOf(due),
        `${COUNTED[half]}, ${armWords(arm)}`,
        compared
          ? comparedWords(compared)
          : share.value === null
            ? 'unknown'
            : `${Math.round(share.value * share.n)} of ${share.n}`,
      ]),
  )
  return html`<div class="table" tabindex="0"><table><thead><tr><th scope="col">run of</th><th scope="col">counted</th><th scope="col">figures</th></tr></thead>
<tbody>${rows.map(([day, ...cells]) => html`<tr><th scope="row">${day}</th>${cells.map((cell) => html`<td>${cell}</td>`)}</tr>`)}</tbody></table></div>`
}
