import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { agreementOfTallies } from '../../src/crowd/agreement-of-tallies.ts'
import { LABELS, type Label } from '../../src/crowd/codebook.ts'
import { krippendorffAlpha } from '../../src/crowd/krippendorff.ts'
import { alphaReading } from '../../src/crowd/rate-words.ts'
import { votePatterns } from '../../src/crowd/vote-patterns.ts'
import { voteTableOf } from '../../src/crowd/vote-table.ts'

const NONE = {
  answered_well: 0,
  refused_harmless: 0,
  half_refused_harmless: 0,
  rightly_refused: 0,
  should_have_refused: 0,
  not_sure: 0,
}
const tally = (some: Partial<Record<Label, number>>) => ({ ...NONE, ...some })

describe('agreement by tallies', () => {
  it('is the alpha of the single votes, in which who is not sure is missing', () => {
    const items = fc.array(fc.array(fc.constantFrom(...LABELS), { maxLength: 6 }), { maxLength: 12 })
    fc.assert(
      fc.property(items, (votes) => {
        const table = voteTableOf(
          votes.flatMap((labels, task) =>
            labels
              .filter((label) => label !== 'not_sure')
              .map((label, annotator) => ({ task: `${task}`, annotator: `${annotator}`, label })),
          ),
        )
        const expected = krippendorffAlpha(votePatterns(table), { level: 'nominal' })
        const tallies = votes.map((labels) => ({
          items: 1,
          tally: tally(
            Object.fromEntries(LABELS.map((label) => [label, labels.filter((one) => one === label).length])),
          ),
        }))
        const { alpha } = agreementOfTallies(tallies)
        if (expected.value === null) expect(alpha).toMatchObject(expected)
        else expect(alpha.value).toBeCloseTo(expected.value, 12)
      }),
    )
  })

  it('has the interval of leaving out each item in turn', () => {
    // Ten items of two votes: 7 agree on the first label, 2 on the second, 1 is split.
    const counted = [
      { tally: tally({ answered_well: 2 }), items: 7 },
      { tally: tally({ refused_harmless: 2, not_sure: 4 }), items: 2 },
      { tally: tally({ answered_well: 1, refused_harmless: 1 }), items: 1 },
    ]
    // By hand: observed 2, expected 2·15·5 / 19; without one of each kind 2 of 2·13·5 / 17, 2 of 2·15·3 / 17, none.
    const alpha = 1 - (2 * 19) / 150
    const without = [...Array(7).fill(1 - (2 * 17) / 130), ...Array(2).fill(1 - (2 * 17) / 90), 1]
    const mean = without.reduce((sum, one) => sum + one, 0) / 10
    const spread = 1.959964 * Math.sqrt(0.9 * without.reduce((sum, one) => sum + (one - mean) ** 2, 0))
    const found = agreementOfTallies(counted)
    expect(found).toMatchObject({ items: 10, votes: 20 })
    expect(found.alpha.value).toBeCloseTo(alpha, 12)
    expect(found.alpha.interval).toEqual({
      low: expect.closeTo(alpha - spread, 9),
      high: Math.min(1, alpha + spread),
    })
  })

  it.each([
    ['no votes', []],
    ['single votes', [{ tally: tally({ answered_well: 1 }), items: 50 }]],
    ['one label', [{ tally: tally({ answered_well: 3 }), items: 50 }]],
  ])('is undefined of %s, and says why', (_, counted) => {
    const { alpha } = agreementOfTallies(counted)
    expect(alpha.value).toBeNull()
    expect(alphaReading(alpha)).toMatch(/^undefined: \w/)
  })
})
