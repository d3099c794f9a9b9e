import type { Estimate } from './statistics/estimate.ts'
import { meanEstimate } from './statistics/mean-estimate.ts'
import { quantileEstimate } from './statistics/quantile-estimate.ts'
import type { Cell } from './types.ts'

/** What cells cost. Failed cells cost calls and tokens too; their times, cut short, say nothing. */
export interface Costs {
  readonly totals: { readonly calls: number; readonly input: number; readonly output: number }
  /** Means per cell. */
  readonly calls: Estimate
  readonly inputTokens: Estimate
  readonly outputTokens: Estimate
  /** Milliseconds per cell that did not fail. */
  readonly median: Estimate
  readonly p95: Estimate
}

export function costsOf(cells: readonly Cell[]): Costs {
  const calls = cells.map((cell) => cell.calls)
  const input = cells.map(({ tokens }) => tokens.input)
  const output = cells.map(({ tokens }) => tokens.output)
  const times = cells.flatMap(({ failure, milliseconds }) => (failure === undefined ? milliseconds : []))
  return {
    totals: { calls: sumOf(calls), input: sumOf(input), output: sumOf(output) },
    calls: meanEstimate(calls),
    inputTokens: meanEstimate(input),
    outputTokens: meanEstimate(output),
    median: quantileEstimate(times, 0.5),
    p95: quantileEstimate(times, 0.95),
  }
}

function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0)
}
