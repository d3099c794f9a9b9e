import { accessSync, constants, existsSync, statfsSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { type Config, isPostgres } from '../config.ts'
import { InputError } from '../errors.ts'
import { type Inspected, inspectDatabase } from '../store/inspect-database.ts'
import { pathOfSqlite } from '../store/sqlite-file.ts'
import type { Check, Warning } from './doctor.ts'

/** Free bytes below which the doctor warns, and below which it calls it bad. */
const LITTLE_SPACE = 1024 ** 3
const NO_SPACE = 100 * 1024 ** 2

/** What the doctor looks at of the records. Nothing is changed: pending migrations stay pending. */
export function databaseChecks({ databaseUrl }: Config, free = freeBytes): readonly Check[] {
  const checks = [{ name: 'database', look: () => lookAt(databaseUrl) }]
  if (isPostgres(databaseUrl) || databaseUrl === ':memory:') return checks
  return [...checks, { name: 'disk space', look: async () => spaceAt(pathOfSqlite(databaseUrl), free) }]
}

/** Whether the records can be opened without changing them. */
export async function isUpToDate(databaseUrl: string): Promise<boolean> {
  const found = await inspectDatabase(databaseUrl)
  return found !== undefined && found.schema === found.newest
}

async function lookAt(databaseUrl: string): Promise<string | Warning> {
  const found = await inspectDatabase(databaseUrl)
  if (!found) {
    const folder = nearestFolder(resolve(pathOfSqlite(databaseUrl)))
    if (isWritable(folder)) return `${databaseUrl}, made at the first start`
    throw new InputError(`${databaseUrl} cannot be made: give this user access to ${folder}.`)
  }
  const where = isPostgres(databaseUrl) ? found.product : `${databaseUrl} (${found.product})`
  return schemaLine(where, found, isPostgres(databaseUrl))
}

function schemaLine(where: string, { schema, newest }: Inspected, isServer: boolean): string | Warning {
  if (schema > newest) {
    throw new InputError(
      `${where} was written by a newer Recourse (schema ${schema}, this one knows ${newest}): update Recourse, or use another database.`,
    )
  }
  if (schema === newest) return `${where}, schema ${schema}`
  if (schema === 0) return `${where}, empty; its tables are made at the first start`
  const first = isServer ? 'pg_dump (docs/operations.md)' : 'recourse backup FILE'
  return {
    warning: `${where} has schema ${schema}, and this version wants ${newest}: the next start brings it forward, which cannot be undone. Back it up before: ${first}.`,
  }
}

function spaceAt(path: string, free: (folder: string) => number): string | Warning {
  const folder = nearestFolder(resolve(path))
  const bytes = free(folder)
  const left = `${(bytes / 1024 ** 3).toFixed(1)} GiB free in ${folder}`
  if (bytes < NO_SPACE) throw new InputError(`Only ${left}: free some, or writing will fail soon.`)
  return bytes < LITTLE_SPACE ? { warning: `Only ${left}: free some, or move the database.` } : left
}

/** The folder that is there already, of those in which a file is to be made. */
function nearestFolder(path: string): string {
  const folder = dirname(path)
  return existsSync(folder) || folder === path ? folder : nearestFolder(folder)
}

function isWritable(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK | constants.X_OK)
    return true
  } catch {
    return false
  }
}

function freeBytes(folder: string): number {
  const { bavail, bsize } = statfsSync(folder)
  return bavail * bsize
}
