import type { Logger } from 'pino'
import type { MessageKey } from '../domain.ts'
import { StoreError } from '../errors.ts'
import { conversation } from './conversation.ts'
import { delivered, hasConversation, moveToThread, retract } from './deliveries.ts'
import { claim, exchange, exchangeOf, finish, recent, release, renew, reopen, takeOver } from './exchanges.ts'
import { forget } from './forget.ts'
import { link, linkOf, linksOf, recentLinks } from './links.ts'
import { migrate } from './migrations/migrate.ts'
import { openPostgres } from './open-postgres.ts'
import { openSqlite } from './open-sqlite.ts'
import { setSetting, setting, settings } from './settings.ts'
import type { SqlDatabase } from './sql-database.ts'
import type { Store } from './store.ts'
import { toStoreError } from './store-errors.ts'
import { currentVotes, lastVoteOn, reactionsOn, recordVote, votesOf } from './votes.ts'

export interface StoreOptions {
  /** A path, a `file:` URI or `:memory:` for SQLite; `postgres://…` for PostgreSQL. */
  readonly url: string
  /** Milliseconds since 1970. */
  readonly now?: () => number
  readonly logger?: Pick<Logger, 'warn'>
}

/**
 * Opens the records and brings their schema up to date.
 * @throws {StoreError} `corrupt`, `read_only`, `full`, `unreachable` or `schema_too_new`, in one line.
 */
export async function openStore({ url, now = Date.now, logger }: StoreOptions): Promise<Store> {
  const database = await openDatabase(url, logger)
  const { db, flavour, place } = database
  try {
    await migrate(db, { flavour, place, now })
  } catch (error) {
    await db.destroy()
    throw toStoreError(error, place)
  }
  return createSqlStore(database)
}

async function openDatabase(url: string, logger: StoreOptions['logger']): Promise<SqlDatabase> {
  if (/^postgres(ql)?:\/\//.test(url)) return openPostgres(url, logger)
  if (/^[a-z][a-z+]+:\/\//.test(url) && !url.startsWith('file:')) {
    throw new StoreError(
      'unreachable',
      'DATABASE_URL names a database of a kind that is not supported; give a file path or postgres://…',
    )
  }
  return openSqlite(url)
}

/** The store over a database whose schema is up to date. */
export function createSqlStore({ db, place, purge }: SqlDatabase): Store {
  /** Gives a query the database, and its failure a meaning. */
  const on =
    <Arguments extends unknown[], Result>(
      query: (database: typeof db, ...rest: Arguments) => Promise<Result>,
    ) =>
    async (...rest: Arguments): Promise<Result> => {
      try {
        return await query(db, ...rest)
      } catch (error) {
        throw toStoreError(error, place)
      }
    }

  return {
    claim: on(claim),
    renew: on(renew),
    takeOver: on(takeOver),
    release: on(release),
    reopen: on(reopen),
    finish: on(finish),
    exchange: on(exchange),
    exchangeOf: on(exchangeOf),
    recent: on(recent),
    conversation: on(conversation),
    link: on(link),
    linkOf: on(linkOf),
    linksOf: on(linksOf),
    recentLinks: on(recentLinks),
    delivered: on(delivered),
    moveToThread: on(moveToThread),
    hasConversation: on(hasConversation),
    retract: on(async (database, message: MessageKey, orReply: boolean) => {
      const retracted = await retract(database, message, orReply)
      if (retracted) await purge()
      return retracted
    }),
    recordVote: on(recordVote),
    currentVotes: on(currentVotes),
    votesOf: on(votesOf),
    reactionsOn: on(reactionsOn),
    lastVoteOn: on(lastVoteOn),
    setting: on(setting),
    settings: on(settings),
    setSetting: on(setSetting),
    forget: on(async (database, annotators: readonly string[]) => {
      const forgotten = await forget(database, annotators)
      await purge()
      return forgotten
    }),
    close: on(() => db.destroy()),
  }
}
