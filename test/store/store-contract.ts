import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Store } from '../../src/store/store.ts'
import { aClaim, anAttempt, aVote, finished, fresh, messageOf } from './records.ts'
import { standingEmoji } from './vote-model.ts'

export interface OpenedStores {
  readonly store: Store
  /** Another connection to the same records; the same store where there can be only one. */
  readonly other: Store
  close(): Promise<void>
}

/** What every store must do, whatever it is made of. */
export function storeContract(name: string, open: () => Promise<OpenedStores>): void {
  describe(`the store on ${name}`, () => {
    let opened: OpenedStores
    let store: Store
    let other: Store
    beforeAll(async () => {
      opened = await open()
      ;({ store, other } = opened)
    })
    afterAll(() => opened?.close())

    const claimed = async (changes: Parameters<typeof aClaim>[0] = {}) => {
      const claim = aClaim(changes)
      expect(await store.claim(claim)).toBe('claimed')
      return claim
    }
    const answered = async (
      changes: Parameters<typeof aClaim>[0] = {},
      ending: Parameters<typeof finished>[1] = {},
    ) => {
      const claim = await claimed(changes)
      const end = finished(claim, ending)
      await store.finish(end)
      return { claim, end }
    }

    describe('claims', () => {
      it('give a message to exactly one of many who want it at once', async () => {
        const wanted = aClaim()
        const results = await Promise.all(
          Array.from({ length: 24 }, (_, index) =>
            (index % 2 ? store : other).claim({
              ...wanted,
              exchangeId: fresh('rival'),
              claimedBy: `p${index}`,
            }),
          ),
        )
        expect(results.filter((result) => result === 'claimed')).toHaveLength(1)
      })

      it('tell messages of other channels, workspaces and platforms apart', async () => {
        const { key } = await claimed()
        for (const difference of [{ channel: 'x' }, { workspace: 'x' }, { platform: 'x' }]) {
          expect(await store.claim(aClaim({ key: { ...key, ...difference } }))).toBe('claimed')
        }
      })

      it('store the request as it was asked', async () => {
        const claim = await claimed({
          trusted: { channelPurpose: 'help desk', workspaceRole: 'university' },
          prompt: 'Zwei Wörter 🙅🏽‍♀️\r\n"quoted" \'; drop table exchanges; --',
        })
        const { claimedBy, leaseUntil, at, exchangeId, ...asked } = claim
        const expected = { ...asked, id: exchangeId, createdAt: at, calls: 0, attempts: [] }
        expect(await other.exchange(exchangeId)).toEqual(expected)
        expect(await other.exchangeOf(claim.key)).toEqual(expected)
        expect([claimedBy, leaseUntil]).toEqual(['one', 1_000])
      })

      it('keep what no database can hold as replacement characters', async () => {
        const { exchangeId } = await claimed({ prompt: 'a\0b\uD800c' })
        expect((await store.exchange(exchangeId))?.prompt).toBe('a\uFFFDb\uFFFDc')
      })

      it('find nothing for an unknown id or message', async () => {
        expect(await store.exchange('nobody')).toBeUndefined()
        expect(await store.exchangeOf(messageOf('nobody'))).toBeUndefined()
      })

      it('hold a time far beyond 32 bits and a prompt of 100 kB', async () => {
        const at = Date.UTC(2100, 0, 1)
        const prompt = 'ä'.repeat(50_000)
        const { exchangeId } = await claimed({ at, prompt })
        expect(await store.exchange(exchangeId)).toMatchObject({ createdAt: at, prompt })
      })
    })

    describe('leases', () => {
      it('are prolonged only by the process that holds them, and only while under way', async () => {
        const claim = await claimed()
        expect(await store.renew(claim.exchangeId, 'one', 2_000)).toBe(true)
        expect(await store.renew(claim.exchangeId, 'two', 9_000)).toBe(false)
        await store.finish(finished(claim))
        expect(await store.renew(claim.exchangeId, 'one', 3_000)).toBe(false)
      })

      it('are taken over only when they ran out, only on their platform, the longest abandoned first', async () => {
        const platform = fresh('platform')
        const late = await claimed({ place: { platform }, leaseUntil: 500 })
        const early = await claimed({ place: { platform }, leaseUntil: 400 })
        await claimed({ place: { platform }, leaseUntil: 5_000 })
        await answered({ place: { platform }, leaseUntil: 300 })
        expect(await store.takeOver('two', 400, 9_000, platform)).toBeUndefined()
        expect((await store.takeOver('two', 1_000, 9_000, platform))?.id).toBe(early.exchangeId)
        expect((await store.takeOver('two', 1_000, 9_000, platform))?.id).toBe(late.exchangeId)
        expect(await store.takeOver('two', 1_000, 9_000, platform)).toBeUndefined()
      })

      it('are taken over by exactly one of many, and every abandoned exchange finds its taker', async () => {
        const platform = fresh('platform')
        const abandoned = await Promise.all(
          Array.from({ length: 5 }, () => claimed({ place: { platform }, leaseUntil: 10 })),
        )
        const taken = await Promise.all(
          Array.from({ length: 16 }, (_, index) =>
            (index % 2 ? store : other).takeOver(`p${index}`, 1_000, 9_000, platform),
          ),
        )
        const ids = taken.flatMap((record) => record?.id ?? [])
        expect(ids.sort()).toEqual(abandoned.map((claim) => claim.exchangeId).sort())
      })

      it('keep the first holder from finishing what another has taken over', async () => {
        const platform = fresh('platform')
        const claim = await claimed({ place: { platform }, leaseUntil: 10 })
        await other.takeOver('two', 1_000, 9_000, platform)
        await store.finish(finished(claim))
        expect((await store.exchange(claim.exchangeId))?.outcome).toBeUndefined()
        await other.finish(finished(claim, { claimedBy: 'two', outcome: 'refusal_stands' }))
        expect((await store.exchange(claim.exchangeId))?.outcome).toBe('refusal_stands')
      })
    })

    describe('finishing', () => {
      it('stores outcome, attempts in the order of the calls, and every detail of them', async () => {
        const attempts = [
          anAttempt({ id: 'z', verdict: 'full_refusal', cutShort: true, completion: '' }),
          anAttempt({
            id: 'a',
            strategy: 'contextual',
            usage: { input: 12, output: 0 },
            howAsked: 'with context',
            checkedLevel: 'clearly_fine',
          }),
        ]
        const { claim } = await answered(
          {},
          { outcome: 'recovered', level: 'borderline_fine', calls: 2, attempts, shownAttempt: 'a' },
        )
        expect(await other.exchange(claim.exchangeId)).toMatchObject({
          outcome: 'recovered',
          level: 'borderline_fine',
          calls: 2,
          finishedAt: 200,
          shownAttempt: 'a',
          attempts,
        })
      })

      it('stores why it failed, and nothing that was not there', async () => {
        const failure = { code: 'timeout', message: 'The model took too long.' }
        const claim = await claimed()
        await store.finish({
          exchangeId: claim.exchangeId,
          claimedBy: 'one',
          outcome: 'failed',
          calls: 1,
          attempts: [],
          messages: [],
          failure,
          at: 200,
        })
        const record = await store.exchange(claim.exchangeId)
        expect(record).toMatchObject({ outcome: 'failed', failure, attempts: [] })
        expect(Object.keys(record ?? {})).not.toEqual(expect.arrayContaining(['level']))
        expect(Object.keys(record ?? {})).not.toEqual(expect.arrayContaining(['shownAttempt']))
      })

      it('keeps the first outcome when it is done again', async () => {
        const { claim, end } = await answered()
        await store.finish({ ...end, outcome: 'failed', attempts: [anAttempt()], at: 999 })
        expect(await store.exchange(claim.exchangeId)).toMatchObject({
          outcome: 'answered',
          finishedAt: 200,
          attempts: end.attempts,
        })
      })

      it('stores all or nothing', async () => {
        const claim = await claimed()
        const gone = { key: messageOf(fresh('m')), exchangeId: 'no such exchange', attemptId: 'a', at: 1 }
        await expect(store.finish(finished(claim, { messages: [gone] }))).rejects.toMatchObject({
          code: 'write_failed',
        })
        const record = await other.exchange(claim.exchangeId)
        expect(record?.outcome).toBeUndefined()
        expect(record?.attempts).toEqual([])
      })

      it('does not mix with what others write at the same time', async () => {
        const claims = await Promise.all(Array.from({ length: 12 }, () => claimed()))
        const bad = { key: messageOf(fresh('m')), exchangeId: 'no such exchange', attemptId: 'a', at: 1 }
        await Promise.allSettled(
          claims.map((claim, index) =>
            (index % 2 ? store : other).finish(finished(claim, { messages: index % 3 ? [] : [bad] })),
          ),
        )
        const records = await Promise.all(claims.map((claim) => store.exchange(claim.exchangeId)))
        expect(records.map((record) => record?.outcome)).toEqual(
          claims.map((_, index) => (index % 3 ? 'answered' : undefined)),
        )
      })
    })

    describe('clarifying questions', () => {
      const question = { text: 'Which one?', readings: [{ id: '1', label: 'A process' }] }

      it('reopen once, keep question and level, and can be finished again', async () => {
        const first = anAttempt({ verdict: 'full_refusal' })
        const { claim } = await answered(
          {},
          { outcome: 'clarifying', question, level: 'borderline_fine', attempts: [first] },
        )
        const reply = {
          exchangeId: claim.exchangeId,
          reply: 'A process',
          replyMessage: 'r1',
          claimedBy: 'two',
          leaseUntil: 5_000,
        }
        const results = await Promise.all([store.reopen(reply), other.reopen(reply), store.reopen(reply)])
        expect(results.filter(Boolean)).toHaveLength(1)
        const underWay = await store.exchange(claim.exchangeId)
        expect(underWay).toMatchObject({ question, reply: 'A process', level: 'borderline_fine' })
        expect(underWay?.outcome).toBeUndefined()
        expect(underWay?.finishedAt).toBeUndefined()

        const second = anAttempt({ strategy: 'interactive' })
        await store.finish(
          finished(claim, { claimedBy: 'two', outcome: 'recovered', attempts: [first, second], calls: 3 }),
        )
        expect(await store.exchange(claim.exchangeId)).toMatchObject({
          outcome: 'recovered',
          calls: 3,
          question,
          level: 'borderline_fine',
          attempts: [first, second],
        })
        expect(await store.reopen(reply)).toBe(false)
      })

      it('are not reopened where none was put', async () => {
        const { claim } = await answered()
        const reply = { exchangeId: claim.exchangeId, reply: 'x', claimedBy: 'one', leaseUntil: 5_000 }
        expect(await store.reopen(reply)).toBe(false)
        expect(await store.reopen({ ...reply, exchangeId: 'nobody' })).toBe(false)
      })
    })

    describe('the memory of a conversation', () => {
      it('is what was asked and shown, oldest first, of the latest exchanges', async () => {
        const place = { thread: fresh('thread') }
        for (const number of [1, 2, 3]) {
          const refusal = anAttempt({ completion: 'I cannot.' })
          const shown = anAttempt({ completion: `answer ${number}` })
          await answered(
            { place, prompt: `question ${number}`, at: number },
            { attempts: [refusal, shown], shownAttempt: shown.id },
          )
        }
        await claimed({ place, prompt: 'under way' })
        await answered({ place, prompt: 'broken' }, { outcome: 'failed' })
        await answered({ place: { thread: 'another' }, prompt: 'elsewhere' })
        const where = aClaim({ place }).place
        expect((await store.conversation(where, 2)).turns).toEqual([
          { role: 'user', content: 'question 2' },
          { role: 'assistant', content: 'answer 2' },
          { role: 'user', content: 'question 3' },
          { role: 'assistant', content: 'answer 3' },
        ])
        expect((await store.conversation(where, 9)).turns).toHaveLength(6)
      })

      it('is empty where nothing was said', async () => {
        expect(await store.conversation(aClaim().place, 5)).toEqual({ turns: [], replyMessages: [] })
      })

      it('holds the highest level the gate was sure of, however long ago', async () => {
        const place = { thread: fresh('thread') }
        await answered({ place, at: 1 }, { level: 'borderline_harmful', levelSure: true })
        await answered({ place, at: 2 }, { level: 'clearly_harmful', levelSure: false })
        await answered({ place, at: 3 }, { level: 'clearly_fine', levelSure: true })
        await answered({ place, at: 4 })
        expect((await store.conversation(aClaim({ place }).place, 1)).levelFloor).toBe('borderline_harmful')
      })

      it('knows the question that waits for its asker, and afterwards the whole story', async () => {
        const place = { thread: fresh('thread') }
        const question = { text: 'Which one?', readings: [] }
        const { claim } = await answered(
          { place, prompt: 'How do I kill it?', asker: 'somebody' },
          { outcome: 'clarifying', question },
        )
        const where = claim.place
        expect(await store.conversation(where, 5)).toEqual({
          turns: [
            { role: 'user', content: 'How do I kill it?' },
            { role: 'assistant', content: 'Which one?' },
          ],
          replyMessages: [],
          awaitingReply: { exchangeId: claim.exchangeId, asker: 'somebody' },
        })
        await store.reopen({
          exchangeId: claim.exchangeId,
          reply: 'The process',
          replyMessage: 'r1',
          claimedBy: 'one',
          leaseUntil: 1_000,
        })
        expect(await store.conversation(where, 5)).toEqual({ turns: [], replyMessages: ['r1'] })
        const shown = anAttempt({ completion: 'Use kill.' })
        await store.finish(finished(claim, { attempts: [shown], shownAttempt: shown.id }))
        expect((await store.conversation(where, 5)).turns.map((turn) => turn.content)).toEqual([
          'How do I kill it?',
          'Which one?',
          'The process',
          'Use kill.',
        ])
      })
    })

    it('lists the newest exchanges of a channel, oldest first, ties in the order they came', async () => {
      const channel = fresh('channel')
      const place = { channel }
      const ids: string[] = []
      for (const at of [5, 7, 7, 9]) ids.push((await answered({ place, at })).claim.exchangeId)
      await answered({ place: { channel: 'another' }, at: 99 })
      const listed = await store.recent({ platform: 'web', workspace: 'home', channel }, 3)
      expect(listed.map((record) => record.id)).toEqual(ids.slice(1))
      expect(listed.every((record) => record.attempts.length === 1)).toBe(true)
      expect(await store.recent({ platform: 'web', workspace: 'home', channel: 'empty' }, 3)).toEqual([])
    })

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

        expect(await store.forget([me, fresh('stranger')])).toEqual({ exchanges: 1, votes: 2 })

        expect(await other.exchange(mine.exchangeId)).toBeUndefined()
        expect(await other.exchangeOf(mine.key)).toBeUndefined()
        expect(await other.linkOf(link.key)).toBeUndefined()
        expect(await other.currentVotes(mine.exchangeId)).toEqual([])
        expect((await other.currentVotes(yours.exchangeId)).map((vote) => vote.annotator)).toEqual([you])
        expect((await other.exchange(yours.exchangeId))?.attempts).toHaveLength(1)

        expect(await store.recordVote(replayed)).toBe(false)
        await store.finish(finished(mine))
        expect(await store.exchange(mine.exchangeId)).toBeUndefined()
        expect(await store.forget([me])).toEqual({ exchanges: 0, votes: 0 })
        expect(await store.forget([])).toEqual({ exchanges: 0, votes: 0 })
      })
    })
  })
}
