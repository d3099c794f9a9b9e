import { percent } from '../crowd/rate-words.ts'
import type { Interval, Undefined } from '../crowd/statistic.ts'
import type { Group } from '../evaluation/statistics/standings.ts'
import type { ComparedStandings } from './compared-standings.ts'

/** How contenders stand in words, the same in chat and on the page. */
export interface StandingLine {
  readonly name: string
  readonly scripted: boolean
  /** `75 % (51–90 %) of 12`. */
  readonly preferred: string
  /** `+0.85 (0.20 to 1.60)`, with its group where there are several; or that it cannot be ranked. */
  readonly strength: string
}

export const STANDINGS_MEANING =
  'A contender is a strategy on a model. It is preferred where a blind vote chose it over another; a tie and “all are bad” count half. Strength is Bradley and Terry’s, on a logarithmic scale around 0: one that is stronger by 1.1 is preferred three times in four. Intervals are 95 %, for strengths over prompts drawn anew. Only comparisons that were revealed count.'

export function standingLines({ contenders, groups }: ComparedStandings): readonly StandingLine[] {
  const ranked = groups.filter((group) => group.length > 1)
  return contenders.map(({ name, scripted, rate }) => ({
    name,
    scripted,
    preferred: shareWords(rate),
    strength: strengthWords(name, ranked),
  }))
}

/** `48 votes on 20 comparisons`. */
export function standingsBase({ comparisons, votes }: ComparedStandings): string {
  const many = (count: number, noun: string) =>
    `${count.toLocaleString('en')} ${noun}${count === 1 ? '' : 's'}`
  return `${many(votes, 'vote')} on ${many(comparisons, 'comparison')}`
}

function shareWords(rate: ComparedStandings['contenders'][number]['rate']): string {
  if (rate.value === null) return `unknown, because ${rate.reason}`
  const { low, high } = bounds(rate.interval) ?? {}
  const range =
    low === undefined || high === undefined ? '' : ` (${Math.round(low * 100)}–${Math.round(high * 100)} %)`
  return `${percent(rate.value)}${range} of ${rate.n.toLocaleString('en')}`
}

function strengthWords(name: string, ranked: readonly Group[]): string {
  const place = ranked.findIndex((group) => group.some((one) => one.name === name))
  const standing = ranked[place]?.find((one) => one.name === name)
  if (!standing || standing.strength.value === null) return 'cannot be ranked with the others yet'
  const { low, high } = bounds(standing.strength.interval) ?? {}
  const range =
    low === undefined || high === undefined ? 'no interval yet' : `${signed(low)} to ${signed(high)}`
  // Between groups, wins do not lead both ways, and strengths say nothing.
  const group = ranked.length > 1 ? `, among group ${place + 1}` : ''
  return `${signed(standing.strength.value)} (${range})${group}`
}

function bounds(interval: Interval | Undefined | undefined): Interval | undefined {
  return interval && 'low' in interval ? interval : undefined
}

function signed(value: number): string {
  const rounded = Math.abs(value).toFixed(2)
  if (Number(rounded) === 0) return rounded
  return value < 0 ? `−${rounded}` : `+${rounded}`
}
