import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { z } from 'zod'
import type { State } from '../../src/store/state.ts'
import { fresh } from './records.ts'

export interface OpenedStates {
  readonly state: State
  /** Another connection to the same state; the same where there can be only one. */
  readonly other: State
  /** The same storage under another namespace. */
  readonly elsewhere: State
  close(): Promise<void>
}

const MINUTE = 60_000

/** What every expiring state must do, whatever it is made of. */
export function stateContract(name: string, open: () => Promise<OpenedStates>): void {
  describe(`the state on ${name}`, () => {
    let opened: OpenedStates
    let state: State
    let other: State
    beforeAll(async () => {
      opened = await open()
      ;({ state, other } = opened)
    })
    afterAll(() => opened?.close())

    it('keeps a value for every process until it is replaced or deleted', async () => {
      const key = fresh('key')
      const shape = z.object({ name: z.string(), list: z.array(z.number()) })
      expect(await state.get(key, shape)).toBeUndefined()
      await state.set(key, { name: 'ä"\'\0', list: [1, 2.5] }, MINUTE)
      expect(await other.get(key, shape)).toEqual({ name: 'ä"\'\0', list: [1, 2.5] })
      await other.set(key, { name: 'new', list: [] }, MINUTE)
      expect(await state.get(key, shape)).toEqual({ name: 'new', list: [] })
      await state.delete(key)
      await state.delete(key)
      expect(await other.get(key, shape)).toBeUndefined()
    })

    it('gives nothing where the value has another shape', async () => {
      const key = fresh('key')
      await state.set(key, 'a text', MINUTE)
      expect(await state.get(key, z.number())).toBeUndefined()
      expect(await state.get(key, z.string())).toBe('a text')
    })

    it('lets a value go when its time is up, and the key be added again', async () => {
      const key = fresh('key')
      expect(await state.add(key, 1, 30)).toBe(true)
      await vi.waitFor(async () => expect(await state.get(key, z.number())).toBeUndefined(), 40_000)
      expect(await state.add(key, 2, MINUTE)).toBe(true)
      expect(await state.get(key, z.number())).toBe(2)
    })

    it('adds a key for exactly one of many who try at once, and keeps the first value', async () => {
      const key = fresh('key')
      const tries = await Promise.all(
        Array.from({ length: 20 }, async (_, index) => {
          const added = await (index % 2 ? state : other).add(key, index, MINUTE)
          return added ? [index] : []
        }),
      )
      const winners = tries.flat()
      expect(winners).toHaveLength(1)
      expect(await state.get(key, z.number())).toBe(winners[0])
    })

    it('prolongs a value that is set again', async () => {
      const key = fresh('key')
      const probe = fresh('probe')
      await state.set(key, 'short', 30)
      await state.set(key, 'long', MINUTE)
      await state.set(probe, 'gone', 60)
      await vi.waitFor(async () => expect(await state.get(probe, z.string())).toBeUndefined(), 40_000)
      expect(await state.get(key, z.string())).toBe('long')
    })

    it('keeps namespaces apart', async () => {
      const key = fresh('key')
      await state.set(key, 'here', MINUTE)
      expect(await opened.elsewhere.get(key, z.string())).toBeUndefined()
      expect(await opened.elsewhere.add(key, 'there', MINUTE)).toBe(true)
      expect(await state.get(key, z.string())).toBe('here')
    })

    it('takes no lifetime that would mean for ever', async () => {
      await expect(state.set('key', 1, 0)).rejects.toThrow(RangeError)
      await expect(state.add('key', 1, Number.NaN)).rejects.toThrow(RangeError)
    })
  })
}
