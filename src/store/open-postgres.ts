import { AsyncResource } from 'node:async_hooks'
import { Kysely, PostgresDialect, sql } from 'kysely'
import type { Logger } from 'pino'
import type { PoolCounts } from '../metrics/gauge-sources.ts'
import { queuedPool } from './queued-pool.ts'
import type { SqlDatabase } from './sql-database.ts'
import { toStoreError } from './store-errors.ts'
import type { Tables } from './tables.ts'

/** PostgreSQL's type number of `bigint`, which pg would hand over as text. */
const BIGINT = 20

/** How long to wait for a connection, in milliseconds. */
const CONNECT_TIMEOUT = 5_000

/** How many connections one process keeps at most. */
const CONNECTIONS = 10

/** How long a query waits for its turn on them, in milliseconds; a storm of votes takes a while. */
const PATIENCE = 60_000

/** Is given what tells of the connections there are. */
export type WatchPool = (counts: () => PoolCounts) => void

/**
 * Opens PostgreSQL for the store, by a pool of a few connections.
 * @throws {StoreError} `unreachable` with host and port.
 */
export async function openPostgres(
  url: string,
  logger?: Pick<Logger, 'warn'>,
  watchPool?: WatchPool,
): Promise<SqlDatabase> {
  const place = nameOfPostgres(url)
  // Loaded here: who keeps a file should not wait for it.
  const { default: pg } = await import('pg')
  const pool = new pg.Pool({
    connectionString: url,
    max: CONNECTIONS,
    connectionTimeoutMillis: CONNECT_TIMEOUT,
    application_name: 'recourse',
    types: {
      getTypeParser: (type, format) =>
        type === BIGINT && format !== 'binary' ? Number : pg.types.getTypeParser(type, format),
    },
  })
  // A connection that breaks is replaced by the pool. Without a listener it would end the process: while it is idle by
  // the pool's, while somebody holds it, as between two statements of a transaction, by its own.
  const lost = (error: Error) =>
    logger?.warn({ error: toStoreError(error, place).message }, 'database connection lost')
  // It is nobody's, whichever exchange it was opened for.
  pool.on('error', AsyncResource.bind(lost))
  pool.on('connect', (client) => client.on('error', ignored))
  try {
    const client = await pool.connect()
    client.release()
  } catch (error) {
    await pool.end()
    throw toStoreError(error, place)
  }
  const queued = queuedPool(pool, { size: CONNECTIONS, patience: PATIENCE, place })
  watchPool?.(() => ({
    busy: pool.totalCount - pool.idleCount,
    idle: pool.idleCount,
    waiting: queued.waiting(),
  }))
  const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool: queued }) })
  return {
    db,
    flavour: 'postgres',
    place,
    async clockAhead(now) {
      const asked = now()
      const time = sql<{ at: number }>`select extract(epoch from clock_timestamp())::float8 * 1000 as at`
      const { rows } = await time.execute(db)
      return rows[0] ? Math.round(rows[0].at - (asked + now()) / 2) : 0
    },
    // Vacuum does it in its own time.
    purge: async () => {},
    compact: async () => {
      await sql`vacuum (full) exchanges, attempts, vote_events, comparisons, comparison_cells`.execute(db)
    },
  }
}

/** Whoever holds a connection that breaks learns of it by the next statement. */
function ignored(): void {}

/** Host, port and database; not the user, and never the password. */
function nameOfPostgres(url: string): string {
  if (!URL.canParse(url)) return 'of DATABASE_URL'
  const { hostname, port, pathname } = new URL(url)
  return `${hostname || 'localhost'}:${port || '5432'}${pathname}`
}
