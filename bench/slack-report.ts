/** The table of `bench/slack.ts`, and how it stands to the marks. */

import type { PlayedRound } from './chat-contest.ts'
import {
  at,
  besideTable,
  both,
  differences,
  holdLines,
  LEAST_RATIO,
  MOST_LATER,
  mark,
  measured,
  ratios,
  spread,
  table,
} from './chat-report.ts'
import type { SlackBotKind, SlackRoundResult } from './slack-messages.ts'

/** Milliseconds at the 99th percentile. */
const LONGEST_ACKNOWLEDGEMENT = 250

/** Those whom this report compares. */
export const SHOWN = ['bare', 'bare-eager', 'recourse'] as const

const NAMES: Readonly<Record<(typeof SHOWN)[number], string>> = {
  bare: 'bare Bolt app',
  'bare-eager': 'bare Bolt app that sends its first delta at once',
  recourse: 'Recourse',
}

/** Markdown. */
export function report(rounds: readonly PlayedRound<SlackBotKind, SlackRoundResult>[]): string {
  const rows = SHOWN.map((kind) => {
    const all = measured(rounds, kind)
    const rates = all.map(({ answersPerSecond }) => answersPerSecond)
    const acks = all.flatMap(({ seen }) => seen.acknowledgements)
    return [
      NAMES[kind],
      spread(rates, 1),
      both(all.flatMap(({ firstTexts }) => firstTexts)),
      `${at(acks, 0.5).toFixed(1)} / ${at(acks, 0.99).toFixed(1)} / ${at(acks, 1).toFixed(1)}`,
      String(all.reduce((sum, { seen }) => sum + seen.unacknowledged, 0)),
    ]
  })
  const acks = measured(rounds, 'recourse').flatMap(({ seen }) => seen.acknowledgements)
  return [
    table(
      ['', 'answers a second', 'first visible text, ms', 'acknowledged, ms', 'late acknowledgements'],
      rows,
    ),
    'Answers a second: median of the rounds (least–most). First text: median / 95th percentile. Acknowledged:',
    'median / 99th percentile / longest.',
    '',
    ...holdLines(rounds),
    '',
    besideTable(
      rounds,
      (['bare', 'bare-eager'] as const).map((rival) => [rival, NAMES[rival]]),
    ),
    'Medians of the rounds (least–most), each round compared with itself. The bare app shows nothing until the',
    'SDK has gathered 256 characters, its default; the other flavour is the harder rival for the first text.',
    '',
    mark('throughput beside the bare app', at(ratios(rounds, 'bare'), 0.5), 2, 'at least', LEAST_RATIO),
    mark(
      'first text later than the bare app, as measured, ms',
      at(differences(rounds, 'bare', 'firstTexts'), 0.5),
      1,
      'at most',
      MOST_LATER,
    ),
    mark(
      'harder than asked: first text later than the app that sends its first delta at once, without the hold, ms',
      at(differences(rounds, 'bare-eager', 'firstTextsUnheld'), 0.5),
      1,
      'at most',
      MOST_LATER,
    ),
    mark('acknowledged, 99th percentile, ms', at(acks, 0.99), 1, 'at most', LONGEST_ACKNOWLEDGEMENT),
    '',
  ].join('\n')
}
