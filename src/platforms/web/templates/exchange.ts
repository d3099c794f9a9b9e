import type { Outcome, SafetyLevel } from '../../../domain.ts'
import { type Html, html } from '../../../html.ts'
import type { CurrentVote } from '../../../store/store.ts'
import type { ExchangeView } from '../exchange-view.ts'
import { renderMarkdown } from '../markdown.ts'
import { initials } from '../people.ts'
import { type AppealSetting, appealPanel } from './appeal.ts'
import { ICONS } from './icons.ts'
import { type Reaction, reactionBar } from './reactions.ts'

/** A picture as markup of ours. */
export interface DrawnPicture {
  readonly title: string
  readonly markup: Html
}

/** What the markup of an exchange depends on beside the exchange itself. */
export interface ExchangeSetting extends AppealSetting {
  readonly reactions: readonly Reaction[]
  /** Votes on the attempt shown. */
  readonly votes: readonly Pick<CurrentVote, 'label' | 'annotator'>[]
  /** Pseudonym of who is looking. */
  readonly viewer: string
}

const OUTCOME_WORDS: Readonly<Record<Outcome, string>> = {
  answered: 'answered',
  recovered: 'answered at the second hearing',
  clarifying: 'waiting for a reply',
  partly_answered: 'partly answered',
  refusal_stands: 'refusal stands',
  failed: 'failed',
}

const LEVEL_WORDS: Readonly<Record<SafetyLevel, string>> = {
  clearly_fine: 'clearly fine to ask',
  borderline_fine: 'borderline, but fine to ask',
  borderline_harmful: 'borderline harmful',
  clearly_harmful: 'clearly harmful',
}

const STOPPED_EARLY = html`<p class="small-print">Stopped early: the model was not let finish once it was plain that it refused.</p>`

/** One exchange: the request, the question put and its reply where there was one, and what came of it. */
export function exchangeArticle(view: ExchangeView, setting: ExchangeSetting): Html {
  if (view.scrubbed !== undefined) {
    return html`<article class="exchange" id="x-${view.id}" data-exchange="${view.id}">
${userMessage(view, '…')}
${botMessage(view, html`<p class="small-print">${view.scrubbed}</p>${smallPrint(view)}`)}
</article>`
  }
  const asked = view.question && questionMessage(view, view.question)
  const reply = view.reply !== undefined && userMessage(view, view.reply)
  const waiting = view.outcome === 'clarifying' && view.reply === undefined
  return html`<article class="exchange" id="x-${view.id}" data-exchange="${view.id}"${view.status !== undefined && html` aria-busy="true"`}>
${userMessage(view, view.prompt)}
${asked}${reply}
${!waiting && botMessage(view, answerParts(view, setting))}
</article>`
}

/** The part of an exchange that changes while the answer streams in. */
export function streamedText(view: ExchangeView): Html {
  return renderMarkdown(view.streamed?.text ?? '')
}

/** What holds a conversation's exchanges, with the control that replies in it. */
export function conversationShell(thread: string, exchanges: readonly Html[]): Html {
  return html`<section class="conversation" id="t-${thread}" data-thread="${thread}" aria-label="Conversation">
<div class="exchanges">${exchanges}</div>
<div class="thread-bar"><button type="button" class="quiet" data-open-thread aria-expanded="false">${ICONS.thread}<span>Reply in thread</span></button></div>
</section>`
}

/** What only its reader sees, such as the result of a command. */
export function privateNote(title: string, text: string | Html, picture?: DrawnPicture): Html {
  const body = typeof text === 'string' ? renderMarkdown(text) : text
  return html`<aside class="private" aria-label="Only you can see this">
<header><span>Only you can see this</span><code class="command">${title}</code><button type="button" class="icon-button" data-dismiss aria-label="Dismiss">${ICONS.close}</button></header>
<div class="prose">${body}</div>${picture && html`<figure class="chart">${picture.markup}<figcaption>${picture.title}</figcaption></figure>`}</aside>`
}

/** A line the whole channel sees, such as the result of a command that is not private. */
export function channelNote(title: string, markdown: string): Html {
  return html`<aside class="private"><header><span>For everyone here</span><code class="command">${title}</code></header><div class="prose">${renderMarkdown(markdown)}</div></aside>`
}

/** What somebody said. */
export function userMessage(view: Pick<ExchangeView, 'author' | 'at'>, text: string): Html {
  return html`<div class="message">${avatar(view.author)}<div class="message-main">
<header><span class="author">${view.author}</span>${clock(view.at)}</header>
<div class="user-text">${text}</div></div></div>`
}

/** What the bot says. */
export function botMessage(view: Pick<ExchangeView, 'scripted'>, parts: Html): Html {
  return html`<div class="message bot"><span class="avatar mark" aria-hidden="true">${ICONS.mark}</span><div class="message-main">
<header><span class="author">Recourse</span><span class="tag">bot</span>${view.scripted && html`<span class="tag scripted" title="Not a language model: its answers are scripted, for trying things out">scripted stand-in</span>`}</header>
${parts}</div></div>`
}

function questionMessage(view: ExchangeView, question: NonNullable<ExchangeView['question']>): Html {
  const open = view.outcome === 'clarifying' && view.reply === undefined
  const form = html`<form class="question" data-question>
<div class="readings" role="group" aria-label="Choose what you meant">${question.readings.map(
    ({ id, label }) => html`<button type="button" class="reading" data-reading="${id}">${label}</button>`,
  )}<button type="button" class="reading other" data-other aria-expanded="false">Something else…</button></div>
<div class="other-words" hidden><label><span class="visually-hidden">What you meant, in your own words</span><input type="text" name="words" maxlength="2000" autocomplete="off" placeholder="Say what you meant"></label><button type="submit" class="primary">Reply</button></div>
<p class="problem" role="alert"></p></form>`
  return botMessage(
    view,
    html`${open && disclosure(view, 'The model refused. Before it is asked again, a question to you.')}<div class="prose"><p>${question.text}</p></div>${open && form}${open && smallPrint(view)}`,
  )
}

function answerParts(view: ExchangeView, setting: ExchangeSetting): Html {
  if (view.status !== undefined) {
    return html`<div class="prose streaming" id="b-${view.id}">${view.streamed && streamedText(view)}</div>
<p class="status"><span class="dots" aria-hidden="true"><i></i><i></i><i></i></span><span>${view.status}</span></p>`
  }
  if (view.failure !== undefined) {
    const partial =
      view.partial !== undefined &&
      html`<div class="prose" id="b-${view.id}">${renderMarkdown(view.partial)}</div>`
    const title = partial ? 'The answer broke off here.' : 'No answer this time.'
    return html`${partial}<div class="failure" role="note"><strong>${title}</strong> ${view.failure}</div>${notes(view)}${smallPrint(view)}`
  }
  const refused = view.outcome === 'refusal_stands'
  return html`<div class="prose${refused && ' refused'}" id="b-${view.id}">${renderMarkdown(view.answer ?? '')}</div>
${view.cutShort && STOPPED_EARLY}${secondHearing(view)}${notes(view)}${smallPrint(view)}
${view.answer !== undefined && reactionBar(view.id, setting.reactions, setting.votes, setting.viewer)}
${appealPanel(view, setting)}${compareAction(view)}`
}

/** Compares other ways of asking the same. */
function compareAction({ level }: ExchangeView): Html | undefined {
  if (level === 'clearly_harmful') return undefined
  return html`<div class="compare-action"><button type="button" class="quiet" data-compare>${ICONS.compare}<span>Compare strategies</span></button></div>`
}

function secondHearing(view: ExchangeView): Html | undefined {
  return disclosure(view, view.howAsked === undefined ? 'Asked again' : `Asked again ${view.howAsked}`)
}

/** One line, and the first refusal for whoever wants to see it. */
function disclosure(view: ExchangeView, line: string): Html | undefined {
  if (view.firstRefusal === undefined) return undefined
  return html`<details class="second-hearing"><summary><span>${line}</span> <span class="show">show the first refusal</span><span class="hide">hide the first refusal</span></summary>
<blockquote class="prose" aria-label="The first refusal">${renderMarkdown(view.firstRefusal)}</blockquote>${view.firstCutShort && STOPPED_EARLY}</details>`
}

function notes(view: ExchangeView): Html | undefined {
  if (view.notes.length === 0) return undefined
  return html`<ul class="notes">${view.notes.map((note) => html`<li>${note}</li>`)}</ul>`
}

function smallPrint(view: ExchangeView): Html {
  const facts = [
    view.outcome && OUTCOME_WORDS[view.outcome],
    view.level && `judged ${LEVEL_WORDS[view.level]}`,
  ].filter((fact) => fact !== undefined)
  return html`<p class="small-print"><span class="model-id">${view.model}</span>${facts.map((fact) => html`<span>${fact}</span>`)}</p>`
}

function avatar(name: string): Html {
  const tone = [...name].reduce((sum, letter) => sum + (letter.codePointAt(0) ?? 0), 0) % 6
  return html`<span class="avatar tone-${tone}" aria-hidden="true">${initials(name)}</span>`
}

/** Server time until the page's script puts it in the reader's own. */
function clock(at: number): Html {
  const iso = new Date(at).toISOString()
  return html`<time datetime="${iso}">${iso.slice(11, 16)}</time>`
}
