import { randomBytes } from 'node:crypto'
import { existsSync, statSync } from 'node:fs'
import { userInfo } from 'node:os'
import { dirname, join } from 'node:path'
import type { Person } from '../bot-types.ts'
import { type Config, isPostgres } from '../config.ts'
import { createPseudonyms, loadOrCreateKey } from '../crowd/pseudonym.ts'
import { InputError } from '../errors.ts'
import { createLogger, type DestinationStream, type Logger } from '../logger.ts'
import { secretsOf } from '../secrets.ts'
import { openStore } from '../store/sql-store.ts'
import { pathOfSqlite } from '../store/sqlite-file.ts'
import type { Store } from '../store/store.ts'
import { readFormerKeys } from './key-files.ts'

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
    !statSync(pathOfSqlite(databaseUrl), { throwIfNoEntry: false })?.isFile()
  ) {
    throw new InputError(
      `There is no database "${databaseUrl}" yet. Run this where Recourse runs, or set DATABASE_URL.`,
    )
  }
  return openStore({ url: databaseUrl, logger: createLogger('warn', logs, secretsOf(config)) })
}

/** The key is kept outside the database: in the environment, or in a file beside it. */
export async function pseudonymKey(config: Config): Promise<string | Uint8Array> {
  if (config.pseudonymKey !== undefined) return config.pseudonymKey
  const file = keyFile(config)
  return file === undefined ? randomBytes(32) : loadOrCreateKey(file)
}

/** The keys before it, the latest first: those named in the environment, and those beside the key's file. */
export async function formerKeys(config: Config): Promise<readonly (string | Uint8Array)[]> {
  const file = config.pseudonymKey === undefined ? keyFile(config) : undefined
  return [...config.pseudonymKeysBefore, ...(file === undefined ? [] : await readFormerKeys(file))]
}

export interface PseudonymKeys {
  readonly key: string | Uint8Array
  readonly former: readonly (string | Uint8Array)[]
}

/** The key with those before it. */
export async function pseudonymKeys(config: Config): Promise<PseudonymKeys> {
  // The key first: whoever changes it keeps the former one before anything else.
  const key = await pseudonymKey(config)
  return { key, former: await formerKeys(config) }
}

/** Where the key is where no variable holds it; none for records that are lost with this process. */
export function keyFile({ databaseUrl }: Pick<Config, 'databaseUrl'>): string | undefined {
  if (databaseUrl === ':memory:') return undefined
  return join(isPostgres(databaseUrl) ? '.' : dirname(pathOfSqlite(databaseUrl)), 'recourse.key')
}

/** The file that the key should be in and is not. */
export function missingKeyFile(config: Config): string | undefined {
  const file = config.pseudonymKey === undefined ? keyFile(config) : undefined
  return file === undefined || existsSync(file) ? undefined : file
}

/** Says that everybody is somebody new to records whose key is not where it should be: the next to ask for it makes one. */
export async function tellOfMissingKey(
  config: Config,
  store: Pick<Store, 'workspaces'>,
  logger: Pick<Logger, 'warn'>,
): Promise<void> {
  const file = missingKeyFile(config)
  if (file === undefined || (await store.workspaces()).length === 0) return
  logger.warn(
    { file },
    'there are records but no key of the pseudonyms, so a new one is made: stop, put the key back from its copy, and start again',
  )
}

/** What people are called in the records, and what they were called under former keys. */
export function pseudonymsOf(keys: PseudonymKeys): {
  readonly pseudonym: (person: Person) => string
  readonly formerPseudonyms: (person: Person) => readonly string[]
} {
  const pseudonym = createPseudonyms(keys.key)
  const former = keys.former.map((key) => createPseudonyms(key))
  return { pseudonym, formerPseudonyms: (person) => former.map((name) => name(person)) }
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
