import { describe, expect, it } from 'vitest'
import { InTurn } from '../../../src/platforms/discord/in-turn.ts'

describe('what concerns one thing', () => {
  it('is done in the order in which it came, also behind something that failed; other things do not wait', async () => {
    const inTurn = new InTurn()
    const done: string[] = []
    const gate = Promise.withResolvers<void>()
    const first = inTurn.run('one', async () => {
      await gate.promise
      done.push('first')
      throw new Error('broken')
    })
    const second = inTurn.run('one', async () => {
      done.push('second')
      return 2
    })
    await inTurn.run('another', async () => done.push('another'))
    expect(done).toEqual(['another'])
    gate.resolve()
    await expect(first).rejects.toThrow('broken')
    expect(await second).toBe(2)
    expect(done).toEqual(['another', 'first', 'second'])
  })
})
