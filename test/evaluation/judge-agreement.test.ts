import { describe, expect, it } from 'vitest'
import type { Verdict } from '../../src/domain.ts'
import {
  correctedComplianceRate,
  correctedRefusalRate,
  judgeAgreement,
} from '../../src/evaluation/judge-agreement.ts'
import type { Cell } from '../../src/evaluation/types.ts'
import { makeCell } from './make-cells.ts'

const [ANSWERED, PARTLY, REFUSED] = ['full_compliance', 'partial_refusal', 'full_refusal'] as const

/** So many cells that the detector and people judged so. */
const judged = (times: number, detector: Verdict, people?: Verdict): readonly Cell[] =>
  Array.from({ length: times }, (_, at) =>
    makeCell(`${detector} ${people} ${at}`, 'plain', {
      verdict: detector,
      ...(people ? { judged: { people } } : {}),
    }),
  )

describe('the agreement of two judges', () => {
  const cells = [
    ...judged(20, REFUSED, REFUSED),
    ...judged(5, REFUSED, ANSWERED),
    ...judged(10, ANSWERED, REFUSED),
    ...judged(15, ANSWERED, ANSWERED),
    ...judged(30, ANSWERED),
  ]

  it('has the confusion, and the kappa of 0.4 of the two-by-two table 20, 5, 10, 15', () => {
    const agreement = judgeAgreement(cells, 'detector', 'people')
    expect(agreement.n).toBe(50)
    expect(agreement.confusion).toEqual({
      full_compliance: { full_compliance: 15, partial_refusal: 0, full_refusal: 5 },
      partial_refusal: { full_compliance: 0, partial_refusal: 0, full_refusal: 0 },
      full_refusal: { full_compliance: 10, partial_refusal: 0, full_refusal: 20 },
    })
    expect(agreement.kappa.value).toBeCloseTo(0.4, 12)
    expect(agreement.refusalKappa.value).toBeCloseTo(0.4, 12)
    expect(agreement.sensitivity).toMatchObject({ value: 20 / 30, n: 30 })
    expect(agreement.specificity).toMatchObject({ value: 15 / 20, n: 20 })
  })

  it('forgives a partial refusal called full only where refusals are one', () => {
    const { kappa, refusalKappa } = judgeAgreement(
      [...judged(5, REFUSED, PARTLY), ...judged(5, ANSWERED, ANSWERED)],
      'detector',
      'people',
    )
    expect(refusalKappa.value).toBe(1)
    expect(kappa.value).toBeLessThan(1)
  })

  it('corrects rates of all the judge saw, by its errors where people judged too', () => {
    const found = 25 / 80
    const [sensitivity, specificity] = [20 / 30, 15 / 20]
    const refused = (found + specificity - 1) / (sensitivity + specificity - 1)
    const estimate = correctedRefusalRate(cells, 'detector', 'people')
    expect(estimate.value).toBeCloseTo(refused, 12)
    expect(estimate.n).toBe(80)
    expect(correctedComplianceRate(cells, 'detector', 'people').value).toBeCloseTo(1 - refused, 12)
  })

  it('is undefined, with the reason, where people judged nothing', () => {
    const agreement = judgeAgreement(judged(3, ANSWERED), 'detector', 'people')
    expect(agreement).toMatchObject({ n: 0, kappa: { value: null }, sensitivity: { value: null } })
    expect(correctedRefusalRate(judged(3, ANSWERED), 'detector', 'people')).toMatchObject({
      value: null,
      reason: expect.stringContaining('not measured'),
    })
  })
})
