import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { foldEmoji } from '../../src/crowd/fold-emoji.ts'

/** Pieces of which emoji and their names are made, and some that only look like it. */
const pieces = fc
  .array(
    fc.constantFrom(
      ...[':', '::', '-', '_', ' ', 'no', 'NO', '+1', 'skin-tone-3', '::skin-tone-3', '_tone2', '-tone2'],
      ...['👍', '🏽', '\u{FE0F}', '\u{200D}', '♂', '♀', '🙅', '<', '>', 'a:', '123456789012345678', 'İ'],
    ),
    { maxLength: 12 },
  )
  .map((parts) => parts.join(''))

describe('folding an emoji', () => {
  it('twice is folding it once', () => {
    fc.assert(
      fc.property(fc.oneof(pieces, fc.string({ unit: 'binary' })), (emoji) => {
        const folded = foldEmoji(emoji)
        expect(foldEmoji(folded)).toBe(folded)
      }),
      { numRuns: 2000 },
    )
  })

  it('leaves of a Discord server’s own emoji its id alone', () => {
    const name = fc.stringMatching(/^\w{2,32}$/)
    const id = fc.bigInt({ min: 10n ** 16n, max: 2n ** 64n - 1n }).map(String)
    fc.assert(
      fc.property(name, name, id, id, (one, other, first, second) => {
        expect(foldEmoji(`<:${one}:${first}>`)).toBe(foldEmoji(`<a:${other}:${first}>`))
        expect(foldEmoji(`<:${one}:${first}>`) === foldEmoji(`<:${one}:${second}>`)).toBe(first === second)
      }),
    )
  })

  it('leaves of a Slack workspace’s own emoji its name', () => {
    expect(foldEmoji(':our_no:')).toBe('our_no')
    expect(foldEmoji(':our_no:')).not.toBe(foldEmoji(':our_yes:'))
  })
})
