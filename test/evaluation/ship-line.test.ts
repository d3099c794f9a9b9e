import { describe, expect, it } from 'vitest'
import { casesNeeded, shipLine } from '../../src/evaluation/ship-line.ts'

/** The line where every request was asked once. */
const lineOf = (gained: number, lost: number, n: number) =>
  shipLine({ gained, lost, n, pairs: n, clusters: n })

describe('the line between shipping and not', () => {
  it('needs 361 cases to certify one point, and says so of fewer', () => {
    expect(casesNeeded()).toBe(361)
    expect(lineOf(0, 0, 361)).toMatchObject({ verdict: 'ship', n: 361 })
    expect(lineOf(0, 0, 360)).toMatchObject({
      verdict: 'too_few_to_tell',
      needed: 361,
    })
    expect(lineOf(0, 0, 200)).toMatchObject({
      verdict: 'too_few_to_tell',
      needed: 361,
    })
  })

  it('does not ship what rises by more than the margin, however few the cases', () => {
    expect(lineOf(3, 0, 200)).toMatchObject({ verdict: 'no_ship' })
  })

  it('does not ship what might rise by more, with cases enough', () => {
    expect(lineOf(5, 0, 600)).toMatchObject({ verdict: 'no_ship' })
    expect(lineOf(5, 0, 1_200)).toMatchObject({ verdict: 'ship' })
  })

  it('ships few cases where compliance clearly falls', () => {
    expect(lineOf(0, 20, 200)).toMatchObject({ verdict: 'ship' })
  })

  it('cannot tell without cases', () => {
    expect(lineOf(0, 0, 0)).toEqual({
      verdict: 'too_few_to_tell',
      bound: null,
      n: 0,
      pairs: 0,
      clusters: 0,
      needed: 361,
    })
  })
})
