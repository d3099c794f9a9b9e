import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { shareRoom } from '../../src/platforms/share-room.ts'

const lengths = fc.array(fc.nat(5_000), { minLength: 1, maxLength: 6 })

describe('shared room', () => {
  it('is given to whoever needs it, and left by whoever does not', () => {
    expect(shareRoom([100, 900, 900], 1_000)).toEqual([100, 450, 450])
    expect(shareRoom([900, 10, 900, 10], 400)).toEqual([190, 10, 190, 10])
    expect(shareRoom([], 100)).toEqual([])
  })

  it('is never more than there is, nor more than anybody needs', () => {
    fc.assert(
      fc.property(lengths, fc.nat(9_000), (given, whole) => {
        const rooms = shareRoom(given, whole)
        const sum = rooms.reduce((a, b) => a + b, 0)
        expect(sum).toBeLessThanOrEqual(whole)
        expect(rooms.every((room, index) => room <= (given[index] ?? 0))).toBe(true)
      }),
    )
  })

  it('gives everybody all they need where there is enough, and the longest no less than another where there is not', () => {
    fc.assert(
      fc.property(lengths, fc.nat(9_000), (given, whole) => {
        const rooms = shareRoom(given, whole)
        const needed = given.reduce((a, b) => a + b, 0)
        if (needed <= whole) expect(rooms).toEqual(given)
        const cut = rooms.filter((room, index) => room < (given[index] ?? 0))
        for (const room of cut) expect(room).toBeGreaterThanOrEqual(Math.max(...rooms) - given.length)
      }),
    )
  })
})
