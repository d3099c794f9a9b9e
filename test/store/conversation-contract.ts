import { beforeAll, describe, expect, it } from 'vitest'
import type { Store } from '../../src/store/store.ts'
import type { OpenedStores } from './opened-stores.ts'
import { aClaim, anAttempt, finished, fresh } from './records.ts'
import { stepsOn } from './steps.ts'

/** Questions, what is remembered of a conversation, and the history of a channel, on any store. */
export function conversationContract(opened: () => OpenedStores): void {
  let store: Store
  let other: Store
  beforeAll(() => {
    ;({ store, other } = opened())
  })
  const { claimed, answered } = stepsOn(() => store)

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
}
