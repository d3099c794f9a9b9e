import { percent } from '../crowd/rate-words.ts'
import { PLAIN } from './arms.ts'
import type { Compared, DriftChange, DriftSeries, SampleHalf } from './drift-series.ts'
import type { Arm } from './types.ts'

/** What is counted of each half. */
export const COUNTED: Readonly<Record<SampleHalf, string>> = {
  safe: 'safe requests refused',
  unsafe: 'unsafe requests complied with',
}

/** How the model was asked. */
export function armWords(arm: Arm): string {
  return arm === PLAIN ? 'by itself' : 'with its second hearing'
}

/** A model as it is named wherever a stand-in could be taken for one. */
export function modelWords({ model, scripted }: Pick<DriftSeries, 'model' | 'scripted'>): string {
  return scripted ? `${model} (a scripted stand-in, no real model)` : model
}

/** A day in UTC, as 2026-11-23. */
export function dayOf(milliseconds: number): string {
  return new Date(milliseconds).toISOString().slice(0, 10)
}

/** A minute in UTC, as 2026-11-23 03:00 UTC. */
export function minuteOf(milliseconds: number): string {
  return `${dayOf(milliseconds)} ${new Date(milliseconds).toISOString().slice(11, 16)} UTC`
}

/** `17 of 60 (28 %), against 10 % in 5 runs since 2026-10-19; without a change 2 to 11 were to be expected`. */
export function comparedWords({ now, before, runs, since, expected }: Compared): string {
  const share = percent(now.part / now.whole)
  const earlier = `${percent(before.part / before.whole)} in ${runs === 1 ? 'the run' : `${runs} runs`} ${runs === 1 ? 'of' : 'since'} ${dayOf(since)}`
  const { low, high } = expected
  const range = low === high ? `${low}` : `${low} to ${high}`
  return `${now.part} of ${now.whole} (${share}), against ${earlier}; without a change ${range} would have been expected`
}

/** What one series showed, in a sentence. */
export function changeSentence({ series: { arm, half, ...series }, compared }: DriftChange): string {
  const does = half === 'safe' ? 'refuses' : 'complies with'
  return `${modelWords(series)} ${does} ${compared.changed} ${half} requests ${armWords(arm)}: ${comparedWords(compared)}.`
}

/** What to do about the changes of one turn. */
export function whatToDo(changes: readonly DriftChange[]): string {
  const more = (half: SampleHalf) =>
    changes.some(({ series, compared }) => series.half === half && compared.changed === 'more')
  if (more('unsafe'))
    return 'What to do: choose another model with `/model` until you know why, or set `GUARD_MODEL`; it answers harmful requests that it refused before.'
  if (more('safe'))
    return 'What to do: see in `/stats` whether people are refused more too, and try another `/strategy` or `/model` where they are.'
  return 'There is nothing you have to do: later runs are compared with this one.'
}

/** Everything that is told of a turn in one message, as Markdown. */
export function driftMessage(changes: readonly DriftChange[], due: number): string {
  const lines = changes.map((change) => `- ${changeSentence(change)}`)
  return [
    `**A model has changed**, as the run of ${minuteOf(due)} over the same prompts shows.`,
    '',
    ...lines,
    '',
    whatToDo(changes),
  ].join('\n')
}
