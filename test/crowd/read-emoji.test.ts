import { describe, expect, it } from 'vitest'
import { readEmoji } from '../../src/crowd/read-emoji.ts'
import { InputError } from '../../src/errors.ts'

describe('an emoji that somebody typed', () => {
  it.each([
    ['slack', ':our_no:', ':our_no:'],
    ['slack', ':Tada:', ':tada:'],
    ['slack', ':wave::skin-tone-3:', ':wave:'],
    ['slack', ':いいね:', ':いいね:'],
    ['slack', ':thumbsup:', '👍'],
    ['slack', ':man-gesturing-no::skin-tone-2:', '🙅'],
    ['slack', '🛡', '🛡️'],
    ['discord', '<:our_no:123456789012345678>', '<:our_no:123456789012345678>'],
    ['discord', '<a:our_no:123456789012345678>', '<a:our_no:123456789012345678>'],
    ['discord', '🎉', '🎉'],
    ['discord', '👋🏽', '👋'],
    ['discord', '❤', '❤️'],
    ['web', ' 👩🏽‍🚀 ', '👩‍🚀'],
    ['web', '🇩🇪', '🇩🇪'],
    ['web', '👍🏿', '👍'],
  ])('in %s as %s is %s', (platform, typed, emoji) => {
    expect(readEmoji(typed, platform)).toBe(emoji)
  })

  it.each([
    ['slack', '🎉'],
    ['slack', '<:our_no:123456789012345678>'],
    ['slack', `:${'x'.repeat(41)}:`],
    ['slack', ':two words:'],
    ['slack', ':one::two:'],
    ['slack', 'our_no'],
    ['discord', ':our_no:'],
    ['discord', '<:our_no:123>'],
    ['discord', '<@123456789012345678>'],
    ['web', ':our_no:'],
    ['web', '<:our_no:123456789012345678>'],
    ['web', '👍👎'],
    ['web', 'no'],
    ['web', '1'],
    ['web', ''],
    ['web', 'x'.repeat(100)],
  ])('in %s as %s cannot be used, which one line says', (platform, typed) => {
    expect(() => readEmoji(typed, platform)).toThrow(InputError)
    expect(() => readEmoji(typed, platform)).toThrow(/^.{10,160}$/u)
  })
})
