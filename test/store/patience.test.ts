import { describe, expect, it } from 'vitest'
import { StoreError } from '../../src/errors.ts'
import { createPatience } from '../../src/store/patience.ts'

const unreachable = () => new StoreError('unreachable', 'The database cannot be reached.')

/** Patience by a clock that moves on with every wait. */
function patienceOf(milliseconds: number) {
  let now = 0
  const waits: number[] = []
  const patience = createPatience(
    milliseconds,
    async (pause) => {
      waits.push(pause)
      now += pause
    },
    () => now,
  )
  return { patience, waits }
}

const failing = (times: number, error: () => Error) => {
  let left = times
  return async () => {
    if (left-- > 0) throw error()
    return 'stored'
  }
}

describe('patience with a database', () => {
  it('tries a query again while the database cannot be reached, at growing intervals', async () => {
    const { patience, waits } = patienceOf(20_000)
    expect(await patience.run(failing(6, unreachable))).toBe('stored')
    expect(waits).toEqual([50, 100, 200, 400, 800, 800])
  })

  it('ends after a while, and begins anew with the next query', async () => {
    const { patience } = patienceOf(1_000)
    await expect(patience.run(failing(1_000, unreachable))).rejects.toMatchObject({ code: 'unreachable' })
    expect(await patience.run(failing(3, unreachable))).toBe('stored')
  })

  it('is not wasted on what will not pass by itself, such as a full disk', async () => {
    const { patience, waits } = patienceOf(20_000)
    const full = () => new StoreError('full', 'There is no space left.')
    await expect(patience.run(failing(1, full))).rejects.toMatchObject({ code: 'full' })
    expect(waits).toEqual([])
  })

  it('ends with the process: what fails then says that the records are closed', async () => {
    const { patience, waits } = patienceOf(20_000)
    patience.close()
    await expect(patience.run(failing(1, () => new Error('ended')))).rejects.toMatchObject({ code: 'closed' })
    await expect(patience.run(failing(1, unreachable))).rejects.toMatchObject({ code: 'closed' })
    expect(waits).toEqual([])
  })
})
