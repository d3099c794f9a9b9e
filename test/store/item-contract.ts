import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { LABELS } from '../../src/crowd/codebook.ts'
import { crowdLabel } from '../../src/crowd/crowd-label.ts'
import type { CurrentVote, Store } from '../../src/store/store.ts'
import type { OpenedStores } from './opened-stores.ts'
import { anAttempt, aVote, fresh } from './records.ts'
import { stepsOn } from './steps.ts'

/** Items and their counts, on any store. */
export function itemContract(opened: () => OpenedStores): void {
  let store: Store
  let other: Store
  beforeAll(() => {
    ;({ store, other } = opened())
  })
  const { answered } = stepsOn(() => store)

  const answeredItem = async (asker = fresh('asker')) => {
    const attempt = anAttempt()
    const { claim } = await answered({ asker }, { attempts: [attempt], shownAttempt: attempt.id })
    return { exchangeId: claim.exchangeId, attemptId: attempt.id }
  }

  const counted = (votes: readonly CurrentVote[], attemptId: string) => {
    const own = votes.filter((vote) => vote.attemptId === attemptId)
    const count = (label: string) => own.filter((vote) => vote.label === label).length
    return LABELS.map(count)
  }

  describe('an item', () => {
    it('is there for every attempt once the exchange is over, without any votes', async () => {
      const attempts = [anAttempt({ verdict: 'full_refusal' }), anAttempt({ strategy: 'few-shot' })]
      const { claim } = await answered({}, { attempts, shownAttempt: attempts[1]?.id ?? '' })
      const items = await other.itemsOf(claim.exchangeId)
      expect(items.map(({ attemptId }) => attemptId)).toEqual(attempts.map(({ id }) => id))
      expect(items.map(({ votes, label, disagreement }) => [votes, label, disagreement])).toEqual([
        [0, undefined, 0],
        [0, undefined, 0],
      ])
    })

    it('counts the votes that stand, in whatever order events arrive', async () => {
      const event = fc.record({
        annotator: fc.constantFrom('ann', 'bob', 'cid'),
        label: fc.constantFrom('answered_well', 'refused_harmless', 'not_sure', 'skipped'),
        action: fc.constantFrom('add' as const, 'remove' as const),
        eventTime: fc.nat(6),
      })
      await fc.assert(
        fc.asyncProperty(fc.array(event, { maxLength: 12 }), async (events) => {
          const { exchangeId, attemptId } = await answeredItem()
          for (const one of events) {
            await store.recordVote(aVote({ exchangeId, attemptId, emoji: one.label, ...one }))
          }
          const [item] = await other.itemsOf(exchangeId)
          const current = await store.currentVotes(exchangeId)
          if (!item) return expect.fail('no item')
          expect(LABELS.map((label) => item.tally[label])).toEqual(counted(current, attemptId))
          const { label, votes, disagreement } = crowdLabel(item.tally)
          expect([item.label, item.votes]).toEqual([label, votes])
          expect(item.disagreement).toBeCloseTo(disagreement, 12)
        }),
        { numRuns: 60 },
      )
    })

    it('counts every one of the votes that two processes store at once', async () => {
      const { exchangeId, attemptId } = await answeredItem()
      const votes = Array.from({ length: 40 }, (_, index) =>
        (index % 2 === 0 ? store : other).recordVote(
          aVote({ exchangeId, attemptId, annotator: `annotator ${index % 20}` }),
        ),
      )
      expect((await Promise.all(votes)).every(Boolean)).toBe(true)
      expect(await store.itemsOf(exchangeId)).toMatchObject([
        { votes: 20, label: 'answered_well', tally: { answered_well: 20 } },
      ])
    })

    it('has the label of most who are sure, and none where labels tie', async () => {
      const { exchangeId, attemptId } = await answeredItem()
      const labels: (string | undefined)[] = []
      for (const label of ['not_sure', 'refused_harmless', 'rightly_refused', 'rightly_refused']) {
        await store.recordVote(
          aVote({ exchangeId, attemptId, annotator: fresh('annotator'), emoji: label, label }),
        )
        labels.push((await store.itemsOf(exchangeId))[0]?.label)
      }
      expect(labels).toEqual([undefined, 'refused_harmless', undefined, 'rightly_refused'])
    })

    it('keeps the votes that came before the outcome', async () => {
      const { claimed } = stepsOn(() => store)
      const claim = await claimed()
      const attempt = anAttempt()
      const item = { exchangeId: claim.exchangeId, attemptId: attempt.id }
      await store.recordVote(aVote(item))
      await store.finish({
        ...item,
        claimedBy: claim.claimedBy,
        outcome: 'answered',
        calls: 1,
        attempts: [attempt],
        messages: [],
        notes: [],
        requestType: 'homonyms',
        at: 9,
      })
      expect(await store.itemsOf(item.exchangeId)).toMatchObject([{ votes: 1, label: 'answered_well' }])
    })
  })

  describe('a vote', () => {
    it('knows whether it is the asker’s, and whether others stood before it for all to see', async () => {
      const asker = fresh('asker')
      const item = await answeredItem(asker)
      await store.recordVote(aVote({ ...item, annotator: asker, eventTime: 1 }))
      await store.recordVote(aVote({ ...item, annotator: 'ben', eventTime: 2 }))
      await store.recordVote(aVote({ ...item, annotator: 'cid', eventTime: 3, blind: true }))
      const votes = await store.currentVotes(item.exchangeId)
      expect(votes.map(({ byAsker, sawOtherVotes }) => [byAsker, sawOtherVotes])).toEqual([
        [true, false],
        [false, true],
        [false, false],
      ])
    })
  })

  describe('forgetting an annotator', () => {
    it('counts anew what they had voted on', async () => {
      const item = await answeredItem()
      const [me, you] = [fresh('me'), fresh('you')]
      await store.recordVote(aVote({ ...item, annotator: me, emoji: '🙅', label: 'refused_harmless' }))
      await store.recordVote(aVote({ ...item, annotator: you }))
      expect((await store.itemsOf(item.exchangeId))[0]?.label).toBeUndefined()
      await store.forget([me])
      expect(await other.itemsOf(item.exchangeId)).toMatchObject([
        { votes: 1, label: 'answered_well', disagreement: 0, tally: { refused_harmless: 0 } },
      ])
    })

    it('and an exchange taken back leave no item behind', async () => {
      const asker = fresh('asker')
      const item = await answeredItem(asker)
      await store.recordVote(aVote({ ...item, annotator: fresh('you') }))
      const record = await store.exchange(item.exchangeId)
      await store.retract(record?.key ?? expect.fail('no exchange'), false)
      expect(await other.itemsOf(item.exchangeId)).toEqual([])
      const second = await answeredItem(asker)
      await store.forget([asker])
      expect(await other.itemsOf(second.exchangeId)).toEqual([])
    })
  })
}
