import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { Html, html } from '../../html.ts'
import { barChart } from './bar-chart.ts'
import {
  type Bars,
  type Block,
  type Document,
  type Figure,
  type HeatMap,
  reasonsIn,
  type Section,
  type Table,
} from './document.ts'
import { examplesOf } from './examples-list.ts'
import { heatMap } from './heat-map.ts'

const client = (file: string) => readFileSync(new URL(`./client/${file}`, import.meta.url), 'utf8')

/** A document as one page that needs nothing else, and is forbidden to ask for anything. */
export function pageOf({ title, notice, sections }: Document): string {
  const [style, script] = [client('page.css') + client('examples.css'), client('filter.js')]
  const digest = createHash('sha256').update(script).digest('base64')
  const policy = `default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-${digest}'; base-uri 'none'; form-action 'none'`
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<style>${new Html(style)}${notice !== undefined && new Html(inEveryMargin(notice))}</style>
</head>
<body>
<a class="skip" href="#headline">To the results</a>
${notice !== undefined && html`<p class="notice" role="note">${notice}</p>`}
<header><h1>${title}</h1>
<nav aria-label="Sections"><ul>${sections.map(({ id, title: heading }) => html`<li><a href="#${id}">${heading}</a></li>`)}</ul></nav></header>
<main>
${sections.map(sectionOf)}
</main>
<script>${new Html(script)}</script>
</body>
</html>
`
  return page.markup
}

/** The rule that prints a notice in the margin above every sheet. */
function inEveryMargin(notice: string): string {
  const escaped = notice.replaceAll(/["\\<\n]/g, (sign) => `\\${sign.charCodeAt(0).toString(16)} `)
  return `@page { @top-center { content: "${escaped}"; font: bold 9pt sans-serif } }`
}

function sectionOf({ id, title, blocks }: Section): Html {
  const parts: Html[] = []
  for (let at = 0; at < blocks.length; ) {
    const block = blocks[at]
    if (!block) break
    // Charts of one kind stand side by side where there is room.
    const charts = blocks.slice(at).slice(0, lengthOf(blocks, at))
    if (block.kind === 'bars' && charts.every((each) => each.kind === 'bars')) {
      parts.push(barsOf(charts, `${id}-${at}`))
      at += charts.length
    } else {
      parts.push(blockOf(block, `${id}-${at}`, blocks[at + 1]))
      at += block.kind === 'heat-map' ? 2 : 1
    }
  }
  return html`<section id="${id}" aria-labelledby="${id}-heading"><h2 id="${id}-heading">${title}</h2>
${parts}</section>
`
}

function lengthOf(blocks: readonly Block[], from: number): number {
  const next = blocks.slice(from).findIndex(({ kind }) => kind !== 'bars')
  return next < 0 ? blocks.length - from : next
}

function barsOf(charts: readonly Bars[], id: string): Html {
  const [first] = charts
  return html`<p class="legend">${first?.series.map(({ name, tone }) => html`<span><i class="swatch ${tone}"></i>${name}</span>`)}<span><i class="swatch interval"></i>95 % interval</span></p>
<div class="charts">${charts.map(
    (chart, at) =>
      html`<figure><figcaption>${chart.title}</figcaption>${barChart(chart, `${id}-${at}`)}</figure>`,
  )}</div>`
}

function blockOf(block: Block, id: string, next: Block | undefined): Html {
  switch (block.kind) {
    case 'text':
      return html`<p>${block.text}</p>`
    case 'list':
      return html`<ul class="points">${block.items.map((item) => html`<li>${item}</li>`)}</ul>`
    case 'table':
      return tableOf(block)
    case 'heat-map':
      return heatMapOf(block, id, next)
    case 'examples':
      return examplesOf(block.examples)
    case 'bars':
      return barsOf([block], id)
  }
}

/** The table that follows a heat map says the same with intervals, and is folded away. */
function heatMapOf(block: HeatMap, id: string, next: Block | undefined): Html {
  return html`<figure class="map"><figcaption>${block.title}, in percent</figcaption><div class="scroll" tabindex="0" role="region" aria-label="${block.title}">${heatMap(block, id)}</div>${
    next?.kind === 'table' &&
    html`<details><summary>The same with intervals and n</summary>${tableOf(next)}</details>`
  }</figure>`
}

function tableOf(table: Table): Html {
  const { caption, columns, rows, heads } = table
  const reasons = reasonsIn(table)
  const side = (at: number) => (columns[at]?.numeric ? html` class="numeric"` : '')
  const cellAt = (cell: string | Figure, at: number) =>
    at < heads
      ? html`<th scope="row">${cellOf(cell, reasons)}</th>`
      : html`<td${side(at)}>${cellOf(cell, reasons)}</td>`
  return html`<div class="scroll table" tabindex="0" role="region" aria-label="${caption}"><table><caption>${caption}</caption>
<thead><tr>${columns.map(({ title }, at) => html`<th scope="col"${side(at)}>${title}</th>`)}</tr></thead>
<tbody>${rows.map((row) => html`<tr>${row.map(cellAt)}</tr>\n`)}</tbody></table>${
    reasons.length > 0 && html`<ol class="notes">${reasons.map((reason) => html`<li>${reason}</li>`)}</ol>`
  }</div>`
}

function cellOf(cell: string | Figure, reasons: readonly string[]): Html | string {
  if (typeof cell === 'string') return cell
  const { main, detail, reason } = cell
  // An interval and an n are each read at one glance.
  const unbroken = detail?.replaceAll(/ to |\bn (?=\d)/g, (words) => words.replaceAll(' ', '\u00A0'))
  return html`<span class="figure">${main}${
    reason !== undefined && html`<sup>${reasons.indexOf(reason) + 1}</sup>`
  }</span>${unbroken !== undefined && html` <small>${unbroken}</small>`}`
}
