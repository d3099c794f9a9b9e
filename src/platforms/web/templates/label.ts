import type { Label } from '../../../crowd/codebook.ts'
import { SKIPPED } from '../../../crowd/label-queue.ts'
import { type Html, html } from '../../../html.ts'
import type { LabelSheet, LabelTask } from '../../../labelling-types.ts'
import { inTitle, NOTHING_LEFT, progressLine, STOPPED } from '../../label-words.ts'
import { renderMarkdown } from '../markdown.ts'
import { privateNote } from './exchange.ts'
import { ICONS } from './icons.ts'
import { documentPage, type FramedPage, menuButton, sidebar } from './page.ts'

export interface LabelPage extends FramedPage {
  readonly sheet: LabelSheet
  /** What the counts are of. */
  readonly where: string
}

/** Beside its number each label has a letter of its name. */
const LETTERS: Readonly<Record<Label, string>> = {
  answered_well: 'a',
  refused_harmless: 'r',
  half_refused_harmless: 'h',
  rightly_refused: 'g',
  should_have_refused: 'o',
  not_sure: 'n',
}

/** One answer after the other, each with a key for everything that can be said of it. */
export function labelPage(page: LabelPage): string {
  const { sheet, where } = page
  const { task, entries, progress, last, note } = sheet
  return documentPage({
    assets: page.assets,
    theme: page.theme,
    title: 'Label answers · Recourse',
    script: 'label.js',
    body: html`<body class="console">
<a class="skip" href="#task">Skip to the answer</a>
${sidebar(page, '/label')}
<div class="scrim" data-close-sidebar hidden></div>
<main class="channel labelling">
<header class="channel-head">${menuButton()}
<div class="channel-title"><h1>Label answers</h1><p>You see neither the model nor anybody’s votes.</p></div>
<p class="pace" id="pace" hidden></p></header>
<div class="log" id="log" tabindex="0" role="region" aria-label="What is to be labelled"><div class="log-inner">${taskArticle(task)}</div></div>
<div class="label-bar">
<p class="problem" role="alert">${note}</p>
<form class="labels" id="labels" method="post" action="/label"${task === undefined && html` hidden`}><input type="hidden" name="task" value="${task?.id ?? ''}">
<fieldset><legend class="visually-hidden">What is this answer?</legend>${entries.map(
      ({ emoji, label, name, meaning }, index) => {
        const keys = [String(index + 1), LETTERS[label]]
        return html`<button class="label-choice" name="label" value="${label}" data-keys="${keys.join(' ')}" aria-keyshortcuts="${keys.join(' ')}" title="${meaning}"><span class="emoji" aria-hidden="true">${emoji}</span><span class="label-name">${inTitle(name)}</span><span class="label-keys" aria-hidden="true">${keys.map((key) => html`<kbd>${key}</kbd>`)}</span></button>`
      },
    )}</fieldset></form>
<div class="label-foot"><button class="quiet" form="labels" name="label" value="${SKIPPED}" data-keys="s" aria-keyshortcuts="s"${task === undefined && html` hidden`}>Skip <kbd aria-hidden="true">s</kbd></button>
<form method="post" action="/label/undo" id="undo"${last === undefined && html` hidden`}><button class="quiet" name="task" value="${last ?? ''}" data-keys="u z" aria-keyshortcuts="u z">Undo <kbd aria-hidden="true">u</kbd></button></form>
<button type="button" class="quiet keys-button" data-show-keys aria-haspopup="dialog">Keys <kbd aria-hidden="true">?</kbd></button>
<p class="label-progress" id="progress">${progressLine(progress, where)}</p></div>
<p class="visually-hidden" role="status" id="said"></p>
</div>
${keysDialog(entries)}
</main></body>`,
  })
}

/** What a page's script shows in place of the answer before. */
export function taskArticle(task: LabelTask | undefined): Html {
  if (!task) {
    return html`<article class="task done" id="task" tabindex="-1"><h2>All done here</h2><p>${NOTHING_LEFT}</p></article>`
  }
  const { id, request, reply, answer, stopped } = task
  return html`<article class="task" id="task" tabindex="-1" data-task="${id}" aria-label="Request and answer">
<h2>Request</h2><div class="user-text">${request}</div>
${reply !== undefined && html`<h2>Asked what was meant, they replied</h2><div class="user-text">${reply}</div>`}
<h2>Answer</h2><div class="prose">${renderMarkdown(answer)}</div>
${stopped && html`<p class="small-print">${STOPPED}</p>`}</article>`
}

/** What `/label` says when it is typed in a channel. */
export function labellingNote(title: string): Html {
  return privateNote(title, html`<p><a href="/label">Label answers</a> on a page of their own.</p>`)
}

function keysDialog(entries: LabelSheet['entries']): Html {
  const line = (keys: readonly string[], says: string) =>
    html`<div><dt>${keys.map((key) => html`<kbd>${key}</kbd>`)}</dt><dd>${says}</dd></div>`
  return html`<dialog class="keys" id="keys" aria-labelledby="keys-title"><form method="dialog"><h2 class="keys-title" id="keys-title">Keys</h2><button class="icon-button" aria-label="Close">${ICONS.close}</button></form>
<dl>${entries.map(({ label, name, meaning }, index) => line([String(index + 1), LETTERS[label]], `${inTitle(name)}: ${meaning}`))}
${line(['s'], 'Skip: leave this one to others')}${line(['u', 'z'], 'Undo: take back the label before')}${line(['?'], 'Show these keys')}</dl>
<label class="keys-switch"><input type="checkbox" id="keys-on" checked> Single keys label at once</label></dialog>`
}
