import { sql } from 'kysely'
import { describe, expect, it } from 'vitest'
import { openPostgres } from '../../src/store/open-postgres.ts'
import { queuedPool } from '../../src/store/queued-pool.ts'
import { postgresSchema } from '../support/services.ts'

const schema = await postgresSchema()

/** A pool of two on the real server, and what waits for it. */
async function openPool({ patience, connecting = 5_000 }: { patience: number; connecting?: number }) {
  const { default: pg } = await import('pg')
  const pool = new pg.Pool({ connectionString: schema?.url, max: 2, connectionTimeoutMillis: connecting })
  return queuedPool(pool, { size: 2, patience, place: 'here' })
}

describe.skipIf(!schema)('a queue for the clients of a pool', () => {
  it('hands them out in order, however long connecting itself may take', async () => {
    const pool = await openPool({ patience: 10_000, connecting: 1_000 })
    const held = await Promise.all([pool.connect(), pool.connect()])
    const order: number[] = []
    const later = Array.from({ length: 20 }, async (_, index) => {
      const client = await pool.connect()
      order.push(index)
      await client.query('select pg_sleep(0.01)', [])
      client.release()
    })
    // Longer than the pool alone would let anybody wait.
    await new Promise((resolve) => setTimeout(resolve, 1_100))
    expect(order).toEqual([])
    for (const client of held) client.release()
    await Promise.all(later)
    expect(order).toEqual(Array.from({ length: 20 }, (_, index) => index))
    await pool.end()
  })

  it('lets nobody wait for ever, and goes on with the others', async () => {
    const pool = await openPool({ patience: 60 })
    const held = await Promise.all([pool.connect(), pool.connect()])
    await expect(pool.connect()).rejects.toMatchObject({
      code: 'unreachable',
      message: expect.stringContaining('too busy'),
    })
    for (const client of held) client.release()
    const again = await pool.connect()
    again.release()
    await pool.end()
  })

  it('gives the place of a client that could not connect to the next', async () => {
    const { default: pg } = await import('pg')
    const pool = queuedPool(new pg.Pool({ host: '127.0.0.1', port: 1, max: 1 }), {
      size: 1,
      patience: 1_000,
      place: 'nowhere',
    })
    const failures = await Promise.allSettled(Array.from({ length: 5 }, () => pool.connect()))
    expect(failures.map((one) => one.status === 'rejected' && one.reason.code)).toEqual(
      Array.from({ length: 5 }, () => 'ECONNREFUSED'),
    )
    await pool.end()
  })

  it('is what the store waits in, and tells how many do', async () => {
    let counts = () => ({ busy: 0, idle: 0, waiting: 0 })
    const { db } = await openPostgres(schema?.url ?? '', undefined, (given) => {
      counts = given
    })
    const many = Array.from({ length: 200 }, (_, index) =>
      db
        // Slow enough that most still wait when the first is answered.
        .selectNoFrom((one) => [one.val(index).as('index'), sql`pg_sleep(0.02)`.as('slept')])
        .executeTakeFirstOrThrow(),
    )
    await many[0]
    expect(counts().waiting).toBeGreaterThan(100)
    expect(counts().busy).toBeGreaterThan(0)
    expect((await Promise.all(many)).map((row) => Number(row.index))).toEqual(many.map((_, index) => index))
    expect(counts()).toMatchObject({ busy: 0, waiting: 0 })
    await db.destroy()
    await schema?.drop()
  })
})

describe.skipIf(!schema)('a connection that breaks while somebody holds it', () => {
  it('ends the transaction alone, and not the process', async () => {
    const { db } = await openPostgres(schema?.url ?? '')
    const pid = sql<{ pid: number }>`select pg_backend_pid() as pid`
    const broken = db.transaction().execute(async (held) => {
      const [own] = (await pid.execute(held)).rows
      await sql`select pg_terminate_backend(${own?.pid})`.execute(db)
      // Time in which PostgreSQL says so to a connection that waits for nothing.
      await new Promise((resolve) => setTimeout(resolve, 200))
      return pid.execute(held)
    })
    await expect(broken).rejects.toThrow()
    expect((await pid.execute(db)).rows).toHaveLength(1)
    await db.destroy()
  })
})
