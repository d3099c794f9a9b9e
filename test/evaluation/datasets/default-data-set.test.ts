import { describe, expect, it } from 'vitest'
import { defaultDataSet } from '../../../src/evaluation/datasets/default-data-set.ts'
import { halfOf } from '../../../src/evaluation/split.ts'

describe('the data set of a run that names none', () => {
  it('has as many safe prompts as unsafe ones, twin by twin', () => {
    const { items } = defaultDataSet(false)
    const pairs = Map.groupBy(items, ({ pair }) => pair)
    expect([...pairs.values()].every((twins) => twins.length === 2)).toBe(true)
    expect(items.filter(({ safe }) => safe)).toHaveLength(items.length / 2)
  })

  it('adds each unsafe one in eight frames when asked to, in the same half as its twin', () => {
    const [twins, framed] = [defaultDataSet(false).items, defaultDataSet(true).items]
    expect(framed).toHaveLength(twins.length + 8 * (twins.length / 2))
    expect(new Set(framed.map(({ id }) => id)).size).toBe(framed.length)
    for (const members of Map.groupBy(framed, ({ pair }) => pair).values())
      expect(new Set(members.map(halfOf)).size).toBe(1)
  })
})
