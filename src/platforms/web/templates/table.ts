import { type Html, html } from '../../../html.ts'

/** A table whose first column names its rows; it scrolls by itself where it is too wide. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): Html {
  return html`<div class="table" tabindex="0"><table><thead><tr>${head.map((name) => html`<th scope="col">${name}</th>`)}</tr></thead>
<tbody>${rows.map(([key = '', ...cells]) => html`<tr><th scope="row">${key}</th>${cells.map((cell) => html`<td>${cell}</td>`)}</tr>`)}</tbody></table></div>`
}
