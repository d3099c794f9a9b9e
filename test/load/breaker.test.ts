import { describe, expect, it } from 'vitest'
import { Breaker } from '../../src/load/breaker.ts'

function broken(): Breaker {
  const breaker = new Breaker()
  for (let failure = 0; failure < 5; failure += 1) breaker.failed(breaker.begin(0), 0)
  return breaker
}

describe('the breaker of a provider', () => {
  it('opens after five failures in a row, and not where an answer comes between', () => {
    const breaker = new Breaker()
    for (let failure = 0; failure < 20; failure += 1) {
      breaker.failed(breaker.begin(0), 0)
      if (failure % 4 === 3) breaker.answered()
    }
    expect(breaker.state(0)).toBe('closed')
    expect(broken().state(0)).toBe('open')
    expect(broken().allows(4_999)).toBe(false)
  })

  it('lets a single call try after its rest', () => {
    const breaker = broken()
    expect(breaker.allows(5_000)).toBe(true)
    expect(breaker.begin(5_000)).toBe(true)
    expect(breaker.allows(5_000)).toBe(false)
    breaker.answered()
    expect(breaker.state(5_000)).toBe('closed')
  })

  it('rests twice as long after each try that fails, up to a minute', () => {
    const breaker = broken()
    let now = 0
    const rests: number[] = []
    for (let tries = 0; tries < 6; tries += 1) {
      rests.push(breaker.rest(now))
      now += breaker.rest(now)
      expect(breaker.failed(breaker.begin(now), now)).toBe(true)
    }
    expect(rests).toEqual([5_000, 10_000, 20_000, 40_000, 60_000, 60_000])
  })

  it('is not kept open by failures of calls from before, nor closed by a try that was stopped', () => {
    const breaker = broken()
    expect(breaker.failed(false, 4_000)).toBe(false)
    expect(breaker.rest(4_000)).toBe(1_000)
    breaker.unknown(breaker.begin(5_000))
    expect(breaker.state(5_000)).toBe('half_open')
    expect(breaker.allows(5_000)).toBe(true)
  })
})
