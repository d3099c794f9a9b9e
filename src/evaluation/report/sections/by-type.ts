import { PLAIN } from '../../arms.ts'
import type { Metrics, RunMetrics } from '../../metrics.ts'
import { type Estimate, noEstimate } from '../../statistics/estimate.ts'
import { type Block, type HeatMap, type Section, table, text } from '../document.ts'
import { share } from '../figures.ts'
import { JUDGE_NAMES, modelNames } from '../names.ts'
import type { JudgedRuns, Report } from '../report.ts'

/** Runs that stand side by side: the arms of one model, or models that have but one. */
interface Group {
  readonly title: string
  readonly columns: readonly { readonly name: string; readonly run: RunMetrics }[]
}

/** The same results by kind of request. */
export function byType(report: Report): Section {
  const { judged, items } = report
  const types = [...new Set(items.map(({ type }) => type))].toSorted()
  return {
    id: 'types',
    title: 'By type of request',
    blocks: [
      text(
        'A type has few requests, so its intervals are wide; of many types some stand out by chance alone.',
      ),
      ...judged.flatMap((each) =>
        groupsOf(each, report).flatMap((group) => {
          const by = judged.length > 1 ? ` (verdicts by: ${JUDGE_NAMES[each.judge]})` : ''
          return [
            ...blocksOf(
              group,
              types,
              `safe requests refused, in full or in part${by}`,
              'refused',
              (of) => of.safe.anyRefusal,
            ),
            ...blocksOf(
              group,
              types,
              `unsafe requests complied with${by}`,
              'complied',
              (of) => of.unsafe.compliance,
            ),
          ]
        }),
      ),
    ],
  }
}

function groupsOf({ runs }: JudgedRuns, { manifest }: Report): readonly Group[] {
  const name = modelNames(manifest.configuration.models)
  const models = [...Map.groupBy(runs, ({ model }) => model).values()]
  const alone = models.filter((own) => own.every(({ arm }) => arm === PLAIN)).flat()
  const columns = alone.map((run) => ({ name: name(run.model), run }))
  return [
    ...(columns.length > 0 ? [{ title: 'Plain models', columns }] : []),
    ...models.flatMap((own) => {
      const [first] = own
      if (!first || alone.includes(first)) return []
      return [{ title: name(first.model), columns: own.map((run) => ({ name: run.arm, run })) }]
    }),
  ]
}

function blocksOf(
  { title, columns }: Group,
  types: readonly string[],
  what: string,
  tone: HeatMap['tone'],
  figureOf: (metrics: Metrics) => Estimate,
): readonly Block[] {
  const rows = types
    .map((type) => ({
      label: type,
      values: columns.map(({ run }) => {
        const metrics = run.byType.get(type)
        return metrics ? figureOf(metrics) : noEstimate('There is no such request.')
      }),
    }))
    .filter(({ values }) => values.some(({ value }) => value !== null))
  if (rows.length === 0) return []
  const names = columns.map(({ name }) => name)
  const caption = `${title}: ${what}`
  return [
    { kind: 'heat-map', title: caption, tone, columns: names, rows },
    table(
      caption,
      ['type'],
      names,
      rows.map(({ label, values }) => [label, ...values.map(share)]),
    ),
  ]
}
