import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cohenKappa, fleissKappa, rawAgreement } from '../../src/crowd/kappa.ts'
import { votePatterns } from '../../src/crowd/vote-patterns.ts'
import { voteTableOf } from '../../src/crowd/vote-table.ts'
import { evenVotes, renamed } from './arbitrary-votes.ts'
import { fleissVotes, votesByAnnotator, votesOfPairs, XSTEST } from './known-votes.ts'

/** The two annotators' labels, from counts of pairs. */
function sides(counts: Readonly<Record<string, number>>) {
  const pairs = Object.entries(counts).flatMap(([pair, times]) => Array.from({ length: times }, () => pair))
  return [pairs.map((pair) => pair[0]), pairs.map((pair) => pair[1])] as const
}

describe("Cohen's kappa", () => {
  it('of the two-by-two table 20, 5, 10, 15 is 0.4', () => {
    expect(cohenKappa(...sides({ yy: 20, yn: 5, ny: 10, nn: 15 })).value).toBeCloseTo(0.4, 12)
  })

  it.each([
    ['gpt4', 0.970107],
    ['llama2new', 0.925762],
    ['llama2orig', 0.929256],
    ['mistralguard', 0.892337],
    ['mistralinstruct', 0.919545],
  ])('of the annotations of %s is %f', (model, value) => {
    expect(cohenKappa(...sides(XSTEST[model] ?? {})).value).toBeCloseTo(value, 6)
  })

  it('of the annotations of all five models together is 0.936526', () => {
    const all = Object.values(XSTEST).map(sides)
    const kappa = cohenKappa(
      all.flatMap(([first]) => first),
      all.flatMap(([, second]) => second),
    )
    expect(kappa.value).toBeCloseTo(0.936526, 6)
  })

  it('is 1 where two annotators always agree, and below 0 where they never do', () => {
    expect(cohenKappa(['a', 'b'], ['a', 'b'])).toEqual({ value: 1 })
    expect(cohenKappa(['a', 'b'], ['b', 'a'])).toEqual({ value: -1 })
  })

  it('is undefined, with the reason, where chance agreement is 1 or nothing is shared', () => {
    expect(cohenKappa(['a', 'a'], ['a', 'a'])).toMatchObject({
      value: null,
      reason: expect.stringContaining('one label'),
    })
    expect(cohenKappa([], [])).toEqual({ value: null, reason: 'They have no task in common.' })
  })

  it('refuses lists of different lengths', () => {
    expect(() => cohenKappa(['a'], [])).toThrow(RangeError)
  })
})

describe("Fleiss' kappa", () => {
  it('of the textbook example is 0.209931', () => {
    expect(fleissKappa(votePatterns(fleissVotes())).value).toBeCloseTo(0.209931, 6)
  })

  it('does not change when tasks, annotators or labels are permuted', () => {
    fc.assert(
      fc.property(
        evenVotes.chain((votes) => fc.tuple(fc.constant(votes), renamed(votes))),
        ([votes, permuted]) => {
          const value = fleissKappa(votePatterns(voteTableOf(votes))).value
          expect(fleissKappa(votePatterns(voteTableOf(permuted))).value).toEqual(
            value === null ? null : expect.closeTo(value, 9),
          )
        },
      ),
    )
  })

  it('is undefined, with the reason, where votes are uneven, all alike, or single', () => {
    expect(fleissKappa(votePatterns(votesByAnnotator(['ab', 'ab', 'a.'])))).toMatchObject({
      value: null,
      reason: expect.stringContaining('different numbers of votes'),
    })
    expect(fleissKappa(votePatterns(votesByAnnotator(['aa', 'aa'])))).toMatchObject({
      value: null,
      reason: expect.stringContaining('same label'),
    })
    expect(fleissKappa(votePatterns(votesByAnnotator(['ab'])))).toEqual({
      value: null,
      reason: 'No task has two votes.',
    })
  })
})

describe('raw agreement', () => {
  it.each([
    ['gpt4', 0.9844],
    ['llama2new', 0.9578],
    ['llama2orig', 0.9644],
    ['mistralguard', 0.9378],
    ['mistralinstruct', 0.9756],
  ])('of the annotations of %s is %f', (model, value) => {
    expect(rawAgreement(votePatterns(votesOfPairs(XSTEST[model] ?? {}))).value).toBeCloseTo(value, 4)
  })

  it('is the share of agreeing pairs, averaged over tasks with two votes or more', () => {
    expect(rawAgreement(votePatterns(votesByAnnotator(['aab', 'aa.', 'ab.']))).value).toBeCloseTo(
      (1 + 1 / 3) / 2,
      12,
    )
    expect(rawAgreement(votePatterns(votesByAnnotator(['ab']))).value).toBeNull()
  })
})
