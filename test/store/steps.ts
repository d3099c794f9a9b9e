import { expect } from 'vitest'
import type { Claim, FinishedExchange, Store } from '../../src/store/store.ts'
import { aClaim, finished } from './records.ts'

/** What most tests of a store begin with. */
export function stepsOn(store: () => Store) {
  const claimed = async (changes: Parameters<typeof aClaim>[0] = {}): Promise<Claim> => {
    const claim = aClaim(changes)
    expect(await store().claim(claim)).toBe('claimed')
    return claim
  }
  const answered = async (
    changes: Parameters<typeof aClaim>[0] = {},
    ending: Partial<FinishedExchange> = {},
  ) => {
    const claim = await claimed(changes)
    const end = finished(claim, ending)
    await store().finish(end)
    return { claim, end }
  }
  return { claimed, answered }
}
