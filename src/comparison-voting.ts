import type { Bot, GivenReaction, IncomingVote, Person } from './bot-types.ts'
import { comparisonView } from './comparison/comparison-view.ts'
import { choiceBy } from './comparison/vote-emoji.ts'
import type { Comparing } from './comparison-types.ts'
import type { MessageKey } from './domain.ts'
import { InputError } from './errors.ts'
import type { ComparisonRecord } from './store/comparison-store.ts'
import type { Store } from './store/store.ts'

export interface ComparisonVotingOptions {
  readonly store: Store
  readonly pseudonym: (person: Person) => string
  /** Milliseconds since 1970. */
  readonly now: () => number
  /** A comparison as it is now. */
  readonly found: (id: string) => Promise<ComparisonRecord | undefined>
  /** @throws {InputError} when there is no such comparison where the person is */
  readonly knownTo: (id: string, person: Person) => Promise<ComparisonRecord>
}

type Reactions = Pick<Bot, 'handleVote' | 'countsOn' | 'reconcileVotes'>

/** Takes votes on answers side by side, by button and by reactions on the message that shows them. */
export function createComparisonVoting(options: ComparisonVotingOptions) {
  const { store, pseudonym, now, found, knownTo } = options

  const voteOnComparison: Comparing['voteOnComparison'] = async (vote) => {
    const { comparisonId, voter, choice, action, eventTime } = vote
    const record = await knownTo(comparisonId, voter)
    if (record.status === 'running') throw new InputError('The answers are not all there yet.')
    if (record.status === 'cancelled' || record.status === 'failed') {
      throw new InputError('This comparison has ended without anything to vote on.')
    }
    const isThere = record.cells.some(({ letter }) => letter === choice)
    if (!isThere && choice !== 'tie' && choice !== 'both_bad') {
      throw new InputError(`There is no answer ${choice} in this comparison.`)
    }
    const said = { comparisonId, choice, annotator: pseudonym(voter), action, eventTime }
    const changed = await store.recordComparisonVote({ ...said, by: 'button', receivedTime: now() })
    const after = (await found(comparisonId)) ?? record
    const counted = action === 'add' ? 'counted' : 'removed'
    return {
      view: comparisonView(after),
      counted: changed ? counted : after.status === 'revealed' ? 'late' : 'unchanged',
    }
  }

  /** The open comparison that a message shows. */
  async function openOn(message: MessageKey): Promise<ComparisonRecord | undefined> {
    const id = await store.comparisonShownBy(message)
    const record = id === undefined ? undefined : await found(id)
    return record?.status === 'open' ? record : undefined
  }

  const isOffered = ({ cells }: ComparisonRecord, emoji: string): boolean => {
    const choice = choiceBy(emoji)
    return (
      choice === 'tie' || choice === 'both_bad' || cells.some(({ letter }) => letter && letter === choice)
    )
  }

  async function react(vote: IncomingVote): Promise<'recorded' | 'ignored' | undefined> {
    const choice = 'emoji' in vote ? choiceBy(vote.emoji) : undefined
    // Most reactions say nothing of any comparison, and none has to be looked up for them.
    if (choice === undefined || !('emoji' in vote)) return undefined
    const id = await store.comparisonShownBy(vote.message)
    if (id === undefined) return undefined
    const record = await found(id)
    if (!record || !isOffered(record, vote.emoji)) return 'ignored'
    const stored = await store.recordComparisonVote({
      comparisonId: record.id,
      annotator: pseudonym(vote.voter),
      choice,
      by: 'reaction',
      action: vote.action,
      eventTime: vote.eventTime,
      receivedTime: now(),
    })
    return stored ? 'recorded' : 'ignored'
  }

  async function reconcile(
    record: ComparisonRecord,
    reactions: readonly GivenReaction[],
    readAt: number,
    only: string | undefined,
  ): Promise<number> {
    const meant = only === undefined ? undefined : choiceBy(only)
    const there = reactions.flatMap(({ voter, emoji }) => {
      const choice = isOffered(record, emoji) ? choiceBy(emoji) : undefined
      const isMeant = choice !== undefined && (only === undefined || choice === meant)
      return isMeant ? [{ annotator: pseudonym(voter), choice }] : []
    })
    const known = (await store.choicesOn(record.id)).filter(
      ({ choice }) => only === undefined || choice === meant,
    )
    const isSame = (a: (typeof there)[number], b: (typeof there)[number]) =>
      a.annotator === b.annotator && a.choice === b.choice
    const missing = there.filter((one) => !known.some((other) => isSame(one, other)))
    // What came in while the platform was being asked is not gone; it was only not there yet.
    const gone = known.filter(
      (one) => one.receivedTime < readAt && !there.some((other) => isSame(one, other)),
    )
    let changed = 0
    for (const [action, ones] of [
      ['add', missing],
      ['remove', gone],
    ] as const) {
      for (const one of ones) {
        const given = 'eventTime' in one ? Number(one.eventTime) : 0
        const event = { comparisonId: record.id, annotator: one.annotator, choice: one.choice, action }
        const receivedTime = now()
        // The platform's clock may be ahead of ours, and what is taken back was given before.
        const eventTime = Math.max(receivedTime, given + 1)
        const stored = await store.recordComparisonVote({ ...event, by: 'reaction', eventTime, receivedTime })
        if (stored) changed += 1
      }
    }
    return changed
  }

  /** The same ways of reacting, on comparisons too. */
  function countingReactions(voting: Reactions): Reactions {
    return {
      handleVote: async (vote) => (await react(vote)) ?? voting.handleVote(vote),
      async countsOn(message, only) {
        const record = await openOn(message)
        if (!record) return voting.countsOn(message, only)
        const meant = only === undefined ? undefined : choiceBy(only)
        return (emoji) => isOffered(record, emoji) && (only === undefined || choiceBy(emoji) === meant)
      },
      async reconcileVotes(message, reactions, readAt, only) {
        const id = await store.comparisonShownBy(message)
        if (id === undefined) return voting.reconcileVotes(message, reactions, readAt, only)
        const record = await found(id)
        return record?.status === 'open' ? reconcile(record, reactions, readAt, only) : 0
      },
    }
  }

  return { voteOnComparison, countingReactions }
}
