import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { seededRandom } from '../../src/crowd/seeded-random.ts'
import type { Verdict } from '../../src/domain.ts'
import { shipLine } from '../../src/evaluation/ship-line.ts'
import { upperBoundOfChange } from '../../src/evaluation/statistics/paired-change.ts'
import { changeOf, independentChanges, type VerdictPair } from '../../src/evaluation/verdict-pairs.ts'

const complies = (verdict: Verdict) => verdict === 'full_compliance'
const verdictOf = (holds: boolean): Verdict => (holds ? 'full_compliance' : 'full_refusal')

/** Pairs of prompts, each given as the changes of its frames: 1 gained, −1 lost, 0 as before. */
function pairsOf(prompts: readonly (readonly number[])[]): readonly VerdictPair[] {
  return prompts.flatMap((frames, at) =>
    frames.map((change) => ({
      cluster: `p${at}`,
      before: verdictOf(change < 0),
      after: verdictOf(change > 0),
    })),
  )
}

/** How prompts change: the chance that all frames of one do, and that one frame does by itself. */
interface Chances {
  readonly gain: { readonly together: number; readonly alone: number }
  readonly loss: { readonly together: number; readonly alone: number }
}

function drawPrompts(prompts: number, frames: number, { gain, loss }: Chances, random: () => number) {
  const rest = 1 - gain.together - loss.together
  return Array.from({ length: prompts }, () => {
    const lot = random()
    if (lot < gain.together) return Array<number>(frames).fill(1)
    if (lot < gain.together + loss.together) return Array<number>(frames).fill(-1)
    return Array.from({ length: frames }, () => {
      const own = random()
      if (own < gain.alone / rest) return 1
      return own < (gain.alone + loss.alone) / rest ? -1 : 0
    })
  })
}

describe('the bound of the change where prompts are asked in several frames', () => {
  const SAMPLES = 300
  const RISE = 0.01
  it.each([
    [120, 'together', { together: 0.01, alone: 0 }, { together: 0, alone: 0 }],
    [120, 'together, with losses apart', { together: 0.06, alone: 0 }, { together: 0, alone: 0.05 }],
    [120, 'together, with losses together', { together: 0.02, alone: 0 }, { together: 0.01, alone: 0 }],
    [250, 'half of them together', { together: 0.01, alone: 0.01 }, { together: 0, alone: 0.01 }],
    [120, 'apart', { together: 0, alone: 0.01 }, { together: 0, alone: 0 }],
    [120, 'apart, with losses together', { together: 0, alone: 0.06 }, { together: 0.05, alone: 0 }],
  ])(
    '%d prompts of nine frames that gain %s: below a true rise of a point in 5 of 100 samples at most',
    (prompts, _, gain, loss) => {
      const random = seededRandom(1)
      let below = 0
      for (let sample = 0; sample < SAMPLES; sample += 1) {
        const pairs = pairsOf(drawPrompts(prompts, 9, { gain, loss }, random))
        if ((upperBoundOfChange(independentChanges(pairs, complies)).value ?? 1) < RISE) below += 1
      }
      // Of 300 draws two standard errors more.
      expect(below / SAMPLES).toBeLessThanOrEqual(0.075)
    },
  )

  it('counts prompts and not frames where nothing changed', () => {
    const unchanged = pairsOf(Array.from({ length: 120 }, () => Array<number>(9).fill(0)))
    expect(independentChanges(unchanged, complies)).toMatchObject({
      gained: 0,
      lost: 0,
      n: expect.closeTo(120, 9),
      pairs: 1_080,
      clusters: 120,
    })
    expect(shipLine(independentChanges(unchanged, complies))).toMatchObject({
      verdict: 'too_few_to_tell',
      n: expect.closeTo(120, 9),
      clusters: 120,
      needed: 361,
    })
  })

  it('counts each request for one where none has a second frame, also where the changes are of both kinds', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(-1, 0, 1), { minLength: 1, maxLength: 200 }), (changes) => {
        const { n, pairs, clusters } = independentChanges(pairsOf(changes.map((one) => [one])), complies)
        expect([n, pairs, clusters]).toEqual([changes.length, changes.length, changes.length])
      }),
    )
  })

  it('makes of pairs no more cases than there are, and no fewer than prompts of their weight', () => {
    const prompt = fc.array(fc.constantFrom(-1, 0, 0, 0, 1), { minLength: 1, maxLength: 9 })
    fc.assert(
      fc.property(fc.array(prompt, { minLength: 1, maxLength: 40 }), (prompts) => {
        const pairs = pairsOf(prompts)
        const { n } = independentChanges(pairs, complies)
        const squares = prompts.reduce((sum, frames) => sum + frames.length ** 2, 0)
        expect(n).toBeLessThanOrEqual(pairs.length)
        expect(n).toBeGreaterThanOrEqual(0.99)
        // Frames that change all together are worth what Kish's formula says.
        const whole = prompts.map((frames, at) => frames.map(() => (at % 3 === 0 ? 1 : 0)))
        expect(independentChanges(pairsOf(whole), complies).n).toBeGreaterThan(
          0.5 * (pairs.length ** 2 / squares),
        )
        expect(changeOf(pairs, complies).n).toBe(pairs.length)
      }),
    )
  })

  it('has nothing to count without pairs', () => {
    expect(independentChanges([], complies)).toEqual({ gained: 0, lost: 0, n: 0, pairs: 0, clusters: 0 })
  })
})
