import type { VoteEvent } from '../../src/store/store.ts'

/**
 * The rule of current votes once more, as a plain loop: play the events of one annotator on one attempt in
 * the order of their time (ties by arrival), keep a pile of standing emoji, and read its top.
 */
export function standingEmoji(arrived: readonly Pick<VoteEvent, 'emoji' | 'action' | 'eventTime'>[]) {
  const played = arrived
    .map((event, arrival) => ({ ...event, arrival }))
    .sort((a, b) => a.eventTime - b.eventTime || a.arrival - b.arrival)
  let pile: string[] = []
  for (const { emoji, action } of played) {
    pile = pile.filter((other) => other !== emoji)
    if (action === 'add') pile.push(emoji)
  }
  return pile.at(-1)
}
