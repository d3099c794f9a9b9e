import type { ComparedAnswer, ComparisonChoice, ComparisonView } from '../../../comparison-types.ts'
import { type Html, html } from '../../../html.ts'
import { choiceLabel, choicesOf, comparisonText, factsLine } from '../../comparison-text.ts'
import { renderMarkdown } from '../markdown.ts'
import { botMessage, userMessage } from './exchange.ts'

/** What the markup of a comparison depends on beside it. */
export interface ComparisonSetting {
  /** Name of whoever began it. */
  readonly author: string
  /** Whether who is looking may cancel and reveal it. */
  readonly mayEnd: boolean
  /** The vote of who is looking. */
  readonly chosen: ComparisonChoice | undefined
}

/** A prompt with its answers side by side; blind until it is revealed. */
export function comparisonArticle(view: ComparisonView, setting: ComparisonSetting): Html {
  const { id, at, prompt, status, answers } = view
  const { title, state } = comparisonText(view, false)
  // What is open is told beside the vote, which changes with every vote.
  const told = status === 'open' ? [] : state
  return html`<article class="exchange comparison" id="x-${id}" data-exchange="${id}"${status === 'running' && html` aria-busy="true"`}>
${userMessage({ author: setting.author, at }, prompt)}
${botMessage(
  // Among them may be models: the notes say which are none.
  { scripted: false },
  html`<h3 class="comparison-title">${title}</h3>
${status === 'running' && progress(view, setting)}
${answers.length > 0 && html`<div class="compared">${answers.map((answer) => answerCard(answer, view))}</div>`}
${status === 'open' && comparisonVote(view, setting)}
${told.length > 0 && status !== 'running' && html`<ul class="notes">${told.map((line) => html`<li>${line}</li>`)}</ul>`}`,
)}</article>`
}

/** The buttons to vote with, and what is known of the votes. */
export function comparisonVote(view: ComparisonView, { mayEnd, chosen }: ComparisonSetting): Html {
  const buttons = choicesOf(view).map((choice) => {
    const label = choiceLabel(choice, view)
    const name = label === choice ? `Answer ${choice} is best` : label
    return html`<button type="button" class="reading choice" data-choice="${choice}" aria-pressed="${String(choice === chosen)}" aria-label="${name}">${label}</button>`
  })
  const reveal =
    mayEnd && html`<button type="button" class="quiet" data-end="reveal">Reveal what is behind them</button>`
  const { state } = comparisonText(view, false)
  return html`<div class="comparison-vote" id="v-${view.id}"><div class="choices" role="group" aria-label="Which answer is best?">${buttons}</div>
<ul class="notes">${state.map((line) => html`<li>${line}</li>`)}</ul>${reveal}</div>`
}

function progress(view: ComparisonView, { mayEnd }: ComparisonSetting): Html {
  const { done, of } = view.progress
  return html`<div class="comparing"><p class="status"><span class="dots" aria-hidden="true"><i></i><i></i><i></i></span><span>${comparisonText(view, false).state.join(' ')}</span></p>
<progress max="${of}" value="${done}" aria-label="Answers that are there"></progress>${mayEnd && html`<button type="button" class="quiet" data-end="cancel">Cancel</button>`}</div>`
}

function answerCard(answer: ComparedAnswer, { votes, status }: ComparisonView): Html {
  const { letter, text } = answer
  const most = Math.max(1, ...Object.values(votes ?? {}))
  const isBest = status === 'revealed' && votes?.[letter] === most
  return html`<section class="compared-answer${isBest && ' preferred'}" aria-label="Answer ${letter}"><h4><span class="letter">${letter}</span>${answer.behind && html`<span class="behind">${factsLine(answer, votes)}</span>`}</h4>
<div class="prose">${renderMarkdown(text)}</div></section>`
}
