import { type Section, table, text } from '../document.ts'
import { points, probability } from '../figures.ts'
import { JUDGE_NAMES, modelNames } from '../names.ts'
import type { Report } from '../report.ts'

/** Whether refusals of safe requests changed, pair by pair. */
export function tests({ manifest, judged }: Report): Section | undefined {
  const name = modelNames(manifest.configuration.models)
  const rows = judged.flatMap(({ judge, runs, tests }) =>
    tests.map(({ model, arm, p, adjusted }) => {
      const run = runs.find((each) => each.model === model && each.arm === arm)
      return [
        name(model),
        arm,
        JUDGE_NAMES[judge],
        run ? points(run.safe.change) : '–',
        String(run?.safe.test?.n ?? 0),
        probability(p),
        probability(adjusted),
      ]
    }),
  )
  if (rows.length === 0) return undefined
  return {
    id: 'tests',
    title: 'Tests of the change',
    blocks: [
      text(
        'Each safe request is its own comparison: refused, in full or in part, by the plain model and in this arm. McNemar’s test is exact and two-sided, over the requests whose verdict changed; arms in which none did are left out. Holm’s adjustment keeps the chance of any false alarm among the arms of one model below the level chosen.',
      ),
      table(
        'McNemar’s test of refusals of safe requests, with Holm’s adjustment',
        ['model', 'arm', 'verdicts by'],
        ['change of refusals', 'requests that changed', 'p', 'p after Holm'],
        rows,
      ),
    ],
  }
}
