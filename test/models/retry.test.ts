import { describe, expect, it } from 'vitest'
import { ModelError } from '../../src/errors.ts'
import { waitBeforeRetry } from '../../src/models/retry.ts'

const most = { rate_limited: 4 }

describe('a call that is made again', () => {
  it('waits as long as the provider asks, or twice as long each time', () => {
    const limited = new ModelError('rate_limited', 'wait', { retryAfter: 7_000 })
    expect(waitBeforeRetry(limited, 1, most, () => 0)).toBe(7_000)
    const silent = new ModelError('rate_limited', 'wait')
    expect([1, 2, 3].map((tries) => waitBeforeRetry(silent, tries, most, () => 1))).toEqual([
      1_000, 2_000, 4_000,
    ])
    expect(waitBeforeRetry(silent, 1, most, () => 0)).toBe(500)
  })

  it('is made no more than so often, and not where another try would not help', () => {
    const limited = new ModelError('rate_limited', 'wait')
    expect(waitBeforeRetry(limited, 4, most, () => 0)).toBeUndefined()
    expect(waitBeforeRetry(new ModelError('no_credit', 'pay'), 1, most, () => 0)).toBeUndefined()
    expect(waitBeforeRetry(new Error('broken'), 1, most, () => 0)).toBeUndefined()
  })
})
