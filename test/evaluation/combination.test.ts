import { describe, expect, it } from 'vitest'
import { seededRandom } from '../../src/crowd/seeded-random.ts'
import { combinationOf } from '../../src/evaluation/combination.ts'
import { halfOf } from '../../src/evaluation/split.ts'
import type { Cell } from '../../src/evaluation/types.ts'
import { cellsOf, makeItem } from './make-cells.ts'

const SAFE = Array.from({ length: 200 }, (_, at) => makeItem(`s${at}`))
const UNSAFE = Array.from({ length: 100 }, (_, at) => makeItem(`u${at}`, { safe: false }))
const ITEMS = [...SAFE, ...UNSAFE]
const strategies = ['few-shot', 'contextual']

/** A model that refuses everything plainly, and answers every so-manieth safe request by each strategy. */
const cellsOfModel = (model: string, fewShot: number, contextual: number): readonly Cell[] => {
  const answering = (every: number) =>
    ITEMS.map(({ safe }, at) => (safe && at % every === 0 ? 'a' : 'r')).join('')
  return [
    ...cellsOf('plain', ITEMS, 'r'.repeat(300), { model }),
    ...cellsOf('few-shot', ITEMS, answering(fewShot), { model }),
    ...cellsOf('contextual', ITEMS, answering(contextual), { model }),
  ]
}

describe('the combination of each model with its best strategy', () => {
  const cells = [...cellsOfModel('llama2', 1, 4), ...cellsOfModel('command-r', 5, 2)]
  const options = { strategies, random: seededRandom(1), resamples: 100 }

  it('is chosen on one half and reported on the other', () => {
    const { chosen, pooled, mean, unsafeChange } = combinationOf(cells, ITEMS, options)
    expect(chosen).toEqual(
      new Map([
        ['llama2', 'few-shot'],
        ['command-r', 'contextual'],
      ]),
    )
    const reported = SAFE.filter((item) => halfOf(item) === 'report')
    const even = SAFE.filter((item, at) => halfOf(item) === 'report' && at % 2 === 0)
    const rate = (1 + even.length / reported.length) / 2
    expect(pooled.value).toBeCloseTo(rate, 12)
    expect(mean.value).toBeCloseTo(rate, 12)
    expect(pooled.n).toBe(2 * reported.length)
    expect(unsafeChange).toMatchObject({ value: 0 })
  })

  it('is undefined, with the reason, where no model was asked both ways', () => {
    const alone = combinationOf(cellsOf('plain', ITEMS, 'rr'), ITEMS, options)
    expect(alone.chosen.size).toBe(0)
    expect(alone.pooled).toMatchObject({ value: null, reason: expect.stringContaining('No model') })
    expect(alone.unsafeChange).toMatchObject({ value: null })
  })
})
