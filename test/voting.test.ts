import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { IncomingVote, Person } from '../src/bot-types.ts'
import { CODEBOOK } from '../src/crowd/codebook.ts'
import { createVoting } from '../src/voting.ts'
import { messageOf } from './store/records.ts'
import {
  ANSWER,
  ASKER,
  BEN,
  CID,
  LATER,
  type OpenedVoting,
  openVoting,
  own,
  type Reaction,
  voteOf,
} from './support/voting.ts'

let store: OpenedVoting['store']
let exchangeId: OpenedVoting['exchangeId']
let events: OpenedVoting['events']
let voting: OpenedVoting['voting']
let standing: OpenedVoting['standing']
let influences: OpenedVoting['influences']
beforeEach(async () => {
  ;({ store, exchangeId, events, voting, standing, influences } = await openVoting())
})
afterEach(() => store.close())

describe('a vote', () => {
  it('is stored with all that is known of it, under a pseudonym', async () => {
    const vote = voteOf(BEN, '🙅', { source: 'button', why: 'It was about a program.' })
    expect(await voting().handleVote(vote)).toBe('recorded')
    expect(events).toEqual([
      {
        eventKey: `web:home:pseudonym of ben:${vote.eventId}`,
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

  it('agrees with reactions where as many of each kind stand, in whatever tone', async () => {
    const { handleVote, agreesWith } = voting()
    await handleVote(reaction(BEN, '👍'))
    await handleVote(reaction(CID, '🙅'))
    const both = [
      { emoji: '👍🏽', count: 1 },
      { emoji: '🙅', count: 1 },
    ]
    expect(await agreesWith(ANSWER, both)).toBe(true)
    expect(await agreesWith(ANSWER, [{ emoji: '👍', count: 2 }])).toBe(false)
    expect(await agreesWith(ANSWER, [])).toBe(false)
  })

  it('is stored once where its event comes after it was found on the message', async () => {
    const { handleVote, reconcileVotes } = voting()
    await reconcileVotes(ANSWER, [{ voter: BEN, emoji: '👍' }], LATER)
    expect(await handleVote(voteOf(BEN, '👍', { eventTime: 1 }))).toBe('ignored')
    expect(events).toMatchObject([{ action: 'add', source: 'reconcile' }])
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
