import { type Html, html } from '../../html.ts'
import type { Example } from './examples.ts'

const FILTERS = ['model', 'arm', 'type', 'outcome'] as const

/** Examples as a list; the form that narrows it down is shown by the script that works it. */
export function examplesOf(examples: readonly Example[]): Html {
  const values = (of: (example: Example) => string) => [...new Set(examples.map(of))].toSorted()
  const choices: Record<(typeof FILTERS)[number], readonly string[]> = {
    model: values(({ model }) => model),
    arm: values(({ arm }) => arm),
    type: values(({ type }) => type),
    outcome: values(({ kind }) => kind),
  }
  return html`<form class="filter" id="filter" hidden>
${FILTERS.map(
  (name) =>
    html`<label>${name}<select name="${name}"><option value="">all</option>${choices[name].map((value) => html`<option>${value}</option>`)}</select></label>`,
)}
<label class="search">search<input type="search" name="search" autocomplete="off"></label>
<p role="status" id="shown"></p>
</form>
<div>${examples.map(exampleOf)}</div>`
}

function exampleOf({ kind, model, arm, type, prompt, earlier, before, after }: Example): Html {
  return html`<article class="example" data-model="${model}" data-arm="${arm}" data-type="${type}" data-outcome="${kind}">
<p class="tags"><strong>${kind}</strong> <span>${model}</span> <span>${arm}</span> <span>${type}</span></p>
${earlier !== undefined && html`<p class="earlier"><b>Said before</b> ${earlier}</p>`}
<p class="prompt">${prompt}</p>
<div class="answers"><div><h3>${after ? 'Before' : 'Answer'}</h3><p class="answer">${before === '' ? '(nothing)' : before}</p></div>${
    after &&
    html`<div><h3>After</h3>${after.howAsked !== undefined && html`<p class="asked">${after.howAsked}</p>`}<p class="answer">${after.text === '' ? '(nothing)' : after.text}</p></div>`
  }</div>
</article>
`
}
