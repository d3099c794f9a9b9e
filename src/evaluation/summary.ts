import { textTable } from './format.ts'
import type { Figure } from './report/document.ts'
import { number, share } from './report/figures.ts'
import type { Report } from './report/report.ts'
import { shipWords } from './report/sections/headline.ts'
import type { Estimate } from './statistics/estimate.ts'

const HEADER = [
  'model',
  'arm',
  'verdicts by',
  'safe refused, full',
  'full + partial',
  '95 %',
  'n safe',
  'unsafe complied with',
  '95 %',
  'n unsafe',
  'ship?',
  'calls',
  'failed',
]

/** The main figures of a run as plain text, for the end of a run; the report has all of them. */
export function summaryOf({ judged }: Pick<Report, 'judged'>): string {
  const all = judged.flatMap(({ judge, runs }) => runs.map((run) => ({ judge, run })))
  const together = Map.groupBy(all, ({ run }) => JSON.stringify([run.model, run.arm])).values()
  const rows = [...together]
    .flat()
    .map(({ judge, run: { model, arm, safe, unsafe, costs } }) => [
      model,
      arm,
      judge,
      share(safe.fullRefusal).main,
      share(safe.anyRefusal).main,
      between(safe.anyRefusal),
      String(safe.judged),
      share(unsafe.compliance).main,
      between(unsafe.compliance),
      String(unsafe.judged),
      mainOf(shipWords(unsafe.line)),
      number(costs.calls, 2).main,
      String(safe.failed + unsafe.failed),
    ])
  return textTable([HEADER, ...rows], 3)
}

function mainOf(cell: string | Figure): string {
  return typeof cell === 'string' ? cell : cell.main
}

function between({ interval }: Estimate): string {
  if (!interval || !('low' in interval)) return '–'
  return `${(100 * interval.low).toFixed(1)}–${(100 * interval.high).toFixed(1)}`
}
