import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { seededRandom } from '../../src/crowd/seeded-random.ts'
import { isFine, MODEL_FAMILIES, SAFETY_LEVELS } from '../../src/domain.ts'
import type { Evidence } from '../../src/policy/beliefs.ts'
import { expectedChoice, learnedPolicy } from '../../src/policy/learned-policy.ts'
import { startingPolicy } from '../../src/policy/starting-policy.ts'
import { REQUEST_TYPES } from '../../strategies/request-type.ts'
import { beliefsWith, NAMES, seen, situationOf } from './make-evidence.ts'

const draws = (exploration: number, seed = 1) => ({ exploration, random: seededRandom(seed) })

describe('the law of the gate', () => {
  const cases = fc.nat({ max: 500 })
  const evidence: fc.Arbitrary<Evidence> = fc.record({
    family: fc.constantFrom(...MODEL_FAMILIES),
    scripted: fc.boolean(),
    type: fc.constantFrom(...REQUEST_TYPES, 'other', 'unknown'),
    strategy: fc.constantFrom(...NAMES, 'hypnosis'),
    answered: cases,
    refused: cases,
  })
  const situation = fc.record({
    family: fc.constantFrom(...MODEL_FAMILIES),
    scripted: fc.boolean(),
    type: fc.constantFrom(...REQUEST_TYPES, 'other'),
    level: fc.constantFrom(...SAFETY_LEVELS),
    sure: fc.boolean(),
    clarified: fc.boolean(),
  })

  it('holds whatever was learned: what was learned only orders what the gate leaves', () => {
    fc.assert(
      fc.property(
        fc.array(evidence, { maxLength: 40 }),
        situation,
        fc.option(fc.double({ min: 0, max: 1, noNaN: true }), { nil: undefined }),
        fc.integer(),
        (learned, asked, exploration, seed) => {
          const sampling = exploration === undefined ? undefined : draws(exploration, seed)
          const { order } = learnedPolicy('v', beliefsWith(...learned), sampling).choose(asked)
          const untaught = learnedPolicy('v', beliefsWith()).choose(asked).order
          expect(order.toSorted()).toEqual(untaught.toSorted())
          if (asked.level === 'clearly_harmful') expect(order).toEqual([])
          else if (!asked.sure) expect(order).toEqual(asked.clarified ? [] : ['interactive'])
          else if (!isFine(asked.level)) expect(order).toEqual(['partial-help'])
          else {
            for (const name of startingPolicy.choose(asked).order) expect(order).toContain(name)
            expect(order.at(-1)).toBe('partial-help')
            if (asked.clarified) expect(order[0]).toBe('interactive')
            expect(order).not.toContain('hypnosis')
          }
          if (!asked.sure || !isFine(asked.level)) expect(order).toEqual(startingPolicy.choose(asked).order)
        },
      ),
    )
  })
})

describe('the learned policy', () => {
  it('begins with the starting order, whatever the family, as long as nothing is known', () => {
    const policy = learnedPolicy('v', beliefsWith())
    for (const family of MODEL_FAMILIES) {
      const starting = startingPolicy
        .choose(situationOf({ family }))
        .order.filter((name) => name !== 'partial-help')
      expect(policy.choose(situationOf({ family })).order.slice(0, starting.length)).toEqual(starting)
    }
  })

  it('puts first what has most requests of this type answered, and decides alike each time without draws', () => {
    const policy = learnedPolicy('v', beliefsWith(seen('contextual', 10, 40), seen('intent', 45, 5)))
    expect(policy.choose(situationOf())).toMatchObject({ how: 'mean', version: 'v', exploration: 0 })
    expect(policy.choose(situationOf()).order[0]).toBe('intent')
    expect(policy.choose(situationOf({ type: 'definitions' })).order[0]).toBe('intent')
    const other = learnedPolicy(
      'v',
      beliefsWith(seen('contextual', 5, 95), seen('contextual', 95, 5, { type: 'definitions' })),
    )
    expect(other.choose(situationOf()).order[0]).not.toBe('contextual')
    expect(other.choose(situationOf({ type: 'definitions' })).order[0]).toBe('contextual')
  })

  it('puts the paper’s best first in most draws before anything is measured', () => {
    const policy = learnedPolicy('v', beliefsWith(), draws(0))
    const firsts = Array.from({ length: 2_000 }, () => policy.choose(situationOf()).order[0])
    const share = firsts.filter((name) => name === 'contextual').length / firsts.length
    expect(share).toBeGreaterThan(0.85)
    expect(share).toBeLessThan(0.92)
  })

  it('says when it was the turn of exploration, which comes as often as it is set', () => {
    const known = beliefsWith(seen('contextual', 900, 100))
    const explored = (exploration: number) => {
      const policy = learnedPolicy('v', known, draws(exploration))
      const choices = Array.from({ length: 2_000 }, () => policy.choose(situationOf()))
      return choices.filter(({ how }) => how === 'explored').length / choices.length
    }
    expect(explored(0)).toBe(0)
    expect(explored(0.2)).toBeGreaterThan(0.16)
    expect(explored(0.2)).toBeLessThan(0.24)
    expect(explored(1)).toBe(1)
  })

  it('leaves nothing to chance with a scripted stand-in', () => {
    const policy = learnedPolicy('v', beliefsWith(), draws(1))
    expect(policy.choose(situationOf({ scripted: true }))).toMatchObject({ how: 'mean', exploration: 0 })
  })

  it('can tell what is most to be expected of a draw', () => {
    const drawn = learnedPolicy('v', beliefsWith(seen('intent', 99, 1)), draws(1)).choose(situationOf())
    const expected = expectedChoice(drawn)
    expect(expected).toMatchObject({ how: 'mean', exploration: 1 })
    expect(expected.order).toEqual(
      learnedPolicy('v', beliefsWith(seen('intent', 99, 1))).choose(situationOf()).order,
    )
  })
})
