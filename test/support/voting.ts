import type { IncomingVote, Person } from '../../src/bot-types.ts'
import { CODEBOOK } from '../../src/crowd/codebook.ts'
import { codebookWith } from '../../src/crowd/workspace-codebook.ts'
import { openStore } from '../../src/store/sql-store.ts'
import type { VoteEvent } from '../../src/store/store.ts'
import { createVoting } from '../../src/voting.ts'
import { aClaim, finished, messageOf } from '../store/records.ts'

export const ANSWER = messageOf('answer')
export const person = (user: string): Person => ({ platform: 'web', workspace: 'home', user })
export const [ASKER, BEN, CID] = [person('asker'), person('ben'), person('cid')]

/** After everything that tests store. */
export const LATER = 1e15

/** In place of 🙅. */
export const own = codebookWith(CODEBOOK, new Map([['refused_harmless', ':our_no:']]))

export type Reaction = Extract<IncomingVote, { readonly emoji: string }>

let votes = 0
export const voteOf = (voter: Person, emoji: string, changes: Partial<Reaction> = {}): Reaction => ({
  eventId: `event ${++votes}`,
  message: ANSWER,
  voter,
  emoji,
  action: 'add',
  eventTime: votes,
  source: 'live',
  ...changes,
})

export type OpenedVoting = Awaited<ReturnType<typeof openVoting>>

/** Voting on one answer, which the asker has been given. */
export async function openVoting() {
  const store = await openStore({ url: ':memory:' })
  const claim = aClaim({ asker: 'pseudonym of asker' })
  await store.claim(claim)
  await store.finish(finished(claim))
  const { exchangeId } = claim
  await store.link({ key: ANSWER, exchangeId, attemptId: 'first', at: 1 })
  let clock = 1_000
  /** Every vote event that was stored. */
  const events: VoteEvent[] = []
  return {
    store,
    exchangeId,
    events,
    voting: (codebook = CODEBOOK) =>
      createVoting({
        store: {
          ...store,
          async recordVote(event) {
            const stored = await store.recordVote(event)
            if (stored) events.push(event)
            return stored
          },
        },
        codebookAt: async () => codebook,
        pseudonym: ({ user }) => `pseudonym of ${user}`,
        now: () => clock++,
      }),
    standing: async () =>
      (await store.currentVotes(exchangeId)).map(({ annotator, emoji }) => `${annotator} ${emoji}`),
    influences: async () =>
      (await store.currentVotes(exchangeId)).map(({ annotator, byAsker, sawOtherVotes }) => [
        annotator.replace('pseudonym of ', ''),
        byAsker,
        sawOtherVotes,
      ]),
  }
}
