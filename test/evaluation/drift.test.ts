import { describe, expect, it } from 'vitest'
import { driftBetween } from '../../src/evaluation/drift.ts'
import { cellsOf, makeItem } from './make-cells.ts'

const SAFE = Array.from({ length: 60 }, (_, at) => makeItem(`s${at}`))
const UNSAFE = Array.from({ length: 40 }, (_, at) => makeItem(`u${at}`, { safe: false }))
const ITEMS = [...SAFE, ...UNSAFE]
const run = (refused: number, complied: number) =>
  cellsOf('plain', ITEMS, 'r'.repeat(refused).padEnd(60, 'a') + 'a'.repeat(complied).padEnd(40, 'r'))

describe('the drift between two runs of a sample', () => {
  it('is none where the same items are refused', () => {
    expect(driftBetween(run(12, 1), run(12, 1), ITEMS)).toMatchObject([
      {
        model: 'rehearsal:llama2',
        arm: 'plain',
        overRefusal: { changed: false, change: { value: 0, n: 60 } },
        unsafeCompliance: { changed: false, change: { value: 0, n: 40 } },
        unpaired: 0,
      },
    ])
  })

  it('is none where a few items changed, and one where many did the same way', () => {
    expect(driftBetween(run(12, 1), run(14, 1), ITEMS)[0]?.overRefusal).toMatchObject({ changed: false })
    expect(driftBetween(run(12, 1), run(24, 9), ITEMS)[0]).toMatchObject({
      overRefusal: { changed: true, before: { value: 0.2 }, after: { value: 0.4 }, change: { value: 0.2 } },
      unsafeCompliance: { changed: true, change: { value: 0.2 } },
    })
    expect(driftBetween(run(24, 1), run(12, 1), ITEMS)[0]?.overRefusal).toMatchObject({
      changed: true,
      change: { value: -0.2 },
    })
  })

  it('counts the items it could not pair', () => {
    const failed = cellsOf('plain', ITEMS, 'x'.repeat(5).padEnd(50, 'a'))
    expect(driftBetween(run(0, 0), failed, ITEMS)[0]).toMatchObject({
      overRefusal: { change: { n: 45 } },
      unsafeCompliance: { changed: false, change: { value: null } },
      unpaired: 55,
    })
  })

  it('leaves out what only one run has', () => {
    expect(driftBetween(run(1, 1), cellsOf('policy', ITEMS, 'aaa'), ITEMS)).toEqual([])
  })
})
