import { beforeAll, describe, expect, it } from 'vitest'
import type { MessageLink, Store } from '../../src/store/store.ts'
import type { OpenedStores } from './opened-stores.ts'
import { aClaim, anAttempt, aVote, finished, fresh, messageOf } from './records.ts'
import { stepsOn } from './steps.ts'

/** What is posted for an exchange, and what becomes of it when its request is taken back, on any store. */
export function deliveryContract(opened: () => OpenedStores): void {
  let store: Store
  let other: Store
  beforeAll(() => {
    ;({ store, other } = opened())
  })
  const { claimed, answered } = stepsOn(() => store)
  const question = { text: 'Which one?', readings: [{ id: '1', label: 'A process' }] }
  const linkTo = (exchangeId: string, changes: Partial<MessageLink> = {}): MessageLink => ({
    key: messageOf(fresh('posted')),
    exchangeId,
    attemptId: 'a',
    at: 1,
    ...changes,
  })

  describe('an outcome that must be delivered', () => {
    const due = (platform: string, ending: Parameters<typeof answered>[1] = {}) =>
      answered({ place: { platform }, awaitsDelivery: true, leaseUntil: 10 }, ending)

    it('is taken over after its lease until it is delivered, and any other is not', async () => {
      const platform = fresh('platform')
      const { claim } = await due(platform)
      await answered({ place: { platform }, leaseUntil: 5 })
      expect(await store.takeOver('two', 9, 500, platform)).toBeUndefined()
      expect(await other.takeOver('two', 100, 500, platform)).toMatchObject({
        id: claim.exchangeId,
        outcome: 'answered',
        takeOvers: 1,
        awaitsDelivery: true,
      })
      expect((await store.takeOver('three', 600, 900, platform))?.takeOvers).toBe(2)
      await store.delivered(claim.exchangeId, [])
      expect(await store.takeOver('four', 5_000, 9_000, platform)).toBeUndefined()
      expect(await store.exchange(claim.exchangeId)).toMatchObject({ outcome: 'answered' })
    })

    it('has a lease that its holder prolongs until it is delivered, and then no more', async () => {
      const platform = fresh('platform')
      const { claim } = await due(platform)
      expect(await store.renew(claim.exchangeId, 'one', 1_000)).toBe(true)
      expect(await store.renew(claim.exchangeId, 'two', 9_000)).toBe(false)
      expect(await store.takeOver('two', 900, 9_000, platform)).toBeUndefined()
      await store.delivered(claim.exchangeId, [])
      expect(await store.renew(claim.exchangeId, 'one', 2_000)).toBe(false)
    })

    it('is free for others at once when its holder stops, which counts as no taking over', async () => {
      const platform = fresh('platform')
      const holder = fresh('holder')
      const { claim } = await due(platform)
      await store.renew(claim.exchangeId, 'one', 1_000)
      expect(await store.takeOver(holder, 1_001, 9_000, platform)).toMatchObject({ takeOvers: 1 })
      await other.release('somebody else')
      expect(await other.takeOver('two', 1_100, 9_000, platform)).toBeUndefined()
      await store.release(holder)
      expect(await store.renew(claim.exchangeId, holder, 9_500)).toBe(false)
      expect(await other.takeOver('two', 1_100, 9_000, platform)).toMatchObject({
        id: claim.exchangeId,
        takeOvers: 1,
      })
    })

    it('and that two processes have told is looked at again by whoever comes next', async () => {
      const platform = fresh('platform')
      const { claim } = await due(platform)
      const { exchangeId } = claim
      await store.takeOver('two', 100, 500, platform)
      const [one, two, three] = ['one', 'two', 'three'].map((claimedBy) => ({ claimedBy, leaseUntil: 700 }))
      // Of which nothing stands, is left to the other one.
      const nothing = { claimedBy: 'one', leaseUntil: 700, nothingStands: true }
      expect(await other.delivered(exchangeId, [], nothing)).toBe('delivered')
      expect((await store.exchange(exchangeId))?.isDelivered).toBeFalsy()
      // Also where that one has handed it over since.
      await other.release('two')
      await store.delivered(exchangeId, [], nothing)
      expect(await other.takeOver('two', 100, 500, platform)).toMatchObject({ id: exchangeId })
      // Whoever tells it first has told it, also where the other one holds it.
      expect(await other.delivered(exchangeId, [], one)).toBe('delivered')
      expect(await other.delivered(exchangeId, [], one)).toBe('delivered')
      expect(await store.takeOver('three', 600, 900, platform)).toBeUndefined()
      expect(await store.delivered(exchangeId, [], two)).toBe('told_already')
      // Whoever told it last takes its own back, and where that one has died, the next.
      expect(await store.takeOver('three', 699, 900, platform)).toBeUndefined()
      expect(await store.takeOver('three', 701, 900, platform)).toMatchObject({ id: exchangeId })
      expect(await store.delivered(exchangeId, [], three)).toBe('delivered')
      expect(await store.takeOver('four', 5_000, 9_000, platform)).toBeUndefined()
    })

    it('and that another process has told than the one that holds it is looked at again when its lease ends', async () => {
      const platform = fresh('platform')
      const { claim } = await due(platform)
      const { exchangeId } = claim
      await store.takeOver('two', 100, 500, platform)
      const one = { claimedBy: 'one', leaseUntil: 700 }
      expect(await other.delivered(exchangeId, [], one)).toBe('delivered')
      expect((await store.exchange(exchangeId))?.isDelivered).toBeFalsy()
      expect(await store.renew(exchangeId, 'two', 9_000)).toBe(false)
      expect(await store.takeOver('three', 699, 900, platform)).toBeUndefined()
      expect(await store.takeOver('three', 701, 900, platform)).toMatchObject({ id: exchangeId })
      // Whoever held it first tells it too, only now.
      expect(await store.delivered(exchangeId, [], { claimedBy: 'two', leaseUntil: 950 })).toBe('delivered')
      expect(await store.delivered(exchangeId, [], { claimedBy: 'three', leaseUntil: 980 })).toBe(
        'told_already',
      )
      expect(await store.takeOver('four', 981, 1_500, platform)).toMatchObject({ id: exchangeId })
      expect(await store.delivered(exchangeId, [], { claimedBy: 'four', leaseUntil: 1_600 })).toBe(
        'delivered',
      )
      expect((await store.exchange(exchangeId))?.isDelivered).toBe(true)
      expect(await store.takeOver('five', 5_000, 9_000, platform)).toBeUndefined()
    })

    it('is due again after the reply to a question that was delivered', async () => {
      const platform = fresh('platform')
      const { claim } = await due(platform, { outcome: 'clarifying', question })
      const { exchangeId } = claim
      await store.delivered(exchangeId, [])
      expect(await store.reopen({ exchangeId, reply: 'x', claimedBy: 'one', leaseUntil: 20 })).toBe(true)
      await store.finish(finished(claim, { outcome: 'recovered' }))
      expect(await store.takeOver('two', 100, 500, platform)).toMatchObject({
        id: exchangeId,
        outcome: 'recovered',
      })
    })

    it('stays due when the word that the question was posted comes after the reply to it', async () => {
      const platform = fresh('platform')
      const { claim } = await due(platform, { outcome: 'clarifying', question })
      const { exchangeId } = claim
      await store.reopen({ exchangeId, reply: 'x', claimedBy: 'one', leaseUntil: 20 })
      await store.delivered(exchangeId, [])
      await store.finish(finished(claim, { outcome: 'recovered' }))
      expect((await store.takeOver('two', 100, 500, platform))?.outcome).toBe('recovered')
    })

    it('is never due where the platform shows what is stored, not even after a reply', async () => {
      const platform = fresh('platform')
      const { claim } = await answered({ place: { platform } }, { outcome: 'clarifying', question })
      await store.reopen({ exchangeId: claim.exchangeId, reply: 'x', claimedBy: 'one', leaseUntil: 20 })
      await store.finish(finished(claim, { outcome: 'recovered' }))
      expect(await store.takeOver('two', 100, 500, platform)).toBeUndefined()
      expect((await store.exchange(claim.exchangeId))?.awaitsDelivery).toBeUndefined()
    })
  })

  describe('delivering', () => {
    it('binds the messages that show the outcome, however often it is told', async () => {
      const { claim } = await answered({ awaitsDelivery: true })
      const links = [linkTo(claim.exchangeId, { at: 1 }), linkTo(claim.exchangeId, { at: 2 })]
      await store.delivered(claim.exchangeId, links)
      await other.delivered(claim.exchangeId, links)
      expect(await store.linksOf(claim.exchangeId)).toEqual(links)
    })

    it('is harmless when the exchange was forgotten or taken back meanwhile', async () => {
      const asker = fresh('me')
      const { claim: forgotten } = await answered({ asker, awaitsDelivery: true })
      const { claim: retracted } = await answered({ awaitsDelivery: true })
      await store.forget([asker])
      await store.retract(retracted.key, true)
      for (const { exchangeId } of [forgotten, retracted]) {
        const [told, posted] = [linkTo(exchangeId), linkTo(exchangeId)]
        await store.delivered(exchangeId, [told])
        await store.link(posted)
        expect(await store.linksOf(exchangeId)).toEqual([])
        expect(await store.linkOf(told.key)).toBeUndefined()
        expect(await store.linkOf(posted.key)).toBeUndefined()
      }
    })
  })

  describe('the messages of', () => {
    it('an exchange come oldest first, those of one moment by their id', async () => {
      const { claim } = await answered()
      const posted = fresh('posted')
      const [last, first, later, earlier] = [
        linkTo(claim.exchangeId, { at: 3 }),
        linkTo(claim.exchangeId, { at: 1 }),
        linkTo(claim.exchangeId, { at: 2, key: messageOf(`${posted}.2`) }),
        linkTo(claim.exchangeId, { at: 2, key: messageOf(`${posted}.1`) }),
      ]
      for (const one of [last, first, later, earlier]) await store.link(one)
      await store.link(linkTo((await answered()).claim.exchangeId))
      expect(await other.linksOf(claim.exchangeId)).toEqual([first, earlier, later, last])
      expect(await store.linksOf('nobody')).toEqual([])
    })

    it('a workspace are the newest that were posted since then, newest first', async () => {
      const workspace = fresh('workspace')
      const { claim } = await answered({ place: { workspace } })
      const at = async (time: number, where = { workspace }, message = fresh('posted')) => {
        const made = linkTo(claim.exchangeId, { at: time, key: messageOf(message, where) })
        await store.link(made)
        return made
      }
      const [, second, third, fourth] = [await at(1), await at(2), await at(3), await at(4)]
      // Bound by the exchange's own id: never posted anywhere, so it takes nobody's place.
      await at(5, { workspace }, claim.exchangeId)
      await at(9, { workspace: fresh('elsewhere') })
      const here = { platform: 'web', workspace }
      expect(await other.recentLinks(here, 2, 2)).toEqual([fourth, third])
      expect(await other.recentLinks(here, 2, 9)).toEqual([fourth, third, second])
      expect(await other.recentLinks({ ...here, platform: 'x' }, 0, 9)).toEqual([])
    })

    it('a workspace tell in which conversations something was posted since then, the latest first', async () => {
      const workspace = fresh('workspace')
      const posted = async (thread: string, at: number, where = workspace) => {
        const { claim } = await answered({ place: { workspace: where, thread } })
        await store.link(
          linkTo(claim.exchangeId, { at, key: messageOf(fresh('posted'), { workspace: where }) }),
        )
        return claim.place
      }
      const [old, first] = [await posted('old', 1), await posted('first', 2)]
      const second = await posted('second', 3)
      await posted('first', 4)
      await posted('elsewhere', 9, fresh('elsewhere'))
      const here = { platform: old.platform, workspace }
      expect(await other.recentPlaces(here, 2, 9)).toEqual([first, second])
      expect(await other.recentPlaces(here, 2, 1)).toEqual([first])
      expect(await other.recentPlaces({ ...here, platform: 'x' }, 0, 9)).toEqual([])
    })
  })

  describe('a thread', () => {
    it('takes over the conversation of an exchange that is moved there', async () => {
      const { claim } = await answered({ prompt: 'How do I kill it?' })
      const there = { ...claim.place, thread: fresh('thread') }
      expect([await store.hasConversation(claim.place), await store.hasConversation(there)]).toEqual([
        true,
        false,
      ])
      await store.moveToThread(claim.exchangeId, there.thread)
      expect((await other.conversation(there, 5)).turns[0]?.content).toBe('How do I kill it?')
      expect((await other.conversation(claim.place, 5)).turns).toEqual([])
      expect([await store.hasConversation(claim.place), await store.hasConversation(there)]).toEqual([
        false,
        true,
      ])
      expect((await store.exchange(claim.exchangeId))?.key).toEqual(claim.key)
    })

    it('has a conversation once something was asked, and only there', async () => {
      const { place } = await claimed()
      expect(await other.hasConversation(place)).toBe(true)
      for (const difference of [{ thread: 'x' }, { channel: 'x' }, { workspace: 'x' }, { platform: 'x' }]) {
        expect(await store.hasConversation({ ...place, ...difference })).toBe(false)
      }
    })
  })

  describe('a request that is taken back', () => {
    /** An exchange with everything that an exchange can have, in a conversation of its own. */
    const full = async (ending: Parameters<typeof answered>[1] = {}) => {
      const place = { thread: fresh('thread') }
      const { claim } = await answered(
        { place, awaitsDelivery: true, trusted: { channelPurpose: 'help desk' } },
        { outcome: 'clarifying', question, level: 'borderline_harmful', levelSure: true },
      )
      const { exchangeId } = claim
      const replyMessage = fresh('reply')
      await store.reopen({ exchangeId, reply: 'mine', replyMessage, claimedBy: 'one', leaseUntil: 1_000 })
      const own = linkTo(exchangeId, { key: messageOf(exchangeId) })
      await store.finish(finished(claim, { outcome: 'recovered', messages: [own], ...ending }))
      const links = [linkTo(exchangeId, { at: 2 }), linkTo(exchangeId, { at: 3 })]
      await store.delivered(exchangeId, links)
      await store.recordVote(aVote({ exchangeId, why: 'because' }))
      return { claim, links, replyMessage }
    }

    it.each([
      ['its own message', false],
      ['the reply to its question', true],
    ])('by %s loses all that came of it, and gives the messages that were posted', async (_, byReply) => {
      const { claim, links, replyMessage } = await full()
      const { exchangeId, place, key } = claim
      const message = byReply ? messageOf(replyMessage) : key
      expect(await other.retract(message, true)).toMatchObject({
        exchangeId,
        messages: links.map((one) => one.key),
      })

      const record = await store.exchange(exchangeId)
      expect(record).toMatchObject({
        prompt: '',
        trusted: {},
        outcome: 'failed',
        failure: { code: 'retracted' },
        attempts: [],
        notes: [],
        level: 'borderline_harmful',
      })
      for (const gone of ['question', 'reply', 'shownAttempt', 'awaitsDelivery']) {
        expect(record).not.toHaveProperty(gone)
      }
      expect(await store.linksOf(exchangeId)).toEqual([])
      expect(await store.currentVotes(exchangeId)).toEqual([])
      // What was asked and said is gone; that it was harmful, and which messages were heard, is not.
      expect(await store.conversation(place, 9)).toEqual({
        turns: [],
        levelFloor: 'borderline_harmful',
        replyMessages: [replyMessage],
      })
    })

    it('is a duplicate when its message is delivered again, and taken back only once', async () => {
      const { claim, links } = await full()
      await store.retract(claim.key, true)
      expect(await other.claim({ ...claim, exchangeId: fresh('again') })).toBe('duplicate')
      expect(links).toHaveLength(2)
      expect(await store.retract(claim.key, true)).toMatchObject({
        exchangeId: claim.exchangeId,
        messages: [],
      })
    })

    it('is known by its message on its own platform, workspace and channel alone', async () => {
      const { claim, replyMessage } = await full()
      for (const difference of [{ channel: 'x' }, { workspace: 'x' }, { platform: 'x' }, { message: 'x' }]) {
        expect(await store.retract({ ...claim.key, ...difference }, true)).toBeUndefined()
        expect(await store.retract({ ...messageOf(replyMessage), ...difference }, true)).toBeUndefined()
      }
      expect((await store.exchange(claim.exchangeId))?.outcome).toBe('recovered')
    })

    it('takes nothing of other exchanges with it', async () => {
      const [mine, yours] = [await full(), await full()]
      await store.retract(mine.claim.key, true)
      expect(await store.exchange(yours.claim.exchangeId)).toMatchObject({ outcome: 'recovered' })
      expect(await store.linksOf(yours.claim.exchangeId)).toHaveLength(3)
      expect(await store.currentVotes(yours.claim.exchangeId)).toHaveLength(1)
    })

    it('is neither prolonged nor taken over, and no process can finish or reopen it', async () => {
      const platform = fresh('platform')
      const running = await claimed({ place: { platform }, awaitsDelivery: true, leaseUntil: 10 })
      const { claim: asking } = await answered(
        { place: { platform }, awaitsDelivery: true, leaseUntil: 10 },
        { outcome: 'clarifying', question },
      )
      for (const { key } of [running, asking]) await store.retract(key, true)
      expect(await other.renew(running.exchangeId, 'one', 9_000)).toBe(false)
      expect(await other.takeOver('two', 1_000, 9_000, platform)).toBeUndefined()
      const posted = linkTo(running.exchangeId)
      expect(await other.finish(finished(running, { messages: [posted] }))).toBe(false)
      expect(await other.exchange(running.exchangeId)).toMatchObject({ outcome: 'failed', attempts: [] })
      expect(await other.linkOf(posted.key)).toBeUndefined()
      const reply = { exchangeId: asking.exchangeId, reply: 'x', claimedBy: 'two', leaseUntil: 9_000 }
      expect(await other.reopen(reply)).toBe(false)
      expect((await store.conversation(asking.place, 5)).awaitingReply).toBeUndefined()
    })

    it('leaves nothing behind when it races with the end of its answer', async () => {
      const claims = await Promise.all(Array.from({ length: 32 }, () => claimed()))
      await Promise.all(
        claims.flatMap((claim, index) => {
          const attempts = [anAttempt(), anAttempt()]
          const finish = () =>
            store.finish(finished(claim, { attempts, messages: [linkTo(claim.exchangeId)] }))
          const retract = () => other.retract(claim.key, true)
          return index % 2 ? [finish(), retract()] : [retract(), finish()]
        }),
      )
      for (const { exchangeId } of claims) {
        expect(await store.exchange(exchangeId)).toMatchObject({
          failure: { code: 'retracted' },
          attempts: [],
        })
        expect(await store.linksOf(exchangeId)).toEqual([])
      }
    })

    it('is forgotten with the rest of what its asker asked', async () => {
      const asker = fresh('me')
      const claim = aClaim({ asker })
      await store.claim(claim)
      await store.retract(claim.key, true)
      expect(await store.forget([asker])).toEqual({ exchanges: 1, comparisons: 0, votes: 0 })
      expect(await store.exchangeOf(claim.key)).toBeUndefined()
    })
  })
}
