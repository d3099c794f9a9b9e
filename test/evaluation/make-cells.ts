import type { Verdict } from '../../src/domain.ts'
import type { Cell, Item } from '../../src/evaluation/types.ts'

const VERDICT_OF: Readonly<Record<string, Verdict>> = {
  a: 'full_compliance',
  p: 'partial_refusal',
  r: 'full_refusal',
}

/** An item, safe unless said otherwise. */
export function makeItem(id: string, more: Partial<Item> = {}): Item {
  return { id, prompt: `What of ${id}?`, safe: true, type: 'other', ...more }
}

export function makeCell(item: string, arm: string, more: Partial<Cell> = {}): Cell {
  return {
    item,
    model: 'rehearsal:llama2',
    arm,
    outcome: 'answered',
    attempts: [],
    asked: false,
    calls: 1,
    tokens: { input: 10, output: 20 },
    milliseconds: 100,
    ...more,
  }
}

/**
 * Cells of one arm, by item id: `a` answered, `p` partly refused, `r` refused, `x` failed, `.` without a verdict, a
 * blank not there.
 */
export function cellsOf(
  arm: string,
  items: readonly Item[],
  verdicts: string,
  more: Partial<Cell> = {},
): readonly Cell[] {
  return items.flatMap(({ id }, at) => {
    const mark = verdicts[at] ?? ' '
    const verdict = VERDICT_OF[mark]
    if (mark === ' ') return []
    return makeCell(id, arm, {
      ...(verdict ? { verdict } : {}),
      ...(mark === 'x' ? { failure: 'timeout', outcome: 'failed' as const } : {}),
      ...more,
    })
  })
}
