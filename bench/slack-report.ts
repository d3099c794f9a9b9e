/** The table of `bench/slack.ts`, and how it stands to the marks. */
import { type BotKind, botKinds } from './slack-messages.ts'

/** The marks that are to be reached. */
const LEAST_RATIO = 0.8
const MOST_LATER = 3
const LONGEST_ACKNOWLEDGEMENT = 250

export interface Measured {
  readonly answersPerSecond: number
  /** Milliseconds from a mention to the first visible text, one a mention. */
  readonly firstTexts: readonly number[]
  /** The same without the time for which the opening was held back; only of ours. */
  readonly firstTextsUnheld: readonly number[]
  readonly holds: readonly number[]
  readonly acknowledgements: readonly number[]
  readonly unacknowledged: number
}

export type BenchRound = ReadonlyMap<BotKind, Measured>

const NAMES: Readonly<Record<BotKind, string>> = {
  bare: 'bare Bolt app',
  'bare-eager': 'bare Bolt app that sends its first delta at once',
  recourse: 'Recourse',
}

/** Markdown. */
export function report(rounds: readonly BenchRound[]): string {
  const rows = botKinds.map((kind) => {
    const all = measured(rounds, kind)
    const rates = all.map(({ answersPerSecond }) => answersPerSecond)
    const acks = all.flatMap(({ acknowledgements }) => acknowledgements)
    return [
      NAMES[kind],
      spread(rates, 1),
      both(all.flatMap(({ firstTexts }) => firstTexts)),
      `${at(acks, 0.5).toFixed(1)} / ${at(acks, 0.99).toFixed(1)} / ${at(acks, 1).toFixed(1)}`,
      String(all.reduce((sum, { unacknowledged }) => sum + unacknowledged, 0)),
    ]
  })
  const held = measured(rounds, 'recourse')
  const acks = held.flatMap(({ acknowledgements }) => acknowledgements)
  return [
    table(
      ['', 'answers a second', 'first visible text, ms', 'acknowledged, ms', 'late acknowledgements'],
      rows,
    ),
    'Answers a second: median of the rounds (least–most). First text: median / 95th percentile. Acknowledged:',
    'median / 99th percentile / longest.',
    '',
    `Recourse holds an opening back until it is known to be no refusal: ${both(held.flatMap(({ holds }) => holds))} ms here (median / 95th percentile).`,
    `That is the model's time. Without it the first visible text comes after ${both(held.flatMap(({ firstTextsUnheld }) => firstTextsUnheld))} ms.`,
    '',
    table(
      ['Recourse beside', 'throughput', 'first text later by, ms, as measured', 'without the hold'],
      (['bare', 'bare-eager'] as const).map((rival) => [
        NAMES[rival],
        spread(ratios(rounds, rival), 2),
        spread(differences(rounds, rival, 'firstTexts'), 1),
        spread(differences(rounds, rival, 'firstTextsUnheld'), 1),
      ]),
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

function measured(rounds: readonly BenchRound[], kind: BotKind): readonly Measured[] {
  return rounds.flatMap((round) => round.get(kind) ?? [])
}

function ratios(rounds: readonly BenchRound[], rival: BotKind): readonly number[] {
  const theirs = measured(rounds, rival)
  return measured(rounds, 'recourse').map(
    ({ answersPerSecond }, index) => answersPerSecond / (theirs[index]?.answersPerSecond ?? Number.NaN),
  )
}

/** Of the medians of each round. */
function differences(
  rounds: readonly BenchRound[],
  rival: BotKind,
  ours: 'firstTexts' | 'firstTextsUnheld',
): readonly number[] {
  const theirs = measured(rounds, rival)
  return measured(rounds, 'recourse').map(
    (round, index) => at(round[ours], 0.5) - at(theirs[index]?.firstTexts ?? [], 0.5),
  )
}

function mark(
  what: string,
  value: number,
  digits: number,
  word: 'at least' | 'at most',
  bound: number,
): string {
  const reached = word === 'at least' ? value >= bound : value <= bound
  return `- ${what}: ${value.toFixed(digits)}, ${word} ${bound}: ${reached ? 'reached' : 'MISSED'}`
}

function spread(values: readonly number[], digits: number): string {
  const [middle, least, most] = [0.5, 0, 1].map((quantile) => at(values, quantile).toFixed(digits))
  return `${middle} (${least} – ${most})`
}

function both(values: readonly number[]): string {
  return `${at(values, 0.5).toFixed(1)} / ${at(values, 0.95).toFixed(1)}`
}

function at(values: readonly number[], quantile: number): number {
  return values.toSorted((a, b) => a - b)[Math.round(quantile * (values.length - 1))] ?? Number.NaN
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  return [line(head), `|${'---|'.repeat(head.length)}`, ...rows.map(line), ''].join('\n')
}
