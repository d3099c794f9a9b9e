import { statSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { type Config, isPostgres } from '../config.ts'
import { InputError } from '../errors.ts'
import { makePrivate } from '../private-file.ts'
import { filesOfSqlite, pathOfSqlite } from '../store/sqlite-file.ts'
import type { Check } from './doctor.ts'

const WRITABLE_BY_OTHERS = 0o022
/** In such a folder only its owner can replace a file, as in /tmp. */
const STICKY = 0o1000

/** Who may read what is kept in files on this machine. */
export function rightsChecks({ databaseUrl, stateUrl, pseudonymKey }: Config): readonly Check[] {
  const databases = [databaseUrl, stateUrl].filter(
    (url) => url !== ':memory:' && !isPostgres(url) && !/^rediss?:/.test(url),
  )
  const paths = [...new Set(databases.map(pathOfSqlite))]
  const folder = isPostgres(databaseUrl) ? '.' : dirname(pathOfSqlite(databaseUrl))
  const key = pseudonymKey === undefined && databaseUrl !== ':memory:' ? [join(folder, 'recourse.key')] : []
  if (process.platform === 'win32' || paths.length + key.length === 0) return []
  return [{ name: 'file rights', look: async () => rightsOf([...paths.flatMap(filesOfSqlite), ...key]) }]
}

/** @throws {InputError} where others may read a file */
function rightsOf(files: readonly string[]) {
  const open = files.filter((file) => !makePrivate(file))
  if (open.length > 0) {
    throw new InputError(
      `Others may read ${open.join(' and ')}. Run as its owner: chmod 600 ${open.join(' ')}`,
    )
  }
  const folders = [...new Set(files.map((file) => resolve(dirname(file))))]
  const loose = folders.filter((folder) => {
    const mode = statSync(folder, { throwIfNoEntry: false })?.mode ?? 0
    return (mode & WRITABLE_BY_OTHERS) !== 0 && (mode & STICKY) === 0
  })
  if (loose.length === 0) return 'for this user alone'
  const which = loose.join(' and ')
  return { warning: `Others may replace files in ${which}. Run: chmod go-w ${loose.join(' ')}` }
}
