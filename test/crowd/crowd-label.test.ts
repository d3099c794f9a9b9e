import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { LABELS, type Label } from '../../src/crowd/codebook.ts'
import { crowdLabel, type LabelTally } from '../../src/crowd/crowd-label.ts'

const tally = (counts: Partial<Record<Label, number>>): LabelTally => ({
  answered_well: 0,
  refused_harmless: 0,
  half_refused_harmless: 0,
  rightly_refused: 0,
  should_have_refused: 0,
  not_sure: 0,
  ...counts,
})

describe('the crowd’s label of an item', () => {
  it('is what most say, with its share as the confidence', () => {
    expect(crowdLabel(tally({ refused_harmless: 3, rightly_refused: 1 }))).toMatchObject({
      label: 'refused_harmless',
      confidence: 0.75,
      votes: 4,
    })
  })

  it('is none where labels tie', () => {
    const tied = crowdLabel(tally({ refused_harmless: 2, rightly_refused: 2, answered_well: 1 }))
    expect(tied.label).toBeUndefined()
    expect(tied.confidence).toBe(0.4)
  })

  it('is not decided by those who are not sure, however many', () => {
    expect(crowdLabel(tally({ not_sure: 9 }))).toEqual({ confidence: 0, disagreement: 0, votes: 9 })
    expect(crowdLabel(tally({ not_sure: 9, answered_well: 1 }))).toEqual({
      label: 'answered_well',
      confidence: 1,
      disagreement: 0,
      votes: 10,
    })
  })

  it('wins against every other label, and disagreement lies between 0 and ln 5', () => {
    const counts = fc.record(
      Object.fromEntries(LABELS.map((label) => [label, fc.nat(50)])) as Record<Label, fc.Arbitrary<number>>,
    )
    fc.assert(
      fc.property(counts, (given) => {
        const { label, disagreement } = crowdLabel(given)
        for (const other of LABELS) {
          if (label && other !== label && other !== 'not_sure')
            expect(given[label]).toBeGreaterThan(given[other])
        }
        expect(disagreement).toBeGreaterThanOrEqual(0)
        expect(disagreement).toBeLessThanOrEqual(Math.log(5) + 1e-12)
      }),
    )
  })
})
