import fc from 'fast-check'
import { expect, it } from 'vitest'
import { wordingFor } from '../src/wording-for.ts'

it('gives the same text the same one of the wordings', () => {
  fc.assert(
    fc.property(fc.string(), fc.array(fc.string()), fc.string(), (text, rest, one) => {
      const chosen = wordingFor(text, [one, ...rest])
      expect([one, ...rest]).toContain(chosen)
      expect(wordingFor(text, [one, ...rest])).toBe(chosen)
    }),
  )
})

it('uses all wordings about equally often', () => {
  const counts = [0, 0, 0, 0]
  for (let index = 0; index < 4000; index++) {
    const chosen = wordingFor(`prompt ${index}`, [0, 1, 2, 3])
    counts[chosen] = (counts[chosen] ?? 0) + 1
  }
  for (const count of counts) expect(Math.abs(count - 1000)).toBeLessThan(150)
})

it('chooses for texts that begin alike without regard to each other', () => {
  const same = Array.from({ length: 4000 }, (_, index) => index).filter(
    (index) => wordingFor(`${index}.fiction`, [0, 1]) === wordingFor(`${index}.verse`, [0, 1]),
  )
  expect(Math.abs(same.length - 2000)).toBeLessThan(200)
})
