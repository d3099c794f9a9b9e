import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type FakeDiscord, startDiscord } from '../fakes/discord/discord-server.ts'
import { answered } from '../support/discord.ts'
import { startServe } from '../support/serve-process.ts'
import { spawnRecourse } from '../support/spawn-recourse.ts'

let cwd: string
let discord: FakeDiscord
let running: ChildProcess[]
beforeEach(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'recourse-serve-discord-'))
  discord = await startDiscord()
  running = []
})
afterEach(async () => {
  for (const child of running) child.kill('SIGKILL')
  await discord.close()
  await rm(cwd, { recursive: true })
})

const env = () => ({
  PORT: '0',
  MODEL: 'rehearsal:command-r-plus',
  DISCORD_API_URL: discord.apiUrl,
  DISCORD_TOKEN: discord.token,
  LOG_LEVEL: 'trace',
})

async function start() {
  const { output, child } = await startServe(cwd, env(), running)
  return { child, log: () => output.stderr }
}

describe('serve with Discord’s token', () => {
  it('answers, logs nothing that was said, and ends in order', async () => {
    const { child, log } = await start()
    const { general } = discord.channels
    const { id } = discord.say(
      discord.people.ana,
      general,
      `<@${discord.botUserId}> How do I kill a Python process?`,
    )
    const [answer] = await answered(discord, general, id)
    expect(answer?.content).toContain('Asked again')
    const gone = once(child, 'exit')
    child.kill('SIGTERM')
    expect(await gone).toEqual([0, null])
    expect(discord.connected).toBe(0)
    expect(log()).toContain('exchange finished')
    expect(log()).not.toContain('Python')
    expect(log()).not.toContain(discord.token)
  })

  it('says in one line that the token is refused, and does not start', async () => {
    const wrong = { ...env(), DISCORD_TOKEN: `${discord.token}x` }
    const { status, stderr } = await spawnRecourse(['serve'], { cwd, env: wrong })
    expect(status).toBe(1)
    expect(stderr).toContain('Discord refuses DISCORD_TOKEN (401)')
    expect(stderr).not.toContain(discord.token)
  })

  it('says in one line that Discord cannot be reached, and does not start', async () => {
    const away = { ...env(), DISCORD_API_URL: 'http://127.0.0.1:1/api' }
    const { status, stderr } = await spawnRecourse(['serve'], { cwd, env: away })
    expect(status).toBe(1)
    expect(stderr).toContain('Discord cannot be reached. Check the network and DISCORD_API_URL')
  })
})
