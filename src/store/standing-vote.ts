import type { VoteEvent } from './store.ts'

type Event = Pick<VoteEvent, 'emoji' | 'label' | 'action' | 'eventTime'>

/** The label that one annotator's events on one attempt come to. */
export function standingLabel(events: readonly Event[]): string | undefined {
  return standingVote(events)?.label
}

/**
 * The one of an annotator's events on one attempt that is their vote; the rule of the view `current_votes`. Per emoji
 * the last event decides whether it stands, and of the standing emoji the one added latest is the vote. `events` are
 * in the order of insertion, which decides between equal times.
 */
export function standingVote<Given extends Event>(events: readonly Given[]): Given | undefined {
  const last = new Map<string, Given>()
  for (const event of events) {
    const known = last.get(event.emoji)
    if (known && known.eventTime > event.eventTime) continue
    // Anew, so that the map keeps the order of insertion.
    last.delete(event.emoji)
    last.set(event.emoji, event)
  }
  let standing: Given | undefined
  for (const event of last.values()) {
    if (event.action === 'add' && (!standing || event.eventTime >= standing.eventTime)) standing = event
  }
  return standing
}
