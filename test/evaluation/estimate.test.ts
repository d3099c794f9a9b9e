import { expect, it } from 'vitest'
import { estimateOf } from '../../src/evaluation/estimate.ts'
import { cellsOf, unitsOf } from '../../src/evaluation/plan.ts'

const item = { id: '1', prompt: 'x'.repeat(40), safe: true, type: 'other' }
const work = unitsOf([item], ['a:1', 'b:1']).map((unit) => ({
  unit,
  cells: cellsOf(unit, ['plain', 'contextual', 'policy']),
}))

it('estimates from one call a unit, if nothing is refused, to all calls that the flow allows', () => {
  // The first answer is shared; each other arm may ask twice more.
  expect(estimateOf(work, undefined, false)).toEqual({
    calls: { least: 2, most: 2 * (1 + 2 * 2) },
    tokens: { least: 2 * 310, most: 2 * (5 * 310 + 4 * 700) },
  })
})

it('adds a judge’s call for every text, of which equal ones are one', () => {
  expect(estimateOf(work, undefined, true).calls).toEqual({ least: 4, most: 2 * (1 + 2 * 2 + 3) })
})
