import { describe, expect, it } from 'vitest'
import { MODEL_FAMILIES, SAFETY_LEVELS } from '../../src/domain.ts'
import type { Situation } from '../../src/policy/policy.ts'
import { startingPolicy } from '../../src/policy/starting-policy.ts'

const ordered = (situation: Omit<Situation, 'scripted'>) =>
  startingPolicy.choose({ ...situation, scripted: false }).order

describe('the starting policy', () => {
  it.each([
    ['llama2', 'few-shot'],
    ['gemma', 'interactive'],
    ['command-r', 'contextual'],
    ['phi-3', 'contextual'],
  ] as const)('begins for %s with what arXiv 2405.05418 found best: %s', (family, strategy) => {
    const order = ordered({ family, level: 'clearly_fine', sure: true, clarified: false })
    expect(order[0]).toBe(strategy)
  })

  it('begins for a family it does not know with intent, then contextual', () => {
    const order = ordered({
      family: 'unknown',
      level: 'clearly_fine',
      sure: true,
      clarified: false,
    })
    expect(order.slice(0, 2)).toEqual(['intent', 'contextual'])
  })

  it.each(MODEL_FAMILIES)('never asks %s again about what is clearly harmful', (family) => {
    for (const sure of [true, false]) {
      expect(ordered({ family, level: 'clearly_harmful', sure, clarified: false })).toEqual([])
    }
  })

  it('offers partial help at the most for what is borderline harmful', () => {
    const order = ordered({
      family: 'gemma',
      level: 'borderline_harmful',
      sure: true,
      clarified: false,
    })
    expect(order).toEqual(['partial-help'])
  })

  it.each(SAFETY_LEVELS)(
    'asks the user at the most, and only once, where the gate is not sure of %s',
    (level) => {
      const asked = ordered({ family: 'phi-3', level, sure: false, clarified: false })
      expect(asked.every((name) => name === 'interactive')).toBe(true)
      expect(ordered({ family: 'phi-3', level, sure: false, clarified: true })).toEqual([])
    },
  )

  it('makes use of a reply before anything else', () => {
    const order = ordered({
      family: 'llama2',
      level: 'clearly_fine',
      sure: true,
      clarified: true,
    })
    expect(order[0]).toBe('interactive')
  })
})
