import type { CodebookEntry } from '../../../crowd/codebook.ts'
import { type Html, html } from '../../../html.ts'
import type { CurrentVote } from '../../../store/store.ts'

/** One emoji people may react with. */
export type Reaction = Pick<CodebookEntry, 'emoji' | 'label' | 'name' | 'meaning'>

/**
 * The reactions under an answer, with their counts and what this viewer chose. A vote counts for what it said when
 * it was given, whatever the emoji then.
 */
export function reactionBar(
  exchangeId: string,
  reactions: readonly Reaction[],
  votes: readonly Pick<CurrentVote, 'label' | 'annotator'>[],
  viewer: string,
): Html {
  const buttons = reactions.map(({ emoji, label, name, meaning }, index) => {
    const given = votes.filter((vote) => vote.label === label)
    const count = given.length
    const mine = given.some((vote) => vote.annotator === viewer)
    const tip = `tip-${exchangeId}-${index}`
    return html`<span class="reaction-slot"><button type="button" class="reaction${count > 0 && ' voted'}" data-vote="${emoji}" aria-pressed="${String(mine)}" aria-label="${`${name}, ${votesText(count)}`}" aria-describedby="${tip}"><span class="emoji" aria-hidden="true">${emoji}</span>${count > 0 && html`<span class="count" aria-hidden="true">${count}</span>`}</button><span class="tip" role="tooltip" id="${tip}"><strong>${name}</strong> ${meaning}</span></span>`
  })
  return html`<div class="reactions" id="v-${exchangeId}" role="group" aria-label="What is this answer?">${buttons}</div>`
}

function votesText(count: number): string {
  return count === 1 ? '1 vote' : `${count} votes`
}
