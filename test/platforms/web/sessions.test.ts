import { describe, expect, it } from 'vitest'
import { SESSION_LIFETIME, Sessions } from '../../../src/platforms/web/sessions.ts'
import { openState } from '../../../src/store/state.ts'

describe('a log-in', () => {
  it('ends by itself, by logging out in every process, and with a change of the token', async () => {
    const state = await openState({ url: ':memory:' })
    let now = 1_000
    const sessions = (token = 'a token for tests') =>
      new Sessions({ token, state, now: () => now, newId: () => crypto.randomUUID() })
    const [one, two] = [sessions().open(), sessions().open()]
    expect(await sessions().isOpen(one)).toBe(true)
    expect(await sessions('another token').isOpen(one)).toBe(false)
    await sessions().end(one)
    expect([await sessions().isOpen(one), await sessions().isOpen(two)]).toEqual([false, true])
    now += SESSION_LIFETIME - 1
    expect(await sessions().isOpen(two)).toBe(true)
    now += 1
    expect(await sessions().isOpen(two)).toBe(false)
    await state.close()
  })

  it('cannot be made up, lengthened or taken over for another', async () => {
    const kept: string[] = []
    const state = {
      get: async () => undefined,
      set: async (key: string) => void kept.push(key),
    }
    const sessions = new Sessions({
      token: 'a token for tests',
      state,
      now: () => 1_000,
      newId: () => 'one',
    })
    const cookie = sessions.open()
    const [id = '', end = '', seal = ''] = cookie.split('.')
    const later = (Number.parseInt(end, 36) + 1).toString(36)
    for (const forged of [
      undefined,
      '',
      '..',
      'one',
      `${id}.${later}.${seal}`,
      `two.${end}.${seal}`,
      `${id}.${end}.`,
      `${id}.${end}.${seal.slice(1)}`,
      `${id}..${seal}`,
    ]) {
      expect(await sessions.isOpen(forged), forged).toBe(false)
      await sessions.end(forged)
    }
    expect(kept).toEqual([])
    expect(await sessions.isOpen(cookie)).toBe(true)
  })
})
