import { mkdir } from 'node:fs/promises'
import { DatabaseSync } from 'node:sqlite'
import { InputError } from '../errors.ts'
import { filesIn } from './run-folder.ts'

/** SQLite's primary result code for a file that another connection has locked, https://www.sqlite.org/rescode.html#busy */
const SQLITE_BUSY = 5

/**
 * Keeps two processes from filling the same folder. Resolves to what gives it free.
 *
 * The lock is SQLite's on an empty file: the operating system lets it go with its process, however that ends, so there is
 * no trace of a killed one to take over, at which two could meet. The file stays: removed, it could be locked twice.
 *
 * @throws {InputError} when another process holds it, or when the folder cannot be written
 */
export async function lockFolder(folder: string): Promise<() => void> {
  await mkdir(folder, { recursive: true }).catch((cause: unknown) => {
    throw new InputError(`The folder ${folder} cannot be made; give another with --out.`, { cause })
  })
  let database: DatabaseSync | undefined
  try {
    database = new DatabaseSync(filesIn(folder).lock)
    database.exec('PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE')
  } catch (cause) {
    database?.close()
    throw new InputError(
      isBusy(cause)
        ? `Another process is filling ${folder} just now; wait for it, or stop it first.`
        : `The folder ${folder} cannot be written; give another with --out.`,
      { cause },
    )
  }
  const held = database
  return () => held.close()
}

function isBusy(error: unknown): boolean {
  return error instanceof Error && 'errcode' in error && error.errcode === SQLITE_BUSY
}
