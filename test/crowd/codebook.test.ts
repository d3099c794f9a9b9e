import { describe, expect, it } from 'vitest'
import { CODEBOOK, chosenLabel, entryOf, isSameEmoji, LABELS } from '../../src/crowd/codebook.ts'

const labelOf = (emoji: string) => entryOf(emoji, CODEBOOK)?.label

describe('the codebook', () => {
  it('has exactly one entry for every label, with its own emoji, meaning and example', () => {
    expect(CODEBOOK.entries.map((entry) => entry.label)).toEqual(LABELS)
    expect(new Set(CODEBOOK.entries.map((entry) => entry.emoji)).size).toBe(LABELS.length)
    for (const { name, meaning, example } of CODEBOOK.entries) {
      expect(name).toMatch(/^[a-z][a-z -]{5,30}$/)
      expect(meaning).toMatch(/^[^\n]{10,120}$/)
      expect(example).toMatch(/^[^\n]{10,140}$/)
    }
  })

  it('reads every emoji and every one of its names back to the same label', () => {
    for (const { emoji, names, label } of CODEBOOK.entries) {
      for (const spelling of [emoji, ...names, ...names.map((name) => `:${name}:`)]) {
        expect(labelOf(spelling), spelling).toBe(label)
      }
    }
  })

  it.each([
    ['👍🏿', 'answered_well'],
    ['+1::skin-tone-3', 'answered_well'],
    [':+1::skin-tone-6:', 'answered_well'],
    [':thumbsup_tone2:', 'answered_well'],
    ['🙅🏽‍♀️', 'refused_harmless'],
    ['man-gesturing-no', 'refused_harmless'],
    ['woman-gesturing-no::skin-tone-5', 'refused_harmless'],
    ['🛡', 'rightly_refused'],
    ['🛡\u{FE0F}', 'rightly_refused'],
  ])('folds %s to %s', (emoji, label) => {
    expect(labelOf(emoji)).toBe(label)
  })

  it.each(['', ':', '👎', '-1', 'constructor', '<:custom:123>', '👍👍'])('gives %j no label', (emoji) => {
    expect(labelOf(emoji)).toBeUndefined()
  })

  it('reads another codebook where one is given', () => {
    expect(entryOf('👍', { version: 'x', entries: [] })).toBeUndefined()
  })
})

describe('what a button or an option says', () => {
  it('is a label, or the emoji that the label had from the beginning', () => {
    for (const { label, emoji } of CODEBOOK.entries) {
      expect([chosenLabel(label), chosenLabel(emoji)]).toEqual([label, label])
    }
    expect(chosenLabel('🍕')).toBeUndefined()
  })
})

describe('two ways to write an emoji', () => {
  const without = { version: 'x', entries: CODEBOOK.entries.filter(({ emoji }) => emoji !== '👍') }

  it.each([
    ['👍', '+1', true],
    ['👍🏽', ':thumbsup:', true],
    [':our_no:', 'our_no', true],
    ['<:no:123456789012345678>', '<a:never:123456789012345678>', true],
    ['<:no:123456789012345678>', '<:no:123456789012345679>', false],
    ['👍', '👎', false],
  ])('%s and %s are one: %s, also where the codebook has neither', (one, other, same) => {
    expect(isSameEmoji(one, other, without)).toBe(same)
    expect(isSameEmoji(other, one, CODEBOOK)).toBe(same)
  })
})
