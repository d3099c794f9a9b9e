import type { RunMetrics } from './metrics.ts'
import { holm } from './statistics/holm.ts'

/** A test of one arm against the plain model, adjusted for there being several arms. */
export interface ArmTest extends Pick<RunMetrics, 'model' | 'arm'> {
  /** McNemar's exact p-value of the change of refusals of safe requests. */
  readonly p: number
  readonly adjusted: number
}

/** Holm's adjustment over all arms of each model. */
export function armTests(metrics: readonly RunMetrics[]): readonly ArmTest[] {
  const byModel = Object.groupBy(metrics, ({ model }) => model)
  return Object.values(byModel).flatMap((runs = []) => {
    const tested = runs.flatMap(({ model, arm, safe: { test } }) =>
      test && test.n > 0 ? [{ model, arm, p: test.p }] : [],
    )
    const adjusted = holm(tested.map(({ p }) => p))
    return tested.map((each, at) => ({ ...each, adjusted: adjusted[at] ?? 1 }))
  })
}
