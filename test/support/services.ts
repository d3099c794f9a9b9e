import { randomBytes } from 'node:crypto'
import { connect } from 'node:net'

/** Real services that tests use where they answer. On CI they must: a suite that is skipped there proves nothing. */

const POSTGRES = { host: '127.0.0.1', port: 5432 }
const REDIS = { host: '127.0.0.1', port: 6379 }

/** The address of Redis, or `undefined` where none answers. */
export async function redisUrl(): Promise<string | undefined> {
  return (await answers(REDIS, 'Redis')) ? `redis://${REDIS.host}:${REDIS.port}` : undefined
}

export interface PostgresSchema {
  /** Connects into a schema that nobody else uses. */
  readonly url: string
  drop(): Promise<void>
}

/** A fresh schema of a database that lets this user in without a password, or `undefined` where no PostgreSQL answers. */
export async function postgresSchema(): Promise<PostgresSchema | undefined> {
  if (!(await answers(POSTGRES, 'PostgreSQL'))) return undefined
  const { default: pg } = await import('pg')
  const name = `recourse_${randomBytes(6).toString('hex')}`
  const run = async (base: string, statement: string) => {
    const client = new pg.Client({ connectionString: base })
    await client.connect()
    try {
      await client.query(statement)
    } finally {
      await client.end()
    }
  }
  const create = async ([account, ...others]: readonly string[]): Promise<string> => {
    const base = `postgres://${account}`
    try {
      await run(base, `create schema ${name}`)
      return base
    } catch (error) {
      if (others.length === 0) throw error
      return create(others)
    }
  }
  const server = `${POSTGRES.host}:${POSTGRES.port}`
  const base = await create([`root@${server}/test`, `postgres@${server}/test`, `postgres@${server}/postgres`])
  // Nothing here is to outlive a power cut, and other files' tests write to the same disk.
  const settings = `-c search_path=${name} -c synchronous_commit=off`
  return {
    url: `${base}?options=${encodeURIComponent(settings)}`,
    drop: () => run(base, `drop schema ${name} cascade`),
  }
}

async function answers(address: { host: string; port: number }, name: string): Promise<boolean> {
  const open = await new Promise<boolean>((resolve) => {
    const socket = connect({ ...address, timeout: 1_000 })
    const settle = (result: boolean) => {
      socket.destroy()
      resolve(result)
    }
    socket.once('connect', () => settle(true))
    socket.once('timeout', () => settle(false))
    socket.once('error', () => settle(false))
  })
  const where = `${name} at ${address.host}:${address.port}`
  if (!open && process.env['CI']) throw new Error(`${where} does not answer, and CI must test against it.`)
  if (!open) process.stderr.write(`${where} does not answer: its tests are skipped.\n`)
  return open
}
