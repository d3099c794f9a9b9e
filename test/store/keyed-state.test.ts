import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { keyedState } from '../../src/store/keyed-state.ts'
import { openState } from '../../src/store/state.ts'

describe('keyed state', () => {
  it('finds what it keeps, and hides the key from whoever has no secret', async () => {
    const state = await openState({ url: ':memory:' })
    const [one, other] = [keyedState(state, 'secret'), keyedState(state, 'another')]
    await one.set('verdict:digest', 1, 1_000)
    expect(await one.get('verdict:digest', z.number())).toBe(1)
    expect(await other.get('verdict:digest', z.number())).toBeUndefined()
    expect(await state.get('verdict:digest', z.number())).toBeUndefined()
    await state.close()
  })

  it('deletes what was kept under a former secret too', async () => {
    const state = await openState({ url: ':memory:' })
    const former = keyedState(state, 'former')
    await former.set('compared:digest', 'words', 1_000)
    await keyedState(state, 'secret', ['former']).delete('compared:digest')
    expect(await former.get('compared:digest', z.string())).toBeUndefined()
    await state.close()
  })
})
