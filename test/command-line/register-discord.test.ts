import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { COMMANDS } from '../../commands/index.ts'
import { type FakeDiscord, startDiscord } from '../fakes/discord/discord-server.ts'
import { runRecourse } from '../support/run-recourse.ts'

let cwd: string
let discord: FakeDiscord
beforeEach(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'recourse-register-'))
  discord = await startDiscord()
})
afterEach(async () => {
  await discord.close()
  await rm(cwd, { recursive: true })
})

const NAMES = [...COMMANDS.map(({ name }) => name), 'Rate this answer', 'Compare strategies']
const NOTHING = `nothing to change: all ${NAMES.length} commands are registered\n`

function register(args: readonly string[] = [], env: Record<string, string> = {}) {
  return runRecourse(['register', 'discord', ...args], {
    cwd,
    env: { DISCORD_TOKEN: discord.token, DISCORD_API_URL: discord.apiUrl, ...env },
  })
}

const writes = () => discord.calls.map(({ route }) => route.split(' ')[0]).filter((verb) => verb !== 'GET')

async function change(path: string, method: string, body?: object): Promise<void> {
  const response = await fetch(
    `${discord.apiUrl}/v10/applications/${discord.applicationId}/commands${path}`,
    {
      method,
      headers: { authorization: `Bot ${discord.token}`, 'content-type': 'application/json' },
      ...(body && { body: JSON.stringify(body) }),
    },
  )
  if (!response.ok) throw new Error(await response.text())
}

const idOf = (name: string) => String(discord.commands().find((command) => command['name'] === name)?.['id'])

describe('register discord', () => {
  it('adds every command, and finds nothing to change the next time', async () => {
    const first = await register()
    expect(first).toMatchObject({ status: 0, stderr: '' })
    expect(first.stdout.match(/^added .+$/gm)).toHaveLength(NAMES.length)
    expect(discord.commands().map((command) => command['name'])).toEqual(NAMES)
    const before = writes().length
    expect(await register()).toMatchObject({ status: 0, stdout: NOTHING })
    expect(writes()).toHaveLength(before)
  })

  it('changes only what differs, and tells each change in a line', async () => {
    await register()
    await change(`/${idOf('model')}`, 'PATCH', { description: 'Another' })
    await change(`/${idOf('help')}`, 'DELETE')
    await change('', 'POST', { name: 'old', description: 'From an older version' })
    const before = writes().length
    const { status, stdout } = await register()
    expect(status).toBe(0)
    expect(stdout).toBe('removed /old\nchanged /model: description\nadded /help\n')
    expect(writes().slice(before)).toEqual(['DELETE', 'PATCH', 'POST'])
    expect(await register()).toMatchObject({ stdout: NOTHING })
  })

  it('changes nothing in a dry run', async () => {
    const { status, stdout } = await register(['--dry-run'])
    expect(status).toBe(0)
    expect(stdout.match(/^would add .+$/gm)).toHaveLength(NAMES.length)
    expect(writes()).toEqual([])
  })

  it('can be held to one server', async () => {
    const { hall } = discord.guilds
    expect((await register(['--guild', hall])).status).toBe(0)
    expect(discord.commands()).toEqual([])
    expect(discord.commands(hall)).toHaveLength(NAMES.length)
    expect((await register(['--guild', hall])).stdout).toBe(NOTHING)
  })

  it('goes on after an error where it stopped', async () => {
    discord.fault({ route: /^POST .*commands$/, after: 2, times: 1, status: 503 })
    const { status, stdout, stderr } = await register()
    expect(status).toBe(1)
    expect(stdout).toBe(`added /${NAMES[0]}\nadded /${NAMES[1]}\n`)
    expect(stderr).toMatch(/^Discord is out of order .*HTTP 503.*\n$/)
    expect((await register()).stdout).toMatch(new RegExp(`^added /${NAMES[2]}\n`))
    expect(discord.commands()).toHaveLength(NAMES.length)
  })

  it.each<[string, readonly string[], Record<string, string>, RegExp]>([
    [
      'a token that is unknown',
      [],
      { DISCORD_TOKEN: 'a.b.NEVERSHOWN' },
      /^Discord does not know DISCORD_TOKEN/,
    ],
    ['no token', [], { DISCORD_TOKEN: '' }, /^DISCORD_TOKEN is not set/],
    [
      'a server it is not in',
      ['--guild', '123456789012345678'],
      {},
      /^The bot is not in .* invite it with https:/,
    ],
    [
      'an address where nothing is',
      [],
      { DISCORD_API_URL: 'http://127.0.0.1:9/api' },
      /^Discord cannot be reached/,
    ],
  ])('ends in one clear line for %s', async (_, args, env, expected) => {
    const { status, stdout, stderr } = await register(args, env)
    expect(status).toBe(1)
    expect(stdout).toBe('')
    expect(stderr).toMatch(expected)
    expect(stderr).toMatch(/^[^\n]+\n$/)
    expect(stderr).not.toContain('NEVERSHOWN')
  })

  it('is used wrongly with a name in place of a server’s ID', async () => {
    const { status, stderr } = await register(['--guild', 'hall'])
    expect(status).toBe(2)
    expect(stderr).toContain('17 to 20 digits')
    expect(discord.calls).toEqual([])
  })
})
