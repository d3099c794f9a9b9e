/** PostgreSQL and Redis of our own on free ports, in a temporary folder, so that they can be killed and started again. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readdirSync } from 'node:fs'
import { chmod, chown, mkdir } from 'node:fs/promises'
import { connect, createServer } from 'node:net'
import { delimiter, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

export interface PrivateServer {
  readonly url: string
  /** Ends it, by this signal, and starts it again after so many milliseconds. Resolves once it answers. */
  restart(signal: NodeJS.Signals, after: number): Promise<void>
  stop(): Promise<void>
}

/** Where the programs are; `undefined` where one of them is missing, with a line that says which. */
export function serverPrograms():
  | { readonly postgres: string; readonly initdb: string; readonly redis: string }
  | undefined {
  const postgres = findProgram('postgres')
  const initdb = findProgram('initdb')
  const redis = findProgram('redis-server')
  return postgres && initdb && redis ? { postgres, initdb, redis } : undefined
}

/** PostgreSQL refuses to run as root: then it runs as the user that its package made. */
export async function startPostgres(folder: string): Promise<PrivateServer> {
  const programs = serverPrograms()
  if (!programs) throw new Error('There is no PostgreSQL on this machine: install its server package.')
  const owner = unprivileged()
  const data = join(folder, 'postgres')
  await mkdir(data, { recursive: true })
  if (owner) {
    await chmod(folder, 0o755)
    await chown(data, owner.uid, owner.gid)
  }
  execFileSync(programs.initdb, ['-D', data, '-A', 'trust', '-U', 'recourse', '-E', 'UTF8', '--no-sync'], {
    ...owner,
    cwd: data,
    stdio: 'ignore',
  })
  const port = await freePort()
  const args = ['-D', data, '-p', String(port), '-k', data, '-c', 'listen_addresses=127.0.0.1']
  // What is written survives the death of the server without this; only a machine that loses power needs it.
  const settings = ['-c', 'fsync=off', '-c', 'max_connections=120', '-c', 'log_min_messages=fatal']
  return restartable({
    url: `postgres://recourse@127.0.0.1:${port}/postgres`,
    start: () => spawn(programs.postgres, [...args, ...settings], { ...owner, cwd: data, stdio: 'ignore' }),
    isUp: () => answersPostgres(port),
  })
}

/** Redis that keeps nothing on disk: a restart loses everything, as the state must be able to bear. */
export async function startRedis(folder: string): Promise<PrivateServer> {
  const programs = serverPrograms()
  if (!programs) throw new Error('There is no Redis on this machine: install redis-server.')
  const port = await freePort()
  const args = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no']
  return restartable({
    url: `redis://127.0.0.1:${port}`,
    start: () => spawn(programs.redis, args, { cwd: folder, stdio: 'ignore' }),
    isUp: () => accepts(port),
  })
}

interface Startable {
  readonly url: string
  readonly start: () => ChildProcess
  readonly isUp: () => Promise<boolean>
}

async function restartable({ url, start, isUp }: Startable): Promise<PrivateServer> {
  let child: ChildProcess
  const begin = async () => {
    child = start()
    const givenUpAt = performance.now() + 60_000
    while (!(await isUp())) {
      if (performance.now() > givenUpAt) throw new Error(`The server for ${url} does not answer.`)
      await sleep(100)
      // What a killed one has left behind may be in use for a moment.
      if (child.exitCode !== null) child = start()
    }
  }
  const end = async (signal: NodeJS.Signals) => {
    if (child.exitCode !== null || child.signalCode !== null) return
    const gone = once(child, 'exit')
    child.kill(signal)
    await gone
  }
  await begin()
  return {
    url,
    async restart(signal, after) {
      await end(signal)
      await sleep(after)
      await begin()
    },
    stop: () => end('SIGQUIT'),
  }
}

async function answersPostgres(port: number): Promise<boolean> {
  const { default: pg } = await import('pg')
  const client = new pg.Client({
    host: '127.0.0.1',
    port,
    user: 'recourse',
    database: 'postgres',
    connectionTimeoutMillis: 3_000,
  })
  client.on('error', () => {})
  try {
    await client.connect()
    await client.query('select 1')
    return true
  } catch {
    return false
  } finally {
    client.end().catch(() => {})
  }
}

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port })
    const settle = (open: boolean) => {
      socket.destroy()
      resolve(open)
    }
    socket.once('connect', () => settle(true))
    socket.once('error', () => settle(false))
  })
}

/** A port of loopback that nobody listens on now. */
export async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  return typeof address === 'object' && address !== null ? address.port : 0
}

function findProgram(name: string): string | undefined {
  const versions = '/usr/lib/postgresql'
  const packaged = existsSync(versions)
    ? readdirSync(versions).map((version) => join(versions, version, 'bin'))
    : []
  const folders = [...packaged.toSorted().toReversed(), ...(process.env['PATH'] ?? '').split(delimiter)]
  return folders.map((folder) => join(folder, name)).find((path) => existsSync(path))
}

function unprivileged(): { readonly uid: number; readonly gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined
  const id = (what: '-u' | '-g') => Number(execFileSync('id', [what, 'postgres'], { encoding: 'utf8' }))
  return { uid: id('-u'), gid: id('-g') }
}
