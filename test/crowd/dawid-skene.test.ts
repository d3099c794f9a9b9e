import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type DawidSkeneFit, dawidSkeneLabels, fitDawidSkene } from '../../src/crowd/dawid-skene.ts'
import { seededRandom } from '../../src/crowd/seeded-random.ts'
import { type NamedVote, voteTableOf } from '../../src/crowd/vote-table.ts'
import { renamed, someVotes } from './arbitrary-votes.ts'
import { patientVotes, TOY_WORKERS, votesByAnnotator } from './known-votes.ts'

const labelsOf = (fit: DawidSkeneFit) => [...dawidSkeneLabels(fit)].map(({ label }) => label)

/** Share of votes an annotator gives to `said` on tasks that are truly `truth`. */
function rate(fit: DawidSkeneFit, annotator: number, truth: string, said = truth): number {
  const size = fit.labels.length
  const votes = fit.labels.map(
    (_, l) => fit.expectedVotes[(annotator * size + l) * size + fit.labels.indexOf(truth)] ?? 0,
  )
  return (votes[fit.labels.indexOf(said)] ?? 0) / votes.reduce((sum, each) => sum + each, 0)
}

/** The log-likelihood of the votes under the fit's own rates, summed as the model is written: a sum of products. */
function logLikelihood(fit: DawidSkeneFit, votes: readonly NamedVote[], gold: ReadonlyMap<string, string>) {
  const { table, labels, priors } = fit
  return table.tasks.reduce((total, task) => {
    const probability = labels.reduce((sum, truth, j) => {
      if (gold.has(task) && gold.get(task) !== truth) return sum
      const product = votes
        .filter((vote) => vote.task === task)
        .reduce(
          (all, { annotator, label }) => all * rate(fit, table.annotators.indexOf(annotator), truth, label),
          priors[j] ?? 0,
        )
      return sum + (Number.isNaN(product) ? 0 : product)
    }, 0)
    return total + Math.log(probability)
  }, 0)
}

const someGold = fc
  .uniqueArray(fc.tuple(fc.integer({ min: 0, max: 7 }), fc.integer({ min: 0, max: 5 })), {
    selector: ([task]) => task,
    maxLength: 3,
  })
  .map((entries) => new Map(entries.map(([task, label]) => [`t${task}`, `${label}`])))

describe('Dawid–Skene', () => {
  const votes = patientVotes()
  const patients = fitDawidSkene(voteTableOf(votes), { tolerance: 1e-10 / votes.length })

  it("meets the log-likelihood of the 1979 paper's patients, −192.8909, in 26 rounds of 1e-10", () => {
    expect(patients.logLikelihoods).toHaveLength(26)
    expect(patients.logLikelihoods.at(-1)).toBeCloseTo(-192.8909, 4)
    expect(patients.converged).toBe(true)
  })

  it("meets the priors of the 1979 paper's patients", () => {
    expect(
      ['1', '2', '3', '4'].map((label) => patients.priors[patients.labels.indexOf(label)]?.toFixed(4)),
    ).toEqual(['0.3996', '0.4220', '0.1118', '0.0667'])
  })

  it('meets the first observer’s rates of the 1979 paper', () => {
    expect(['1', '2', '3', '4'].map((label) => rate(patients, 0, label).toFixed(2))).toEqual([
      '0.89',
      '0.88',
      '0.66',
      '0.44',
    ])
  })

  it("labels crowd-kit's toy set as crowd-kit does", () => {
    expect(labelsOf(fitDawidSkene(votesByAnnotator(TOY_WORKERS)))).toEqual(['y', 'y', 'n', 'y', 'n'])
  })

  it('never loses likelihood, whatever the votes and the gold', () => {
    fc.assert(
      fc.property(someVotes(), someGold, (some, gold) => {
        const { logLikelihoods } = fitDawidSkene(voteTableOf(some), { gold, tolerance: 1e-14 })
        for (const [round, value] of logLikelihoods.entries()) {
          expect(Number.isFinite(value)).toBe(true)
          const before = logLikelihoods[round - 1] ?? Number.NEGATIVE_INFINITY
          expect(value).toBeGreaterThanOrEqual(before - 1e-12 * Math.max(1, Math.abs(value)))
        }
      }),
      { numRuns: 300 },
    )
  })

  it('reports the exact marginal log-likelihood of its rates', () => {
    fc.assert(
      fc.property(someVotes({ minLength: 1 }), someGold, (some, gold) => {
        const fit = fitDawidSkene(voteTableOf(some), { gold, maxRounds: 5 })
        expect(fit.logLikelihoods.at(-1)).toBeCloseTo(logLikelihood(fit, some, gold), 8)
      }),
    )
  })

  it('gives posteriors and priors that are probabilities, and the same ones for the same votes', () => {
    fc.assert(
      fc.property(someVotes({ minLength: 1 }), someGold, (some, gold) => {
        const fit = fitDawidSkene(voteTableOf(some), { gold })
        const size = fit.labels.length
        for (const [task] of fit.table.tasks.entries()) {
          const row = fit.posterior.subarray(task * size, (task + 1) * size)
          expect(row.reduce((sum, each) => sum + each, 0)).toBeCloseTo(1, 9)
        }
        expect(fit.priors.reduce((sum, each) => sum + each, 0)).toBeCloseTo(1, 9)
        expect(fitDawidSkene(voteTableOf(some), { gold }).posterior).toEqual(fit.posterior)
      }),
    )
  })

  it('does not depend on how tasks, annotators and labels are called and ordered', () => {
    fc.assert(
      fc.property(
        someVotes({ minLength: 1 }).chain((some) => fc.tuple(fc.constant(some), renamed(some))),
        ([some, permuted]) => {
          const fit = fitDawidSkene(voteTableOf(some), { maxRounds: 15, tolerance: 0 })
          const other = fitDawidSkene(voteTableOf(permuted), { maxRounds: 15, tolerance: 0 })
          for (const [task, name] of fit.table.tasks.entries()) {
            const same = other.table.tasks.indexOf(`other ${name}`)
            for (const [j, label] of fit.labels.entries()) {
              const k = other.labels.indexOf(`${(Number(label) * 3 + 1) % 5}`)
              expect(other.posterior[same * other.labels.length + k]).toBeCloseTo(
                fit.posterior[task * fit.labels.length + j] ?? Number.NaN,
                6,
              )
            }
          }
        },
      ),
    )
  })

  it('holds gold tasks to their label, though everybody says otherwise, also to a label nobody gave', () => {
    const table = votesByAnnotator(['aab', 'aab', 'aab'])
    const fit = fitDawidSkene(table, {
      gold: new Map([
        ['t0', 'b'],
        ['t2', 'z'],
        ['elsewhere', 'a'],
      ]),
    })
    expect([...dawidSkeneLabels(fit)]).toMatchObject([
      { task: 't0', label: 'b', confidence: 1, gold: true },
      { task: 't1', gold: false },
      { task: 't2', label: 'z', confidence: 1, gold: true },
    ])
  })

  it('learns from gold whom to believe', () => {
    // Of two annotators who always differ, gold tells which one is right.
    const table = votesByAnnotator(['ababab', 'bababa'])
    const gold = new Map([
      ['t0', 'b'],
      ['t1', 'a'],
      ['t2', 'b'],
    ])
    expect(labelsOf(fitDawidSkene(table, { gold }))).toEqual(['b', 'a', 'b', 'a', 'b', 'a'])
    expect(labelsOf(fitDawidSkene(table)).every((label) => label === undefined)).toBe(true)
  })

  it('finds more true labels than the majority where one annotator is good and the rest guess', () => {
    const random = seededRandom(5)
    const truth = Array.from({ length: 400 }, () => (random() < 0.5 ? 'a' : 'b'))
    const wrong = (label: string) => (label === 'a' ? 'b' : 'a')
    const rows = [0.98, 0.55, 0.55, 0.55, 0.55].map((skill) =>
      truth.map((label) => (random() < skill ? label : wrong(label))).join(''),
    )
    const found = labelsOf(fitDawidSkene(votesByAnnotator(rows)))
    const right = found.filter((label, task) => label === truth[task]).length
    expect(right).toBeGreaterThan(380)
    const votes = truth.map((label, task) => rows.filter((row) => row[task] === label).length)
    expect(votes.filter((many) => many >= 3).length).toBeLessThan(330)
  })

  it('says when it stopped short of convergence', () => {
    expect(fitDawidSkene(voteTableOf(votes), { maxRounds: 3 })).toMatchObject({ converged: false })
  })

  it('has nothing to say of no votes', () => {
    const fit = fitDawidSkene(voteTableOf([]))
    expect(fit).toMatchObject({ converged: true, logLikelihoods: [] })
    expect([...dawidSkeneLabels(fit)]).toEqual([])
  })

  it('refuses so many labels that their rates would fill the memory', () => {
    const many = Array.from({ length: 20_000 }, (_, id) => ({
      task: `t${id}`,
      annotator: 'a',
      label: `${id}`,
    }))
    expect(() => fitDawidSkene(voteTableOf(many))).toThrow(/Take the majority/)
  })
})
