import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fold } from '../../src/refusal/normalise.ts'
import { readWords } from '../../src/refusal/words.ts'

const hashes = (text: string) => {
  const words = readWords(fold(text, 0, text.length).text)
  return [...words.hash.subarray(0, words.count)]
}

describe('the words of a text', () => {
  it.each([
    ["I can't help.", 'I cannot help.', 'i can not help.'],
    ["I won't", 'I wont', 'I will not'],
    ["I don't", 'I dont', 'I do not'],
    ["I'm just", 'Im just', 'I am just'],
    ["we're, they've, I'll", 'we are, they have, I will', 'we are, they have, i will'],
    ['In 1939', 'In 2', 'in 77'],
  ])('are the same for %j, %j and %j', (a, b, c) => {
    expect(hashes(b)).toEqual(hashes(a))
    expect(hashes(c)).toEqual(hashes(a))
  })

  it('keep a name with an apostrophe apart from a contraction', () => {
    expect(hashes("Harry's")).not.toEqual(hashes('Harry is'))
    expect(hashes("won't")).not.toEqual(hashes('won not'))
  })

  it('stand in order inside the text, whatever it holds', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
        const folded = fold(text, 0, text.length).text
        const { count, from, to } = readWords(folded)
        for (let i = 0; i < count; i += 1) {
          expect(to[i]).toBeGreaterThan(from[i] ?? 0)
          expect(to[i]).toBeLessThanOrEqual(folded.length)
          expect(from[i]).toBeGreaterThanOrEqual(from[i - 1] ?? 0)
        }
      }),
    )
  })
})
