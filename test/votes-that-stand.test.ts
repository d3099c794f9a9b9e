import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Person } from '../src/bot-types.ts'
import { aClaim, messageOf } from './store/records.ts'
import {
  ANSWER,
  ASKER,
  BEN,
  CID,
  LATER,
  type OpenedVoting,
  openVoting,
  own,
  person,
  voteOf,
} from './support/voting.ts'

let store: OpenedVoting['store']
let exchangeId: OpenedVoting['exchangeId']
let events: OpenedVoting['events']
let voting: OpenedVoting['voting']
let standing: OpenedVoting['standing']
beforeEach(async () => {
  ;({ store, exchangeId, events, voting, standing } = await openVoting())
})
afterEach(() => store.close())

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
    for (const [turn, reactions] of [[given(BEN, '+1')], [], [given(BEN, '+1')]].entries()) {
      expect(await reconcileVotes(ANSWER, reactions, LATER + turn)).toBe(1)
      expect(await standing()).toHaveLength(reactions.length)
    }
  })

  it('tells what stood when it was read, so that what was taken back since is, and what comes late is known', async () => {
    const { handleVote, reconcileVotes } = voting()
    const named = (action: 'add' | 'remove', eventTime: number) =>
      voteOf(BEN, '👍', { action, eventTime, eventId: `${action} at ${eventTime}` })
    // By our clock it is later than all of this.
    const readAt = 100
    expect(await reconcileVotes(ANSWER, [given(BEN, '+1')], readAt)).toBe(1)
    expect(await handleVote(named('remove', readAt + 1))).toBe('recorded')
    expect(await standing()).toEqual([])
    expect(await handleVote(named('add', readAt - 50))).toBe('ignored')
    expect(events.map(({ action, source }) => `${action} ${source}`)).toEqual([
      'add reconcile',
      'remove live',
    ])
  })

  it.each([
    ['given, taken back and given before it', [], ['add 0', 'remove 500', 'add 1000'], true],
    [
      'taken back, given and taken back before it',
      ['add -60000'],
      ['remove 0', 'add 500', 'remove 1000'],
      false,
    ],
    ['taken back and given before it, of what it finds', [], ['remove 500', 'add 1000'], true],
    ['given anew and taken back before that, told the other way', [], ['add 3000', 'remove 2500'], true],
  ] as const)(
    'is right once it reads again, where its events come meanwhile: %s',
    async (_, before, told, stands) => {
      const { handleVote, reconcileVotes } = voting()
      const give = async (events: readonly string[]) => {
        for (const event of events) {
          const [action, at] = event.split(' ')
          const eventTime = 100_000 + Number(at)
          const eventId = `${action} at ${eventTime}`
          await handleVote(
            voteOf(BEN, '👍', { action: action === 'add' ? 'add' : 'remove', eventTime, eventId }),
          )
        }
      }
      const reactions = stands ? [given(BEN, '+1')] : []
      await give(before)
      expect(await reconcileVotes(ANSWER, reactions, 101_500)).toBe(1)
      await give(told)
      expect(await reconcileVotes(ANSWER, reactions, 120_000)).toBe(1)
      expect(await standing()).toHaveLength(reactions.length)
    },
  )

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
