import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { armsOf } from '../../src/evaluation/arms.ts'
import { cellsOf, unitsOf } from '../../src/evaluation/plan.ts'
import type { Item } from '../../src/evaluation/types.ts'

const item = (id: string, prompt = id): Item => ({ id, prompt, safe: true, type: 'other' })
const cellIds = (items: readonly Item[], models: readonly string[], arms: readonly string[]) =>
  unitsOf(items, models).flatMap((unit) => cellsOf(unit, arms).map(({ id }) => id))

describe('the plan', () => {
  it('has one cell for each item, model and arm, with an id of its own', () => {
    const ids = cellIds([item('a'), item('b'), item('c')], ['m:1', 'm:2'], ['plain', 'policy'])
    expect(new Set(ids).size).toBe(12)
  })

  it('knows a cell by its content, whatever else is planned and in whatever order', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.string({ minLength: 1 }), { minLength: 1, maxLength: 8 }),
        fc.uniqueArray(fc.string({ minLength: 1 }), { minLength: 1, maxLength: 3 }),
        (names, models) => {
          const all = cellIds(
            names.map((name) => item(name)),
            models,
            ['plain', 'policy'],
          )
          const reversed = cellIds(
            names.toReversed().map((name) => item(name)),
            models.toReversed(),
            ['policy', 'plain'],
          )
          expect(reversed.toSorted()).toEqual(all.toSorted())
        },
      ),
    )
  })

  it('takes another prompt or another conversation for another cell', () => {
    const conversation = [{ role: 'user' as const, content: 'Hi' }]
    const ids = [item('a'), item('a', 'b'), { ...item('a'), conversation }].flatMap((each) =>
      cellIds([each], ['m:1'], ['plain']),
    )
    expect(new Set(ids).size).toBe(3)
  })
})

describe('the arms', () => {
  it('begin with the plain model, which every other one is compared with', () => {
    expect(armsOf(['policy', 'few-shot', 'policy'], ['few-shot'], false)).toEqual([
      'plain',
      'policy',
      'few-shot',
    ])
  })

  it('are all strategies and the policy, if all is said', () => {
    expect(armsOf(['all'], ['few-shot', 'intent'], false)).toEqual(['plain', 'few-shot', 'intent', 'policy'])
  })

  it('include the policy without its gate only where that is asked for by its own option', () => {
    expect(armsOf(['policy'], [], true)).toEqual(['plain', 'policy', 'policy-without-gate'])
    expect(() => armsOf(['policy-without-gate'], [], false)).toThrow('--without-gate')
  })

  it('name what there is when one is not known', () => {
    expect(() => armsOf(['few-shots'], ['few-shot'], false)).toThrow('did you mean few-shot?')
  })
})
