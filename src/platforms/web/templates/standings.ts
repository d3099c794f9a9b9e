import type { ComparedStandings } from '../../../comparison/compared-standings.ts'
import { STANDINGS_MEANING, standingLines, standingsBase } from '../../../comparison/standing-words.ts'
import { type Html, html } from '../../../html.ts'
import { table } from './table.ts'

/** What blind votes on answers side by side come to, on the page of statistics. */
export function standingsSection(
  standings: ComparedStandings,
  chart: { readonly markup: Html; readonly description: string } | undefined,
): Html | undefined {
  if (!chart) return undefined
  const rows = standingLines(standings).map(({ name, scripted, preferred, strength }) => [
    scripted ? `${name} (scripted stand-in)` : name,
    preferred,
    strength,
  ])
  return html`<section aria-labelledby="compared"><h2 id="compared">Compared side by side</h2>
<p class="lead">${standingsBase(standings)}. ${STANDINGS_MEANING}</p>
<div class="charts standings"><figure class="chart"><h3>Preferred in blind comparisons</h3>${chart.markup}<figcaption class="visually-hidden">${chart.description}</figcaption></figure>
<figure class="chart"><h3>Contenders</h3>${table(['contender', 'preferred', 'strength'], rows)}</figure></div></section>`
}
