import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { IncomingVote, Person } from '../src/bot-types.ts'
import { CODEBOOK } from '../src/crowd/codebook.ts'
import { codebookWith } from '../src/crowd/workspace-codebook.ts'
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
    codebookAt: async () => codebook,
    pseudonym: ({ user }) => `pseudonym of ${user}`,
    now: () => clock++,
  })

/** In place of 🙅. */
const own = codebookWith(CODEBOOK, new Map([['refused_harmless', ':our_no:']]))

type Reaction = Extract<IncomingVote, { readonly emoji: string }>

let votes = 0
const voteOf = (voter: Person, emoji: string, changes: Partial<Reaction> = {}): Reaction => ({
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

const influences = async () =>
  (await store.currentVotes(exchangeId)).map(({ annotator, byAsker, sawOtherVotes }) => [
    annotator.replace('pseudonym of ', ''),
    byAsker,
    sawOtherVotes,
  ])

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
    expect(await influences()).toEqual([
      // Only their own was there.
      ['ben', false, false],
      ['asker', true, true],
      // What stands on the attempt that was shown before is no vote on this one.
      ['cid', false, false],
    ])
  })

  it('was not influenced by one that had been taken back', async () => {
    const { handleVote } = voting()
    await handleVote(voteOf(BEN, '👍'))
    await handleVote(voteOf(BEN, '👍', { action: 'remove' }))
    await handleVote(voteOf(CID, '👍'))
    expect(await influences()).toEqual([['cid', false, false]])
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

describe('a vote where the workspace has emoji of its own', () => {
  it('is read and stored with them, and with their version', async () => {
    const { handleVote } = voting(own)
    expect(await handleVote(voteOf(BEN, 'our_no'))).toBe('recorded')
    expect(await handleVote(voteOf(CID, '🙅'))).toBe('ignored')
    expect(events).toMatchObject([
      { emoji: ':our_no:', label: 'refused_harmless', codebookVersion: own.version },
    ])
  })

  it('keeps what it said under an older codebook, and can still be taken back', async () => {
    await voting().handleVote(voteOf(BEN, '🙅'))
    const { handleVote } = voting(own)
    expect(await store.currentVotes(exchangeId)).toMatchObject([{ emoji: '🙅', label: 'refused_harmless' }])
    const { eventId: _, ...takenBack } = voteOf(BEN, 'no_good', { action: 'remove' })
    expect(await handleVote({ ...takenBack, voter: CID })).toBe('ignored')
    expect(await handleVote(takenBack)).toBe('recorded')
    expect(await standing()).toEqual([])
  })

  it('can name a label, and is stored with the emoji that this has now', async () => {
    const { emoji: _, ...pressed } = voteOf(BEN, '', { source: 'button' })
    await voting(own).handleVote({ ...pressed, label: 'refused_harmless' })
    expect(await standing()).toEqual(['pseudonym of ben :our_no:'])
  })

  it('costs one look at the settings, and none where the message is no answer', async () => {
    let looks = 0
    const { handleVote } = createVoting({
      store,
      codebookAt: async () => {
        looks += 1
        return own
      },
      pseudonym: ({ user }) => user,
      now: () => 1,
    })
    await handleVote(voteOf(BEN, '👍', { message: messageOf('elsewhere') }))
    expect(looks).toBe(0)
    await handleVote(voteOf(BEN, '👍'))
    expect(looks).toBe(1)
  })
})

describe('of two label emoji by one person on one answer', () => {
  const first = { eventId: 'first', eventTime: 10 }
  const second = { eventId: 'second', eventTime: 20 }
  const orders = [
    ['in their order', (votes: IncomingVote[]) => votes],
    ['in the wrong order', (votes: IncomingVote[]) => votes.toReversed()],
  ] as const

  it.each(orders)('the later one counts when they arrive %s', async (_, arrange) => {
    const { handleVote } = voting()
    for (const vote of arrange([voteOf(BEN, '👍', first), voteOf(BEN, '🙅', second)])) await handleVote(vote)
    expect(await standing()).toEqual(['pseudonym of ben 🙅'])
  })

  it.each(orders)(
    'the earlier one counts again once the later is taken back, told %s',
    async (_, arrange) => {
      const { handleVote } = voting()
      await handleVote(voteOf(BEN, '👍', first))
      const takenBack = voteOf(BEN, '🙅', { action: 'remove', eventId: 'third', eventTime: 30 })
      for (const vote of arrange([voteOf(BEN, '🙅', second), takenBack])) await handleVote(vote)
      expect(await standing()).toEqual(['pseudonym of ben 👍'])
    },
  )

  it('the later one counts where events have no ids, as in Discord', async () => {
    const { handleVote } = voting()
    for (const emoji of ['👍', '🙅']) {
      const { eventId: _, ...vote } = voteOf(BEN, emoji)
      await handleVote(vote)
    }
    expect(await standing()).toEqual(['pseudonym of ben 🙅'])
  })

  it('the later one counts, whether it came from a platform’s event or from a look at what stands', async () => {
    const { handleVote, reconcileVotes } = voting()
    await handleVote(voteOf(BEN, '👍', first))
    const both = [
      { voter: BEN, emoji: '🙅' },
      { voter: BEN, emoji: '+1' },
    ]
    expect(await reconcileVotes(ANSWER, both, LATER)).toBe(1)
    expect(await standing()).toEqual(['pseudonym of ben 🙅'])
  })

  it('under one codebook or two', async () => {
    await voting().handleVote(voteOf(BEN, '👍', first))
    await voting(own).handleVote(voteOf(BEN, ':our_no:', second))
    expect(await standing()).toEqual(['pseudonym of ben :our_no:'])
  })
})

describe('a reaction whose event has no id', () => {
  const reaction = (voter: Person, emoji: string, changes: Partial<Reaction> = {}): IncomingVote => {
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

describe('a storm', () => {
  it('of reactions by very many people at once, each told twice, loses none and counts none twice', async () => {
    const { handleVote } = voting()
    const people = Array.from({ length: 1_000 }, (_, number) => person(`person ${number}`))
    const told = await Promise.all(
      people.flatMap((voter, number) => {
        const { eventId: _, ...vote } = voteOf(voter, number % 4 === 0 ? '🙅' : '👍')
        return [handleVote(vote), handleVote(vote)]
      }),
    )
    expect(told.filter((result) => result === 'recorded')).toHaveLength(people.length)
    const item = (await store.itemsOf(exchangeId)).find(({ attemptId }) => attemptId === 'first')
    expect(item).toMatchObject({
      votes: 1_000,
      label: 'answered_well',
      tally: { answered_well: 750, refused_harmless: 250 },
    })
  })

  it('of few people who give and take back again and again ends as their last events say', async () => {
    const { handleVote } = voting()
    for (let event = 0; event < 600; event += 1) {
      const [voter = BEN, action] = [
        [BEN, CID][event % 2],
        Math.floor(event / 2) % 2 === 0 ? 'add' : 'remove',
      ]
      const { eventId: _, ...vote } = voteOf(voter, '👍', { action: action === 'add' ? 'add' : 'remove' })
      expect(await handleVote(vote)).toBe('recorded')
    }
    expect(await standing()).toEqual([])
    await handleVote(voteOf(BEN, '🚨', { eventTime: 1e14 }))
    expect(await standing()).toEqual(['pseudonym of ben 🚨'])
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
      { source: 'reconcile', action: 'add', label: 'refused_harmless' },
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

  it('keeps a reaction whose emoji the codebook has no more while it stands, and takes it back when it is gone', async () => {
    const { reconcileVotes } = voting(own)
    await voting().handleVote(voteOf(BEN, '🙅'))
    expect(await reconcileVotes(ANSWER, [given(BEN, 'no_good::skin-tone-2')], LATER)).toBe(0)
    expect(await standing()).toEqual(['pseudonym of ben 🙅'])
    expect(await reconcileVotes(ANSWER, [], LATER)).toBe(1)
    expect(events.at(-1)).toMatchObject({ action: 'remove', emoji: '🙅', label: 'refused_harmless' })
    expect(await standing()).toEqual([])
  })

  it('gives no meaning back to an emoji that the codebook has no more', async () => {
    expect(await voting(own).reconcileVotes(ANSWER, [given(BEN, 'no_good')], LATER)).toBe(0)
    expect(await voting(own).reconcileVotes(ANSWER, [given(BEN, 'our_no')], LATER)).toBe(1)
    expect(events).toMatchObject([{ emoji: ':our_no:', codebookVersion: own.version }])
  })

  it('asks the platform for what counts alone: the codebook’s emoji, and those by which votes stand', async () => {
    await voting().handleVote(voteOf(BEN, '🙅'))
    const { countsOn } = voting(own)
    const all = await countsOn(ANSWER)
    const asked = ['no_good', 'our_no', '+1', '👍🏽', '🦄']
    expect(asked.filter(all)).toEqual(['no_good', 'our_no', '+1', '👍🏽'])
    expect(asked.filter(await countsOn(ANSWER, 'thumbsup'))).toEqual(['+1', '👍🏽'])
    expect(asked.filter(await countsOn(messageOf('elsewhere')))).toEqual([])
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
