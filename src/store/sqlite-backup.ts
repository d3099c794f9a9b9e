import {
  chmodSync,
  closeSync,
  constants,
  copyFileSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs'
import { dirname } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { InputError, StoreError } from '../errors.ts'
import { MIGRATIONS } from './migrations/migrate.ts'
import { whenNotBusy } from './sqlite-file.ts'
import { isBusy, toStoreError } from './store-errors.ts'

/** What a backup holds. */
export interface BackupContents {
  readonly schema: number
  readonly exchanges: number
}

/** Readable and writable for its owner only. */
const PRIVATE = 0o600

/** What SQLite keeps beside a database. */
const COMPANIONS = ['-wal', '-shm', '-journal'] as const

/**
 * Writes everything that a database holds at this moment to a new file, while others go on reading and writing it.
 * The file is there once it is whole, and not before.
 *
 * @throws {InputError} where there is a file of that name
 * @throws {StoreError} where the one cannot be read or the other not be written
 */
export async function backUpSqlite(path: string, to: string): Promise<BackupContents> {
  if (existsSync(to)) throw new InputError(`There is a file "${to}" already. Give another name, or move it.`)
  const folder = dirname(to)
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory())
    throw new InputError(`There is no folder "${folder}" for the backup. Make it, or name another.`)
  const draft = `${to}.part`
  try {
    rmSync(draft, { force: true })
    closeSync(openSync(draft, 'wx', PRIVATE))
    const source = new DatabaseSync(path, { timeout: 0 })
    try {
      // One transaction that reads: what comes meanwhile is not in it, and nobody has to wait for it.
      await whenNotBusy(() => source.prepare('vacuum into ?').run(draft))
    } finally {
      source.close()
    }
    const contents = inspect(draft)
    persist(draft)
    renameSync(draft, to)
    persist(folder)
    return contents
  } catch (error) {
    rmSync(draft, { force: true })
    if (error instanceof InputError) throw error
    throw toStoreError(error, `"${path}" (to "${to}")`)
  }
}

/**
 * Puts a backup in the place of a database. What was there is kept beside it, under the name that is given back.
 *
 * @throws {InputError} where the backup cannot be used, or somebody uses the database
 */
export function restoreSqlite(
  from: string,
  path: string,
  at: Date,
): BackupContents & { readonly before?: string } {
  const contents = checked(from)
  // Fails before anything is touched where there is no room for it.
  const draft = `${path}.restored`
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
    copyFileSync(from, draft, constants.COPYFILE_FICLONE)
    chmodSync(draft, PRIVATE)
    persist(draft)
    const before = existsSync(path) ? setAside(path, at) : undefined
    renameSync(draft, path)
    persist(dirname(path))
    return { ...contents, ...(before !== undefined && { before }) }
  } catch (error) {
    rmSync(draft, { force: true })
    if (error instanceof InputError) throw error
    throw toStoreError(error, `"${path}"`)
  }
}

function checked(from: string): BackupContents {
  if (!existsSync(from)) throw new InputError(`There is no backup "${from}". Give the file of one.`)
  let contents: BackupContents
  try {
    contents = inspect(from)
  } catch (cause) {
    throw new InputError(`"${from}" is no whole backup of Recourse. Take another one.`, { cause })
  }
  if (contents.schema > MIGRATIONS.length) {
    throw new InputError(
      `"${from}" is of a newer Recourse (schema ${contents.schema}, this one knows ${MIGRATIONS.length}). Update Recourse first.`,
    )
  }
  return contents
}

/** @throws where a file is no database of Recourse, or a damaged one */
function inspect(path: string): BackupContents {
  const database = new DatabaseSync(path, { readOnly: true })
  try {
    const number = (query: string) => Number(Object.values(database.prepare(query).get() ?? {})[0])
    const state = Object.values(database.prepare('pragma integrity_check').get() ?? {})[0]
    if (state !== 'ok') throw new StoreError('corrupt', `The database "${path}" is damaged.`)
    return {
      schema: number('select max(version) from schema_migrations'),
      exchanges: number('select count(*) from exchanges'),
    }
  } finally {
    database.close()
  }
}

/** Renames a database that nobody uses, with what belongs to it. */
function setAside(path: string, at: Date): string {
  refuseWhileUsed(path)
  const before = `${path}.before-${at.toISOString().replaceAll(/[:.]/g, '-')}`
  renameSync(path, before)
  for (const end of COMPANIONS) {
    if (existsSync(path + end)) renameSync(path + end, before + end)
  }
  return before
}

/** @throws {InputError} while another connection is open */
function refuseWhileUsed(path: string): void {
  let database: DatabaseSync | undefined
  try {
    database = new DatabaseSync(path, { timeout: 0 })
    // Leaving the write-ahead log takes the database for oneself (https://www.sqlite.org/wal.html).
    database.exec('pragma journal_mode = delete')
  } catch (error) {
    // One that is damaged is to be replaced, whatever else can be said of it.
    if (isBusy(error))
      throw new InputError(`"${path}" is in use. Stop Recourse, then restore.`, { cause: error })
  } finally {
    database?.close()
  }
}

/** Makes sure that a file, or what a folder lists, outlives a power cut. */
function persist(path: string): void {
  const opened = openSync(path, 'r')
  try {
    fsyncSync(opened)
  } finally {
    closeSync(opened)
  }
}
