import { closeSync, mkdirSync, openSync } from 'node:fs'
import { dirname } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { setTimeout as sleep } from 'node:timers/promises'
import { isBusy, toStoreError } from './store-errors.ts'

/** How long a statement waits for another connection's write, in milliseconds. */
const PATIENCE = 5_000

/**
 * Opens a SQLite database: a plain path, a `file:` URI (with SQLite's parameters, such as `?mode=ro`) or
 * `:memory:`. A new file, and so its -wal and -shm companions, is for its owner only.
 * @throws {StoreError} `corrupt`, `read_only`, `full` or `unreachable`, in one line.
 */
export async function openSqliteFile(url: string): Promise<DatabaseSync> {
  let database: DatabaseSync | undefined
  try {
    createPrivately(url)
    // No busy_timeout: SQLite would sleep on the thread that must let the other writer of this very process
    // go on. `whenNotBusy` waits without blocking.
    const opened = new DatabaseSync(url, { timeout: 0 })
    database = opened
    await whenNotBusy(() =>
      opened.exec(
        // What a person asked to be erased must not stay in free pages. Foreign keys are on by default here.
        'PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA secure_delete = ON',
      ),
    )
    return opened
  } catch (error) {
    database?.close()
    throw toStoreError(error, nameOfSqlite(url))
  }
}

/** The database as an error message names it. */
export function nameOfSqlite(url: string): string {
  return url === ':memory:' ? 'in memory' : `"${url}"`
}

/** Runs one synchronous piece of work, again and again while another connection holds the lock, for up to 5 s. */
export async function whenNotBusy<T>(work: () => T): Promise<T> {
  const deadline = performance.now() + PATIENCE
  for (let pause = 1; ; pause = Math.min(pause * 2, 20)) {
    try {
      return work()
    } catch (error) {
      if (!isBusy(error) || performance.now() >= deadline) throw error
    }
    await sleep(pause)
  }
}

function createPrivately(url: string): void {
  if (url === ':memory:' || /[?&]mode=/.test(url)) return
  const path = pathOfSqlite(url)
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
  try {
    closeSync(openSync(path, 'wx', 0o600))
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
  }
}

/** The file that a SQLite URL names; a plain path is one already. */
export function pathOfSqlite(url: string): string {
  if (!url.startsWith('file:')) return url
  return decodeURIComponent(url.replace(/^file:(?:\/\/(?=\/))?/, '').replace(/[?#].*$/, ''))
}
