import { wholeNumber } from '../format.ts'
import type { Estimate } from '../statistics/estimate.ts'
import type { Figure } from './document.ts'

const NOTHING = '–'

/** A share in percent. */
export function share(estimate: Estimate): Figure {
  return figure(estimate, (value) => decimal(100 * value, 1), ' %')
}

/** A change of a share, in points of a hundred. */
export function points(estimate: Estimate): Figure {
  return figure(estimate, (value) => signed(100 * value, 1), ' points')
}

export function number(estimate: Estimate, places: number): Figure {
  return figure(estimate, (value) => decimal(value, places), '')
}

/** A time of milliseconds. */
export function time(estimate: Estimate): Figure {
  return figure(estimate, (value) => decimal(value, value < 10 ? 1 : 0), ' ms')
}

/** A figure, or a dash with the reason. */
function figure(estimate: Estimate, format: (value: number) => string, unit: string): Figure {
  const { value, interval, n } = estimate
  if (value === null) return { main: NOTHING, reason: estimate.reason }
  const rests = `n ${wholeNumber(n)}`
  const main = `${format(value)}${unit}`
  return 'low' in interval
    ? { main, detail: `${format(interval.low)} to ${format(interval.high)}; ${rests}` }
    : { main, detail: `no interval; ${rests}`, reason: interval.reason }
}

/** `0.4`, with a real minus where there is one. */
export function decimal(value: number, places: number): string {
  const rounded = value.toFixed(places)
  return Number(rounded) < 0 ? `−${rounded.slice(1)}` : rounded.replace('-', '')
}

/** `+0.4`, `−0.4` or `0.0`. */
export function signed(value: number, places: number): string {
  const text = decimal(value, places)
  return Number(value.toFixed(places)) > 0 ? `+${text}` : text
}

/** A p-value; tiny ones are told by their bound. */
export function probability(p: number): string {
  return p < 0.001 ? '< 0.001' : p.toFixed(3)
}
