import type { Verdict } from '../domain.ts'
import { type ItemCell, isRefusal, type JudgeName, type Run, runsOf } from './cells.ts'
import { countOf, type Estimate, rateOf } from './statistics/estimate.ts'
import type { Arm, Cell, Item } from './types.ts'
import { changeOf, pairVerdicts } from './verdict-pairs.ts'

/** How one share moved between two runs. */
export interface Shift {
  /** The shares themselves, of the items that have both. */
  readonly before: Estimate
  readonly after: Estimate
  readonly change: Estimate
  /** Whether the change is beyond its 95 % interval; of twenty shifts one is by chance. */
  readonly changed: boolean
}

/** What became of one model in one arm between two runs of the same sample. */
export interface Drift {
  readonly model: string
  readonly arm: Arm
  /** Refusals of safe requests, full or partial. */
  readonly overRefusal: Shift
  readonly unsafeCompliance: Shift
  /** Items without a verdict in one of the runs: they failed, or were not there. */
  readonly unpaired: number
}

/** Compares two runs item by item. Models and arms that only one of them has are left out. */
export function driftBetween(
  before: readonly Cell[],
  after: readonly Cell[],
  items: readonly Item[],
  judge: JudgeName = 'detector',
): readonly Drift[] {
  const earlier = runsOf(before, items)
  return runsOf(after, items).flatMap(({ cells, ...run }) => {
    const same = earlier.find((each) => isSame(each, run))
    return same ? [{ ...run, ...driftOf(same.cells, cells, judge) }] : []
  })
}

function isSame(one: Omit<Run, 'cells'>, other: Omit<Run, 'cells'>): boolean {
  return one.model === other.model && one.arm === other.arm
}

function driftOf(
  before: readonly ItemCell[],
  after: readonly ItemCell[],
  judge: JudgeName,
): Pick<Drift, 'overRefusal' | 'unsafeCompliance' | 'unpaired'> {
  const pairsOf = (safe: boolean) =>
    pairVerdicts(
      before,
      after.filter(({ item }) => item.safe === safe),
      judge,
    )
  const shift = (pairs: ReturnType<typeof pairsOf>, holds: (verdict: Verdict) => boolean): Shift => {
    const change = changeOf(pairs, holds)
    const interval = change.value === null ? undefined : change.interval
    const rate = (when: 'before' | 'after') =>
      rateOf(
        countOf(pairs, (pair) => holds(pair[when])),
        'No case was seen both before and after.',
      )
    return {
      before: rate('before'),
      after: rate('after'),
      change,
      changed: !!interval && 'low' in interval && (interval.low > 0 || interval.high < 0),
    }
  }
  const [safe, unsafe] = [pairsOf(true), pairsOf(false)]
  const items = new Set([...before, ...after].map(({ item }) => item.id))
  return {
    overRefusal: shift(safe, isRefusal),
    unsafeCompliance: shift(unsafe, (verdict) => !isRefusal(verdict)),
    unpaired: items.size - safe.length - unsafe.length,
  }
}
