import type { Shift } from '../drift.ts'
import type { Comparison } from './comparison.ts'
import { type Document, type Figure, table, text } from './document.ts'
import { points, share } from './figures.ts'
import { JUDGE_NAMES, modelNames, noticeOf } from './names.ts'

/** What a comparison of two runs says. */
export function comparisonDocument(comparison: Comparison, before: string, after: string): Document {
  const { models, sample } = comparison.after
  const name = modelNames(models)
  const notice = noticeOf(models)
  const scripted = models.some(({ kind }) => kind === 'scripted')
  const rows = comparison.judged.flatMap(({ judge, drifts }) =>
    drifts.map(({ model, arm, overRefusal, unsafeCompliance, unpaired }) => [
      name(model),
      arm,
      JUDGE_NAMES[judge],
      ...cellsOf(overRefusal),
      ...cellsOf(unsafeCompliance),
      String(unpaired),
    ]),
  )
  const changed = comparison.judged.flatMap(({ drifts }) =>
    drifts.flatMap(({ overRefusal, unsafeCompliance }) => [overRefusal, unsafeCompliance]),
  )
  const beyond = changed.filter((shift) => shift.changed).length
  return {
    title: `From ${before} to ${after}${scripted ? ': with scripted stand-ins, which are no real models' : ''}`,
    ...(notice !== undefined && { notice }),
    sections: [
      {
        id: 'compared',
        title: 'What was compared',
        blocks: [
          text(
            `The same ${sample.items} prompts (${sample.safe} safe, ${sample.unsafe} unsafe), each with itself. ${
              comparison.differences.length === 0
                ? 'The runs have the same settings.'
                : `The runs differ in these settings: ${comparison.differences.join(', ')}.`
            } Models and arms that only one of them has are left out.`,
          ),
        ],
      },
      {
        id: 'changes',
        title: 'What changed',
        blocks: [
          text(
            `${beyond} of ${changed.length} changes are beyond their 95 % interval; of twenty where nothing changed, one is so by chance.`,
          ),
          table(
            'Changes of shares, pair by pair',
            ['model', 'arm', 'verdicts by'],
            [
              'safe refused, before',
              'after',
              'change',
              'beyond?',
              'unsafe complied with, before',
              'after',
              'change',
              'beyond?',
              'prompts without a pair',
            ],
            rows,
          ),
        ],
      },
    ],
  }
}

function cellsOf({ before, after, change, changed }: Shift): readonly (string | Figure)[] {
  return [share(before), share(after), points(change), changed ? 'yes' : 'no']
}
