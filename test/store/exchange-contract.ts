import { beforeAll, describe, expect, it } from 'vitest'
import type { Store } from '../../src/store/store.ts'
import type { OpenedStores } from './opened-stores.ts'
import { aClaim, anAttempt, finished, fresh, messageOf } from './records.ts'
import { stepsOn } from './steps.ts'

/** Claims, leases and outcomes, on any store. */
export function exchangeContract(opened: () => OpenedStores): void {
  let store: Store
  let other: Store
  beforeAll(() => {
    ;({ store, other } = opened())
  })
  const { claimed, answered } = stepsOn(() => store)

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
      const expected = {
        ...asked,
        id: exchangeId,
        createdAt: at,
        calls: 0,
        takeOvers: 0,
        notes: [],
        attempts: [],
      }
      expect(await other.exchange(exchangeId)).toEqual(expected)
      expect(await other.exchangeOf(claim.key)).toEqual(expected)
      expect([claimedBy, leaseUntil]).toEqual(['one', 1_000])
    })

    it('keep what no database can hold as replacement characters', async () => {
      const { exchangeId } = await claimed({ prompt: 'a\0b\uD800c' })
      expect((await store.exchange(exchangeId))?.prompt).toBe('a\uFFFDb\uFFFDc')
    })

    it('tell where they take place', async () => {
      const { exchangeId, place } = await claimed()
      expect(await store.placeOf(exchangeId)).toEqual(place)
    })

    it('find nothing for an unknown id or message', async () => {
      expect(await store.exchange('nobody')).toBeUndefined()
      expect(await store.placeOf('nobody')).toBeUndefined()
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
      expect(await store.finish(finished(claim))).toBe(true)
      expect(await store.renew(claim.exchangeId, 'one', 3_000)).toBe(false)
    })

    it('are taken over only when they ran out, only on their platform, the longest abandoned first', async () => {
      const platform = fresh('platform')
      const late = await claimed({ place: { platform }, leaseUntil: 500 })
      const early = await claimed({ place: { platform }, leaseUntil: 400 })
      await claimed({ place: { platform }, leaseUntil: 5_000 })
      await answered({ place: { platform }, leaseUntil: 300 })
      expect(await store.takeOver('two', 400, 9_000, platform)).toBeUndefined()
      expect(await store.takeOver('two', 1_000, 9_000, platform)).toMatchObject({
        id: early.exchangeId,
        takeOvers: 1,
      })
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
      expect(await store.finish(finished(claim))).toBe(false)
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
        notes: ['Asked again with care.'],
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
        notes: [],
        requestType: 'unknown',
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
}
