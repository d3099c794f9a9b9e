import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { IncomingVote, Person } from '../src/bot-types.ts'
import { CODEBOOK } from '../src/crowd/codebook.ts'
import { openStore } from '../src/store/sql-store.ts'
import type { Store, VoteEvent } from '../src/store/store.ts'
import { createVoting } from '../src/voting.ts'
import { aClaim, finished, messageOf } from './store/records.ts'

const ANSWER = messageOf('answer')
const person = (user: string): Person => ({ platform: 'web', workspace: 'home', user })
const [ASKER, BEN, CID] = [person('asker'), person('ben'), person('cid')]

let store: Store
let exchangeId: string
let clock: number
/** Every vote event that was stored. */
let events: VoteEvent[]
beforeEach(async () => {
  store = await openStore({ url: ':memory:' })
  const claim = aClaim({ asker: 'pseudonym of asker' })
  await store.claim(claim)
  await store.finish(finished(claim))
  ;({ exchangeId } = claim)
  await store.link({ key: ANSWER, exchangeId, attemptId: 'first', at: 1 })
  clock = 1_000
  events = []
})
afterEach(() => store.close())

const voting = (codebook = CODEBOOK) =>
  createVoting({
    store: {
      ...store,
      async recordVote(event) {
        const stored = await store.recordVote(event)
        if (stored) events.push(event)
        return stored
      },
    },
    codebook,
    pseudonym: ({ user }) => `pseudonym of ${user}`,
    now: () => clock++,
  })

let votes = 0
const voteOf = (voter: Person, emoji: string, changes: Partial<IncomingVote> = {}): IncomingVote => ({
  eventId: `event ${++votes}`,
  message: ANSWER,
  voter,
  emoji,
  action: 'add',
  eventTime: votes,
  source: 'live',
  ...changes,
})

const standing = async () =>
  (await store.currentVotes(exchangeId)).map(({ annotator, emoji }) => `${annotator} ${emoji}`)

describe('a vote', () => {
  it('is stored with all that is known of it, under a pseudonym', async () => {
    const vote = voteOf(BEN, '🙅', { source: 'button', why: 'It was about a program.' })
    expect(await voting().handleVote(vote)).toBe('recorded')
    expect(events).toEqual([
      {
        eventKey: `web:${vote.eventId}`,
        message: ANSWER,
        exchangeId,
        attemptId: 'first',
        annotator: 'pseudonym of ben',
        emoji: '🙅',
        label: 'refused_harmless',
        action: 'add',
        eventTime: vote.eventTime,
        receivedTime: 1_000,
        source: 'button',
        codebookVersion: CODEBOOK.version,
        byAsker: false,
        sawOtherVotes: false,
        why: 'It was about a program.',
      },
    ])
  })

  it('says whether its giver asked, and whether others stood on the same attempt before it', async () => {
    const { handleVote } = voting()
    await handleVote(voteOf(BEN, '👍'))
    await handleVote(voteOf(BEN, '🙅'))
    await handleVote(voteOf(ASKER, '👍'))
    await store.link({ key: ANSWER, exchangeId, attemptId: 'second', at: 2 })
    await handleVote(voteOf(CID, '👍'))
    expect(events.map(({ byAsker, sawOtherVotes }) => [byAsker, sawOtherVotes])).toEqual([
      [false, false],
      // Only their own was there.
      [false, false],
      [true, true],
      // What stands on the attempt that was shown before is no vote on this one.
      [false, false],
    ])
  })

  it('was not influenced by one that had been taken back', async () => {
    const { handleVote } = voting()
    await handleVote(voteOf(BEN, '👍'))
    await handleVote(voteOf(BEN, '👍', { action: 'remove' }))
    await handleVote(voteOf(CID, '👍'))
    expect(events.at(-1)).toMatchObject({ annotator: 'pseudonym of cid', sawOtherVotes: false })
  })

  it.each(['thumbsup', '+1::skin-tone-3', '👍🏽', ':+1:'])('is the same one spelled %s', async (spelling) => {
    const { handleVote } = voting()
    await handleVote(voteOf(BEN, '👍'))
    await handleVote(voteOf(BEN, spelling))
    expect(await standing()).toEqual(['pseudonym of ben 👍'])
    await handleVote(voteOf(BEN, spelling, { action: 'remove' }))
    expect(await standing()).toEqual([])
  })

  it.each([
    ['an emoji without a meaning here', { emoji: '🦄' }],
    ['a message that is no answer', { message: messageOf('elsewhere') }],
  ])('is ignored for %s', async (_, changes) => {
    expect(await voting().handleVote(voteOf(BEN, '👍', changes))).toBe('ignored')
    expect(events).toEqual([])
  })

  it('is ignored when it is delivered again, or its answer was taken back', async () => {
    const { handleVote } = voting()
    const vote = voteOf(BEN, '👍')
    expect([await handleVote(vote), await handleVote(vote)]).toEqual(['recorded', 'ignored'])
    const record = await store.exchange(exchangeId)
    if (!record) throw new Error('the exchange is gone')
    await store.retract(record.key, true)
    expect(await handleVote(voteOf(CID, '👍'))).toBe('ignored')
  })
})

describe('a reaction whose event has no id', () => {
  const reaction = (voter: Person, emoji: string, changes: Partial<IncomingVote> = {}): IncomingVote => {
    const { eventId: _, ...vote } = voteOf(voter, emoji, changes)
    return vote
  }
  const taken = (emoji: string) => reaction(BEN, emoji, { action: 'remove' })

  it('counts each time that it is given and taken back, and no delivery of one twice', async () => {
    const { handleVote } = voting()
    for (const vote of [reaction(BEN, '👍'), taken('👍'), reaction(BEN, '👍')]) {
      expect([await handleVote(vote), await handleVote(vote)]).toEqual(['recorded', 'ignored'])
    }
    expect(events.map(({ action }) => action)).toEqual(['add', 'remove', 'add'])
    expect(new Set(events.map(({ eventKey }) => eventKey)).size).toBe(3)
    expect(await standing()).toEqual(['pseudonym of ben 👍'])
  })

  it('counts once where two processes hear of it at the same moment', async () => {
    const { handleVote } = voting()
    const vote = reaction(BEN, '👍')
    const heard = await Promise.all([
      handleVote(vote),
      handleVote({ ...vote, eventTime: vote.eventTime + 3 }),
    ])
    expect(heard.sort()).toEqual(['ignored', 'recorded'])
  })

  it('is one vote in whatever tone, and another one with another emoji or by another person', async () => {
    const { handleVote } = voting()
    await handleVote(reaction(BEN, '👍'))
    expect(await handleVote(reaction(BEN, '👍🏽'))).toBe('ignored')
    expect(await handleVote(reaction(BEN, '🙅'))).toBe('recorded')
    expect(await handleVote(reaction(CID, '👍'))).toBe('recorded')
  })

  it('is taken back after it was given, also by a clock that is behind', async () => {
    const { handleVote } = voting()
    await handleVote(reaction(BEN, '👍', { eventTime: 1e14 }))
    expect(await handleVote(taken('👍'))).toBe('recorded')
    expect(await standing()).toEqual([])
  })

  it('can be one that was made up for, and takes nothing back that a button gave', async () => {
    const { handleVote, reconcileVotes } = voting()
    await reconcileVotes(ANSWER, [{ voter: BEN, emoji: '👍' }], LATER)
    expect(await handleVote(reaction(BEN, '👍'))).toBe('ignored')
    expect(await handleVote(taken('👍'))).toBe('recorded')
    await handleVote(voteOf(CID, '🙅', { source: 'button' }))
    expect(await handleVote(reaction(CID, '🙅', { action: 'remove' }))).toBe('ignored')
    expect(await standing()).toEqual(['pseudonym of cid 🙅'])
    expect(await handleVote(reaction(CID, '🙅'))).toBe('recorded')
  })
})

/** After everything that these tests have stored. */
const LATER = 1e15

describe('reconciling', () => {
  const given = (voter: Person, emoji: string) => ({ voter, emoji })

  it('adds what is missing and removes what is gone, once', async () => {
    const { handleVote, reconcileVotes } = voting()
    await handleVote(voteOf(BEN, '👍'))
    await handleVote(voteOf(ASKER, '🚨'))
    const reactions = [given(CID, 'no_good'), given(ASKER, 'rotating_light')]
    expect(await reconcileVotes(ANSWER, reactions, LATER)).toBe(2)
    expect((await standing()).sort()).toEqual(['pseudonym of asker 🚨', 'pseudonym of cid 🙅'])
    expect(events.slice(-2)).toMatchObject([
      { source: 'reconcile', action: 'add', label: 'refused_harmless', byAsker: false, sawOtherVotes: true },
      { source: 'reconcile', action: 'remove', emoji: '👍' },
    ])
    expect(await reconcileVotes(ANSWER, reactions, LATER)).toBe(0)
    expect(events).toHaveLength(4)
  })

  it('can be about one emoji, in any spelling, and leave the others', async () => {
    const { handleVote, reconcileVotes } = voting()
    await handleVote(voteOf(BEN, '👍'))
    await handleVote(voteOf(BEN, '🚨'))
    await handleVote(voteOf(CID, '👍'))
    const reactions = [given(CID, '👍🏿'), given(ASKER, '🙅')]
    expect(await reconcileVotes(ANSWER, reactions, LATER, 'thumbsup')).toBe(1)
    expect((await standing()).sort()).toEqual(['pseudonym of ben 🚨', 'pseudonym of cid 👍'])
    expect(await reconcileVotes(ANSWER, [], LATER, '🦄')).toBe(0)
  })

  it('leaves what buttons and commands gave', async () => {
    const { handleVote, reconcileVotes } = voting()
    await handleVote(voteOf(BEN, '👍', { source: 'button' }))
    await handleVote(voteOf(CID, '🙅', { source: 'command' }))
    expect(await reconcileVotes(ANSWER, [], LATER)).toBe(0)
    expect(await standing()).toHaveLength(2)
  })

  it('counts one emoji in several tones by one person once', async () => {
    const reactions = ['+1', 'thumbsup::skin-tone-2', '👍🏽'].map((emoji) => given(BEN, emoji))
    const { reconcileVotes } = voting()
    expect(await reconcileVotes(ANSWER, [...reactions, given(CID, '+1')], LATER)).toBe(2)
    expect(await reconcileVotes(ANSWER, reactions, LATER)).toBe(1)
    expect(await standing()).toEqual(['pseudonym of ben 👍'])
  })

  it('can give and take the same reaction again and again', async () => {
    const { reconcileVotes } = voting()
    for (const reactions of [[given(BEN, '+1')], [], [given(BEN, '+1')]]) {
      expect(await reconcileVotes(ANSWER, reactions, LATER)).toBe(1)
      expect(await standing()).toHaveLength(reactions.length)
    }
  })

  it('takes back what was given by a clock that is ahead of ours', async () => {
    const { handleVote, reconcileVotes } = voting()
    await handleVote(voteOf(BEN, '👍', { eventTime: 1e14 }))
    expect(await reconcileVotes(ANSWER, [], LATER)).toBe(1)
    expect(await standing()).toEqual([])
  })

  it('leaves what came in while the platform was being asked', async () => {
    const { handleVote, reconcileVotes } = voting()
    await handleVote(voteOf(BEN, '👍'))
    expect(await reconcileVotes(ANSWER, [], 0)).toBe(0)
    expect(await standing()).toEqual(['pseudonym of ben 👍'])
  })

  it('takes no notice of an emoji without a meaning, nor of a message that is no answer', async () => {
    const { reconcileVotes } = voting()
    expect(await reconcileVotes(ANSWER, [given(BEN, 'unicorn_face')], LATER)).toBe(0)
    expect(await reconcileVotes(messageOf('elsewhere'), [given(BEN, '+1')], LATER)).toBe(0)
    expect(events).toEqual([])
  })

  it('takes no notice of a reaction that has lost its meaning since it was given', async () => {
    await voting().handleVote(voteOf(BEN, '👍'))
    const newer = { version: '2', entries: CODEBOOK.entries.filter(({ emoji }) => emoji !== '👍') }
    expect(await voting(newer).reconcileVotes(ANSWER, [], LATER)).toBe(0)
    expect(await standing()).toEqual(['pseudonym of ben 👍'])
  })
})

describe('a person’s own votes', () => {
  it('are those that stand, newest first, and theirs alone', async () => {
    const { handleVote, votesOf } = voting()
    const second = aClaim()
    await store.claim(second)
    const there = messageOf('another answer')
    await store.link({ key: there, exchangeId: second.exchangeId, attemptId: 'a', at: 1 })
    await handleVote(voteOf(BEN, 'thinking', { eventTime: 1 }))
    await handleVote(voteOf(BEN, '🙅', { eventTime: 2 }))
    await handleVote(voteOf(BEN, '+1', { eventTime: 3, message: there }))
    await handleVote(voteOf(CID, '🚨', { eventTime: 4 }))
    const mine = [
      { emoji: '👍', label: 'answered_well', at: 3 },
      { emoji: '🙅', label: 'refused_harmless', at: 2 },
    ]
    expect(await votesOf(BEN, 5)).toEqual(mine)
    expect(await votesOf(BEN, 1)).toEqual(mine.slice(0, 1))
    await store.forget(['pseudonym of ben'])
    expect(await votesOf(BEN, 5)).toEqual([])
  })
})
