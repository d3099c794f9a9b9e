import type { GivenReaction, IncomingVote, Person, PersonsVote } from './bot-types.ts'
import { type Codebook, entryOf } from './crowd/codebook.ts'
import type { MessageKey } from './domain.ts'
import type { MessageLink, Store } from './store/store.ts'

export interface VotingOptions {
  readonly store: Store
  readonly codebook: Codebook
  readonly pseudonym: (person: Person) => string
  /** Milliseconds since 1970. */
  readonly now: () => number
}

type VoteToStore = Omit<IncomingVote, 'voter'> & {
  readonly eventId: string
  readonly label: string
  readonly annotator: string
}

/** Turns reactions, clicks and commands into vote events, each bound to the attempt that the message shows. */
export function createVoting({ store, codebook, pseudonym, now }: VotingOptions) {
  async function handleVote(vote: IncomingVote): Promise<'recorded' | 'ignored'> {
    const entry = entryOf(vote.emoji, codebook)
    const link = entry && (await store.linkOf(vote.message))
    if (!entry || !link) return 'ignored'
    const annotator = pseudonym(vote.voter)
    const { eventId } = vote
    const event = { ...vote, emoji: entry.emoji, label: entry.label, annotator }
    const named = eventId === undefined ? await nameEvent(event) : { ...event, eventId }
    return named && (await append(link, named)) ? 'recorded' : 'ignored'
  }

  /**
   * Names the event of a reaction for the one before it, so that two deliveries at once have one name. `undefined`
   * where the reaction stands, or is gone, already.
   */
  async function nameEvent(vote: Omit<VoteToStore, 'eventId'>): Promise<VoteToStore | undefined> {
    const { message, annotator, emoji, action } = vote
    const last = await store.lastVoteOn(message, annotator, emoji)
    const stands = last?.action === 'add' && (last.source === 'live' || last.source === 'reconcile')
    if (stands === (action === 'add')) return undefined
    const before = last?.eventTime ?? 0
    return {
      ...vote,
      eventId: [action, message.channel, message.message, annotator, emoji, before].join(':'),
      // What comes later is later, whatever the clock of the process that heard the one before.
      eventTime: Math.max(vote.eventTime, before + 1),
    }
  }

  async function append(link: MessageLink, vote: VoteToStore): Promise<boolean> {
    const { message, emoji, label, annotator, action, eventTime, source, why } = vote
    const [voted, standing] = await Promise.all([
      store.exchange(link.exchangeId),
      store.currentVotes(link.exchangeId),
    ])
    return store.recordVote({
      eventKey: `${message.platform}:${vote.eventId}`,
      message,
      exchangeId: link.exchangeId,
      attemptId: link.attemptId,
      annotator,
      emoji,
      label,
      action,
      eventTime,
      receivedTime: now(),
      source,
      codebookVersion: codebook.version,
      byAsker: voted?.asker === annotator,
      sawOtherVotes: standing.some((one) => one.attemptId === link.attemptId && one.annotator !== annotator),
      ...(why !== undefined && { why }),
    })
  }

  /**
   * Brings the votes of a message in line with the reactions that stand on it now, after a time in which no
   * events came. `readAt` is when the platform was asked, in milliseconds since 1970. Gives how many events that
   * took. With `only`, an emoji, all others are left as they are.
   */
  async function reconcileVotes(
    message: MessageKey,
    reactions: readonly GivenReaction[],
    readAt: number,
    only?: string,
  ): Promise<number> {
    const link = await store.linkOf(message)
    if (!link) return 0
    const meant = only === undefined ? undefined : entryOf(only, codebook)
    if (only !== undefined && !meant) return 0
    const isMeant = (emoji: string) => !meant || meant.emoji === emoji
    const there = reactions.flatMap(({ voter, emoji }) => {
      const entry = entryOf(emoji, codebook)
      return entry && isMeant(entry.emoji) ? [{ annotator: pseudonym(voter), emoji: entry.emoji }] : []
    })
    const known = (await store.reactionsOn(message)).filter(({ emoji }) => isMeant(emoji))
    // One person can give the same emoji in several tones; that is one vote.
    const missing = there.filter(
      (one, index) => ![...known, ...there.slice(0, index)].some((other) => isSame(one, other)),
    )
    // What came in while the platform was being asked is not gone; it was only not there yet.
    const gone = known.filter(
      (one) => one.receivedTime < readAt && !there.some((other) => isSame(one, other)),
    )
    let changed = 0
    for (const [action, ones] of [
      ['add', missing],
      ['remove', gone],
    ] as const) {
      for (const { annotator, emoji } of ones) {
        const label = entryOf(emoji, codebook)?.label
        if (label === undefined) continue
        // The platform's clock may be ahead of ours, and what is taken back was given before.
        const given = known.find((one) => isSame(one, { annotator, emoji }))?.eventTime ?? 0
        const at = Math.max(now(), given + 1)
        const eventId = `reconcile:${message.channel}:${message.message}:${annotator}:${emoji}:${action}:${at}`
        const event = { eventId, message, emoji, label, annotator, action, eventTime: at }
        if (await append(link, { ...event, source: 'reconcile' })) changed += 1
      }
    }
    return changed
  }

  async function votesOf(person: Person, limit: number): Promise<readonly PersonsVote[]> {
    const votes = await store.votesOf(pseudonym(person), limit)
    return votes.map(({ emoji, label, eventTime }) => ({ emoji, label, at: eventTime }))
  }

  return { handleVote, reconcileVotes, votesOf }
}

function isSame(
  a: { readonly annotator: string; readonly emoji: string },
  b: { readonly annotator: string; readonly emoji: string },
): boolean {
  return a.annotator === b.annotator && a.emoji === b.emoji
}
