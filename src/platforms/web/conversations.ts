import type { HistoryEntry } from '../../bot-types.ts'
import type { CurrentVote } from '../../store/store.ts'
import { type ExchangeView, fromHistory } from './exchange-view.ts'

/** An exchange with the votes on the answer it shows. */
export interface VotedExchange {
  readonly view: ExchangeView
  readonly votes: readonly CurrentVote[]
}

/**
 * A channel's history, oldest first. What `live` knows of an exchange comes before what the store remembers, since it is
 * newer or says more.
 */
export function exchangesOf(
  history: readonly HistoryEntry[],
  live: ReadonlyMap<string, ExchangeView>,
  nameOf: (pseudonym: string) => string,
): readonly VotedExchange[] {
  return history.map((entry) => {
    const view = live.get(entry.exchange.id) ?? fromHistory(entry, nameOf(entry.exchange.asker))
    return { view, votes: votesOnShown(entry, view) }
  })
}

/** The votes that somebody is shown: while a channel votes on a refusal, nobody sees how others have voted. */
export function visibleVotes({ view, votes }: VotedExchange, viewer: string): readonly CurrentVote[] {
  if (view.appeal?.status !== 'open') return votes
  return votes.filter(({ annotator }) => annotator === viewer)
}

/** The votes that stand on the answer an exchange shows; votes on its other attempts are not counted there. */
export function votesOnShown(entry: HistoryEntry, view: ExchangeView): readonly CurrentVote[] {
  return entry.votes.filter(({ attemptId }) => attemptId === view.shownAttempt)
}
