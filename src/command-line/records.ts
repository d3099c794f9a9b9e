import { randomBytes } from 'node:crypto'
import { statSync } from 'node:fs'
import { userInfo } from 'node:os'
import { dirname, join } from 'node:path'
import type { Person } from '../bot-types.ts'
import { type Config, isPostgres } from '../config.ts'
import { loadOrCreateKey } from '../crowd/pseudonym.ts'
import { InputError } from '../errors.ts'
import { createLogger, type DestinationStream } from '../logger.ts'
import { secretsOf } from '../secrets.ts'
import { openStore } from '../store/sql-store.ts'
import type { Store } from '../store/store.ts'

interface OpenRecordsOptions {
  /** Whether the records are made where there are none. */
  readonly make?: boolean
  /** Where the log goes; standard error unless given. */
  readonly logs?: DestinationStream | undefined
}

/**
 * The records of a Recourse that has run here. Where none has, nothing is made unless it is asked for.
 *
 * @throws {InputError} where there are none
 */
export async function openRecords(config: Config, options: OpenRecordsOptions = {}): Promise<Store> {
  const { databaseUrl } = config
  const { make = false, logs } = options
  if (
    !make &&
    !isPostgres(databaseUrl) &&
    !statSync(pathOf(databaseUrl), { throwIfNoEntry: false })?.isFile()
  ) {
    throw new InputError(
      `There is no database "${databaseUrl}" yet. Run this where Recourse runs, or set DATABASE_URL.`,
    )
  }
  return openStore({ url: databaseUrl, logger: createLogger('warn', logs, secretsOf(config)) })
}

/** The file of a SQLite database that is named by its path or a `file:` URL. */
function pathOf(databaseUrl: string): string {
  return databaseUrl.replace(/^file:(\/\/)?/, '').replace(/\?.*$/, '')
}

/** The key is kept outside the database: in the environment, or in a file beside it. */
export async function pseudonymKey(config: Config): Promise<string | Uint8Array> {
  if (config.pseudonymKey !== undefined) return config.pseudonymKey
  const { databaseUrl } = config
  if (databaseUrl === ':memory:') return randomBytes(32)
  const folder = isPostgres(databaseUrl) ? '.' : dirname(pathOf(databaseUrl))
  return loadOrCreateKey(join(folder, 'recourse.key'))
}

/** Whoever is at the command line. */
export function operator(): Person {
  return { platform: 'cli', workspace: 'local', user: userName() }
}

/** A container's user may have no name. */
function userName(): string {
  try {
    return userInfo().username
  } catch {
    return String(process.getuid?.() ?? 'operator')
  }
}
