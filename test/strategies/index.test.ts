import { readdirSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { STRATEGIES, strategyNamed } from '../../strategies/index.ts'
import { strategyContract } from './strategy-contract.ts'

describe('the registry of strategies', () => {
  it('finds every strategy by its name and nothing by another', () => {
    for (const strategy of STRATEGIES) expect(strategyNamed(strategy.name)).toBe(strategy)
    expect(strategyNamed('direct')).toBeUndefined()
    expect(strategyNamed('toString')).toBeUndefined()
  })

  it('holds strategies whose file bears their name', () => {
    const files = readdirSync(new URL('../../strategies', import.meta.url))
    for (const { name } of STRATEGIES) expect(files).toContain(`${name}.ts`)
  })

  it('holds what the policy starts from', () => {
    expect(STRATEGIES.map(({ name }) => name).toSorted()).toEqual([
      'contextual',
      'few-shot',
      'intent',
      'interactive',
      'partial-help',
      'rephrase',
      'sense-note',
    ])
  })
})

for (const strategy of STRATEGIES) strategyContract(strategy)
