import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ComparisonStatus } from '../../../src/comparison-types.ts'
import { comparisonMessage } from '../../../src/platforms/discord/comparison-message.ts'
import { Problems } from '../../fakes/discord/errors.ts'
import { checkLayout, displayedTexts } from '../../fakes/discord/layout-limits.ts'
import { hiddenLinksIn } from '../../fakes/discord/visible-text.ts'
import { comparisonOf, HOSTILE_TEXT } from '../../support/comparison-views.ts'

const STATUSES: readonly ComparisonStatus[] = ['running', 'open', 'revealed', 'cancelled', 'failed']

const shown = (...given: Parameters<typeof comparisonOf>) =>
  comparisonMessage(comparisonOf(...given)).map((part) => ({ ...part }))

function accepted(components: readonly object[]) {
  const problems = new Problems()
  checkLayout({ components }, problems, '')
  problems.raise()
}

describe('the message of a comparison in Discord', () => {
  it('is one that Discord takes, whatever stands in it', () => {
    const text = fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 300 }),
      fc.constant(HOSTILE_TEXT),
      fc.constantFrom('*_~', 'word ', '```\n', '\n', '@', '🧑‍🚀').map((piece) => piece.repeat(2_000)),
    )
    fc.assert(
      fc.property(
        text,
        fc.constantFrom(...STATUSES),
        fc.integer({ min: 1, max: 6 }),
        (given, status, answers) => accepted(shown(given, { status, answers, note: given })),
      ),
      { numRuns: 25 },
    )
  })

  it('lets no answer out of its box', () => {
    for (const status of STATUSES) {
      const texts = displayedTexts(shown(HOSTILE_TEXT, { status }))
      for (const one of texts) {
        expect(hiddenLinksIn(one)).toEqual([])
        expect((one.match(/^```/gm) ?? []).length % 2).toBe(0)
      }
      expect(texts.join('\n').match(/^-# 9 people/m)).toBeNull()
    }
  })

  it('tells nothing of what made an answer before it is revealed', () => {
    const blind = JSON.stringify(shown('The sea is wide.'))
    expect(blind).not.toMatch(/few-shot|1\.2 s|123 tokens|partly/)
    expect(blind).toContain('2 people have voted.')
  })

  it('tells of each answer what made it once it is revealed, and leaves nothing to vote on', () => {
    const revealed = shown('The sea is wide.', { answers: 2, status: 'revealed' })
    const texts = displayedTexts(revealed).join('\n')
    expect(texts).toContain('few-shot · The sea is wide. (scripted stand-in) · partly refused · 123 tokens')
    expect(texts).toContain('Tie: 1 vote.')
    expect(JSON.stringify(revealed)).not.toContain('recourse:best')
  })

  it('offers to read what is cut, and only that', () => {
    const offered = (text: string) =>
      [...JSON.stringify(shown(text, { answers: 2 })).matchAll(/recourse:whole:[^:]+:(\w+)/g)].map(
        ([, which]) => which,
      )
    expect(offered('short')).toEqual([])
    expect(offered('long '.repeat(3_000))).toEqual(['prompt', 'A', 'B'])
  })
})
