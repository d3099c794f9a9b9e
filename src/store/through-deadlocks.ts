import { isDeadlock } from './store-errors.ts'

/** How often a transaction is tried that waited for others while they waited for it. */
const TRIES = 5

/** Runs a transaction that touches many rows; PostgreSQL may end it so that another one can go on, and it is tried again. */
export async function throughDeadlocks<Result>(transaction: () => Promise<Result>): Promise<Result> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await transaction()
    } catch (error) {
      if (!isDeadlock(error) || tries === TRIES) throw error
    }
  }
}
