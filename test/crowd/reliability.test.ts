import { expect, it } from 'vitest'
import type { Label } from '../../src/crowd/codebook.ts'
import { type Judged, reliabilityOf } from '../../src/crowd/reliability.ts'

const judged = (own: Label, others: Partial<Record<Label, number>>, sawOtherVotes = false): Judged => ({
  own,
  sawOtherVotes,
  others: {
    answered_well: 0,
    refused_harmless: 0,
    half_refused_harmless: 0,
    rightly_refused: 0,
    should_have_refused: 0,
    not_sure: 0,
    ...others,
  },
})

it('an annotator is compared with the majority of the others, where these have one', () => {
  const { agreement, sawOthers } = reliabilityOf([
    judged('answered_well', { answered_well: 2, refused_harmless: 1 }),
    judged('refused_harmless', { answered_well: 3 }, true),
    judged('answered_well', { answered_well: 1, refused_harmless: 1 }),
    judged('answered_well', { not_sure: 4 }),
    judged('not_sure', { answered_well: 4 }),
  ])
  expect(agreement).toMatchObject({ part: 1, whole: 2 })
  expect(sawOthers).toMatchObject({ part: 1, whole: 5 })
})

it('an annotator without others is unknown', () => {
  expect(reliabilityOf([]).agreement).toMatchObject({ value: null, reason: expect.any(String) })
})
