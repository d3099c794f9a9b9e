import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { type ProviderServer, startProviderServer } from '../fakes/provider-server.ts'
import { ConsoleClient } from '../support/console-client.ts'
import { startServe } from '../support/serve-process.ts'
import { LAUNCH, spawnRecourse } from '../support/spawn-recourse.ts'

const ANSWER = 'Use the kill command with the process id.'

let cwd: string
let provider: ProviderServer
let running: ChildProcess[]
beforeEach(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'recourse-serve-'))
  provider = await startProviderServer()
  running = []
})
afterEach(async () => {
  for (const child of running) child.kill('SIGKILL')
  await provider.close()
  await rm(cwd, { recursive: true })
})

function environment(): Record<string, string> {
  return {
    PORT: '0',
    MODEL: 'openai:test',
    OPENAI_API_KEY: 'planted-secret',
    OPENAI_BASE_URL: `${provider.url}/v1`,
  }
}

/** Starts the bot as `npm start` does, or by another command. */
async function start(env = environment(), command?: readonly string[]) {
  const { url, ...started } = await startServe(cwd, env, running, command)
  return { ...started, client: new ConsoleClient(url) }
}

const pageOf = async (client: ConsoleClient) => (await client.get('/c/general')).text()

describe('serve', () => {
  it('opens the console with nothing set, on a scripted stand-in that is said to be one', async () => {
    const { output, client } = await start({ PORT: '0' })
    expect(output.stdout).toContain('scripted stand-in')
    expect(await pageOf(client)).toContain('scripted stand-in')
  })

  it('answers a message that a killed process had taken on, exactly once', async () => {
    provider.answer({ text: ANSWER, chunkSize: 2, delay: 200 })
    const first = await start()
    await first.client.say('How do I stop a program?')
    await vi.waitFor(() => expect(provider.requests).toHaveLength(1), { timeout: 40_000 })
    first.child.kill('SIGKILL')
    await once(first.child, 'exit')
    const database = new DatabaseSync(join(cwd, 'recourse.sqlite'))
    expect(database.prepare('UPDATE exchanges SET lease_until = 0').run().changes).toBe(1)
    database.close()

    provider.answer({ text: ANSWER })
    const second = await start()
    await vi.waitFor(async () => expect(await pageOf(second.client)).toContain(ANSWER), { timeout: 40_000 })
    expect((await pageOf(second.client)).split(ANSWER)).toHaveLength(2)
    expect(provider.requests).toHaveLength(2)
  })

  it('stops when it is told to, after what is under way has finished', async () => {
    provider.answer({ text: ANSWER, chunkSize: 4, delay: 20 })
    const first = await start()
    await first.client.say('How do I stop a program?')
    await vi.waitFor(() => expect(provider.requests).toHaveLength(1), { timeout: 40_000 })
    first.child.kill('SIGTERM')
    expect(await once(first.child, 'exit')).toEqual([0, null])
    expect(await pageOf((await start()).client)).toContain(ANSWER)
  })

  it('stops with the shell that npm started it in, which passes no signal on', async () => {
    const line = `"${process.execPath}" "${LAUNCH}" serve; true`
    const { child, client } = await start({ ...environment(), npm_lifecycle_event: 'start' }, [
      'sh',
      '-c',
      line,
    ])
    child.kill('SIGTERM')
    await vi.waitFor(() => expect(client.get('/healthz')).rejects.toThrow(), { timeout: 40_000 })
  })

  it('logs neither what people write nor a key', async () => {
    provider.answer({ text: 'planted-answer about the matter' })
    const { output, client } = await start({ ...environment(), LOG_LEVEL: 'trace' })
    await client.say('planted-question about a program')
    await vi.waitFor(async () => expect(await pageOf(client)).toContain('planted-answer'), {
      timeout: 40_000,
    })
    provider.answer({ status: 401, body: { error: { message: 'planted-body' } } })
    await client.say('planted-question again')
    await vi.waitFor(() => expect(output.stderr).toContain('unauthorized'), { timeout: 40_000 })
    expect(output.stderr).toContain('exchange finished')
    expect(output.stderr + output.stdout).not.toContain('planted')
  })

  it('says in one line that the port is taken', async () => {
    const holder = createServer().listen(0, '127.0.0.1')
    await once(holder, 'listening')
    const address = holder.address()
    const port = typeof address === 'object' && address ? String(address.port) : ''
    const { status, stderr } = await spawnRecourse(['serve'], {
      cwd,
      env: { PORT: port, LOG_LEVEL: 'silent' },
    })
    holder.close()
    expect(status).toBe(1)
    expect(stderr).toMatch(new RegExp(`^Port ${port} is taken.*\n$`))
  })
})
