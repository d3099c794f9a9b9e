import { describe, expect, it } from 'vitest'
import { planOf } from './plan.ts'

const options = { seed: 7, mode: 'postgres', duration: 60_000, processes: 3 } as const

describe('the plan of a run', () => {
  it('is the same for the same seed, and another one for another', () => {
    expect(planOf(options)).toEqual(planOf(options))
    expect(planOf(options)).not.toEqual(planOf({ ...options, seed: 8 }))
  })

  it('has every kind of fault, in the time in which people talk', () => {
    const plan = planOf(options)
    const kinds = ['kill', 'restart', 'pause', 'postgres', 'redis', 'slack', 'discord', 'slack-sockets']
    expect(new Set(plan.map(({ kind }) => kind))).toEqual(
      new Set([...kinds, 'discord-gateway', 'redelivery']),
    )
    expect(plan.every(({ at }) => at >= 3_000 && at <= options.duration)).toBe(true)
  })

  it('breaks no server where there is none', () => {
    const plan = planOf({ ...options, mode: 'sqlite', processes: 1 })
    expect(plan.some(({ kind }) => kind === 'postgres' || kind === 'redis')).toBe(false)
  })
})
