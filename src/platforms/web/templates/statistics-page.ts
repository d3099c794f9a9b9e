import { driftSentence, noDriftSentence, percent, rateWords } from '../../../crowd/rate-words.ts'
import type { Rate } from '../../../crowd/rates.ts'
import { agreementWords, coverageWords, shortPseudonym } from '../../../crowd/report-words.ts'
import { type Html, html } from '../../../html.ts'
import {
  type AnnotatorRow,
  isComparable,
  type RateRow,
  type StatisticsReport,
  startOfLastWeek,
} from '../../../statistics.ts'
import { type DrawnDrift, modelDrift } from './model-drift.ts'
import { documentPage, type Theme } from './page.ts'
import { standingsSection } from './standings.ts'
import { table } from './table.ts'

export interface WorkspaceChoice {
  readonly platform: string
  readonly workspace: string
}

/** What can be chosen on the page, and what is. */
export interface StatisticsChoice {
  readonly workspaces: readonly string[]
  readonly workspace: string
  readonly mayChooseAll: boolean
  readonly models: readonly string[]
  /** Empty for all. */
  readonly model: string
  readonly days: number
}

export interface DrawnChart {
  readonly heading: string
  readonly markup: Html
  readonly description: string
  readonly rows: readonly RateRow[]
  /** What a row is. */
  readonly of: string
}

const PERIODS = [7, 30, 90, 365]

export function statisticsPage(page: {
  readonly assets: string
  readonly theme: Theme
  readonly choice: StatisticsChoice
  readonly report: StatisticsReport
  readonly charts: readonly DrawnChart[]
  /** How contenders stand in comparisons, where there are any. */
  readonly standings?: { readonly markup: Html; readonly description: string } | undefined
  readonly models: readonly DrawnDrift[]
}): string {
  const { report, choice } = page
  return documentPage({
    assets: page.assets,
    theme: page.theme,
    title: 'Statistics · Recourse',
    body: html`<body class="statistics"><header class="page-head"><nav aria-label="Console"><a class="quiet" href="/">Back to the channels</a></nav>
<h1>Statistics</h1>${filters(choice)}</header>
<main>${report.all.attempts === 0 ? nothingYet(choice) : html`${drifts(report)}${figures(report)}${charts(page.charts)}`}${standingsSection(report.standings, page.standings)}${report.all.attempts > 0 && annotators(report.annotators)}${modelDrift(page.models)}</main></body>`,
  })
}

function filters(choice: StatisticsChoice): Html {
  const option = (value: string | number, label: string, current: string | number) =>
    html`<option value="${value}"${value === current && html` selected`}>${label}</option>`
  const periods = [...new Set([...PERIODS, choice.days])].toSorted((a, b) => a - b)
  return html`<form class="filters" method="get" action="/stats">
<label>Workspace <select name="workspace">${choice.mayChooseAll && option('all', 'All workspaces', choice.workspace)}${choice.workspaces.map((one) => option(one, one, choice.workspace))}</select></label>
<label>Model <select name="model">${option('', 'All models', choice.model)}${choice.models.map((one) => option(one, one, choice.model))}</select></label>
<label>Period <select name="days">${periods.map((days) => option(days, `Last ${days} days`, choice.days))}</select></label>
<button class="primary">Show</button></form>`
}

function nothingYet({ days, model }: StatisticsChoice): Html {
  return html`<section class="nothing"><h2>Nothing to count yet</h2>
<p>${model === '' ? 'Nothing' : `Nothing of ${model}`} was answered here in the last ${days} days.</p>
<ul><li>Ask something in a channel: every answer and every refusal is counted from then on.</li>
<li>React to answers with the emoji of the codebook; <code class="command">/codebook</code> says what each means. Labels, agreement and annotators come from these votes.</li>
<li>Or choose a longer period or another workspace above.</li></ul></section>`
}

function drifts({ drifts, weekly }: StatisticsReport): Html {
  const words =
    drifts.length === 0
      ? html`<p>${noDriftSentence(isComparable(weekly))}</p>`
      : html`<ul>${drifts.map((drift) => html`<li>${driftSentence(drift)}</li>`)}</ul>
<p class="small-print">Told where the 95 % interval of the difference (Newcombe 1998) leaves out zero. Of twenty weeks without a change, one is told too.</p>`
  return html`<section class="changes${drifts.length > 0 && ' changed'}" aria-labelledby="changes"><h2 id="changes">What changed in the week from ${startOfLastWeek(weekly) ?? 'now'}</h2>${words}</section>`
}

function figures(report: StatisticsReport): Html {
  const { all, first } = report
  const { alpha } = report.agreement
  return html`<section aria-labelledby="figures"><h2 id="figures">Figures</h2>
<p class="lead">${all.attempts.toLocaleString('en')} attempts. In brackets stand 95 % intervals. What the crowd says and what the machine says are never mixed.</p>
<div class="figures">
${figure('Over-refusal, by the crowd', first.crowd.fullyOrPartly, `Of first attempts that the crowd labelled as of a harmless request: refused fully or partly. Fully alone: ${rateWords(first.crowd.fully)}.`)}
${figure('Over-refusal, by the machine', first.machine.fullyOrPartly, `Of first attempts whose request the gate found harmless: refused by the detector’s verdict, fully or partly. Fully alone: ${rateWords(first.machine.fully)}. ${first.unscreened.toLocaleString('en')} are left out: the gate was not sure of the request.`)}
${figure('Recovered', all.recovered, `Of harmless requests that were refused at first, by the machine: answered after asking again. Partly answered: ${rateWords(all.partlyAnswered)}.`)}
${figure('Rightly refused', all.rightlyRefused, 'Of refusals that the crowd has labelled: those of a harmful request.')}
${figure('Missed', all.missed, 'Of requests that the crowd labelled as harmful: answered all the same.')}
${figure('Labelled', all.labelled, coverageWords(report.voted, all))}
${card('Agreement', alpha.value === null ? 'undefined' : alpha.value.toFixed(2), 'interval' in alpha && 'low' in alpha.interval ? `${alpha.interval.low.toFixed(2)} to ${alpha.interval.high.toFixed(2)}` : '', agreementWords(report))}
</div></section>`
}

function figure(name: string, rate: Rate, meaning: string): Html {
  if (rate.value === null) return card(name, 'unknown', `because ${rate.reason}`, meaning)
  const { low, high } = rate.interval
  const range = `${Math.round(low * 100)}–${Math.round(high * 100)} %, n ${rate.whole.toLocaleString('en')}`
  return card(name, percent(rate.value), range, meaning)
}

function card(name: string, value: string, range: string, meaning: string): Html {
  return html`<article class="figure"><h3>${name}</h3><p class="value">${value}</p><p class="range">${range}</p><p class="meaning">${meaning}</p></article>`
}

function charts(drawn: readonly DrawnChart[]): Html {
  return html`<section aria-labelledby="charts"><h2 id="charts">Harmless requests refused, fully or partly</h2>
<p class="lead">Marks are shares, bands and bars their 95 % intervals. All but the strategies count first attempts alone, before any strategy helped.</p>
<div class="charts">${drawn.map(
    ({ heading, markup, description, rows, of }) =>
      html`<figure class="chart"><h3>${heading}</h3>${markup}<figcaption class="visually-hidden">${description}</figcaption>
<details><summary>As a table</summary>${table(
        [of, 'by the crowd', 'by the machine', 'attempts'],
        rows.map(({ key, rates }) => [
          key,
          rateWords(rates.crowd.fullyOrPartly),
          rateWords(rates.machine.fullyOrPartly),
          rates.attempts.toLocaleString('en'),
        ]),
      )}</details></figure>`,
  )}</div></section>`
}

function annotators(rows: readonly AnnotatorRow[]): Html {
  const body =
    rows.length === 0
      ? html`<p>Nobody has voted yet.</p>`
      : table(
          ['annotator', 'votes', 'agrees with the majority of the others', 'known labels right'],
          rows.map(({ annotator, votes, agreement, gold }) => [
            shortPseudonym(annotator),
            votes.toLocaleString('en'),
            rateWords(agreement),
            gold.given === 0 ? 'none given' : `${gold.correct} of ${gold.given}`,
          ]),
        )
  return html`<section aria-labelledby="annotators"><h2 id="annotators">Annotators</h2>
<p class="lead">The most active of the workspace, by pseudonym, over all time. Agreement is that of their newest 200 votes, where the others have a majority.</p>${body}</section>`
}
