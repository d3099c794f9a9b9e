import { setTimeout as sleep } from 'node:timers/promises'
import { StoreError } from '../errors.ts'

/** How long a query is tried again while the database cannot be reached, in milliseconds; a restart takes a few seconds. */
const PATIENCE = 20_000

/** Waits between tries, in milliseconds; the last one again and again. */
const AGAIN_AFTER = [50, 100, 200, 400, 800] as const

export interface StorePatience {
  /** Runs a query, and again for a while where the database cannot be reached. */
  run<Result>(query: () => Promise<Result>): Promise<Result>
  /** The process is ending: what fails from here on says so, and is not tried again. */
  close(): void
}

/**
 * Bridges restarts of the database. A query whose answer got lost may have been carried out, so every query must bear
 * to be carried out again. `milliseconds`: how long it is tried; 0 for a database that is a file.
 */
export function createPatience(
  milliseconds = PATIENCE,
  wait: (milliseconds: number) => Promise<unknown> = sleep,
  timer: () => number = () => performance.now(),
): StorePatience {
  let isClosed = false
  return {
    close() {
      isClosed = true
    },
    async run(query) {
      const givenUpAt = timer() + milliseconds
      for (let turn = 0; ; turn += 1) {
        try {
          return await query()
        } catch (error) {
          if (isClosed) throw new StoreError('closed', 'The records are closed.', { cause: error })
          const mayPass = error instanceof StoreError && error.code === 'unreachable'
          if (!mayPass || timer() >= givenUpAt) throw error
          await wait(AGAIN_AFTER[Math.min(turn, AGAIN_AFTER.length - 1)] ?? 0)
        }
      }
    },
  }
}
