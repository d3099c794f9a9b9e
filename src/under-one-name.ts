import type { Bot, Person } from './bot-types.ts'
import type { Logger } from './logger.ts'
import type { Store } from './store/store.ts'

export interface OneNameOptions {
  readonly store: Pick<Store, 'isUnsettled' | 'movePseudonyms'>
  readonly pseudonym: (person: Person) => string
  /** The pseudonyms of a person under keys that were in use before. */
  readonly formerPseudonyms: (person: Person) => readonly string[]
  /** Milliseconds since 1970. */
  readonly now: () => number
  readonly logger: Pick<Logger, 'warn'>
}

/** Moves what is stored of people under former pseudonyms to their current ones. */
export function createSettling({ store, pseudonym, formerPseudonyms, now }: Omit<OneNameOptions, 'logger'>) {
  return async (people: readonly Person[]): Promise<void> => {
    for (const person of people) {
      const current = pseudonym(person)
      const former = formerPseudonyms(person).filter((one) => one !== current)
      const move = { former, current, at: now() }
      if (former.length > 0 && (await store.isUnsettled(move))) await store.movePseudonyms(move)
    }
  }
}

/**
 * The same bot, to which everybody is one person after a change of the key: whoever does anything has all that is
 * stored of them moved to their new pseudonym first. Looked at each time, since another process may still use the
 * former key for a while.
 */
export function underOneName(bot: Bot, options: OneNameOptions): Bot {
  const settle = createSettling(options)

  /** Generators end in an event whatever happens: the bot itself tells of records that cannot be used. */
  async function tryToSettle(person: Person): Promise<void> {
    try {
      await settle([person])
    } catch (error) {
      options.logger.warn({ err: error }, 'a person could not be moved to their new pseudonym')
    }
  }

  return {
    ...bot,
    async *handleMessage(message, choice) {
      await tryToSettle(message.author)
      yield* bot.handleMessage(message, choice)
    },
    async *handleReply(reply) {
      await tryToSettle(reply.author)
      yield* bot.handleReply(reply)
    },
    async *handleCommand(given, caller) {
      await tryToSettle(caller.person)
      yield* bot.handleCommand(given, caller)
    },
    async handleVote(vote) {
      await settle([vote.voter])
      return bot.handleVote(vote)
    },
    async reconcileVotes(message, reactions, ...rest) {
      const voters = new Map(reactions.map(({ voter }) => [options.pseudonym(voter), voter]))
      await settle([...voters.values()])
      return bot.reconcileVotes(message, reactions, ...rest)
    },
    async votesOf(person, limit) {
      await settle([person])
      return bot.votesOf(person, limit)
    },
    async openAppeal(appeal) {
      await settle([appeal.person])
      return bot.openAppeal(appeal)
    },
    async voteOnAppeal(vote) {
      await settle([vote.voter])
      return bot.voteOnAppeal(vote)
    },
    async labelSheet(labeller, except) {
      await settle([labeller.person])
      return bot.labelSheet(labeller, except)
    },
    async labelTask(labeller, ...rest) {
      await settle([labeller.person])
      return bot.labelTask(labeller, ...rest)
    },
    async unlabelTask(labeller, task) {
      await settle([labeller.person])
      return bot.unlabelTask(labeller, task)
    },
    async choiceOn(id, person) {
      await settle([person])
      return bot.choiceOn(id, person)
    },
    async revealComparison(id, person) {
      await settle([person])
      return bot.revealComparison(id, person)
    },
    async cancelComparison(id, person) {
      await settle([person])
      return bot.cancelComparison(id, person)
    },
    async voteOnComparison(vote) {
      await settle([vote.voter])
      return bot.voteOnComparison(vote)
    },
  }
}
