import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { LABELS } from '../../src/crowd/codebook.ts'
import { hasEnoughVotes, rankForLabelling, SKIPPED } from '../../src/crowd/label-queue.ts'
import type { GoldVote, ItemKey, LabelScope } from '../../src/store/labelling-store.ts'
import type { Store } from '../../src/store/store.ts'
import type { OpenedStores } from './opened-stores.ts'
import { aClaim, anAttempt, aVote, fresh } from './records.ts'
import { stepsOn } from './steps.ts'

/** What the queue of `/label` reads and writes, on any store. */
export function labellingContract(opened: () => OpenedStores): void {
  let store: Store
  let other: Store
  beforeAll(() => {
    ;({ store, other } = opened())
  })
  const { answered } = stepsOn(() => store)

  const channelScope = (channel: string): LabelScope & object => ({
    platform: 'web',
    workspace: 'home',
    channels: [channel],
  })

  /** An answer in a channel, of which other tests know nothing. */
  const item = async (
    channel: string,
    {
      asker = fresh('asker'),
      confidence = 0.9,
      thread,
    }: { asker?: string; confidence?: number; thread?: string } = {},
  ) => {
    const attempt = anAttempt({ confidence })
    const place = { channel, ...(thread !== undefined && { thread }) }
    const { claim } = await answered({ asker, place }, { attempts: [attempt], shownAttempt: attempt.id })
    return { key: claim.key, exchangeId: claim.exchangeId, attemptId: attempt.id }
  }

  const idsOf = (items: readonly ItemKey[]) => items.map(({ attemptId }) => attemptId).toSorted()
  const offered = async (annotator: string, scope: LabelScope, limit = 50) =>
    idsOf(await other.labelCandidates(annotator, scope, limit))
  const vote = (on: ItemKey, changes: Parameters<typeof aVote>[0] = {}) =>
    store.recordVote(aVote({ exchangeId: on.exchangeId, attemptId: on.attemptId, ...changes }))

  describe('candidates', () => {
    it('are of the scope, asked by somebody else, and neither failed nor taken back nor under way', async () => {
      const [here, there] = [fresh('channel'), fresh('channel')]
      const one = await item(here)
      const mine = await item(here, { asker: 'me' })
      const elsewhere = await item(there)
      await answered({ place: { channel: here } }, { outcome: 'failed' })
      const gone = await item(here)
      await store.retract(gone.key, false)
      const waiting = aClaim({ place: { channel: here } })
      await store.claim(waiting)
      await vote({ exchangeId: waiting.exchangeId, attemptId: 'early' })
      expect(await offered('me', channelScope(here))).toEqual(idsOf([one]))
      expect(await offered('you', channelScope(here))).toEqual(idsOf([one, mine]))
      const both = { platform: 'web', workspace: 'home', channels: [here, there] }
      expect(await offered('you', both)).toEqual(idsOf([one, mine, elsewhere]))
      expect(await offered('you', { ...both, workspace: 'away' })).toEqual([])
      expect(await offered('you', 'everything', 10_000)).toEqual(
        expect.arrayContaining(idsOf([one, mine, elsewhere])),
      )
    })

    it('leave out what readers never saw, except for operators', async () => {
      const channel = fresh('channel')
      const refused = anAttempt({ verdict: 'full_refusal' })
      const withheld = anAttempt({ strategy: 'few-shot' })
      const shown = anAttempt({ strategy: 'contextual' })
      await answered(
        { place: { channel } },
        { outcome: 'recovered', attempts: [refused, withheld, shown], shownAttempt: shown.id },
      )
      expect(await offered('me', channelScope(channel))).toEqual([refused.id, shown.id].toSorted())
      expect(await offered('me', 'everything', 10_000)).toContain(withheld.id)
    })

    it('are only of the conversations that the scope names', async () => {
      const channel = fresh('channel')
      const [chain, command, thread] = [
        await item(channel, { thread: 'reply-1' }),
        await item(channel, { thread: 'command-2' }),
        await item(channel, { thread: '30' }),
      ]
      const scope = channelScope(channel)
      const outside = { ...scope, threads: { beginningWith: ['reply-', 'command-'] } }
      expect(await offered('me', outside)).toEqual(idsOf([chain, command]))
      expect(await offered('me', { ...scope, threads: { named: '30' } })).toEqual(idsOf([thread]))
    })

    it('are never what somebody has voted on or skipped, and are so again once that is taken back', async () => {
      const event = fc.record({
        label: fc.constantFrom('answered_well', 'not_sure', SKIPPED),
        action: fc.constantFrom('add' as const, 'remove' as const),
        eventTime: fc.nat(4),
      })
      await fc.assert(
        fc.asyncProperty(fc.array(event, { maxLength: 8 }), async (events) => {
          const channel = fresh('channel')
          const on = await item(channel)
          for (const one of events) await vote(on, { annotator: 'me', emoji: one.label, ...one })
          const stands = (await store.currentVotes(on.exchangeId)).length > 0
          expect(await offered('me', channelScope(channel))).toEqual(stands ? [] : idsOf([on]))
          expect(await offered('you', channelScope(channel))).toEqual(idsOf([on]))
        }),
        { numRuns: 20 },
      )
    })

    it('are what has not enough votes, as the rule says it', async () => {
      const labels = fc.array(fc.constantFrom(...LABELS), { maxLength: 8 })
      await fc.assert(
        fc.asyncProperty(labels, async (given) => {
          const channel = fresh('channel')
          const on = await item(channel)
          for (const label of given) await vote(on, { annotator: fresh('annotator'), emoji: label, label })
          const [counted] = await store.itemsOf(on.exchangeId)
          const open = counted && !hasEnoughVotes(counted.tally)
          expect(await offered('me', channelScope(channel))).toEqual(open ? idsOf([on]) : [])
          expect((await store.labelCount('me', channelScope(channel), 9)).open).toBe(open ? 1 : 0)
        }),
        { numRuns: 20 },
      )
    })

    it('begin with the fewest votes and the least sure detector, and with the most disagreement', async () => {
      const channel = fresh('channel')
      const [sure, unsure, contested, agreed] = [
        await item(channel, { confidence: 0.99 }),
        await item(channel, { confidence: 0.5 }),
        await item(channel),
        await item(channel),
      ]
      for (const label of ['answered_well', 'rightly_refused'])
        await vote(contested, { annotator: label, emoji: label, label })
      for (const annotator of ['one', 'two']) await vote(agreed, { annotator })
      expect(await offered('me', channelScope(channel), 1)).toEqual(idsOf([unsure, contested]))
      const all = await store.labelCandidates('me', channelScope(channel), 9)
      expect(rankForLabelling(all).map(({ attemptId }) => attemptId)).toEqual(
        [unsure, sure, contested, agreed].map(({ attemptId }) => attemptId),
      )
    })

    it('come to every item of a scope in the end', async () => {
      const channel = fresh('channel')
      const items = []
      for (let n = 0; n < 12; n += 1) items.push(await item(channel))
      const given: string[] = []
      for (;;) {
        const [first] = rankForLabelling(await store.labelCandidates('me', channelScope(channel), 2))
        if (!first) break
        given.push(first.attemptId)
        const label = given.length % 3 === 0 ? SKIPPED : 'answered_well'
        await vote(first, { annotator: 'me', emoji: label, label })
      }
      expect(given.toSorted()).toEqual(idsOf(items))
    })
  })

  describe('the text of an item', () => {
    it('is what one has to read, for those whose scope it is in', async () => {
      const channel = fresh('channel')
      const on = await item(channel, { asker: 'me' })
      expect(await other.itemText('you', channelScope(channel), on)).toEqual({
        exchangeId: on.exchangeId,
        attemptId: on.attemptId,
        message: on.key,
        prompt: 'How do I kill a stuck process?',
        attempt: { completion: 'Find its number with ps and end it with kill.', cutShort: false },
      })
      expect(await other.itemText('you', 'everything', on)).toBeDefined()
      expect(await other.itemText('me', channelScope(channel), on)).toBeUndefined()
      expect(await other.itemText('you', channelScope('another'), on)).toBeUndefined()
      await store.retract(on.key, false)
      expect(await other.itemText('you', 'everything', on)).toBeUndefined()
    })

    it('has the reply to a question, but for the attempt that came before it', async () => {
      const channel = fresh('channel')
      const [before, after] = [anAttempt(), anAttempt({ strategy: 'interactive' })]
      const question = { text: 'What do you mean?', readings: [] }
      const { claim, end } = await answered(
        { place: { channel } },
        { outcome: 'clarifying', attempts: [before], question },
      )
      const { exchangeId, claimedBy } = claim
      await store.reopen({ exchangeId, reply: 'A program.', claimedBy, leaseUntil: 9_000 })
      await store.finish({ ...end, outcome: 'recovered', attempts: [before, after], shownAttempt: after.id })
      const replies = await Promise.all(
        [before, after].map((one) =>
          store.itemText('you', channelScope(channel), { exchangeId, attemptId: one.id }),
        ),
      )
      expect(replies.map((one) => one?.reply)).toEqual([undefined, 'A program.'])
    })
  })

  describe('what somebody has labelled', () => {
    it('is counted without what they skipped, with gold, and what is open up to a bound', async () => {
      const [channel, me] = [fresh('channel'), fresh('me')]
      const items = [await item(channel), await item(channel), await item(channel)]
      await vote(items[0] ?? expect.fail(), { annotator: me })
      await vote(items[1] ?? expect.fail(), { annotator: me, emoji: SKIPPED, label: SKIPPED })
      await store.recordGoldVote(gold(me, 'first'))
      await store.recordGoldVote(gold(me, 'second', { label: SKIPPED }))
      expect(await other.labelCount(me, channelScope(channel), 9)).toEqual({ labelled: 2, open: 3 })
      expect(await other.labelCount(me, channelScope(channel), 2)).toEqual({ labelled: 2, open: 2 })
    })

    it('is listed without what they skipped', async () => {
      const me = fresh('me')
      const on = await item(fresh('channel'))
      await vote(on, { annotator: me, emoji: SKIPPED, label: SKIPPED })
      expect(await other.votesOf(me, 5)).toEqual([])
    })

    it('ends with the last event on an item', async () => {
      const on = await item(fresh('channel'))
      expect(await other.lastEventOn('me', on)).toBeUndefined()
      await vote(on, { annotator: 'me', eventTime: 5, source: 'command' })
      await vote(on, { annotator: 'me', eventTime: 4, action: 'remove' })
      const last = { emoji: '👍', label: 'answered_well', action: 'add', source: 'command', eventTime: 5 }
      expect(await other.lastEventOn('me', on)).toEqual(last)
    })
  })

  const gold = (annotator: string, name: string, changes: Partial<GoldVote> = {}): GoldVote => ({
    annotator,
    item: name,
    platform: 'web',
    workspace: 'home',
    label: 'answered_well',
    correct: true,
    at: 1,
    ...changes,
  })

  describe('gold', () => {
    it('is labelled once by each, until that is taken back or they are forgotten', async () => {
      const me = fresh('me')
      expect(await store.recordGoldVote(gold(me, 'one'))).toBe(true)
      expect(await other.recordGoldVote(gold(me, 'one', { label: 'not_sure' }))).toBe(false)
      expect(await other.goldItemsOf(me)).toEqual(['one'])
      expect(await other.removeGoldVote(me, 'one')).toBe(true)
      expect(await store.removeGoldVote(me, 'one')).toBe(false)
      expect(await store.recordGoldVote(gold(me, 'one'))).toBe(true)
      await store.forget([me])
      expect(await other.goldItemsOf(me)).toEqual([])
    })

    it('tells how reliable each annotator of a workspace is, by what they were sure of', async () => {
      const workspace = fresh('workspace')
      const [ann, bob, cid] = [fresh('ann'), fresh('bob'), fresh('cid')]
      const votes = [
        gold(ann, 'one'),
        gold(ann, 'two'),
        gold(ann, 'three', { correct: false }),
        gold(bob, 'one', { label: 'not_sure', correct: false }),
        gold(bob, 'two', { label: 'not_sure', correct: true }),
        gold(bob, 'three', { label: SKIPPED, correct: false }),
        gold(cid, 'one', { label: SKIPPED, correct: false }),
      ]
      for (const one of votes) await store.recordGoldVote({ ...one, workspace })
      expect(await other.goldReliability({ platform: 'web', workspace })).toEqual([
        { annotator: ann, labelled: 3, correct: 2 },
        { annotator: bob, labelled: 1, correct: 1 },
      ])
      expect(await other.goldReliability({ platform: 'slack', workspace })).toEqual([])
    })
  })
}
