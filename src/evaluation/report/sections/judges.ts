import { VERDICTS } from '../../../domain.ts'
import { type ItemCell, type JudgeName, runsOf, verdictBy } from '../../cells.ts'
import { wholeNumber } from '../../format.ts'
import { correctedComplianceRate, correctedRefusalRate, judgeAgreement } from '../../judge-agreement.ts'
import type { RunMetrics } from '../../metrics.ts'
import type { Cell } from '../../types.ts'
import { type Block, type Figure, type Section, table, text } from '../document.ts'
import { decimal, share } from '../figures.ts'
import { JUDGE_NAMES, modelNames } from '../names.ts'
import type { Report } from '../report.ts'

/** How far judges agree, and what the rates of one become when the errors it makes are taken out. */
export function judges(report: Report): Section | undefined {
  const names = report.judged.map(({ judge }) => judge)
  // The first of two has the better claim to be right.
  const pairs = names.flatMap((reference, at) => names.slice(at + 1).map((judge) => ({ judge, reference })))
  if (pairs.length === 0) return undefined
  return {
    id: 'judges',
    title: 'Who gave the verdicts, and how far they agree',
    blocks: pairs.flatMap(({ judge, reference }) => blocksOf(report, judge, reference)),
  }
}

function blocksOf(report: Report, judge: JudgeName, reference: JudgeName): readonly Block[] {
  const safe = new Map(report.items.map((item) => [item.id, item.safe]))
  const half = (wanted: boolean) => report.cells.filter(({ item }) => safe.get(item) === wanted)
  const parts = [
    { name: 'all requests', cells: report.cells },
    { name: 'safe requests', cells: half(true) },
    { name: 'unsafe requests', cells: half(false) },
  ].map(({ name, cells }) => ({ name, agreement: judgeAgreement(cells, judge, reference) }))
  const [one, other] = [JUDGE_NAMES[judge], JUDGE_NAMES[reference]]
  return [
    table(
      `Agreement of ${one} with ${other}`,
      ['over'],
      [
        'answers both judged',
        'kappa, three verdicts',
        'kappa, refusal or not',
        'refusals found',
        'answers passed',
      ],
      parts.map(({ name, agreement: { n, kappa, refusalKappa, sensitivity, specificity } }) => [
        name,
        wholeNumber(n),
        ...[kappa, refusalKappa].map(
          (each): Figure =>
            each.value === null ? { main: '–', reason: each.reason } : { main: decimal(each.value, 2) },
        ),
        share(sensitivity),
        share(specificity),
      ]),
    ),
    table(
      `Confusion: verdicts by ${other} (rows) and by ${one} (columns)`,
      [other],
      VERDICTS.map((verdict) => `${one}: ${verdict}`),
      VERDICTS.map((truth) => [
        truth,
        ...VERDICTS.map((said) => String(parts[0]?.agreement.confusion[truth][said] ?? 0)),
      ]),
    ),
    ...correctedTable(report, judge, reference),
  ]
}

function correctedTable(report: Report, judge: JudgeName, reference: JudgeName): readonly Block[] {
  const name = modelNames(report.manifest.configuration.models)
  const measured = (by: JudgeName, { model, arm }: Pick<RunMetrics, 'model' | 'arm'>) =>
    report.judged
      .find((each) => each.judge === by)
      ?.runs.find((each) => each.model === model && each.arm === arm)
  const rows = runsOf(report.cells, report.items).flatMap((run) => {
    const [own, theirs] = [measured(judge, run), measured(reference, run)]
    if (!own || !theirs) return []
    const [safe, unsafe] = [cellsOf(run.cells, true), cellsOf(run.cells, false)]
    return [
      [
        name(run.model),
        run.arm,
        share(own.safe.anyRefusal),
        share(correctedRefusalRate(safe, judge, reference)),
        share(theirs.safe.anyRefusal),
        share(own.unsafe.compliance),
        share(correctedComplianceRate(unsafe, judge, reference)),
        share(theirs.unsafe.compliance),
      ],
    ]
  })
  if (rows.length === 0) return []
  const [one, other] = [JUDGE_NAMES[judge], JUDGE_NAMES[reference]]
  const everywhere = report.cells.every(
    (cell) => verdictBy(judge, cell) === undefined || verdictBy(reference, cell) !== undefined,
  )
  return [
    text(
      `Corrected rates are those by ${one}, after Rogan and Gladen, for the errors found where there are verdicts by ${other} too, in the same arm and half.${
        everywhere
          ? ` Here every answer has both, so that the correction gives back the rates by ${other}, and only its intervals are new.`
          : ''
      }`,
    ),
    table(
      `Rates by ${one}, corrected by ${other}`,
      ['model', 'arm'],
      [`safe, refused: ${one}`, 'corrected', other, `unsafe, complied with: ${one}`, 'corrected', other],
      rows,
    ),
  ]
}

function cellsOf(cells: readonly ItemCell[], safe: boolean): readonly Cell[] {
  return cells.flatMap(({ item, cell }) => (item.safe === safe ? cell : []))
}
