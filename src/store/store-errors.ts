import { describeError, StoreError } from '../errors.ts'

/** What a failure of the database means and what to do about it. `place` names the database without any secret. */
export function toStoreError(error: unknown, place: string): StoreError {
  if (error instanceof StoreError) return error
  const code = sqliteCode(error) ?? errorCode(error)
  switch (code) {
    case SQLITE.corrupt:
    case SQLITE.notADatabase:
      return new StoreError(
        'corrupt',
        `The database ${place} is damaged or is not a SQLite file; move it away or restore a backup.`,
        { cause: error },
      )
    case SQLITE.readOnly:
    case '25006':
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return new StoreError(
        'read_only',
        `The database ${place} cannot be written; give this user write access to the file and its folder.`,
        { cause: error },
      )
    case SQLITE.full:
    case '53100':
    case 'ENOSPC':
      return new StoreError(
        'full',
        `There is no space left for the database ${place}; free some and try again. Nothing stored before is lost.`,
        { cause: error },
      )
    case SQLITE.ioError:
      return new StoreError(
        'write_failed',
        `The database ${place} could not be read or written; check its disk and the space left on it.`,
        { cause: error },
      )
    case SQLITE.cannotOpen:
    case 'ENOTDIR':
    case 'EISDIR':
    case 'EEXIST':
      return new StoreError(
        'unreachable',
        `The database ${place} cannot be opened; check that its folder exists, that it is a file, and that both may be written.`,
        { cause: error },
      )
    case SQLITE.busy:
    case SQLITE.locked:
      return new StoreError(
        'write_failed',
        `The database ${place} stayed locked by another process; stop that process or try again.`,
        { cause: error },
      )
    case '28000':
    case '28P01':
      return unreachable(error, place, 'it refused the user or the password; check DATABASE_URL')
    case '3D000':
      return unreachable(error, place, 'it has no database of that name; create it or check DATABASE_URL')
    default:
      if (isConnectionFailure(error, code)) {
        return unreachable(error, place, 'check that it runs and that DATABASE_URL is right')
      }
      // SQLite's own words name tables and columns. What anything else says may quote what was to be stored.
      return new StoreError(
        'write_failed',
        `The database ${place} failed: ${sqliteCode(error) === undefined ? nameOf(error, code) : describeError(error)}`,
        { cause: error },
      )
  }
}

function nameOf(error: unknown, code: string | number | undefined): string {
  const name = error instanceof Error ? error.name : typeof error
  return code === undefined ? name : `${name} ${code}`
}

/** Whether another connection holds the lock that this statement needs; it may be tried again. */
export function isBusy(error: unknown): boolean {
  const code = sqliteCode(error)
  return code === SQLITE.busy || code === SQLITE.locked
}

/** Whether a row points at an exchange that is not there, or no longer (SQLite and PostgreSQL). */
export function isMissingParent(error: unknown): boolean {
  return (
    (error instanceof Error && 'errcode' in error && error.errcode === SQLITE_CONSTRAINT_FOREIGNKEY) ||
    errorCode(error) === '23503'
  )
}

/** Whether PostgreSQL has ended this transaction so that another one, which waited for it too, can go on. */
export function isDeadlock(error: unknown): boolean {
  return errorCode(error) === '40P01'
}

/** Primary result codes, https://www.sqlite.org/rescode.html. */
const SQLITE = {
  busy: 5,
  locked: 6,
  readOnly: 8,
  ioError: 10,
  corrupt: 11,
  full: 13,
  cannotOpen: 14,
  notADatabase: 26,
} as const

const SQLITE_CONSTRAINT_FOREIGNKEY = 787

/** The primary code, without the extended bits. */
function sqliteCode(error: unknown): number | undefined {
  if (!(error instanceof Error) || !('errcode' in error) || typeof error.errcode !== 'number')
    return undefined
  return error.errcode & 0xff
}

/** An SQLSTATE (https://www.postgresql.org/docs/current/errcodes-appendix.html) or a system error's name. */
function errorCode(error: unknown): string | undefined {
  if (error instanceof AggregateError && error.errors.length > 0) return errorCode(error.errors[0])
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return undefined
  return error.code
}

const CONNECTION_FAILURES = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOENT',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EPIPE',
  'ETIMEDOUT',
])

/** SQLSTATE class 08 is a lost connection, 57P01 to 57P03 a server that stops or starts, 53300 one with no room. */
function isConnectionFailure(error: unknown, code: string | number | undefined): boolean {
  if (typeof code === 'string') {
    return CONNECTION_FAILURES.has(code) || /^(08...|57P0[1-3]|53300)$/.test(code)
  }
  // pg gives its time-outs and broken connections no code.
  return error instanceof Error && /timeout|connection (terminated|ended)|not queryable/i.test(error.message)
}

function unreachable(error: unknown, place: string, remedy: string): StoreError {
  return new StoreError('unreachable', `The database ${place} cannot be reached: ${remedy}.`, {
    cause: error,
  })
}
