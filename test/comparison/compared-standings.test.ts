import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { comparedStandings } from '../../src/comparison/compared-standings.ts'
import { standingLines, standingsBase } from '../../src/comparison/standing-words.ts'
import type { ComparisonChoice } from '../../src/comparison-types.ts'
import type { ComparedResult } from '../../src/store/comparison-store.ts'

const LETTERS = ['A', 'B', 'C'] as const

function result(
  strategies: readonly string[],
  votes: ComparedResult['votes'],
  promptKey: string = crypto.randomUUID(),
): ComparedResult {
  return {
    promptKey,
    votes,
    contenders: strategies.map((strategy, index) => ({
      letter: LETTERS[index] ?? 'A',
      strategy,
      model: 'rehearsal:llama2',
      scripted: strategy !== 'live',
    })),
  }
}

const named = (strategy: string) => `${strategy} · rehearsal:llama2`

describe('standings of what was compared', () => {
  it('take a vote for one of three as a win over each of the others, and of those say nothing', () => {
    const { contenders, votes, comparisons } = comparedStandings([
      result(['direct', 'few-shot', 'contextual'], { B: 3 }),
    ])
    expect([comparisons, votes]).toEqual([1, 3])
    expect(contenders.map(({ name, rate }) => [name, rate.value, rate.n])).toEqual([
      [named('few-shot'), 1, 6],
      [named('contextual'), 0, 3],
      [named('direct'), 0, 3],
    ])
  })

  it('take a tie, and all being bad, as half for every pair', () => {
    const { contenders, groups } = comparedStandings([
      result(['direct', 'few-shot', 'contextual'], { tie: 1, both_bad: 1 }),
    ])
    expect(contenders.map(({ rate }) => [rate.value, rate.n])).toEqual([
      [0.5, 4],
      [0.5, 4],
      [0.5, 4],
    ])
    expect(groups[0]?.map(({ strength }) => strength.value)).toEqual([0, 0, 0])
  })

  it('rank only those that wins lead between, both ways, and say so of the others', () => {
    const results = [
      ...Array.from({ length: 12 }, (_, index) =>
        result(['direct', 'few-shot'], index % 3 ? { B: 1 } : { A: 1 }),
      ),
      ...Array.from({ length: 12 }, (_, index) =>
        result(['live', 'contextual'], index % 2 ? { A: 2 } : { B: 1 }),
      ),
      result(['rephrase', 'direct'], { A: 4 }),
    ]
    const lines = standingLines(comparedStandings(results))
    const of = (strategy: string) => lines.find(({ name }) => name === named(strategy))
    expect(of('few-shot')?.strength).toMatch(/^\+0\.\d\d \(.+\), among group [12]$/)
    expect(of('live')).toMatchObject({
      scripted: false,
      strength: expect.stringMatching(/among group [12]$/),
    })
    expect(of('rephrase')).toMatchObject({
      scripted: true,
      preferred: '100 % (21–100 %) of 4',
      strength: 'cannot be ranked with the others yet',
    })
    expect(standingsBase(comparedStandings(results))).toBe('34 votes on 25 comparisons')
  })

  it('are the same every time, and no interval is claimed from a single prompt', () => {
    const results = Array.from({ length: 10 }, (_, index) =>
      result(['direct', 'few-shot'], index % 2 ? { A: 1 } : { B: 1 }, 'the same prompt'),
    )
    expect(comparedStandings(results)).toEqual(comparedStandings(results))
    expect(standingLines(comparedStandings(results))[0]?.strength).toBe('0.00 (no interval yet)')
  })

  it('give out as many points as pairs were voted on', () => {
    const choice = fc.constantFrom<ComparisonChoice>('A', 'B', 'C', 'tie', 'both_bad')
    fc.assert(
      fc.property(
        fc.array(fc.dictionary(choice, fc.integer({ min: 1, max: 5 })), { minLength: 1, maxLength: 6 }),
        (all) => {
          const { contenders } = comparedStandings(all.map((votes) => result(['a', 'b', 'c'], votes)))
          const points = contenders.reduce((sum, { rate }) => sum + (rate.value ?? 0) * rate.n, 0)
          const met = contenders.reduce((sum, { rate }) => sum + rate.n, 0)
          expect(points).toBeCloseTo(met / 2, 6)
        },
      ),
      { numRuns: 30 },
    )
  })
})
