import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { sampleItems } from '../../src/evaluation/sample.ts'
import type { Item } from '../../src/evaluation/types.ts'

const items: fc.Arbitrary<readonly Item[]> = fc
  .array(
    fc.record({
      type: fc.constantFrom('homonyms', 'definitions', 'other'),
      safe: fc.boolean(),
      twin: fc.option(fc.integer({ min: 0, max: 8 }), { nil: undefined }),
    }),
    { minLength: 1, maxLength: 60 },
  )
  .map((kinds) =>
    kinds.map(({ type, safe, twin }, at) => ({
      id: `i${at}`,
      prompt: `prompt ${at}`,
      type,
      safe,
      ...(twin !== undefined && { pair: `${type}-${twin}` }),
    })),
  )
const seed = fc.integer({ min: 0, max: 1000 })
const ids = (drawn: readonly Item[]) => drawn.map(({ id }) => id)

describe('a sample', () => {
  it('is the same for the same seed, whatever the order of the items', () => {
    fc.assert(
      fc.property(
        items.chain((all) =>
          fc.tuple(fc.constant(all), fc.shuffledSubarray([...all], { minLength: all.length })),
        ),
        seed,
        fc.nat(60),
        ([all, shuffled], with_, size) => {
          expect(ids(sampleItems(shuffled, with_, size))).toEqual(ids(sampleItems(all, with_, size)))
        },
      ),
    )
  })

  it('holds twins together, nothing twice, and hardly more than was asked for', () => {
    fc.assert(
      fc.property(items, seed, fc.nat(60), (all, with_, size) => {
        const drawn = sampleItems(all, with_, size)
        expect(new Set(ids(drawn)).size).toBe(drawn.length)
        const largest = Math.max(
          1,
          ...[...Map.groupBy(all, ({ pair }) => pair)].map(([pair, twins]) => (pair ? twins.length : 1)),
        )
        expect(drawn.length).toBeGreaterThanOrEqual(Math.min(size, all.length))
        expect(drawn.length).toBeLessThan(size + largest)
        for (const { pair } of drawn) {
          if (pair === undefined) continue
          const twins = all.filter((item) => item.pair === pair)
          expect(drawn.filter((item) => item.pair === pair)).toHaveLength(twins.length)
        }
      }),
    )
  })

  it('gives each type, safe and unsafe, the share it has in the whole, to within one', () => {
    fc.assert(
      fc.property(items, seed, fc.nat(60), (all, with_, size) => {
        const single = all.map(({ pair: _, ...item }) => item)
        const drawn = sampleItems(single, with_, size)
        const kindOf = (item: Item) => `${item.type} ${item.safe}`
        for (const [kind, members] of Map.groupBy(single, kindOf)) {
          const share = drawn.filter((item) => kindOf(item) === kind).length
          const kinds = new Set(single.map(kindOf)).size
          expect(Math.abs(share - (drawn.length * members.length) / single.length)).toBeLessThanOrEqual(
            kinds === 1 ? 0 : 1 + kinds / 2,
          )
        }
      }),
    )
  })

  it('is a part of every larger one', () => {
    fc.assert(
      fc.property(items, seed, fc.nat(60), fc.nat(60), (all, with_, one, other) => {
        const smaller = ids(sampleItems(all, with_, Math.min(one, other)))
        expect(ids(sampleItems(all, with_, Math.max(one, other))).slice(0, smaller.length)).toEqual(smaller)
      }),
    )
  })

  it('is another with another seed', () => {
    const all = Array.from({ length: 50 }, (_, at) => ({
      id: `${at}`,
      prompt: '',
      safe: true,
      type: 'other',
    }))
    expect(ids(sampleItems(all, 1, 10))).not.toEqual(ids(sampleItems(all, 2, 10)))
  })
})
