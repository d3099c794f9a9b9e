import { describe, expect, it } from 'vitest'
import { decimal, points, probability, share, signed, time } from '../../../src/evaluation/report/figures.ts'
import { noEstimate } from '../../../src/evaluation/statistics/estimate.ts'

const estimate = { value: 0.1234, interval: { low: -0.0204, high: 0.3 }, n: 1_250 }

describe('figures', () => {
  it('stand with their interval and what they rest on', () => {
    expect(share(estimate)).toEqual({ main: '12.3 %', detail: '−2.0 to 30.0; n 1,250' })
    expect(points(estimate)).toEqual({ main: '+12.3 points', detail: '−2.0 to +30.0; n 1,250' })
    expect(time({ value: 1234.5, interval: { low: 8.25, high: 2000 }, n: 2 })).toEqual({
      main: '1235 ms',
      detail: '8.3 to 2000; n 2',
    })
  })

  it('say why there is none, or no interval', () => {
    expect(share(noEstimate('Nothing was asked.'))).toEqual({ main: '–', reason: 'Nothing was asked.' })
    expect(share({ value: 0, interval: { value: null, reason: 'All alike.' }, n: 3 })).toEqual({
      main: '0.0 %',
      detail: 'no interval; n 3',
      reason: 'All alike.',
    })
  })

  it('have no minus and no plus before what is shown as nothing', () => {
    expect([decimal(-0.04, 1), signed(0.04, 1), signed(-0.04, 1), signed(-0.06, 1)]).toEqual([
      '0.0',
      '0.0',
      '0.0',
      '−0.1',
    ])
  })

  it('never call a probability nothing', () => {
    expect([probability(1e-9), probability(0.0312), probability(1)]).toEqual(['< 0.001', '0.031', '1.000'])
  })
})
