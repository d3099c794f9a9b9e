/** What the reports of the benches on chat platforms share. */

/** The marks that are to be reached beside a rival. */
export const LEAST_RATIO = 0.8
/** Milliseconds. */
export const MOST_LATER = 3

/** One bot in one round. */
export interface Measured {
  readonly answersPerSecond: number
  /** Milliseconds from a mention to the first visible text, one a mention. */
  readonly firstTexts: readonly number[]
  /** To the whole answer. */
  readonly finalTexts: readonly number[]
  /** First text without the time for which the opening was held back, where it is. */
  readonly firstTextsUnheld: readonly number[]
  /** From the first text that the model wrote to the one that the bot was waiting for. */
  readonly holds: readonly number[]
  /** From the mention to the call of the model, and from what the model wrote to what is seen of it. */
  readonly ownWork: readonly number[]
  /** The same without the questions that all come in one moment, with which a round begins. */
  readonly ownWorkUnderWay: readonly number[]
  /** Calls of the platform's API for each answer. */
  readonly apiCallsEach: number
  readonly callsOfModelEach: number
  /** Resident memory of the bot's process after the round. */
  readonly residentBytes: number
}

/** Every bot in one round. */
export type BenchRound<Played extends Measured = Measured> = ReadonlyMap<string, Played>

export function measured<Played extends Measured>(
  rounds: readonly BenchRound<Played>[],
  kind: string,
): readonly Played[] {
  return rounds.flatMap((round) => round.get(kind) ?? [])
}

/** Our throughput as a share of the rival's. */
export function ratios(rounds: readonly BenchRound[], rival: string): readonly number[] {
  const theirs = measured(rounds, rival)
  return measured(rounds, 'recourse').map(
    ({ answersPerSecond }, index) => answersPerSecond / (theirs[index]?.answersPerSecond ?? Number.NaN),
  )
}

/** By how many milliseconds our first text comes later than the rival's; of the medians of each round. */
export function differences(
  rounds: readonly BenchRound[],
  rival: string,
  ours: 'firstTexts' | 'firstTextsUnheld',
): readonly number[] {
  const theirs = measured(rounds, rival)
  return measured(rounds, 'recourse').map(
    (round, index) => at(round[ours], 0.5) - at(theirs[index]?.firstTexts ?? [], 0.5),
  )
}

/** Two lines on how long our openings were held back. */
export function holdLines(rounds: readonly BenchRound[]): readonly string[] {
  const held = measured(rounds, 'recourse')
  return [
    `Recourse holds an opening back until it is known to be no refusal: ${both(held.flatMap(({ holds }) => holds))} ms here (median / 95th percentile).`,
    `That is the model's time. Without it the first visible text comes after ${both(held.flatMap(({ firstTextsUnheld }) => firstTextsUnheld))} ms.`,
  ]
}

/** Ours beside each rival, given by kind and name. */
export function besideTable(
  rounds: readonly BenchRound[],
  rivals: readonly (readonly [kind: string, name: string])[],
): string {
  return table(
    ['Recourse beside', 'throughput', 'first text later by, ms, as measured', 'without the hold'],
    rivals.map(([kind, name]) => [
      name,
      spread(ratios(rounds, kind), 2),
      spread(differences(rounds, kind, 'firstTexts'), 1),
      spread(differences(rounds, kind, 'firstTextsUnheld'), 1),
    ]),
  )
}

/** Whether a mark is reached, in one line. */
export function mark(
  what: string,
  value: number,
  digits: number,
  word: 'at least' | 'at most',
  bound: number,
): string {
  const reached = word === 'at least' ? value >= bound : value <= bound
  return `- ${what}: ${value.toFixed(digits)}, ${word} ${bound}: ${reached ? 'reached' : 'MISSED'}`
}

/** Median, least and most. */
export function spread(values: readonly number[], digits: number): string {
  const [middle, least, most] = [0.5, 0, 1].map((quantile) => at(values, quantile).toFixed(digits))
  return `${middle} (${least} – ${most})`
}

/** Median and 95th percentile. */
export function both(values: readonly number[]): string {
  return `${at(values, 0.5).toFixed(1)} / ${at(values, 0.95).toFixed(1)}`
}

/** The value at a quantile. */
export function at(values: readonly number[], quantile: number): number {
  return values.toSorted((a, b) => a - b)[Math.round(quantile * (values.length - 1))] ?? Number.NaN
}

export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  return [line(head), `|${'---|'.repeat(head.length)}`, ...rows.map(line), ''].join('\n')
}
