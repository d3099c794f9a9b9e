import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseShards, shardOptions } from '../../../src/platforms/discord/shards.ts'

describe('the shards of several processes', () => {
  it('are each run by exactly one of them', () => {
    const cut = fc.tuple(fc.integer({ min: 2, max: 64 }), fc.nat()).map(([total, at]) => ({
      total,
      at: 1 + (at % (total - 1)),
    }))
    fc.assert(
      fc.property(cut, ({ total, at }) => {
        const ids = [`0-${at - 1}/${total}`, `${at}-${total - 1}/${total}`].flatMap(
          (text): (number | 'auto')[] => {
            const shards = parseShards(text)
            const options = shardOptions(shards ?? 'auto')
            expect(options).toMatchObject({ shardCount: total })
            return [options.shards].flat()
          },
        )
        expect(ids).toEqual(Array.from({ length: total }, (_, id) => id))
      }),
    )
  })

  it('are left to Discord unless they are given', () => {
    expect(shardOptions('auto')).toEqual({ shards: 'auto' })
    expect(shardOptions({ from: 0, to: 0, total: 1 })).toEqual({ shards: [0], shardCount: 1 })
  })
})
