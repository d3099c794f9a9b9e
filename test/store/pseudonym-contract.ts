import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { LABELS } from '../../src/crowd/codebook.ts'
import type { OpenedStores } from './opened-stores.ts'
import { aVote, fresh } from './records.ts'
import { stepsOn } from './steps.ts'

export function pseudonymContract(opened: () => OpenedStores): void {
  const store = () => opened().store
  const { answered } = stepsOn(store)
  const person = () => ({ old: fresh('old'), now: fresh('new') })
  const move = ({ old, now }: ReturnType<typeof person>, on = store()) =>
    on.movePseudonyms({ former: [old], current: now, at: 1_000 })
  const item = async (asker = 'asker') => {
    const { claim, end } = await answered({ asker })
    return { exchangeId: claim.exchangeId, attemptId: end.attempts[0]?.id ?? '', claim }
  }
  const tally = async ({ exchangeId }: { exchangeId: string }) => {
    const [counted] = await store().itemsOf(exchangeId)
    const votes = await store().currentVotes(exchangeId)
    expect(counted?.votes).toBe(votes.length)
    return votes.map(({ annotator, label }) => [annotator, label])
  }

  describe('a new pseudonym', () => {
    it('takes over what was said under the former one, which counts once', async () => {
      const one = person()
      const { claim: _, ...on } = await item()
      await store().recordVote(aVote({ ...on, annotator: one.old, eventTime: 10 }))
      const other = { ...on, annotator: one.now, emoji: '🙅', label: 'refused_harmless', eventTime: 20 }
      await store().recordVote(aVote(other))
      expect(await tally(on)).toHaveLength(2)
      await move(one)
      expect(await tally(on)).toEqual([[one.now, 'refused_harmless']])
      expect(await store().votesOf(one.old, 5)).toEqual([])
      const known = await store().activeAnnotators({}, 100_000)
      expect(known.find(({ annotator }) => annotator === one.now)).toMatchObject({ votes: 1 })
      expect(known.find(({ annotator }) => annotator === one.old)).toBeUndefined()
    })

    it('is followed by votes that still come in under the former one', async () => {
      const one = person()
      const { claim: _, ...on } = await item()
      await move(one)
      await store().recordVote(aVote({ ...on, annotator: one.now, eventTime: 10 }))
      const late = { ...on, annotator: one.old, emoji: '🙅', label: 'refused_harmless', eventTime: 20 }
      expect(await store().recordVote(aVote(late))).toBe(true)
      expect(await tally(on)).toEqual([[one.now, 'refused_harmless']])
    })

    it('knows an event again that another process heard under the former one', async () => {
      const one = person()
      const { claim: _, ...on } = await item()
      const event = (annotator: string) => aVote({ ...on, annotator, eventKey: `add:${annotator}:👍:0` })
      await store().recordVote(event(one.old))
      await store().recordVote(event(one.now))
      await move(one)
      expect(await store().recordVote(event(one.old))).toBe(false)
      expect(await store().recordVote(event(one.now))).toBe(false)
      expect(await tally(on)).toEqual([[one.now, 'answered_well']])
    })

    it('is the asker’s too, whose own votes count in no appeal', async () => {
      const one = person()
      const { claim: _, ...on } = await item(one.old)
      await store().recordVote(aVote({ ...on, annotator: one.now }))
      expect((await store().currentVotes(on.exchangeId)).map(({ byAsker }) => byAsker)).toEqual([false])
      await move(one)
      expect((await store().currentVotes(on.exchangeId)).map(({ byAsker }) => byAsker)).toEqual([true])
    })

    it('is unsettled while anything stands under the former one, and settled after the move', async () => {
      const one = person()
      const change = { former: [one.old], current: one.now, at: 1_000 }
      expect(await store().isUnsettled(change)).toBe(true)
      await store().movePseudonyms(change)
      expect(await store().isUnsettled(change)).toBe(false)
      await item(one.old)
      expect(await store().isUnsettled(change)).toBe(true)
      await store().movePseudonyms(change)
      expect(await store().isUnsettled(change)).toBe(false)
      expect(await store().isUnsettled({ ...change, former: [] })).toBe(false)
    })

    it('leads on from earlier ones, and back again where a key is used once more', async () => {
      const { old, now } = person()
      const newest = fresh('newest')
      const { claim: _, ...on } = await item()
      await store().recordVote(aVote({ ...on, annotator: old }))
      await store().movePseudonyms({ former: [old], current: now, at: 1 })
      await store().movePseudonyms({ former: [now, old], current: newest, at: 2 })
      await store().recordVote(aVote({ ...on, annotator: old, eventTime: 400 }))
      expect(await tally(on)).toEqual([[newest, 'answered_well']])
      await store().movePseudonyms({ former: [newest, now], current: old, at: 3 })
      await store().recordVote(aVote({ ...on, annotator: newest, eventTime: 500 }))
      expect(await tally(on)).toEqual([[old, 'answered_well']])
    })

    it('is forgotten with the former one, and then nothing leads from one to the other', async () => {
      const one = person()
      const { exchangeId } = await item(one.old)
      await move(one)
      await item(one.old)
      expect(await store().forget([one.now, one.old])).toMatchObject({ exchanges: 2 })
      expect(await store().exchange(exchangeId)).toBeUndefined()
      const { claim: _, ...on } = await item()
      await store().recordVote(aVote({ ...on, annotator: one.old }))
      expect(await tally(on)).toEqual([[one.old, 'answered_well']])
    })

    it('counts one vote of a comparison, whatever was said under both', async () => {
      const one = person()
      const { claim } = await item()
      const begun = { id: fresh('comparison'), key: claim.key, place: claim.place, asker: one.old }
      await store().beginComparison(
        { ...begun, prompt: 'Which?', promptKey: 'p', claimedBy: 'one', leaseUntil: 1, at: 1 },
        { perPerson: 99, perWorkspace: 9_999, begun: 9_999, since: 0 },
      )
      const cells = ['direct', 'few-shot'].map((strategy) => ({ model: 'm:m', scripted: false, strategy }))
      await store().planComparison(begun.id, 'one', cells)
      await store().openComparison(begun.id, 'one', [0, 1], 2)
      const say = (annotator: string, choice: 'A' | 'B', at: number) =>
        store().recordComparisonVote({
          ...{ comparisonId: begun.id, annotator, choice, by: 'reaction', action: 'add' },
          ...{ eventTime: at, receivedTime: at },
        })
      await say(one.old, 'A', 1)
      await say(one.old, 'B', 4)
      await say(one.now, 'A', 3)
      await move(one)
      expect(await store().comparison(begun.id)).toMatchObject({ asker: one.now, votes: { B: 1 } })
      await say(one.old, 'A', 9)
      expect(await store().comparison(begun.id)).toMatchObject({ votes: { A: 1 } })
    })

    it('leaves one vote a person, however votes and moves of two processes interleave', async () => {
      const step = fc.record({
        who: fc.integer({ min: 0, max: 2 }),
        under: fc.constantFrom('old', 'now'),
        on: fc.integer({ min: 0, max: 1 }),
        label: fc.constantFrom(...LABELS),
        does: fc.constantFrom('vote', 'vote', 'vote', 'move'),
        where: fc.constantFrom('store', 'other'),
      } as const)
      await fc.assert(
        fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 12 }), async (steps) => {
          const people = [person(), person(), person()]
          const items = [await item(), await item()]
          await Promise.all(
            steps.map(({ who, under, on, label, does, where }, at) => {
              const one = people[who] ?? person()
              const place = opened()[where]
              if (does === 'move') return move(one, place)
              const { claim: _, ...thing } = items[on] ?? { exchangeId: '', attemptId: '', claim: undefined }
              return place.recordVote(
                aVote({ ...thing, annotator: one[under], emoji: label, label, eventTime: at + 1 }),
              )
            }),
          )
          for (const one of people) await move(one)
          for (const { claim: _, ...on } of items) {
            const names = (await tally(on)).map(([annotator]) => annotator)
            expect(new Set(names).size).toBe(names.length)
            expect(names.every((name) => people.some(({ now }) => now === name))).toBe(true)
          }
        }),
        { numRuns: 10 },
      )
    })
  })
}
