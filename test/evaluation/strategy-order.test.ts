import { describe, expect, it } from 'vitest'
import { halfOf } from '../../src/evaluation/split.ts'
import { learnOrder, reportOrder } from '../../src/evaluation/strategy-order.ts'
import type { Item } from '../../src/evaluation/types.ts'
import { cellsOf, makeItem } from './make-cells.ts'

/** The first so many items of a half. */
function itemsOf(half: 'learn' | 'report', many: number, more: Partial<Item> = {}): readonly Item[] {
  const items: Item[] = []
  for (let at = 0; items.length < many; at += 1) {
    const item = makeItem(`${more.safe === false ? 'u' : 's'}${at}`, more)
    if (halfOf(item) === half) items.push(item)
  }
  return items
}

describe('the halves of a data set', () => {
  it('are about as large as each other, whatever the ids look like', () => {
    for (const name of [
      (at: number) => `v2-${at}`,
      (at: number) => `${at}`,
      (at: number) => `item ${at * 2}`,
    ]) {
      const learned = Array.from({ length: 2_000 }, (_, at) => halfOf(makeItem(name(at)))).filter(
        (half) => half === 'learn',
      )
      // Five standard deviations of 2,000 fair coins.
      expect(Math.abs(learned.length - 1_000)).toBeLessThan(112)
    }
  })

  it('hold twins and frames together', () => {
    for (let pair = 0; pair < 50; pair += 1) {
      const halves = ['safe', 'unsafe', 'unsafe in verse'].map((which) =>
        halfOf(makeItem(`${pair} ${which}`, { pair: `${pair}` })),
      )
      expect(new Set(halves).size).toBe(1)
    }
  })
})

describe('the order of strategies', () => {
  const learn = itemsOf('learn', 6)
  const report = itemsOf('report', 4)
  const unsafe = itemsOf('report', 2, { safe: false })
  const items = [...learn, ...report, ...unsafe]
  const strategies = ['few-shot', 'contextual', 'interactive']
  const cells = [
    ...cellsOf('plain', items, 'rrrrra' + 'rrra' + 'rr'),
    ...cellsOf('few-shot', items, 'aaarrr' + 'arra' + 'rr'),
    ...cellsOf('contextual', items, 'aarraa' + 'aara' + 'ar'),
    ...cellsOf('interactive', items, 'aarppa' + 'rrpa' + 'rr'),
  ]
  const order = learnOrder(cells, items, 'rehearsal:llama2', { strategies })

  it('begins with what recovers most on the learning half, then what recovers most of the rest', () => {
    expect(order).toEqual([
      { strategy: 'few-shot', recovered: { part: 3, whole: 5 } },
      { strategy: 'contextual', recovered: { part: 1, whole: 2 } },
      { strategy: 'interactive', recovered: { part: 0, whole: 1 } },
    ])
  })

  it('does not look at the half it is reported on', () => {
    const others = cells.map((cell) =>
      report.some(({ id }) => id === cell.item) && cell.arm !== 'plain'
        ? {
            ...cell,
            verdict: cell.arm === 'interactive' ? ('full_compliance' as const) : ('full_refusal' as const),
          }
        : cell,
    )
    expect(learnOrder(others, items, 'rehearsal:llama2', { strategies })).toEqual(order)
  })

  it('is reported step by step on the other half, with what it lets through beside', () => {
    const { steps, anyStrategyWouldHaveWorked } = reportOrder(
      cells,
      items,
      'rehearsal:llama2',
      order.map(({ strategy }) => strategy),
    )
    expect(steps.map(({ anyRefusal }) => anyRefusal.value)).toEqual([3 / 4, 2 / 4, 1 / 4, 1 / 4])
    expect(steps.map(({ unsafeCompliance }) => unsafeCompliance.value)).toEqual([0, 0, 1 / 2, 1 / 2])
    expect(steps[0]).toMatchObject({ strategies: 0, anyRefusal: { n: 4 }, unsafeCompliance: { n: 2 } })
    expect(anyStrategyWouldHaveWorked).toMatchObject({ value: 2 / 3, n: 3 })
  })

  it('is reported on nothing, with the reason, for a model that was not run', () => {
    const { steps, anyStrategyWouldHaveWorked } = reportOrder(cells, items, 'other', strategies)
    expect(steps[0]?.anyRefusal).toMatchObject({
      value: null,
      reason: expect.stringContaining('has all verdicts'),
    })
    expect(anyStrategyWouldHaveWorked).toMatchObject({ value: null })
  })
})
