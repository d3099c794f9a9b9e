import type { RecordedCall } from '../../src/evaluation/recorded-calls.ts'
import type { CallBook } from '../../src/evaluation/recorder.ts'
import type { CellParts } from '../../src/evaluation/run-cell.ts'
import { USUAL_USERS } from '../../src/evaluation/simulated-user.ts'
import { createSafetyGate } from '../../src/safety/combined-gate.ts'
import { respondParts } from './respond-parts.ts'

/** The parts of a cell with the real flow, no pace, no other judge, and a signal that never fires. */
export function cellParts(replaced: Partial<CellParts> = {}): CellParts {
  return {
    flow: respondParts(),
    openGate: () => createSafetyGate({ judge: 'none' }),
    paced: (model) => model,
    judge: async () => ({}),
    users: USUAL_USERS,
    timer: () => performance.now(),
    signal: new AbortController().signal,
    ...replaced,
  }
}

/** A book of calls, with what was put into it. */
export function callBook(calls: readonly RecordedCall[] = []): CallBook & { readonly kept: RecordedCall[] } {
  const kept: RecordedCall[] = []
  return {
    unit: 'unit',
    calls: new Map(calls.map((call) => [call.key, call])),
    kept,
    keep: (call) => {
      kept.push(call)
    },
  }
}
