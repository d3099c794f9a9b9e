import { percent } from '../crowd/rate-words.ts'
import type { DriftMonitor } from '../drift-monitor.ts'
import { InputError } from '../errors.ts'
import { type DriftSeries, driftSeries } from '../evaluation/drift-series.ts'
import { armWords, COUNTED, changeSentence, minuteOf, whatToDo } from '../evaluation/drift-words.ts'
import { textTable } from '../evaluation/format.ts'
import type { Schedule } from '../schedule.ts'
import type { DriftStore } from '../store/drift-store.ts'
import { type Terminal, write } from './output.ts'

/** Counts of the last runs that a line shows. */
const SHOWN = 8

export interface DriftCommandParts {
  readonly monitor: Pick<DriftMonitor, 'runByHand'>
  readonly store: Pick<DriftStore, 'driftPoints'>
  readonly schedule?: Schedule
  /** Asks nothing, and only shows what there is. */
  readonly show: boolean
  /** Milliseconds since 1970. */
  readonly now?: () => number
}

/** Runs the watched sample, and writes what it gave beside the runs before it. */
export async function driftCommand(terminal: Terminal, parts: DriftCommandParts): Promise<void> {
  const { monitor, store, schedule, show, now = Date.now } = parts
  const note = (text: string) => write(terminal.stderr, `${text}\n`)
  if (show) {
    const series = driftSeries(await store.driftPoints())
    if (series.length === 0) await note('No model has been watched yet; leave out --show to begin.')
    else await write(terminal.stdout, tableOf(series))
  } else {
    await note('Every model is asked the sample now, one call at a time; this can take a while.')
    const { series, changes, failed, due } = await monitor.runByHand()
    for (const [model, why] of failed) await note(`${model} could not be watched: ${why}`)
    const asked = series.filter(({ points }) => points.some((point) => point.due === due))
    if (asked.length === 0)
      throw new InputError('No model could be watched: set EVALUATE_MODELS to those that can be asked.')
    await write(terminal.stdout, tableOf(asked))
    const lines = changes.length > 0 ? [...changes.map(changeSentence), whatToDo(changes)] : []
    if (lines.length > 0) await write(terminal.stdout, `\n${lines.join('\n')}\n`)
    else await note(noChange(asked))
    if (asked.some(({ scripted }) => scripted))
      await note('Scripted stand-ins are no real models: what they do never changes.')
  }
  const next = schedule?.next(now())
  await note(
    next === undefined
      ? 'Nothing is due by itself: set EVALUATE_CRON to have the models watched.'
      : `The next run is due at ${minuteOf(next)} (${schedule?.text}).`,
  )
}

function noChange(series: readonly DriftSeries[]): string {
  return series.every(({ points }) => points.at(-1)?.compared === undefined)
    ? 'This is the first run, with which later ones are compared.'
    : 'Nothing has changed beyond what chance explains.'
}

const HEADER = ['model', 'asked', 'counted', 'runs', 'last runs', 'of', 'share', '95 %', 'expected', 'change']

function tableOf(series: readonly DriftSeries[]): string {
  const rows = series.map(({ model, scripted, arm, half, points }) => {
    const last = points.at(-1)
    const { share, compared } = last ?? {}
    const shown = points
      .slice(-SHOWN)
      .map(({ share: { value, n } }) => (value === null ? '–' : `${Math.round(value * n)}`))
    return [
      scripted ? `${model} (scripted)` : model,
      armWords(arm),
      COUNTED[half],
      String(points.length),
      shown.join(' '),
      String(share?.n ?? 0),
      share?.value == null ? '–' : percent(share.value),
      share?.interval && 'low' in share.interval
        ? `${Math.round(100 * share.interval.low)}–${Math.round(100 * share.interval.high)}`
        : '–',
      compared ? `${compared.expected.low}–${compared.expected.high}` : '–',
      compared?.changed ?? (compared ? 'none' : '–'),
    ]
  })
  return textTable([HEADER, ...rows], 3)
}
