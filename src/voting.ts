import type { CountedReaction, GivenReaction, IncomingVote, Person, PersonsVote } from './bot-types.ts'
import { type Codebook, entryLabelled, entryOf, isSameEmoji, writtenEmoji } from './crowd/codebook.ts'
import { foldEmoji } from './crowd/fold-emoji.ts'
import type { MessageKey } from './domain.ts'
import { noteExchange } from './log-scope.ts'
import { type Metrics, NO_METRICS } from './metrics/metrics.ts'
import type { Workspace } from './places.ts'
import type { MessageLink, Store } from './store/store.ts'

export interface VotingOptions {
  readonly store: Store
  /** The codebook of a workspace as it is now. */
  readonly codebookAt: (workspace: Workspace) => Promise<Codebook>
  readonly pseudonym: (person: Person) => string
  /** Milliseconds since 1970. */
  readonly now: () => number
  /** Counts votes; nobody by default. */
  readonly metrics?: Metrics
}

type NamelessVote = Omit<IncomingVote, 'voter' | 'eventId' | 'emoji' | 'label'> & {
  readonly emoji: string
  readonly label: string
  readonly annotator: string
  readonly codebookVersion: string
}

type VoteToStore = NamelessVote & { readonly eventId: string; readonly readAt?: number }

/** Turns reactions, clicks and commands into vote events, each bound to the attempt that the message shows. */
export function createVoting({ store, codebookAt, pseudonym, now, metrics = NO_METRICS }: VotingOptions) {
  async function handleVote(vote: IncomingVote): Promise<'recorded' | 'ignored'> {
    // Most reactions of a workspace are to messages that are no answers.
    const link = await store.linkOf(vote.message)
    return link ? voteOn(link, vote) : 'ignored'
  }

  /** The same where it is known what the message shows. */
  async function voteOn(link: MessageLink, vote: IncomingVote): Promise<'recorded' | 'ignored'> {
    noteExchange(link.exchangeId)
    const codebook = await codebookAt(vote.message)
    const annotator = pseudonym(vote.voter)
    const meant =
      'label' in vote
        ? entryLabelled(vote.label, codebook)
        : (entryOf(vote.emoji, codebook) ?? (await takenBack(vote, annotator, codebook)))
    if (!meant) return 'ignored'
    const { eventId } = vote
    const { emoji, label } = meant
    const event = { ...vote, emoji, label, annotator, codebookVersion: codebook.version }
    const named = eventId === undefined ? await nameEvent(event) : { ...event, eventId }
    return named && (await append(link, named)) ? 'recorded' : 'ignored'
  }

  /** What an emoji said that the codebook has no more, where it is the annotator's own that is taken back. */
  async function takenBack(
    { message, emoji, action }: Extract<IncomingVote, { readonly emoji: string }>,
    annotator: string,
    codebook: Codebook,
  ) {
    if (action !== 'remove') return undefined
    const standing = await store.reactionsOn(message)
    return standing.find((one) => one.annotator === annotator && isSameEmoji(one.emoji, emoji, codebook))
  }

  /**
   * Names the event of a reaction for the one before it, so that two deliveries at once have one name. `undefined`
   * where the reaction stands, or is gone, already.
   */
  async function nameEvent(vote: NamelessVote): Promise<VoteToStore | undefined> {
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
    const { message, emoji, label, annotator, action, eventTime, source, codebookVersion } = vote
    const { why, blind, readAt } = vote
    const isStored = await store.recordVote({
      // The name of who gave it belongs to the event, which platforms tell without it.
      eventKey: [message.platform, message.workspace, annotator, vote.eventId].join(':'),
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
      codebookVersion,
      ...(why !== undefined && { why }),
      ...(blind && { blind }),
      ...(readAt !== undefined && { readAt }),
    })
    if (isStored) metrics.voteRecorded(label, action)
    return isStored
  }

  /**
   * Which emoji say something on a message: those of the codebook, and those by which votes stand there that were
   * given before it changed. With `only`, that emoji alone, however it is written.
   */
  async function countsOn(message: MessageKey, only?: string): Promise<(emoji: string) => boolean> {
    if (!(await store.linkOf(message))) return () => false
    const [codebook, standing] = await Promise.all([codebookAt(message), store.reactionsOn(message)])
    return (emoji) =>
      (only === undefined || isSameEmoji(emoji, only, codebook)) &&
      (entryOf(emoji, codebook) !== undefined ||
        standing.some((one) => isSameEmoji(one.emoji, emoji, codebook)))
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
    const codebook = await codebookAt(message)
    const { version: codebookVersion } = codebook
    const isMeant = ({ emoji }: { readonly emoji: string }) =>
      only === undefined || isSameEmoji(emoji, only, codebook)
    const isSame = (a: Reacted, b: Reacted) =>
      a.annotator === b.annotator && isSameEmoji(a.emoji, b.emoji, codebook)
    const there = reactions
      .filter(isMeant)
      .map(({ voter, emoji }) => ({ annotator: pseudonym(voter), emoji: writtenEmoji(emoji, codebook) }))
    const known = (await store.reactionsOn(message)).filter(isMeant)
    // One person can give the same emoji in several tones; that is one vote.
    const missing = there.flatMap((one, index) => {
      const entry = entryOf(one.emoji, codebook)
      const isKnown = [...known, ...there.slice(0, index)].some((other) => isSame(one, other))
      return entry && !isKnown ? [{ ...one, label: entry.label, eventTime: 0 }] : []
    })
    // What came in while the platform was being asked is not gone; it was only not there yet.
    const gone = known.filter(
      (one) => one.receivedTime < readAt && !there.some((other) => isSame(one, other)),
    )
    let changed = 0
    for (const [action, ones] of [
      ['add', missing],
      ['remove', gone],
    ] as const) {
      for (const { annotator, emoji, label, eventTime: given } of ones) {
        // As it was when it was read: what the platform told since is later. Its clock may be ahead of ours, and what is
        // taken back was given before.
        const at = Math.max(readAt, given + 1)
        const eventId = `reconcile:${message.channel}:${message.message}:${annotator}:${emoji}:${action}:${at}`
        const event = { eventId, message, emoji, label, annotator, action, eventTime: at, codebookVersion }
        if (await append(link, { ...event, source: 'reconcile', readAt })) changed += 1
      }
    }
    return changed
  }

  /** Whether as many votes of each kind stand on a message as reactions. */
  async function agreesWith(message: MessageKey, reactions: readonly CountedReaction[]): Promise<boolean> {
    const [codebook, known] = await Promise.all([codebookAt(message), store.reactionsOn(message)])
    const surplus = new Map<string, number>()
    for (const { emoji, count } of [...reactions, ...known.map(({ emoji }) => ({ emoji, count: -1 }))]) {
      const written = foldEmoji(writtenEmoji(emoji, codebook))
      surplus.set(written, (surplus.get(written) ?? 0) + count)
    }
    return [...surplus.values()].every((count) => count === 0)
  }

  async function votesOf(person: Person, limit: number): Promise<readonly PersonsVote[]> {
    const votes = await store.votesOf(pseudonym(person), limit)
    return votes.map(({ emoji, label, eventTime }) => ({ emoji, label, at: eventTime }))
  }

  return { handleVote, voteOn, countsOn, agreesWith, reconcileVotes, votesOf }
}

/** A reaction of somebody's, given or stored. */
interface Reacted {
  readonly annotator: string
  readonly emoji: string
}
