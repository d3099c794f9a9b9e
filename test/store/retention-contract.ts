import { describe, expect, it } from 'vitest'
import { APPEAL_OPEN_FOR } from '../../src/crowd/appeal.ts'
import type { OpenedStores } from './opened-stores.ts'
import { aVote, fresh } from './records.ts'
import { stepsOn } from './steps.ts'

const DAY = 24 * 60 * 60_000
/** Now, and 30 days before: what was asked before that is past its time. */
const NOW = 100 * DAY
const BEFORE = NOW - 30 * DAY
const OLD = BEFORE - DAY

export function retentionContract(opened: () => OpenedStores): void {
  const store = () => opened().store
  const { claimed, answered } = stepsOn(store)
  const scrubAll = async (changes: { before?: number; at?: number } = {}) => {
    const scrubbing = { before: BEFORE, at: NOW, ...changes }
    for (;;) {
      const { exchanges, comparisons, reasons } = await store().scrub(scrubbing, 100)
      if (exchanges + comparisons + reasons === 0) return
    }
  }
  /** A refusal of long ago in a workspace of its own. */
  const refused = async (at = OLD) => {
    const place = { platform: 'web', workspace: fresh('workspace') }
    const { claim, end } = await answered(
      { at, place, leaseUntil: at + 1 },
      { outcome: 'refusal_stands', level: 'borderline_fine', at: at + 1 },
    )
    const [attempt] = end.attempts
    return { claim, exchangeId: claim.exchangeId, attemptId: attempt?.id ?? '', place: claim.place }
  }
  const appealing = { openedBy: 'opener', quorum: 3 }

  describe('retention', () => {
    it('takes the text of what is old, and leaves what is not', async () => {
      const old = await refused()
      const young = await refused(BEFORE)
      await scrubAll()
      expect(await store().exchange(old.exchangeId)).toMatchObject({
        ...{ prompt: '', trusted: {}, notes: [], scrubbedAt: NOW, outcome: 'refusal_stands' },
        attempts: [{ completion: '', verdict: 'full_compliance', strategy: 'direct' }],
      })
      const kept = await store().exchange(young.exchangeId)
      expect(kept?.prompt).not.toBe('')
      expect(kept).not.toHaveProperty('scrubbedAt')
    })

    it('leaves statistics, votes and labels as they were', async () => {
      const { claim, exchangeId, attemptId, place } = await refused()
      for (const [annotator, label] of [
        ['ann', 'refused_harmless'],
        ['ben', 'rightly_refused'],
        ['cid', 'refused_harmless'],
      ] as const) {
        const given = { exchangeId, attemptId, annotator, label, why: 'Because of this.' }
        await store().recordVote(aVote({ ...given, receivedTime: OLD }))
      }
      const scope = { platform: 'web', workspace: place.workspace }
      const figures = async () => ({
        attempts: await store().countAttempts(scope, ['model', 'strategy', 'requestType', 'week']),
        tallies: await store().countTallies(scope),
        annotators: await store().activeAnnotators(scope, 10),
        judged: await store().latestJudged(['ann', 'ben', 'cid'], 10),
        items: await store().itemsOf(exchangeId),
        votes: await store().currentVotes(exchangeId),
        level: (await store().exchange(exchangeId))?.level,
        tries: await Array.fromAsync(store().votedTries()),
      })
      const before = await figures()
      expect(before.attempts).not.toEqual([])
      await scrubAll()
      expect(await figures()).toEqual(before)
      const [votes] = await Array.fromAsync(store().exportVotes(scope, 'standing'))
      expect(votes?.map(({ label, scrubbed, why }) => [label, scrubbed, why])).toEqual([
        ['refused_harmless', true, undefined],
        ['rightly_refused', true, undefined],
        ['refused_harmless', true, undefined],
      ])
      const [items] = await Array.fromAsync(store().exportItems(scope))
      expect(items).toMatchObject([{ scrubbed: true, completion: '', tally: { refused_harmless: 2 } }])
      expect(await store().conversation(claim.place, 5)).toEqual({ turns: [], replyMessages: [] })
    })

    it('leaves standings of comparisons as they were', async () => {
      const { place, key } = await claimed({ at: NOW, place: { workspace: fresh('workspace') } })
      const begun = { id: fresh('comparison'), key, place, asker: 'me', prompt: 'Which?', promptKey: 'p' }
      const bounds = { perPerson: 9, perWorkspace: 9, begun: 9, since: 0 }
      await store().beginComparison({ ...begun, claimedBy: 'one', leaseUntil: OLD, at: OLD }, bounds)
      const cells = ['direct', 'few-shot'].map((strategy) => ({ model: 'm:m', scripted: false, strategy }))
      await store().planComparison(begun.id, 'one', cells)
      for (const at of [0, 1]) {
        const end = {
          text: 'An answer.',
          verdict: 'full_compliance',
          milliseconds: 1,
          cached: false,
        } as const
        await store().endCell(begun.id, 'one', at, { ...end, memoryKey: 'remembered' })
      }
      await store().openComparison(begun.id, 'one', [0, 1], OLD)
      await store().recordComparisonVote({
        ...{ comparisonId: begun.id, annotator: 'ann', choice: 'A', by: 'button', action: 'add' },
        ...{ eventTime: OLD, receivedTime: OLD },
      })
      await store().revealComparison(begun.id, OLD)
      const scope = { since: 0, platform: place.platform, workspace: place.workspace }
      const before = await store().comparedResults(scope)
      expect(before).toHaveLength(1)
      await scrubAll()
      expect(await store().comparedResults(scope)).toEqual(before)
      expect(await store().comparison(begun.id)).toBeUndefined()
      expect(await store().rememberedAnswers(['me'])).toEqual([])
    })

    it('waits for what is under way or still to be told, as long as somebody works on it', async () => {
      const underWay = await claimed({ at: OLD, leaseUntil: NOW })
      const untold = await answered({ at: OLD, leaseUntil: NOW, awaitsDelivery: true })
      const leftBehind = await claimed({ at: OLD, leaseUntil: OLD })
      await scrubAll()
      for (const { exchangeId } of [underWay, untold.claim]) {
        expect((await store().exchange(exchangeId))?.prompt).not.toBe('')
      }
      expect(await store().exchange(leftBehind.exchangeId)).toMatchObject({
        ...{ prompt: '', outcome: 'failed', failure: { code: 'expired' } },
      })
      expect(await store().takeOver('two', NOW, NOW + 1, 'web')).not.toMatchObject({
        id: leftBehind.exchangeId,
      })
      await store().release('one')
    })

    it('waits for a channel that votes on a refusal, and for no longer than it may vote', async () => {
      const { exchangeId, attemptId } = await refused()
      const opening = { exchangeId, attemptId, ...appealing, at: NOW - DAY }
      expect(await store().openAppeal(opening)).toMatchObject({ status: 'open' })
      await scrubAll()
      expect((await store().exchange(exchangeId))?.prompt).not.toBe('')
      await scrubAll({ at: NOW + APPEAL_OPEN_FOR })
      expect(await store().exchange(exchangeId)).toMatchObject({ prompt: '', appeal: { status: 'denied' } })
    })

    it('leaves nothing to be asked again, answered or labelled of what has lost its text', async () => {
      const { exchangeId, attemptId, place } = await refused()
      const labeller = fresh('labeller')
      const question = { text: 'Which?', readings: [{ id: '1', label: 'This.' }] }
      const asked = await answered(
        { at: OLD, place: { workspace: place.workspace } },
        { outcome: 'clarifying', question },
      )
      const scope = { platform: 'web', workspace: place.workspace, channels: ['general'] }
      expect(await store().labelCandidates(labeller, scope, 5)).toHaveLength(2)
      await scrubAll()
      expect(await store().labelCandidates(labeller, scope, 5)).toEqual([])
      expect(await store().itemText(labeller, scope, { exchangeId, attemptId })).toBeUndefined()
      expect(await store().labelCount(labeller, scope, 5)).toEqual({ labelled: 0, open: 0 })
      expect(await store().openAppeal({ exchangeId, attemptId, ...appealing, at: NOW })).toBeUndefined()
      const lease = { claimedBy: 'two', leaseUntil: NOW + 1 }
      const reopening = { exchangeId: asked.claim.exchangeId, reply: 'This.', ...lease }
      expect(await store().reopen(reopening)).toBe(false)
      expect(await store().conversation(asked.claim.place, 5)).not.toHaveProperty('awaitingReply')
    })

    it('takes the reasons of votes by their own age, also where they were given later', async () => {
      const { exchangeId, attemptId, place } = await refused()
      await scrubAll()
      const vote = { exchangeId, attemptId, why: 'It quotes the request.' }
      await store().recordVote(aVote({ ...vote, annotator: 'late', receivedTime: NOW }))
      const counted = () => store().scrubbable({ before: NOW + 1, at: NOW + 1 })
      expect((await counted()).reasons).toBeGreaterThan(0)
      await scrubAll({ before: NOW + 1, at: NOW + 1 })
      expect((await counted()).reasons).toBe(0)
      expect(await store().currentVotes(exchangeId)).toHaveLength(1)
      expect((await store().itemsOf(exchangeId))[0]?.votes).toBe(1)
      expect(place.platform).toBe('web')
    })

    it('can be followed by taking back and forgetting', async () => {
      const { claim, exchangeId } = await refused()
      const other = await refused()
      await scrubAll()
      expect(await store().retract(claim.key, true)).toMatchObject({ exchangeId })
      expect(await store().exchange(exchangeId)).not.toHaveProperty('scrubbedAt')
      await store().forget([other.claim.asker])
      expect(await store().exchange(other.exchangeId)).toBeUndefined()
    })
  })
}
