import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ComparisonStatus } from '../../../src/comparison-types.ts'
import { comparisonBlocks, readTarget } from '../../../src/platforms/slack/comparison-blocks.ts'
import { blocksRefusal } from '../../fakes/slack/limits.ts'
import { hiddenLinksIn, mentionsIn, passagesOf } from '../../fakes/slack/visible-text.ts'
import { comparisonOf, HOSTILE_TEXT } from '../../support/comparison-views.ts'

const json = (blocks: object[]) => blocks.map((block) => ({ ...block }))
const STATUSES: readonly ComparisonStatus[] = ['running', 'open', 'revealed', 'cancelled', 'failed']

describe('the message of a comparison in Slack', () => {
  it('is one that Slack takes, whatever stands in it', () => {
    const text = fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 300 }),
      fc.constant(HOSTILE_TEXT),
      fc.constantFrom('&<>', 'word ', '```\n', '\n', '🧑‍🚀').map((piece) => piece.repeat(3_000)),
    )
    fc.assert(
      fc.property(
        text,
        fc.constantFrom(...STATUSES),
        fc.integer({ min: 1, max: 6 }),
        (given, status, answers) => {
          const blocks = json(comparisonBlocks(comparisonOf(given, { status, answers, note: given })))
          expect(blocksRefusal(blocks)).toBeUndefined()
          expect(JSON.stringify(blocks).length).toBeLessThan(40_000)
        },
      ),
      { numRuns: 25 },
    )
  })

  it('pings nobody, and hides no link', () => {
    for (const status of STATUSES) {
      const passages = passagesOf('', json(comparisonBlocks(comparisonOf(HOSTILE_TEXT, { status }))))
      expect(mentionsIn(passages)).toEqual([])
      expect(hiddenLinksIn(passages)).toEqual([])
    }
  })

  it('tells nothing of what made an answer before it is revealed', () => {
    const shown = JSON.stringify(comparisonBlocks(comparisonOf('The sea is wide.')))
    expect(shown).not.toMatch(/few-shot|1\.2 s|123 tokens|partly/)
    expect(shown).toContain('2 people have voted.')
  })

  it('tells of each answer what made it once it is revealed, and leaves nothing to vote on', () => {
    const blocks = comparisonBlocks(
      comparisonOf('The sea is wide.', {
        answers: 2,
        status: 'revealed',
        without: [{ model: 'openai:x', strategy: 'direct', why: 'the model did not answer' }],
      }),
    )
    const shown = JSON.stringify(blocks)
    expect(shown).toContain('few-shot · The sea is wide. (scripted stand-in) · partly refused · 123 tokens')
    expect(shown).toContain('1.2 s, from the cache · 1 vote')
    expect(shown).toContain('Tie: 1 vote.')
    expect(shown).toContain('asked directly · openai:x: the model did not answer')
    expect(shown).not.toContain('button')
  })

  it('offers to read what is cut, and only that', () => {
    const actions = (text: string, prompt: string) =>
      [
        ...JSON.stringify(comparisonBlocks(comparisonOf(text, { answers: 2, prompt }))).matchAll(
          /recourse_compare_read_\w+/g,
        ),
      ].map(([id]) => readTarget(id))
    expect(actions('short', 'short')).toEqual([])
    expect(actions('long '.repeat(3_000), 'long '.repeat(300))).toEqual(['prompt', 'A', 'B'])
    expect(readTarget('recourse_compare_read_Z')).toBeUndefined()
  })
})
