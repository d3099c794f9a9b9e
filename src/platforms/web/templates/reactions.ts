import type { CurrentVote } from '../../../store/store.ts'
import { type Html, html } from '../html.ts'

/** One emoji people may react with. */
export interface Reaction {
  readonly emoji: string
  readonly label: string
  /** What choosing it says, for the people who choose. */
  readonly meaning: string
}

/** The reactions under an answer, with their counts and what this viewer chose. */
export function reactionBar(
  exchangeId: string,
  reactions: readonly Reaction[],
  votes: readonly Pick<CurrentVote, 'emoji' | 'annotator'>[],
  viewer: string,
): Html {
  const buttons = reactions.map(({ emoji, label, meaning }, index) => {
    const count = votes.filter((vote) => vote.emoji === emoji).length
    const mine = votes.some((vote) => vote.emoji === emoji && vote.annotator === viewer)
    const tip = `tip-${exchangeId}-${index}`
    const name = label.replaceAll('_', ' ')
    return html`<span class="reaction-slot"><button type="button" class="reaction${count > 0 && ' voted'}" data-vote="${emoji}" aria-pressed="${String(mine)}" aria-label="${`${name}, ${votesText(count)}`}" aria-describedby="${tip}"><span class="emoji" aria-hidden="true">${emoji}</span>${count > 0 && html`<span class="count" aria-hidden="true">${count}</span>`}</button><span class="tip" role="tooltip" id="${tip}"><strong>${name}</strong> ${meaning}</span></span>`
  })
  return html`<div class="reactions" id="v-${exchangeId}" role="group" aria-label="What is this answer?">${buttons}</div>`
}

function votesText(count: number): string {
  return count === 1 ? '1 vote' : `${count} votes`
}
