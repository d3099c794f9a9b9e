import type { PostgresPool } from 'kysely'
import type { Pool } from 'pg'
import { StoreError } from '../errors.ts'

/** Removes itself from the queue when its turn comes, or when it has waited too long. */
interface Waiting {
  readonly go: () => void
}

/**
 * A pool whose clients are waited for in order. By itself `pg` allows one time for both, connecting and waiting for
 * one of the clients there are: then a storm of votes would look as if the database could not be reached.
 * `size` is how many clients the pool has, `patience` how long somebody waits in the queue, in milliseconds.
 *
 * @throws {StoreError} `unreachable` from `connect`, for those who have waited too long
 */
export function queuedPool(
  pool: Pool,
  { size, patience, place }: { readonly size: number; readonly patience: number; readonly place: string },
): PostgresPool & { waiting(): number } {
  let free = size
  const queue = new Set<Waiting>()

  function leave(): void {
    const [next] = queue
    if (next) next.go()
    else free += 1
  }

  async function turn(): Promise<void> {
    if (free > 0) {
      free -= 1
      return
    }
    await new Promise<void>((resolve, reject) => {
      const waiting: Waiting = {
        go() {
          clearTimeout(timeout)
          queue.delete(waiting)
          resolve()
        },
      }
      const timeout = setTimeout(() => {
        queue.delete(waiting)
        reject(
          new StoreError(
            'unreachable',
            `The database ${place} is too busy to answer; try again in a moment.`,
          ),
        )
      }, patience)
      queue.add(waiting)
    })
  }

  return {
    /** How many wait for a client. */
    waiting: () => queue.size,
    options: pool.options,
    end: () => pool.end(),
    async connect() {
      await turn()
      try {
        const client = await pool.connect()
        // The pool makes a new one for each time that it hands the client out.
        const { release } = client
        client.release = (error) => {
          release(error)
          leave()
        }
        return client
      } catch (error) {
        leave()
        throw error
      }
    },
  }
}
