import { describe, expect, it } from 'vitest'
import type { DriftPoint } from '../../src/evaluation/drift-series.ts'
import type { OpenedStores } from './opened-stores.ts'
import { fresh } from './records.ts'

/** What watching models for drift asks of a store. */
export function driftContract(opened: () => OpenedStores): void {
  const by = (claimedBy: string, now = 1_000, leaseUntil = now + 500) => ({ claimedBy, now, leaseUntil })
  const aTurn = (due = 100) => ({ schedule: fresh('schedule'), due })
  const CHANNELS = ['slack:C1', 'discord:7']
  const pointOf = (turn: { schedule: string; due: number }, more: Partial<DriftPoint> = {}): DriftPoint => ({
    ...turn,
    model: 'groq:llama',
    arm: 'plain',
    scripted: false,
    basis: 'basis',
    verdicts: { safe: 'apr-', unsafe: 'rra-' },
    ...more,
  })
  /** Of this test alone, since the stores of a contract are shared. */
  const messagesOf = async (schedule: string, now: number) => {
    const found = []
    for (;;) {
      const message = await opened().store.takeDriftMessage(CHANNELS, { now, leaseUntil: now + 1_000 })
      if (!message) return found
      if (message.schedule === schedule) found.push(message)
    }
  }

  describe('turns of the watched sample', () => {
    it('are taken on by one process, whoever asks at the same time', async () => {
      const { store, other } = opened()
      const turn = aTurn()
      const taken = await Promise.all(
        Array.from({ length: 8 }, (_, n) => (n % 2 ? store : other).takeTurn(turn, by(`p${n}`))),
      )
      expect(taken.filter(Boolean)).toHaveLength(1)
      expect(await store.takeTurn({ ...turn, due: 200 }, by('late'))).toBe(true)
    })

    it('are taken over once their lease ran out, unless it was prolonged or they are finished', async () => {
      const { store, other } = opened()
      const turn = aTurn()
      expect(await store.takeTurn(turn, by('one', 1_000, 1_500))).toBe(true)
      expect(await other.takeTurn(turn, by('two', 1_400))).toBe(false)
      expect(await store.renewTurn(turn, 'one', 2_000)).toBe(true)
      expect(await other.takeTurn(turn, by('two', 1_600))).toBe(false)
      expect(await other.takeTurn(turn, by('two', 2_001))).toBe(true)
      expect(await store.renewTurn(turn, 'one', 9_000)).toBe(false)
      expect(await store.finishTurn(turn, 'one', 2_100, ['slack:C1'])).toBe(false)
      expect(await other.finishTurn(turn, 'two', 2_100, [])).toBe(true)
      expect(await store.takeTurn(turn, by('one', 90_000))).toBe(false)
      expect(await messagesOf(turn.schedule, 90_000)).toEqual([])
    })

    it('are free at once when their process gives them up', async () => {
      const { store, other } = opened()
      const turn = aTurn()
      await store.takeTurn(turn, by('one'))
      await store.releaseTurn(turn, 'two')
      expect(await other.takeTurn(turn, by('two'))).toBe(false)
      await store.releaseTurn(turn, 'one')
      expect(await other.takeTurn(turn, by('two'))).toBe(true)
    })

    it('can be passed over, which is known of their schedule', async () => {
      const { store } = opened()
      const turn = aTurn()
      expect(await store.hasTurns(turn.schedule)).toBe(false)
      await store.passTurn(turn, 900)
      await store.passTurn(turn, 950)
      expect(await store.hasTurns(turn.schedule)).toBe(true)
      expect(await store.takeTurn(turn, by('one'))).toBe(false)
    })
  })

  describe('what a turn gave', () => {
    it('is stored once a model and arm, and read in the order of the turns', async () => {
      const { store } = opened()
      const [late, early] = [aTurn(700_000_000_002), aTurn(700_000_000_001)]
      const points = [
        pointOf(early, { scripted: true, model: 'rehearsal:gemma' }),
        pointOf(late),
        pointOf(late, { arm: 'policy' }),
      ]
      await store.recordDrift([...points].reverse())
      await store.recordDrift([pointOf(late, { verdicts: { safe: 'rrrr', unsafe: 'aaaa' } })])
      await store.recordDrift([])
      const own = (await store.driftPoints()).filter(({ schedule }) =>
        [late.schedule, early.schedule].includes(schedule),
      )
      expect(own).toEqual(points)
    })
  })

  describe('messages about a turn', () => {
    it('are taken on one by one, posted once a channel, and tried again from a time on', async () => {
      const { store } = opened()
      const turn = aTurn()
      await store.takeTurn(turn, by('one'))
      expect(await store.finishTurn(turn, 'one', 1_100, ['slack:C1', 'discord:7'])).toBe(true)
      for (const channels of [[], ['slack:C2']])
        expect(await store.takeDriftMessage(channels, { now: 10_000, leaseUntil: 20_000 })).toBeUndefined()
      const both = await messagesOf(turn.schedule, 10_000)
      expect(both.map(({ channel }) => channel).toSorted()).toEqual(['discord:7', 'slack:C1'])
      expect(await messagesOf(turn.schedule, 10_500)).toEqual([])
      const [one, other] = both
      if (!one || !other) throw new Error('two messages were taken on')
      await store.driftMessagePosted(one, 10_600)
      await store.postponeDriftMessage(other, 50_000)
      await store.postponeDriftMessage(one, 0)
      expect(await messagesOf(turn.schedule, 49_999)).toEqual([])
      expect(await messagesOf(turn.schedule, 50_000)).toEqual([other])
    })

    it('go to one process, whoever asks at the same time', async () => {
      const { store, other } = opened()
      const turn = aTurn()
      await store.takeTurn(turn, by('one'))
      await store.finishTurn(turn, 'one', 1_100, ['slack:C1'])
      const taken = await Promise.all(
        Array.from({ length: 6 }, (_, n) =>
          (n % 2 ? store : other).takeDriftMessage(CHANNELS, { now: 200_000, leaseUntil: 300_000 }),
        ),
      )
      expect(taken.filter((one) => one?.schedule === turn.schedule)).toHaveLength(1)
    })
  })

  it('the values of a setting are given once each, wherever they are set', async () => {
    const { store } = opened()
    const name = fresh('setting')
    for (const [scope, value] of ['b', 'a', 'b'].entries())
      await store.setSetting(`scope ${scope}`, name, value, 'admin', 1)
    expect(await store.settingValues(name)).toEqual(['a', 'b'])
  })
}
