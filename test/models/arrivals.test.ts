import { setImmediate as nextTurn } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { Arrivals } from '../../src/models/arrivals.ts'

/** Gives so many chunks in one turn of the event loop each, and then ends or throws. */
async function* inTurns(counts: readonly number[], error?: Error): AsyncGenerator<number> {
  let chunk = 0
  for (const count of counts) {
    for (let one = 0; one < count; one += 1) {
      chunk += 1
      yield chunk
    }
    await nextTurn()
    await nextTurn()
    await nextTurn()
  }
  if (error) throw error
}

async function all(arrivals: Arrivals<number, number>): Promise<readonly (readonly number[])[]> {
  const seen: (readonly number[])[] = []
  for (;;) {
    const chunks = await arrivals.next()
    if (!chunks) return seen
    seen.push(chunks)
  }
}

const arrivalsOf = (source: AsyncIterable<number>) =>
  new Arrivals<number, number>(source, (unread, chunk) => unread.push(chunk))

describe('arrivals', () => {
  it('of one turn of the event loop come together, in their order', async () => {
    expect(await all(arrivalsOf(inTurns([3, 1, 2])))).toEqual([[1, 2, 3], [4], [5, 6]])
  })

  it('that nobody has read yet come together, too', async () => {
    const arrivals = arrivalsOf(inTurns([1, 1, 1]))
    for (let turn = 0; turn < 20; turn += 1) await nextTurn()
    expect(await all(arrivals)).toEqual([[1, 2, 3]])
  })

  it('that can be put together are kept as one, and are not read ahead without end either', async () => {
    let given = 0
    async function* endless() {
      while (given < 1_000) {
        given += 1
        yield given
      }
    }
    const arrivals = new Arrivals<number, number>(endless(), (unread, chunk) => {
      unread[0] = (unread[0] ?? 0) + chunk
    })
    for (let turn = 0; turn < 20; turn += 1) await nextTurn()
    expect(given).toBeLessThanOrEqual(257)
    const seen = await all(arrivals)
    expect(seen.every(({ length }) => length === 1)).toBe(true)
    expect(seen.flat().reduce((sum, one) => sum + one, 0)).toBe(500_500)
  })

  it('are given before the error that follows them', async () => {
    const arrivals = arrivalsOf(inTurns([2], new Error('broken off')))
    expect(await arrivals.next()).toEqual([1, 2])
    await expect(arrivals.next()).rejects.toThrow('broken off')
  })

  it('end with nothing where the source has nothing', async () => {
    expect(await arrivalsOf(inTurns([])).next()).toBeUndefined()
  })

  it('are not read ahead without end, and none is lost where reading goes on', async () => {
    let given = 0
    async function* endless() {
      while (given < 2_000) {
        given += 1
        yield given
      }
    }
    const arrivals = arrivalsOf(endless())
    for (let turn = 0; turn < 20; turn += 1) await nextTurn()
    expect(given).toBeLessThanOrEqual(257)
    const seen = await all(arrivals)
    expect(seen.flat()).toEqual(Array.from({ length: 2_000 }, (_, index) => index + 1))
  })
})
