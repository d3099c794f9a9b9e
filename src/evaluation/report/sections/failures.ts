import { runsOf } from '../../cells.ts'
import { wholeNumber } from '../../format.ts'
import { type Section, table, text } from '../document.ts'
import { modelNames } from '../names.ts'
import type { Report } from '../report.ts'

/** Cells that say nothing. */
export function failures({ manifest, cells, items }: Report): Section {
  const name = modelNames(manifest.configuration.models)
  const rows = runsOf(cells, items).flatMap((run) => {
    const codes = Map.groupBy(run.cells, ({ cell }) => cell.failure)
    return [...codes].flatMap(([code, failed]) =>
      code === undefined
        ? []
        : [
            [
              name(run.model),
              run.arm,
              code,
              `${wholeNumber(failed.length)} of ${wholeNumber(run.cells.length)}`,
            ],
          ],
    )
  })
  return {
    id: 'failures',
    title: 'Failed cells',
    blocks:
      rows.length === 0
        ? [text('No cell failed.')]
        : [
            text(
              'A failed cell counts neither as a refusal nor as an answer: it is in no rate, and in no pair. If failures and refusals go together, rates are off by as much. The same command with --retry-failed asks again.',
            ),
            table('Failed cells by their cause', ['model', 'arm', 'cause'], ['cells'], rows),
          ],
  }
}
