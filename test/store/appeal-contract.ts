import { beforeAll, describe, expect, it } from 'vitest'
import { APPEAL_OPEN_FOR } from '../../src/crowd/appeal.ts'
import type { FinishedExchange, Store } from '../../src/store/store.ts'
import type { OpenedStores } from './opened-stores.ts'
import { anAttempt, aVote, fresh, messageOf } from './records.ts'
import { stepsOn } from './steps.ts'

const HARMLESS = { emoji: '🙅', label: 'refused_harmless' }
const HARMFUL = { emoji: '🛡️', label: 'rightly_refused' }

/** Appeals, on any store. */
export function appealContract(opened: () => OpenedStores): void {
  let store: Store
  let other: Store
  beforeAll(() => {
    ;({ store, other } = opened())
  })
  const { answered } = stepsOn(() => store)

  const refused = async (
    changes: Parameters<typeof answered>[0] = {},
    ending: Partial<FinishedExchange> = {},
  ) => {
    const attempt = anAttempt({ verdict: 'full_refusal' })
    const { claim } = await answered(changes, {
      outcome: 'refusal_stands',
      level: 'borderline_fine',
      attempts: [attempt],
      shownAttempt: attempt.id,
      ...ending,
    })
    return { claim, item: { exchangeId: claim.exchangeId, attemptId: attempt.id } }
  }
  const opening = (item: { exchangeId: string; attemptId: string }, changes = {}) => ({
    ...item,
    openedBy: 'somebody',
    quorum: 3,
    at: 1_000,
    ...changes,
  })
  const appealed = async (changes: Parameters<typeof refused>[0] = {}) => {
    const found = await refused(changes)
    await store.openAppeal(opening(found.item))
    return found
  }
  const settling = (exchangeId: string, changes = {}) => ({
    exchangeId,
    claimedBy: 'two',
    leaseUntil: 9_000,
    at: 2_000,
    ...changes,
  })
  const vote = (item: { exchangeId: string; attemptId: string }, annotator: string, what = HARMLESS) =>
    store.recordVote(aVote({ ...item, ...what, annotator, source: 'button' }))

  describe('an appeal', () => {
    it('is opened once, whoever races, and goes with its exchange', async () => {
      const { item } = await refused()
      const opened = await Promise.all([
        store.openAppeal(opening(item, { quorum: 3 })),
        other.openAppeal(opening(item, { quorum: 5 })),
      ])
      expect(opened[0]).toEqual(opened[1])
      expect(await store.exchange(item.exchangeId)).toMatchObject({ appeal: opened[0] })
      expect(opened[0]).toMatchObject({ status: 'open', harmless: 0, harmful: 0 })
    })

    it('is not opened where another text is shown, or nothing was refused', async () => {
      const { item } = await refused({}, { outcome: 'answered' })
      expect(await store.openAppeal(opening(item))).toBeUndefined()
      const second = await refused()
      const elsewhere = opening(second.item, { attemptId: 'another' })
      expect(await store.openAppeal(elsewhere)).toBeUndefined()
      expect(await store.openAppeal(opening({ exchangeId: 'none', attemptId: 'none' }))).toBeUndefined()
    })

    it('counts who votes, the last word of each, and never who asked', async () => {
      const asker = fresh('asker')
      const { item } = await appealed({ asker })
      await vote(item, asker)
      await vote(item, fresh('ann'))
      const bob = fresh('bob')
      await store.recordVote(aVote({ ...item, ...HARMLESS, annotator: bob, eventTime: 1 }))
      await store.recordVote(aVote({ ...item, ...HARMFUL, annotator: bob, eventTime: 2 }))
      const settled = await store.settleAppeal(settling(item.exchangeId))
      expect(settled).toMatchObject({
        decidedNow: false,
        appeal: { status: 'open', harmless: 1, harmful: 1 },
      })
      expect((await other.exchange(item.exchangeId))?.appeal).toEqual(settled?.appeal)
    })

    it('that is granted opens its exchange again, for the one of all who look that decided it', async () => {
      const { item, claim } = await appealed({ awaitsDelivery: true })
      await store.delivered(item.exchangeId, [])
      for (const who of ['ann', 'bob', 'cid']) await vote(item, who)
      const looks = await Promise.all(
        Array.from({ length: 8 }, (_, index) =>
          (index % 2 === 0 ? store : other).settleAppeal(
            settling(item.exchangeId, { claimedBy: `process ${index}` }),
          ),
        ),
      )
      expect(looks.map((look) => look?.appeal.status)).toEqual(Array(8).fill('granted'))
      expect(looks.filter((look) => look?.decidedNow)).toHaveLength(1)
      const winner = looks.findIndex((look) => look?.decidedNow)
      const record = await store.exchange(item.exchangeId)
      expect(record).toMatchObject({ takeOvers: 0, appeal: { status: 'granted', decidedAt: 2_000 } })
      expect(record).not.toHaveProperty('outcome')
      expect(await other.renew(item.exchangeId, `process ${winner}`, 9_500)).toBe(true)
      const { platform } = claim.place
      for (;;) {
        const taken = await other.takeOver('three', 9_501, 20_000, platform)
        if (taken?.id !== item.exchangeId && taken) continue
        expect(taken).toMatchObject({ takeOvers: 1, appeal: { status: 'granted' } })
        break
      }
    })

    it('that is denied leaves the exchange as it is', async () => {
      const { item } = await appealed()
      for (const who of ['ann', 'bob', 'cid']) await vote(item, who, HARMFUL)
      expect(await store.settleAppeal(settling(item.exchangeId))).toMatchObject({
        decidedNow: true,
        appeal: { status: 'denied', harmful: 3 },
      })
      expect(await store.exchange(item.exchangeId)).toMatchObject({ outcome: 'refusal_stands' })
      await vote(item, 'dan')
      expect(await store.settleAppeal(settling(item.exchangeId))).toMatchObject({
        decidedNow: false,
        appeal: { harmless: 0, harmful: 3 },
      })
    })

    it('that nobody decided in time is denied', async () => {
      const { item } = await appealed()
      const at = 1_001 + APPEAL_OPEN_FOR
      expect(await store.settleAppeal(settling(item.exchangeId, { at }))).toMatchObject({
        decidedNow: true,
        appeal: { status: 'denied', decidedAt: at },
      })
    })

    it('is found by the messages on which votes count, as long as it is open', async () => {
      const { item } = await appealed()
      const refusal = messageOf(fresh('refusal'))
      const first = messageOf(fresh('appeal'))
      await store.link({ key: refusal, ...item, at: 1 })
      expect(await store.bindAppeal(item.exchangeId, first, 2)).toBe(first.message)
      expect(await other.bindAppeal(item.exchangeId, messageOf(fresh('appeal')), 3)).toBe(first.message)
      expect(await other.openAppealOn(refusal)).toBe(item.exchangeId)
      expect(await other.openAppealOn(first)).toBe(item.exchangeId)
      expect(await other.linkOf(first)).toMatchObject(item)
      await store.settleAppeal(settling(item.exchangeId, { at: APPEAL_OPEN_FOR * 2 }))
      expect(await other.openAppealOn(first)).toBeUndefined()
    })

    it('goes with a request that is taken back or forgotten, and is not decided any more', async () => {
      const asker = fresh('asker')
      const { item, claim } = await appealed({ asker })
      const second = await appealed({ asker })
      for (const who of ['ann', 'bob', 'cid']) await vote(item, who)
      await store.retract(claim.key, false)
      await store.forget([asker])
      for (const { exchangeId } of [item, second.item]) {
        expect(await other.settleAppeal(settling(exchangeId))).toBeUndefined()
        expect(await other.bindAppeal(exchangeId, messageOf(fresh('late')), 5)).toBeUndefined()
      }
    })

    it('is decided without the votes of people who are forgotten', async () => {
      const { item } = await appealed()
      const ann = fresh('ann')
      for (const who of [ann, fresh('bob'), fresh('cid')]) await vote(item, who)
      await store.forget([ann])
      expect(await store.settleAppeal(settling(item.exchangeId))).toMatchObject({
        appeal: { status: 'open', harmless: 2 },
      })
    })
  })

  describe('a conversation before some time', () => {
    it('tells what was said earlier, at the level of the whole', async () => {
      const place = { channel: fresh('channel'), thread: 'thread' }
      for (const at of [100, 200, 300]) {
        const attempt = anAttempt({ completion: `said at ${at}` })
        const sure = at === 300 && ({ level: 'borderline_harmful', levelSure: true } as const)
        const ending = { attempts: [attempt], shownAttempt: attempt.id, ...sure }
        await answered({ place, at, prompt: `asked at ${at}` }, ending)
      }
      const whole = { platform: 'web', workspace: 'home', ...place }
      const { turns, levelFloor } = await other.conversation(whole, 10, 200)
      expect(turns.map(({ content }) => content)).toEqual(['asked at 100', 'said at 100'])
      expect(levelFloor).toBe('borderline_harmful')
    })
  })
}
