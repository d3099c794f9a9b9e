import { describe, expect, it } from 'vitest'
import { seededRandom } from '../../src/crowd/seeded-random.ts'
import { type Evidence, gathered } from '../../src/policy/beliefs.ts'
import { learnedPolicy } from '../../src/policy/learned-policy.ts'
import { beliefsWith, seen, situationOf } from './make-evidence.ts'

/** How often each strategy has a refused request answered, in a world in which the paper's finding does not hold. */
const TRUE_RATES: Readonly<Record<string, number>> = {
  contextual: 0.45,
  'few-shot': 0.55,
  'sense-note': 0.4,
  intent: 0.85,
  rephrase: 0.5,
}
const BEST = 'intent'

interface World {
  readonly rates: Readonly<Record<string, number>>
  readonly exploration: number
  readonly seed: number
  readonly rounds: number
  readonly before?: readonly Evidence[]
}

/** Round after round: the policy chooses, the world answers or not, the policy learns. Gives what came first each time. */
function live({ rates, exploration, seed, rounds, before = [] }: World) {
  const random = seededRandom(seed)
  let evidence = before
  const firsts: string[] = []
  for (let round = 0; round < rounds; round += 1) {
    const policy = learnedPolicy('learning', beliefsWith(...evidence), { exploration, random })
    const [first = ''] = policy.choose(situationOf()).order
    const isAnswered = random() < (rates[first] ?? 0)
    evidence = gathered([...evidence, seen(first, isAnswered ? 1 : 0, isAnswered ? 0 : 1)])
    firsts.push(first)
  }
  return { firsts, evidence }
}

/** Answers that were missed by not choosing the best, a round. */
function regret(firsts: readonly string[], rates: World['rates']): number {
  const best = Math.max(...Object.values(rates))
  return firsts.reduce((sum, name) => sum + best - (rates[name] ?? 0), 0) / firsts.length
}

const shareOf = (name: string, firsts: readonly string[]) =>
  firsts.filter((one) => one === name).length / firsts.length

describe('in a simulated world', () => {
  it.each([1, 2, 3])(
    'finds the best strategy although the paper found another, and misses fewer answers with time (seed %i)',
    (seed) => {
      const { firsts } = live({ rates: TRUE_RATES, exploration: 0.05, seed, rounds: 900 })
      const [begin, end] = [firsts.slice(0, 150), firsts.slice(-300)]
      expect(regret(end, TRUE_RATES)).toBeLessThan(regret(begin, TRUE_RATES) / 2)
      expect(shareOf(BEST, end)).toBeGreaterThan(0.85)
    },
  )

  it('lives the same life with the same seed', () => {
    const world = { rates: TRUE_RATES, exploration: 0.05, seed: 4, rounds: 100 }
    expect(live(world)).toEqual(live(world))
    expect(live(world)).not.toEqual(live({ ...world, seed: 5 }))
  })

  it('recovers from feedback that was false thanks to the floor, and not without one', () => {
    // A drift of the feedback: for a while the best strategy was voted down, and a poor one up.
    const before = [
      seen(BEST, 0, 60),
      seen('sense-note', 75, 25),
      seen('contextual', 10, 20),
      seen('few-shot', 16, 14),
      seen('rephrase', 10, 20),
    ]
    const lastFirsts = (exploration: number) =>
      live({ rates: TRUE_RATES, exploration, seed: 6, rounds: 1_500, before }).firsts.slice(-300)
    expect(shareOf(BEST, lastFirsts(0))).toBe(0)
    expect(shareOf(BEST, lastFirsts(0.3))).toBeGreaterThan(0.5)
    expect(regret(lastFirsts(0.3), TRUE_RATES)).toBeLessThan(regret(lastFirsts(0), TRUE_RATES))
  })
})
