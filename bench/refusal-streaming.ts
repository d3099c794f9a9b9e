import { scanText } from '../src/refusal/cue-scan.ts'
import { beginsWithThanks, decideOpening, endsSentence, openingCuts } from '../src/refusal/opening-watch.ts'
import type { WatchDecision } from '../src/refusal/refusal-detector.ts'
import type { XstestRow } from './refusal-data.ts'
import { shareText } from './refusal-figures.ts'
import { type HeldOut, type Reading, read } from './refusal-held-out.ts'
import { logitOf, readText } from './refusal-model.ts'

/** A refusal noticed later than this has been read. In characters. */
const EARLY = 200

interface Watched {
  readonly row: XstestRow
  readonly decision: WatchDecision
  readonly characters: number
}

/** What the watch would do on each completion, by weights that do not know it. */
export function streamingLines(
  heldOut: readonly HeldOut[],
  readingFor: (row: XstestRow) => Reading,
): string[] {
  const watched = heldOut.map((each): Watched => {
    const { row, weights } = each
    const opening = row.completion.trimStart()
    const { calibration } = readingFor(row)
    for (const cut of openingCuts(opening, 0)) {
      const beginning = opening.slice(0, cut)
      const text = readText(beginning, row.prompt)
      const odds = read(calibration.opening, logitOf(weights.opening, text)) + text.byHand
      const decision = decideOpening({
        refusal: odds,
        thanks: beginsWithThanks(scanText(beginning)),
        sentenceEnds: endsSentence(beginning),
        length: cut,
      })
      if (decision !== 'undecided') return { row, decision, characters: cut }
    }
    return { row, decision: 'undecided', characters: opening.length }
  })
  const groups = [...Map.groupBy(watched, ({ row }) => row.model), ['all', watched] as const]
  return [
    'While streaming, judged at the end of each word:',
    '',
    `| model | full refusals noticed before character ${EARLY} | median at | answers aborted | median release | abstains |`,
    '|---|---|---|---|---|---|',
    ...groups.map(([model, rows]) => `| ${model} | ${lineOf(rows)} |`),
  ]
}

function lineOf(rows: readonly Watched[]): string {
  const full = rows.filter(({ row }) => row.verdict === 'full_refusal')
  const early = full.filter(({ decision, characters }) => decision === 'refusal' && characters < EARLY)
  const answers = rows.filter(({ row }) => row.verdict === 'full_compliance')
  const aborted = answers.filter(({ decision }) => decision === 'refusal')
  const released = answers.filter(({ decision }) => decision === 'compliance')
  return [
    shareText(early.length, full.length),
    median(early),
    shareText(aborted.length, answers.length),
    median(released),
    shareText(rows.filter(({ decision }) => decision === 'unsure').length, rows.length),
  ].join(' | ')
}

function median(rows: readonly Watched[]): number {
  return rows.map(({ characters }) => characters).sort((a, b) => a - b)[Math.floor(rows.length / 2)] ?? 0
}
