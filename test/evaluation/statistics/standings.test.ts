import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { seededRandom } from '../../../src/crowd/seeded-random.ts'
import { bradleyTerry } from '../../../src/evaluation/statistics/bradley-terry.ts'
import type { Comparison, Preference } from '../../../src/evaluation/statistics/comparison.ts'
import { standings } from '../../../src/evaluation/statistics/standings.ts'
import { strongComponents } from '../../../src/evaluation/statistics/strong-components.ts'
import { winRates } from '../../../src/evaluation/statistics/win-rate.ts'

let prompts = 0
const vote = (
  first: string,
  second: string,
  preferred: Preference,
  prompt = `p${prompts++}`,
): Comparison => ({
  first,
  second,
  preferred,
  prompt,
})
const votes = (times: number, ...[first, second, preferred]: [string, string, Preference]) =>
  Array.from({ length: times }, () => vote(first, second, preferred))
const options = { random: seededRandom(1), resamples: 200 }

describe("Bradley and Terry's strengths", () => {
  it('of the journals that cite each other are those of Turner & Firth (2012)', () => {
    // Biometrika, Communications in Statistics, JASA, JRSS-B: row cited by column (Stigler 1994).
    const strengths = bradleyTerry([
      [0, 730, 498, 221],
      [33, 0, 68, 17],
      [320, 813, 0, 142],
      [284, 276, 325, 0],
    ])
    const first = strengths?.[0] ?? Number.NaN
    const published = [0, -2.94907, -0.47957, 0.26895]
    for (const [at, value] of published.entries())
      expect((strengths?.[at] ?? 0) - first).toBeCloseTo(value, 5)
  })

  it('of four teams do not stop after two rounds: 0.640, 1.043, 0.660 and 2.270', () => {
    // The worked example of the encyclopaedia article on the model; after two rounds the last is 1.81.
    const strengths = bradleyTerry([
      [0, 2, 0, 1],
      [3, 0, 5, 0],
      [0, 3, 0, 1],
      [4, 0, 3, 0],
    ])
    expect(strengths?.map((each) => Math.exp(each).toFixed(3))).toEqual(['0.640', '1.043', '0.660', '2.270'])
  })

  it('make the expected wins the wins there were, and do not change when all are counted thrice', () => {
    const entry = fc.integer({ min: 1, max: 9 })
    fc.assert(
      fc.property(
        fc.array(fc.array(entry, { minLength: 4, maxLength: 4 }), { minLength: 4, maxLength: 4 }),
        (rows) => {
          const wins = rows.map((row, i) => row.map((many, j) => (i === j ? 0 : many)))
          const strengths = bradleyTerry(wins) ?? []
          for (const [i, row] of wins.entries()) {
            const expected = row.reduce(
              (sum, many, j) =>
                sum +
                (many + (wins[j]?.[i] ?? 0)) / (1 + Math.exp((strengths[j] ?? 0) - (strengths[i] ?? 0))),
              0,
            )
            const own = row.reduce((sum, many) => sum + many, 0)
            expect(expected).toBeCloseTo(own, 6)
          }
          const thrice = bradleyTerry(wins.map((row) => row.map((many) => 3 * many))) ?? []
          for (const [i, strength] of strengths.entries()) expect(thrice[i]).toBeCloseTo(strength, 6)
        },
      ),
      { numRuns: 30 },
    )
  })
})

describe('strong components', () => {
  it('are the cycles of a graph, and the nodes that stand on none', () => {
    const edges = [[1], [2], [0, 3], [4], [3], []].map((targets) => new Set(targets))
    expect(strongComponents(edges)).toEqual([[0, 1, 2], [3, 4], [5]])
  })
})

describe('standings', () => {
  it('of two are the log odds of the one beating the other, a tie and both bad being half', () => {
    const [group] = standings(
      [
        ...votes(2, 'a', 'b', 'first'),
        vote('b', 'a', 'first'),
        vote('a', 'b', 'tie'),
        vote('b', 'a', 'both_bad'),
      ],
      options,
    )
    const [best, other] = group ?? []
    expect(best?.name).toBe('a')
    expect((best?.strength.value ?? 0) - (other?.strength.value ?? 0)).toBeCloseTo(Math.log(3 / 2), 9)
    expect(best?.strength.n).toBe(5)
  })

  it('stand apart where wins do not lead both ways, and what stands alone has no strength, with the reason', () => {
    const groups = standings(
      [
        ...votes(3, 'a', 'b', 'first'),
        ...votes(2, 'a', 'b', 'second'),
        ...votes(3, 'c', 'd', 'tie'),
        vote('a', 'c', 'first'),
        vote('z', 'a', 'first'),
      ],
      options,
    )
    expect(groups.map((group) => group.map(({ name }) => name).sort())).toEqual([
      ['a', 'b'],
      ['c', 'd'],
      ['z'],
    ])
    expect(groups[2]?.[0]?.strength).toMatchObject({
      value: null,
      reason: expect.stringContaining('no strength fits'),
    })
    // The win over the other group counts in neither.
    expect(groups[0]?.[0]?.strength.n).toBe(5)
  })

  it('have intervals that hold the true strengths in about 95 of 100 samples', () => {
    const truth = { a: 0.8, b: 0, c: -0.8 }
    const names = ['a', 'b', 'c'] as const
    const random = seededRandom(4)
    let [covered, all] = [0, 0]
    for (let sample = 0; sample < 60; sample += 1) {
      const drawn = Array.from({ length: 150 }, (_, at) => {
        const [first, second] = [names[at % 3] ?? 'a', names[(at + 1) % 3] ?? 'b']
        const wins = random() < 1 / (1 + Math.exp(truth[second] - truth[first]))
        return vote(first, second, wins ? 'first' : 'second')
      })
      for (const { name, strength } of standings(drawn, { random, resamples: 200 })[0] ?? []) {
        const { interval } = strength
        const value = truth[name as keyof typeof truth]
        all += 1
        if (interval && 'low' in interval && interval.low <= value && value <= interval.high) covered += 1
      }
    }
    expect(covered / all).toBeGreaterThan(0.86)
  })

  it('draw prompts, not votes: many votes on one prompt narrow nothing', () => {
    const many = [...votes(4, 'a', 'b', 'first'), ...votes(4, 'a', 'b', 'second')]
    const repeated = many.flatMap((each) => [each, each, each, each])
    const width = (comparisons: readonly Comparison[]) => {
      const interval = standings(comparisons, { random: seededRandom(9), resamples: 500 })[0]?.[0]?.strength
        .interval
      return interval && 'low' in interval ? interval.high - interval.low : Number.NaN
    }
    expect(width(repeated)).toBeCloseTo(width(many), 6)
  })

  it('have no intervals where too many draws leave something without a win', () => {
    const [group] = standings([vote('a', 'b', 'first'), vote('a', 'b', 'second')], options)
    expect(group?.[0]?.strength).toMatchObject({ value: 0, interval: { value: null } })
    expect(standings([])).toEqual([])
  })
})

describe('win rates', () => {
  it('count ties and both bad as half, and apart', () => {
    const [a, b] = winRates([
      vote('a', 'b', 'first'),
      vote('b', 'a', 'first'),
      vote('a', 'b', 'tie'),
      vote('b', 'a', 'both_bad'),
      vote('b', 'a', 'second'),
    ])
    expect(a).toMatchObject({ name: 'a', won: 2, lost: 1, tied: 1, bothBad: 1, rate: { value: 0.6, n: 5 } })
    expect(b).toMatchObject({ name: 'b', won: 1, lost: 2, tied: 1, bothBad: 1, rate: { value: 0.4, n: 5 } })
  })

  it('are no surer for one vote that says something of five pairs', () => {
    const prompts = Array.from({ length: 40 }, (_, index) => `p${index}`)
    const votes = (pairs: number) =>
      prompts.flatMap((prompt, index) =>
        Array.from({ length: pairs }, (_, other) => ({
          first: 'a',
          second: `b${other}`,
          preferred: index % 4 === 0 ? ('second' as const) : ('first' as const),
          prompt,
        })),
      )
    const width = (pairs: number) => {
      const interval = winRates(votes(pairs)).find(({ name }) => name === 'a')?.rate.interval
      return interval && 'low' in interval ? interval.high - interval.low : Number.NaN
    }
    expect(width(5) / width(1)).toBeGreaterThan(0.95)
    expect(width(5) / width(1)).toBeLessThan(1.1)
  })
})
