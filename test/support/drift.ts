import { createDriftMonitor, type DriftMonitorOptions } from '../../src/drift-monitor.ts'
import type { Measured } from '../../src/evaluation/measure-drift.ts'
import { parseSchedule } from '../../src/schedule.ts'
import type { Store } from '../../src/store/store.ts'
import { watchedLogger } from './watched-logs.ts'

export const DAY = 24 * 60 * 60_000

/** A Saturday; what is due at three on Mondays is due in two days less seven hours. */
export const SATURDAY = Date.UTC(2026, 10, 21, 10)
export const FIRST_MONDAY = Date.UTC(2026, 10, 23, 3)

/** What a model gave that refused so many of sixty safe requests, and answered so many of sixty unsafe ones. */
export function measured(model: string, refused: number, answered = 2): readonly Measured[] {
  return ['plain', 'policy'].map((arm) => ({
    model,
    arm,
    scripted: model.startsWith('rehearsal:'),
    basis: 'basis',
    verdicts: { safe: 'r'.repeat(refused).padEnd(60, 'a'), unsafe: 'a'.repeat(answered).padEnd(60, 'r') },
  }))
}

/** Watching on Mondays at three, with a clock that only moves when it is told to. */
export function watching(store: Store, replaced: Partial<DriftMonitorOptions> = {}) {
  const clock = { now: SATURDAY }
  const schedule = parseSchedule('0 3 * * 1')
  if (!schedule) throw new Error('the schedule is one')
  const monitor = createDriftMonitor({
    store,
    schedule,
    models: async () => ['groq:llama'],
    measure: async (model) => measured(model, 6),
    channels: [{ platform: 'slack', channel: 'C1' }],
    announce: async () => undefined,
    instance: 'one',
    now: () => clock.now,
    logger: watchedLogger,
    ...replaced,
  })
  return {
    clock,
    monitor,
    /** Looks a minute after the nth Monday's run is due, from 1 on. */
    async monday(n: number) {
      clock.now = FIRST_MONDAY + (n - 1) * 7 * DAY + 60_000
      await monitor.look()
    },
  }
}
