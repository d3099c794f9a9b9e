import { closeSync, mkdirSync, openSync } from 'node:fs'
import { dirname } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { setTimeout as sleep } from 'node:timers/promises'
import { makePrivate, PRIVATE_FILE } from '../private-file.ts'
import { isBusy, toStoreError } from './store-errors.ts'

/** How long a statement waits for another connection's write, in milliseconds. */
const PATIENCE = 5_000

/**
 * Pages in the log before they are moved to the database, 32 MB. An answer writes some 25, most of them the same as the
 * answer before: moved every 1,000, as is the default, each is written again and again.
 */
const CHECKPOINT_EVERY = 8_000

/** Memory for pages that were read, in KiB below zero: https://sqlite.org/pragma.html#pragma_cache_size */
const CACHE = -16_384

/**
 * Opens a SQLite database: a plain path, a `file:` URI (with SQLite's parameters, such as `?mode=ro`) or
 * `:memory:`. The file and its -wal and -shm companions are for their owner only, also where they were there before.
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
        `PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA secure_delete = ON;
        PRAGMA wal_autocheckpoint = ${CHECKPOINT_EVERY}; PRAGMA cache_size = ${CACHE}`,
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
    closeSync(openSync(path, 'wx', PRIVATE_FILE))
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
  }
  // Where it is somebody else's, the doctor says so.
  for (const file of filesOfSqlite(path)) makePrivate(file)
}

/** The file that a SQLite URL names; a plain path is one already. */
export function pathOfSqlite(url: string): string {
  if (!url.startsWith('file:')) return url
  return decodeURIComponent(url.replace(/^file:(?:\/\/(?=\/))?/, '').replace(/[?#].*$/, ''))
}

/** The file of a database and those that SQLite keeps beside it (https://www.sqlite.org/tempfiles.html). */
export function filesOfSqlite(path: string): readonly string[] {
  return ['', '-wal', '-shm', '-journal'].map((end) => path + end)
}
