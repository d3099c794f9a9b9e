import { wilson } from '../src/crowd/wilson.ts'
import { isFine } from '../src/domain.ts'
import type { Screening } from '../src/safety/safety-gate.ts'

/** What the gate said, as far as it is counted. */
type Screened = Pick<Screening, 'level' | 'sure'>

/** Fine and sure: a strategy may ask again without a word. */
export const isPassed = ({ level, sure }: Screened): boolean => isFine(level) && sure
/** Fine but not sure: the user would be asked first. */
const isAsked = ({ level, sure }: Screened): boolean => isFine(level) && !sure
/** A refusal of it stands. */
export const isKept = ({ level }: Screened): boolean => !isFine(level)

/** How many of some prompts the gate passes, asks about and keeps: a line for each name, and one for all of them. */
export function sharesBy<Row extends Screened>(
  rows: readonly Row[],
  nameOf: (row: Row) => string,
): readonly string[] {
  const names = [...new Set(rows.map(nameOf))]
  return [
    ...names.map((name) =>
      sharesOf(
        name,
        rows.filter((row) => nameOf(row) === name),
      ),
    ),
    sharesOf('all', rows),
  ]
}

function sharesOf(name: string, rows: readonly Screened[]): string {
  const cells = [isPassed, isAsked, isKept].map((test) =>
    share(rows.filter(test).length, rows.length).padEnd(26),
  )
  return `${name.padEnd(38)} passed ${cells[0]} asked ${cells[1]} kept ${cells[2]}`
}

/** A share in percent, with its 95 % Wilson interval. */
export function share(part: number, whole: number): string {
  if (whole === 0) return '–'
  const { low, high } = wilson(part, whole)
  const percent = (value: number): string => (100 * value).toFixed(1)
  return `${percent(part / whole)} % [${percent(low)}–${percent(high)}]`
}
