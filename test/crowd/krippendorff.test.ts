import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fleissKappa } from '../../src/crowd/kappa.ts'
import { alphaInterval, krippendorffAlpha } from '../../src/crowd/krippendorff.ts'
import { LEVELS, type Level, scaleOf } from '../../src/crowd/scale.ts'
import { seededRandom } from '../../src/crowd/seeded-random.ts'
import { votePatterns } from '../../src/crowd/vote-patterns.ts'
import { type NamedVote, type VoteTable, voteTableOf } from '../../src/crowd/vote-table.ts'
import { evenVotes, renamed, someVotes } from './arbitrary-votes.ts'
import {
  FOUR_CODERS,
  fleissVotes,
  THREE_CODERS,
  TOY_WORKERS,
  votesByAnnotator,
  votesOfPairs,
  XSTEST,
} from './known-votes.ts'

const alpha = (table: VoteTable, level: Level = 'nominal') =>
  krippendorffAlpha(votePatterns(table), scaleOf(level, table.labels))
const interval = (table: VoteTable, level: Level = 'nominal', seed = 1) =>
  alphaInterval(votePatterns(table), scaleOf(level, table.labels), {
    random: seededRandom(seed),
    resamples: 300,
  })

/** Alpha by its definition: the matrix of coincidences, and δ as Krippendorff writes it. */
function byDefinition(votes: readonly NamedVote[], level: Level): number | null {
  const labels = [...new Set(votes.map(({ label }) => Number(label)))].sort((a, b) => a - b)
  const units = Object.values(Object.groupBy(votes, ({ task }) => task)).flatMap((unit) =>
    unit && unit.length > 1 ? [unit.map(({ label }) => Number(label))] : [],
  )
  const coincidences = labels.map((c) =>
    labels.map((k) =>
      units.reduce((sum, unit) => {
        const many = (label: number) => unit.filter((each) => each === label).length
        return sum + (many(c) * (many(k) - (c === k ? 1 : 0))) / (unit.length - 1)
      }, 0),
    ),
  )
  const uses = coincidences.map((row) => row.reduce((sum, each) => sum + each, 0))
  const total = uses.reduce((sum, each) => sum + each, 0)
  const difference = (c: number, k: number): number => {
    const [one = 0, other = 0] = [labels[c], labels[k]]
    if (level === 'nominal') return c === k ? 0 : 1
    if (level === 'interval') return (one - other) ** 2
    if (level === 'ratio') return one === other ? 0 : ((one - other) / (one + other)) ** 2
    const [low, high] = [Math.min(c, k), Math.max(c, k)]
    const between = uses.slice(low, high + 1).reduce((sum, each) => sum + each, 0)
    return (between - ((uses[c] ?? 0) + (uses[k] ?? 0)) / 2) ** 2
  }
  let observed = 0
  let expected = 0
  for (const [c] of labels.entries()) {
    for (const [k] of labels.entries()) {
      observed += (coincidences[c]?.[k] ?? 0) * difference(c, k)
      expected += (((uses[c] ?? 0) * ((uses[k] ?? 0) - (c === k ? 1 : 0))) / (total - 1)) * difference(c, k)
    }
  }
  return expected > 0 ? 1 - observed / expected : null
}

const near = (value: number | null) => (value === null ? null : expect.closeTo(value, 9))

describe("Krippendorff's alpha", () => {
  it.each([
    ['four coders', FOUR_CODERS, 'nominal', 0.743421],
    ['four coders', FOUR_CODERS, 'ordinal', 0.815388],
    ['four coders', FOUR_CODERS, 'interval', 0.849107],
    ['four coders', FOUR_CODERS, 'ratio', 0.797403],
    ['three coders', THREE_CODERS, 'nominal', 0.691358],
    ['three coders', THREE_CODERS, 'ordinal', 0.806721],
    ['three coders', THREE_CODERS, 'interval', 0.810845],
    ['three coders', THREE_CODERS, 'ratio', 0.808944],
    ['two coders of two labels', ['0100000010', '1110010000'], 'nominal', 0.095238],
    ['two coders of five labels', ['aabbdcccedda', 'babbbccceddd'], 'nominal', 0.691964],
    ['two workers who split once', ['ynyn', 'ynn.'], 'nominal', 0.444444],
    ["crowd-kit's toy set", TOY_WORKERS, 'nominal', 0.142191],
  ] as const)('of %s, %j at the %s level, is %f', (_, rows, level, value) => {
    expect(alpha(votesByAnnotator(rows), level).value).toBeCloseTo(value, 6)
  })

  it("of Fleiss' ten subjects is 0.215574", () => {
    expect(alpha(fleissVotes()).value).toBeCloseTo(0.215574, 6)
  })

  it.each([
    ['gpt4', 0.970135],
    ['llama2new', 0.925843],
    ['llama2orig', 0.929332],
    ['mistralguard', 0.892415],
    ['mistralinstruct', 0.919597],
  ])("of the annotations of %s's completions is %f", (model, value) => {
    expect(alpha(votesOfPairs(XSTEST[model] ?? {})).value).toBeCloseTo(value, 6)
  })

  it('of the annotations of all five models together is 0.936537', () => {
    const all: Record<string, number> = {}
    for (const counts of Object.values(XSTEST))
      for (const [pair, times] of Object.entries(counts)) all[pair] = (all[pair] ?? 0) + times
    expect(alpha(votesOfPairs(all)).value).toBeCloseTo(0.936537, 6)
  })

  it('drops units with fewer than two votes, which leaves 11 units of 40 votes of the four coders', () => {
    const patterns = votePatterns(votesByAnnotator(FOUR_CODERS))
    expect(patterns.ofTask).toHaveLength(11)
    expect(patterns.ofTask.reduce((sum, pattern) => sum + (patterns.votes[pattern] ?? 0), 0)).toBe(40)
  })

  it.each(LEVELS)('is what its definition says, at the %s level', (level) => {
    fc.assert(
      fc.property(someVotes(), (votes) => {
        expect(alpha(voteTableOf(votes), level).value).toEqual(near(byDefinition(votes, level)))
      }),
    )
  })

  it('does not change when tasks, annotators or nominal labels are permuted', () => {
    fc.assert(
      fc.property(
        someVotes().chain((votes) => fc.tuple(fc.constant(votes), renamed(votes))),
        ([votes, permuted]) => {
          expect(alpha(voteTableOf(permuted)).value).toEqual(near(alpha(voteTableOf(votes)).value))
        },
      ),
    )
  })

  it.each(LEVELS)('and its interval do not change by tasks with a single vote, at the %s level', (level) => {
    fc.assert(
      fc.property(someVotes(), fc.array(fc.integer({ min: 0, max: 9 })), (votes, labels) => {
        const single = labels.map((label, id) => ({ task: `s${id}`, annotator: 'a0', label: `${label}` }))
        const [table, more] = [voteTableOf(votes), voteTableOf([...votes, ...single])]
        expect(alpha(more, level)).toEqual(alpha(table, level))
        expect(interval(more, level)).toEqual(interval(table, level))
      }),
      { numRuns: 30 },
    )
  })

  it("follows from Fleiss' kappa where tasks have as many votes each", () => {
    fc.assert(
      fc.property(evenVotes, (votes) => {
        const kappa = fleissKappa(votePatterns(voteTableOf(votes))).value
        const many = votes.length
        expect(alpha(voteTableOf(votes)).value).toEqual(
          near(kappa === null ? null : 1 - ((1 - kappa) * (many - 1)) / many),
        )
      }),
    )
  })

  it('is undefined, with the reason, where no task has two votes or no label but one was given', () => {
    expect(alpha(votesByAnnotator([]))).toEqual({ value: null, reason: 'No task has two votes.' })
    expect(alpha(votesByAnnotator(['ab..', '..ba']))).toEqual({
      value: null,
      reason: 'No task has two votes.',
    })
    for (const level of LEVELS) {
      expect(alpha(votesByAnnotator(['777', '777']), level)).toMatchObject({
        value: null,
        reason: expect.stringContaining('same label'),
      })
    }
  })

  it.each([
    ['whose mean is rounded', ['0.1', '0.1', '0.1']],
    ['of zeros', ['0', '0', '0']],
    ['that are the same number written twice', ['1', '1.0', '1']],
  ])('is undefined for equal numbers %s', (_, labels) => {
    const votes = labels.map((label, id) => ({ task: 't', annotator: `a${id}`, label }))
    for (const level of ['ordinal', 'interval', 'ratio'] as const)
      expect(alpha(voteTableOf(votes), level).value).toBeNull()
  })

  it('is finite for numbers whose squares are not', () => {
    const votes = ['1e300', '2e300', '1e300', '1e300'].map((label, id) => ({
      task: `t${id >> 1}`,
      annotator: `a${id % 2}`,
      label,
    }))
    expect(alpha(voteTableOf(votes), 'interval').value).toBeCloseTo(0, 9)
  })
})

describe('the interval of alpha', () => {
  it('is the same for the same seed, holds alpha, and differs for another seed', () => {
    const table = votesByAnnotator(FOUR_CODERS)
    const bounds = interval(table)
    expect(interval(table)).toEqual(bounds)
    expect(interval(table, 'nominal', 2)).not.toEqual(bounds)
    expect(bounds).toEqual({ low: expect.any(Number), high: expect.any(Number) })
    if (!('low' in bounds)) return
    expect(bounds.low).toBeLessThan(0.743421)
    expect(bounds.high).toBeGreaterThan(0.743421)
  })

  it('narrows by the root of the number of tasks', () => {
    const width = (times: number) => {
      const bounds = interval(votesByAnnotator(FOUR_CODERS.map((row) => row.padEnd(12, '.').repeat(times))))
      return 'low' in bounds ? bounds.high - bounds.low : Number.NaN
    }
    expect(width(4) / width(64)).toBeGreaterThan(3)
    expect(width(4) / width(64)).toBeLessThan(5)
  })

  it('is undefined, with the reason, where one task or too rare a second label leaves nothing to resample', () => {
    expect(interval(votesByAnnotator(['a', 'b']))).toEqual({
      value: null,
      reason: 'Only one task has two votes.',
    })
    expect(interval(votesByAnnotator(['aaaa', 'aaab']))).toMatchObject({
      value: null,
      reason: expect.stringContaining('too rare'),
    })
    expect(interval(votesByAnnotator(['aa', 'aa']))).toMatchObject({ value: null })
  })
})
