import { wholeNumber } from '../format.ts'
import { type Document, type Section, text } from './document.ts'
import { modelNames, noticeOf } from './names.ts'
import type { Report } from './report.ts'
import { byType } from './sections/by-type.ts'
import { failures } from './sections/failures.ts'
import { headline } from './sections/headline.ts'
import { judges } from './sections/judges.ts'
import { limits } from './sections/limits.ts'
import { orders } from './sections/orders.ts'
import { tests } from './sections/tests.ts'
import { whatWasRun } from './sections/what-was-run.ts'

/** What a report says, section by section. */
export function reportDocument(report: Report): Document {
  const { models, data } = report.manifest.configuration
  const notice = noticeOf(models)
  const sections = [
    headline(report),
    whatWasRun(report),
    byType(report),
    tests(report),
    orders(report),
    judges(report),
    failures(report),
    examples(report),
    limits(report),
  ]
  return {
    title: `Evaluation on ${data.name}${titleNote(models)}`,
    ...(notice !== undefined && { notice }),
    sections: sections.filter((section) => section !== undefined),
  }
}

function titleNote(models: Report['manifest']['configuration']['models']): string {
  const scripted = models.filter(({ kind }) => kind === 'scripted').length
  if (scripted === 0) return ''
  return scripted === models.length
    ? ': scripted stand-ins, no real models'
    : ': some of the models are scripted stand-ins'
}

function examples({ manifest, examples, found }: Report): Section | undefined {
  if (examples.length === 0) return undefined
  const name = modelNames(manifest.configuration.models)
  return {
    id: 'examples',
    title: 'Examples, before and after',
    blocks: [
      text(
        `${wholeNumber(examples.length)} of ${wholeNumber(found)} cells with something to see, a few of every kind, by the verdicts of the detector; long texts are cut. cells.csv has all of them, whole.`,
      ),
      { kind: 'examples', examples: examples.map((each) => ({ ...each, model: name(each.model) })) },
    ],
  }
}
