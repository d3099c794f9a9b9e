import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import type { Store } from '../../src/store/store.ts'
import type { OpenedStores } from './opened-stores.ts'
import { aVote, finished, fresh, messageOf } from './records.ts'
import { stepsOn } from './steps.ts'
import { standingEmoji } from './vote-model.ts'

/** Links, votes, settings and forgetting, on any store. */
export function voteContract(opened: () => OpenedStores): void {
  let store: Store
  let other: Store
  beforeAll(() => {
    ;({ store, other } = opened())
  })
  const { claimed, answered } = stepsOn(() => store)

  describe('links', () => {
    it('bind a message to the attempt it shows; a later link replaces the earlier', async () => {
      const { claim, end } = await answered()
      const link = {
        key: messageOf(fresh('posted')),
        exchangeId: claim.exchangeId,
        attemptId: end.attempts[0]?.id ?? '',
        at: 1,
      }
      await store.link(link)
      expect(await other.linkOf(link.key)).toEqual(link)
      const later = { ...link, attemptId: 'another', at: 2 }
      await store.link(later)
      expect(await other.linkOf(link.key)).toEqual(later)
      expect(await store.linkOf(messageOf('unlinked'))).toBeUndefined()
    })

    it('come with finishing, and of two of one message the later holds', async () => {
      const claim = await claimed()
      const key = messageOf(fresh('posted'))
      const link = { key, exchangeId: claim.exchangeId, attemptId: 'first', at: 1 }
      await store.finish(finished(claim, { messages: [link, { ...link, attemptId: 'second' }] }))
      expect((await store.linkOf(key))?.attemptId).toBe('second')
    })

    it('to an exchange that is gone are dropped', async () => {
      const key = messageOf(fresh('posted'))
      await store.link({ key, exchangeId: 'no such exchange', attemptId: 'a', at: 1 })
      expect(await store.linkOf(key)).toBeUndefined()
    })
  })

  describe('votes', () => {
    it('that were made up for are not stored again when their event comes late, nor the other way round', async () => {
      const { exchangeId } = await claimed()
      const live = aVote({ exchangeId, eventTime: 300 })
      const madeUp = aVote({ exchangeId, eventTime: 500, source: 'reconcile' })
      expect(await store.recordVote(madeUp)).toBe(true)
      expect(await other.recordVote(live)).toBe(false)
      expect(await store.recordVote(aVote({ exchangeId, eventTime: 510, source: 'reconcile' }))).toBe(false)
      const later = { exchangeId, annotator: 'another' }
      expect(await store.recordVote(aVote({ ...later, eventTime: 600 }))).toBe(true)
      expect(await store.recordVote(aVote({ ...later, eventTime: 700, source: 'reconcile' }))).toBe(false)
      expect(await store.currentVotes(exchangeId)).toHaveLength(2)
    })

    it('are not made up for by what was read before they were taken back', async () => {
      const { exchangeId } = await claimed()
      const times = { eventTime: 7_000, receivedTime: 7_010 }
      await store.recordVote(aVote({ exchangeId, eventTime: 6_000 }))
      await store.recordVote(aVote({ exchangeId, ...times, action: 'remove' }))
      const madeUp = aVote({ exchangeId, eventTime: 7_020, source: 'reconcile' })
      expect(await other.recordVote({ ...madeUp, readAt: 7_005 })).toBe(false)
      expect(await other.recordVote({ ...madeUp, readAt: 7_011 })).toBe(true)
      expect(await store.currentVotes(exchangeId)).toHaveLength(1)
    })

    it('are made up for by what was read before an event came that is long past', async () => {
      const { exchangeId } = await claimed()
      const late = aVote({ exchangeId, eventTime: 1_000, receivedTime: 60_010, action: 'remove' })
      await store.recordVote(late)
      const madeUp = aVote({ exchangeId, eventTime: 60_020, source: 'reconcile', readAt: 60_005 })
      expect(await other.recordVote(madeUp)).toBe(true)
    })

    it('that were made up for are not stored again though the platform’s clock is ahead', async () => {
      const { exchangeId } = await claimed()
      await store.recordVote(aVote({ exchangeId, eventTime: 500, source: 'reconcile' }))
      expect(await other.recordVote(aVote({ exchangeId, eventTime: 800 }))).toBe(false)
      expect(await other.recordVote(aVote({ exchangeId, eventTime: 900, action: 'remove' }))).toBe(true)
      expect(await store.currentVotes(exchangeId)).toEqual([])
    })

    it('that were made up for and taken back are not stored again when their event comes last', async () => {
      const { exchangeId } = await claimed()
      await store.recordVote(aVote({ exchangeId, eventTime: 500, source: 'reconcile' }))
      await store.recordVote(aVote({ exchangeId, eventTime: 600, action: 'remove' }))
      expect(await other.recordVote(aVote({ exchangeId, eventTime: 300 }))).toBe(false)
      expect(await store.currentVotes(exchangeId)).toEqual([])
    })

    it('that were made up for and taken back are not stored again though the platform’s clock is ahead', async () => {
      const { exchangeId } = await claimed()
      await store.recordVote(aVote({ exchangeId, eventTime: 500, source: 'reconcile' }))
      await store.recordVote(aVote({ exchangeId, eventTime: 9_000, action: 'remove' }))
      expect(await other.recordVote(aVote({ exchangeId, eventTime: 800 }))).toBe(false)
      expect(await store.currentVotes(exchangeId)).toEqual([])
    })

    it('that came and went before anything was made up for are stored when their events come late', async () => {
      const { exchangeId } = await claimed()
      const receivedTime = 60_000
      await store.recordVote(aVote({ exchangeId, eventTime: 500, source: 'reconcile' }))
      const gone = aVote({ exchangeId, eventTime: 400, receivedTime, action: 'remove' })
      expect(await store.recordVote(gone)).toBe(true)
      expect(await store.recordVote(aVote({ exchangeId, eventTime: 300, receivedTime }))).toBe(true)
      expect(await store.currentVotes(exchangeId)).toHaveLength(1)
    })

    it('that were made up for end when they are taken back though the platform’s clock is behind', async () => {
      const { exchangeId } = await claimed()
      const at = { exchangeId, receivedTime: 9_600 }
      await store.recordVote(aVote({ ...at, eventTime: 9_504, source: 'reconcile' }))
      expect(await other.recordVote(aVote({ ...at, eventTime: 9_503, action: 'remove' }))).toBe(true)
      expect(await store.currentVotes(exchangeId)).toEqual([])
      // Its own event, which nobody took for long.
      const told = aVote({ ...at, eventTime: 4_000, receivedTime: 70_000 })
      expect(await other.recordVote(told)).toBe(false)
      expect(await store.currentVotes(exchangeId)).toEqual([])
    })

    it('that were read as gone and then as given again are not stored again though the platform’s clock is behind', async () => {
      const { exchangeId } = await claimed()
      await store.recordVote(aVote({ exchangeId, eventTime: 30_502 }))
      await store.recordVote(aVote({ exchangeId, eventTime: 46_538, source: 'reconcile', action: 'remove' }))
      await store.recordVote(aVote({ exchangeId, eventTime: 78_286, source: 'reconcile' }))
      const late = { exchangeId, receivedTime: 107_000 }
      expect(await other.recordVote(aVote({ ...late, eventTime: 46_503 }))).toBe(false)
      expect(await other.recordVote(aVote({ ...late, eventTime: 44_503, action: 'remove' }))).toBe(false)
      expect(await store.currentVotes(exchangeId)).toHaveLength(1)
    })

    it('that are given right after it was made up for their taking back stand though the platform’s clock is behind', async () => {
      const { exchangeId } = await claimed()
      await store.recordVote(aVote({ exchangeId, eventTime: 500 }))
      const gone = aVote({ exchangeId, eventTime: 9_504, receivedTime: 9_600, source: 'reconcile' })
      await store.recordVote({ ...gone, action: 'remove' })
      expect(await store.currentVotes(exchangeId)).toEqual([])
      const again = aVote({ exchangeId, eventTime: 9_503, receivedTime: 9_700 })
      expect(await other.recordVote(again)).toBe(true)
      expect(await store.currentVotes(exchangeId)).toHaveLength(1)
    })

    it('that change something after they were made up for are stored', async () => {
      const { exchangeId } = await claimed()
      await store.recordVote(aVote({ exchangeId, eventTime: 500, source: 'reconcile' }))
      expect(await store.recordVote(aVote({ exchangeId, eventTime: 600, action: 'remove' }))).toBe(true)
      expect(await store.recordVote(aVote({ exchangeId, eventTime: 700 }))).toBe(true)
      expect(await store.currentVotes(exchangeId)).toHaveLength(1)
    })

    it('are recorded once, however often their event is delivered', async () => {
      const { exchangeId } = await claimed()
      const vote = aVote({ exchangeId })
      const results = await Promise.all([store, other, store, other].map((one) => one.recordVote(vote)))
      expect(results.filter(Boolean)).toHaveLength(1)
      expect(await store.currentVotes(exchangeId)).toEqual([
        {
          exchangeId,
          attemptId: 'attempt',
          annotator: 'annotator',
          emoji: '👍',
          label: 'answered_well',
          eventTime: 300,
          byAsker: false,
          sawOtherVotes: false,
          source: 'live',
        },
      ])
    })

    it('on an exchange that is gone are dropped', async () => {
      expect(await store.recordVote(aVote({ exchangeId: 'no such exchange' }))).toBe(false)
    })

    it('fall back to the earlier emoji when the later is taken back', async () => {
      const { exchangeId } = await claimed()
      const events = [
        { emoji: '👍', action: 'add', eventTime: 1 },
        { emoji: '🚨', action: 'add', eventTime: 2 },
        { emoji: '🚨', action: 'remove', eventTime: 3 },
        { emoji: '👍', action: 'remove', eventTime: 4 },
      ] as const
      const stood: (string | undefined)[] = []
      for (const event of events) {
        await store.recordVote(aVote({ exchangeId, ...event }))
        stood.push((await store.currentVotes(exchangeId))[0]?.emoji)
      }
      expect(stood).toEqual(['👍', '🚨', '👍', undefined])
    })

    it('keep their reason, also one that no database could hold as it is', async () => {
      const { exchangeId } = await claimed()
      expect(await store.recordVote(aVote({ exchangeId, why: 'too\0 short \uD800' }))).toBe(true)
      expect(await store.currentVotes(exchangeId)).toHaveLength(1)
    })

    it('of one annotator come newest first, those that stand alone, up to a limit', async () => {
      const annotator = fresh('me')
      const voted: string[] = []
      for (const eventTime of [3, 1, 2, 2]) {
        const { exchangeId } = await claimed()
        voted.push(exchangeId)
        await store.recordVote(aVote({ exchangeId, annotator, eventTime }))
        await store.recordVote(aVote({ exchangeId, annotator: fresh('you'), eventTime }))
      }
      const [newest, oldest, second, third] = voted
      const ids = async (limit: number) =>
        (await other.votesOf(annotator, limit)).map((vote) => vote.exchangeId)
      expect(await ids(9)).toEqual([newest, third, second, oldest])
      expect(await ids(2)).toEqual([newest, third])
      await store.recordVote(
        aVote({
          exchangeId: newest ?? '',
          annotator,
          emoji: '🚨',
          label: 'should_have_refused',
          eventTime: 4,
        }),
      )
      await store.recordVote(aVote({ exchangeId: third ?? '', annotator, action: 'remove', eventTime: 5 }))
      expect(await other.votesOf(annotator, 9)).toMatchObject([
        { exchangeId: newest, annotator, emoji: '🚨', label: 'should_have_refused', eventTime: 4 },
        { exchangeId: second },
        { exchangeId: oldest },
      ])
      expect(await store.votesOf(fresh('nobody'), 9)).toEqual([])
    })

    it('stand as in the plain model, in whatever order events arrive', async () => {
      const event = fc.record({
        annotator: fc.constantFrom('ann', 'bob'),
        attemptId: fc.constantFrom('a1', 'a2'),
        emoji: fc.constantFrom('👍', '🙅', '🚨'),
        action: fc.constantFrom('add' as const, 'remove' as const),
        eventTime: fc.nat(6),
      })
      await fc.assert(
        fc.asyncProperty(fc.array(event, { maxLength: 12 }), async (events) => {
          const { exchangeId } = await claimed()
          for (const one of events) await store.recordVote(aVote({ exchangeId, ...one }))
          const current = await store.currentVotes(exchangeId)
          const stands = new Map(current.map((vote) => [`${vote.annotator} ${vote.attemptId}`, vote.emoji]))
          expect(stands.size).toBe(current.length)
          for (const annotator of ['ann', 'bob']) {
            for (const attemptId of ['a1', 'a2']) {
              const own = events.filter((one) => one.annotator === annotator && one.attemptId === attemptId)
              expect(stands.get(`${annotator} ${attemptId}`)).toBe(standingEmoji(own))
            }
          }
        }),
        { numRuns: 60 },
      )
    })
  })

  describe('the reactions on a message', () => {
    it('are every emoji that stands there, also beside a newer one of the same annotator', async () => {
      const { exchangeId } = await claimed()
      const message = messageOf(fresh('posted'))
      const react = (annotator: string, emoji: string, eventTime: number, action: 'add' | 'remove' = 'add') =>
        store.recordVote(aVote({ exchangeId, message, annotator, emoji, action, eventTime }))
      await react('ann', '👍', 1)
      await react('ann', '🚨', 2)
      await react('bob', '👍', 4, 'remove')
      await react('bob', '👍', 3)
      await react('cid', '🙅', 5)
      await store.recordVote(aVote({ exchangeId, annotator: 'dan', message: messageOf(fresh('posted')) }))
      const stand = (await other.reactionsOn(message)).map(({ annotator, emoji }) => `${annotator} ${emoji}`)
      expect(stand.sort()).toEqual(['ann 👍', 'ann 🚨', 'cid 🙅'])
      expect(await store.reactionsOn(messageOf('nowhere'))).toEqual([])
    })

    it('are each known by the last event of one annotator with one emoji', async () => {
      const { exchangeId } = await claimed()
      const message = messageOf(fresh('posted'))
      const vote = { exchangeId, message, annotator: 'ann' }
      await store.recordVote(aVote({ ...vote, eventTime: 3, action: 'remove' }))
      await store.recordVote(aVote({ ...vote, eventTime: 2 }))
      await store.recordVote(aVote({ ...vote, eventTime: 4, emoji: '🚨' }))
      await store.recordVote(aVote({ ...vote, eventTime: 5, annotator: 'bob' }))
      await store.recordVote(aVote({ ...vote, eventTime: 6, message: messageOf(fresh('posted')) }))
      const last = { action: 'remove', source: 'live', eventTime: 3 }
      expect(await other.lastVoteOn(message, 'ann', '👍')).toEqual(last)
      await store.recordVote(aVote({ ...vote, eventTime: 3, source: 'button' }))
      expect(await other.lastVoteOn(message, 'ann', '👍')).toEqual({
        ...last,
        action: 'add',
        source: 'button',
      })
      expect(await store.lastVoteOn(message, 'cid', '👍')).toBeUndefined()
    })

    it('are none that was given by a button or a command', async () => {
      const { exchangeId } = await claimed()
      const message = messageOf(fresh('posted'))
      for (const source of ['live', 'button', 'command', 'reconcile'] as const) {
        await store.recordVote(aVote({ exchangeId, message, annotator: source, source }))
      }
      const stand = (await store.reactionsOn(message)).map(({ annotator }) => annotator)
      expect(stand.sort()).toEqual(['live', 'reconcile'])
    })
  })

  describe('settings', () => {
    it('are set, replaced, read several scopes at a time, and removed', async () => {
      const [near, far] = [fresh('scope'), fresh('scope')]
      expect(await store.setting(near, 'model')).toBeUndefined()
      await store.setSetting(near, 'model', 'ollama:gemma2', 'admin', 1)
      await store.setSetting(near, 'model', 'rehearsal:phi3', 'admin', 2)
      await store.setSetting(far, 'strategy', '', 'admin', 3)
      expect(await other.setting(near, 'model')).toBe('rehearsal:phi3')
      expect(await other.settings([near, far, 'nowhere'])).toEqual(
        new Map([
          [near, new Map([['model', 'rehearsal:phi3']])],
          [far, new Map([['strategy', '']])],
          ['nowhere', new Map()],
        ]),
      )
      await store.setSetting(near, 'model', undefined, 'admin', 4)
      await store.setSetting(near, 'model', undefined, 'admin', 5)
      expect(await store.setting(near, 'model')).toBeUndefined()
      expect(await store.settings([])).toEqual(new Map())
    })
  })

  describe('forgetting', () => {
    it('erases what a person asked and voted, and nothing else', async () => {
      const [me, you] = [fresh('me'), fresh('you')]
      const { claim: mine } = await answered({ asker: me })
      const { claim: yours } = await answered({ asker: you })
      const link = { key: messageOf(fresh('posted')), exchangeId: mine.exchangeId, attemptId: 'a', at: 1 }
      await store.link(link)
      await store.recordVote(aVote({ exchangeId: mine.exchangeId, annotator: you }))
      const replayed = aVote({ exchangeId: mine.exchangeId, annotator: me })
      await store.recordVote(replayed)
      await store.recordVote(aVote({ exchangeId: yours.exchangeId, annotator: me }))
      await store.recordVote(aVote({ exchangeId: yours.exchangeId, annotator: you }))

      expect(await store.forget([me, fresh('stranger')])).toEqual({ exchanges: 1, comparisons: 0, votes: 2 })

      expect(await other.exchange(mine.exchangeId)).toBeUndefined()
      expect(await other.exchangeOf(mine.key)).toBeUndefined()
      expect(await other.linkOf(link.key)).toBeUndefined()
      expect(await other.currentVotes(mine.exchangeId)).toEqual([])
      expect((await other.currentVotes(yours.exchangeId)).map((vote) => vote.annotator)).toEqual([you])
      expect((await other.exchange(yours.exchangeId))?.attempts).toHaveLength(1)

      expect(await store.recordVote(replayed)).toBe(false)
      await store.finish(finished(mine))
      expect(await store.exchange(mine.exchangeId)).toBeUndefined()
      expect(await store.forget([me])).toEqual({ exchanges: 0, comparisons: 0, votes: 0 })
      expect(await store.forget([])).toEqual({ exchanges: 0, comparisons: 0, votes: 0 })
    })
  })
}
