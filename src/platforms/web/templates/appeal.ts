import { type Html, html } from '../../../html.ts'
import type { CurrentVote } from '../../../store/store.ts'
import { APPEAL_CHOICES, appealText, choiceOf } from '../../appeal-text.ts'
import type { ExchangeView } from '../exchange-view.ts'

/** What the markup of an appeal depends on beside its exchange. */
export interface AppealSetting {
  /** Votes on the attempt shown. */
  readonly votes: readonly Pick<CurrentVote, 'annotator' | 'label'>[]
  /** Pseudonym of who is looking. */
  readonly viewer: string
  /** Milliseconds since 1970. */
  readonly now: number
}

/** The button that asks the channel about a refusal; in its place, once somebody has, the vote and its end. */
export function appealPanel(
  view: Pick<ExchangeView, 'id' | 'appeal' | 'appealable'>,
  { votes, viewer, now }: AppealSetting,
): Html | undefined {
  const { id, appeal, appealable } = view
  if (appeal) {
    const { question, state, isOpen } = appealText(appeal, now)
    const own = votes.find(({ annotator }) => annotator === viewer)
    const mine = own && choiceOf(own.label)
    const sides = html`<div class="sides" role="group" aria-label="Was the request harmless?">${APPEAL_CHOICES.map(
      ({ choice, label }) =>
        html`<button type="button" class="reading side" data-side="${choice}" aria-pressed="${String(choice === mine)}">${label}</button>`,
    )}</div>`
    return html`<div class="appeal opened" id="a-${id}" role="group" aria-label="Appeal"><p class="appeal-question">${question}</p>${isOpen && sides}<p class="appeal-state">${state}</p></div>`
  }
  if (!appealable) return undefined
  return html`<div class="appeal" id="a-${id}"><button type="button" class="reading" data-appeal>Appeal</button><span class="appeal-state">asks the channel whether the request was harmless</span></div>`
}
