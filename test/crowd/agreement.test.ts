import { describe, expect, it } from 'vitest'
import { agreement } from '../../src/crowd/agreement.ts'
import { scaleOf } from '../../src/crowd/scale.ts'
import { seededRandom } from '../../src/crowd/seeded-random.ts'
import { voteTableOf } from '../../src/crowd/vote-table.ts'
import { countRepeats, votesByTask } from '../../src/crowd/votes-by-task.ts'
import { FOUR_CODERS, votesByAnnotator, votesOfPairs, XSTEST } from './known-votes.ts'

describe('agreement', () => {
  it('tells what it rests on, and all its figures', () => {
    const table = votesByAnnotator(FOUR_CODERS)
    const scale = scaleOf('interval', table.labels)
    expect(agreement(table, scale, { random: seededRandom(1), resamples: 50 })).toEqual({
      tasks: 12,
      annotators: 4,
      votes: 41,
      labels: 5,
      usable: { tasks: 11, votes: 40 },
      level: 'interval',
      alpha: {
        value: expect.closeTo(0.849107, 6),
        interval: { low: expect.any(Number), high: expect.any(Number) },
      },
      rawAgreement: { value: expect.any(Number) },
      fleissKappa: { value: null, reason: expect.stringContaining('different numbers of votes') },
      cohenKappa: { value: null, reason: "Cohen's kappa is for two annotators; there are 4." },
      entropy: { value: expect.any(Number) },
    })
  })

  it("has Cohen's kappa of two annotators, whoever voted first", () => {
    const table = votesOfPairs(XSTEST['gpt4'] ?? {})
    const backwards = {
      ...table,
      task: table.task.toReversed(),
      annotator: table.annotator.toReversed(),
      label: table.label.toReversed(),
    }
    for (const each of [table, backwards])
      expect(agreement(each, { level: 'nominal' }, { resamples: 1 }).cohenKappa.value).toBeCloseTo(
        0.970107,
        6,
      )
  })

  it("leaves Cohen's kappa undefined where one of the two voted twice on a task", () => {
    const table = voteTableOf([
      { task: 't', annotator: 'a', label: 'x' },
      { task: 't', annotator: 'a', label: 'y' },
      { task: 'u', annotator: 'b', label: 'y' },
    ])
    expect(agreement(table, { level: 'nominal' }).cohenKappa).toEqual({
      value: null,
      reason: 'An annotator voted more than once on a task.',
    })
  })

  it('of no votes is undefined throughout, never 1 and never NaN', () => {
    const { alpha, rawAgreement, fleissKappa, cohenKappa, entropy } = agreement(voteTableOf([]), {
      level: 'nominal',
    })
    for (const each of [alpha, alpha.interval, rawAgreement, fleissKappa, cohenKappa, entropy])
      expect(each).toMatchObject({ value: null, reason: expect.stringMatching(/\.$/) })
  })
})

describe('repeated votes', () => {
  it('are counted within a task only', () => {
    const table = voteTableOf([
      { task: 't', annotator: 'a', label: 'x' },
      { task: 'u', annotator: 'a', label: 'x' },
      { task: 't', annotator: 'b', label: 'x' },
      { task: 't', annotator: 'a', label: 'y' },
    ])
    expect(countRepeats(votesByTask(table), table.annotators.length)).toBe(1)
  })
})
