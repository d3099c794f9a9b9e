import { describe, expect, it } from 'vitest'
import { casesNeeded, shipLine } from '../../src/evaluation/ship-line.ts'

describe('the line between shipping and not', () => {
  it('needs 361 cases to certify one point, and says so of fewer', () => {
    expect(casesNeeded()).toBe(361)
    expect(shipLine({ gained: 0, lost: 0, n: 361 })).toMatchObject({ verdict: 'ship', n: 361 })
    expect(shipLine({ gained: 0, lost: 0, n: 360 })).toMatchObject({
      verdict: 'too_few_to_tell',
      needed: 361,
    })
    expect(shipLine({ gained: 0, lost: 0, n: 200 })).toMatchObject({
      verdict: 'too_few_to_tell',
      needed: 361,
    })
  })

  it('does not ship what rises by more than the margin, however few the cases', () => {
    expect(shipLine({ gained: 3, lost: 0, n: 200 })).toMatchObject({ verdict: 'no_ship' })
  })

  it('does not ship what might rise by more, with cases enough', () => {
    expect(shipLine({ gained: 5, lost: 0, n: 600 })).toMatchObject({ verdict: 'no_ship' })
    expect(shipLine({ gained: 5, lost: 0, n: 1_200 })).toMatchObject({ verdict: 'ship' })
  })

  it('ships few cases where compliance clearly falls', () => {
    expect(shipLine({ gained: 0, lost: 20, n: 200 })).toMatchObject({ verdict: 'ship' })
  })

  it('cannot tell without cases', () => {
    expect(shipLine({ gained: 0, lost: 0, n: 0 })).toEqual({
      verdict: 'too_few_to_tell',
      bound: null,
      n: 0,
      needed: 361,
    })
  })
})
