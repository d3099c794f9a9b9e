import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { entropy } from '../../src/crowd/entropy.ts'
import { majority } from '../../src/crowd/majority.ts'
import { voteTableOf } from '../../src/crowd/vote-table.ts'
import { renamed, someVotes } from './arbitrary-votes.ts'
import { TOY_WORKERS, votesByAnnotator } from './known-votes.ts'

describe('the majority', () => {
  it('is the label with the most votes, its share the confidence', () => {
    expect([...majority(votesByAnnotator(['ab', 'ab', 'bb']))]).toEqual([
      {
        task: 't0',
        label: 'a',
        tied: [],
        confidence: 2 / 3,
        entropy: expect.closeTo(0.636514, 6),
        votes: 3,
        gold: false,
      },
      { task: 't1', label: 'b', tied: [], confidence: 1, entropy: 0, votes: 3, gold: false },
    ])
  })

  it('leaves a tie a tie, and names the labels that share the first place', () => {
    const [tied] = majority(votesByAnnotator(['a', 'b', 'c', 'b', 'a']))
    expect(tied).toEqual({
      task: 't0',
      tied: ['a', 'b'],
      confidence: 0.4,
      entropy: expect.any(Number),
      votes: 5,
      gold: false,
    })
  })

  it('does not overrule gold', () => {
    expect([...majority(votesByAnnotator(['ab', 'ab']), new Map([['t0', 'z']]))]).toMatchObject([
      { label: 'z', confidence: 1, entropy: 0, gold: true },
      { label: 'b', confidence: 1, gold: false },
    ])
  })

  it('does not depend on how tasks, annotators and labels are called and ordered', () => {
    fc.assert(
      fc.property(
        someVotes().chain((votes) => fc.tuple(fc.constant(votes), renamed(votes))),
        ([votes, permuted]) => {
          const seen = (some: typeof votes, prefix: string, map: (label: string) => string) =>
            new Map(
              [...majority(voteTableOf(some))].map(({ task, label, tied, confidence }) => [
                `${prefix}${task}`,
                { label: label && map(label), tied: tied.map(map).toSorted(), confidence },
              ]),
            )
          const rename = (label: string) => `${(Number(label) * 3 + 1) % 5}`
          expect(seen(permuted, '', (label) => label)).toEqual(seen(votes, 'other ', rename))
        },
      ),
    )
  })
})

describe('entropy', () => {
  it('of a three-way split is ln 3, in nats, and of one label 0', () => {
    expect(entropy([1, 1, 1])).toBeCloseTo(1.0986122886681096, 12)
    expect(entropy([7, 0])).toBe(0)
    expect(entropy([])).toBe(0)
  })

  it("of crowd-kit's toy set, weighted by skills, is crowd-kit's uncertainty 0.630867", () => {
    const skills = [0.6, 0.8, 1, 0.4, 0.8]
    const entropies = [0, 1, 2, 3, 4].map((task) => {
      const weights = [0, 0]
      for (const [worker, row] of TOY_WORKERS.entries()) {
        const label = 'yn'.indexOf(row[task] ?? '.')
        if (label < 0) continue
        const skill = skills[worker] ?? 0
        weights[label] = (weights[label] ?? 0) + skill
        weights[1 - label] = (weights[1 - label] ?? 0) + 1 - skill
      }
      return entropy(weights)
    })
    // crowd-kit adds a millionth to each denominator, but its entropy normalises again.
    expect(entropies.reduce((sum, each) => sum + each, 0) / 5).toBeCloseTo(0.6308666201949331, 6)
  })
})
