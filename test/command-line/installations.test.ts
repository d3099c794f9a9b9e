import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openStore } from '../../src/store/sql-store.ts'
import type { Store } from '../../src/store/store.ts'
import { clientId, clientSecret } from '../fakes/slack/distribution.ts'
import type { FakeSlack } from '../fakes/slack/slack-server.ts'
import { ENCRYPTION_KEY, type InstalledSlack, openInstalledSlack } from '../support/installed-slack.ts'
import { runRecourse } from '../support/run-recourse.ts'

let cwd: string
let store: Store
let one: InstalledSlack
let team: FakeSlack
let other: FakeSlack
beforeEach(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'recourse-installations-'))
  store = await openStore({ url: join(cwd, 'recourse.sqlite') })
  one = await openInstalledSlack({ store })
  const [first, second] = one.slack.teams
  if (!first || !second) throw new Error('there are two workspaces')
  team = first
  other = second
})
afterEach(async () => {
  await one.close()
  await store.close()
  await rm(cwd, { recursive: true })
})

const run = (args: readonly string[], more: Record<string, string> = {}) =>
  runRecourse(args, {
    cwd,
    env: {
      SLACK_API_URL: one.slack.apiUrl,
      SLACK_CLIENT_ID: clientId,
      SLACK_CLIENT_SECRET: clientSecret,
      SLACK_SIGNING_SECRET: team.signingSecret,
      ENCRYPTION_KEY,
      PUBLIC_URL: 'https://bot.example.org/',
      MODEL: 'rehearsal:phi3',
      PORT: '0',
      ...more,
    },
  })

/** As after an update that asks for more. */
async function takeScopeFrom(workspace: string): Promise<void> {
  const [stored] = await store.installations([workspace])
  if (stored) await store.keepInstallation({ ...stored, scopes: stored.scopes.slice(1) })
}

describe('recourse installations', () => {
  it('lists who has installed the app, and who lacks what, without any secret', async () => {
    expect((await run(['installations'])).stdout).toBe('No workspace has installed the Slack app.\n')
    await one.install(team)
    await one.install(other)
    await takeScopeFrom(other.teamId)
    const { stdout, status } = await run(['installations'])
    expect(status).toBe(0)
    expect(stdout.split('\n').slice(0, 2)).toEqual([
      expect.stringMatching(/^T000000001 {2}Team 1; since \d{4}-\d\d-\d\d$/),
      expect.stringMatching(
        /^T000000002 {2}Team 2; since \S+; lacks app_mentions:read: it has to be installed again$/,
      ),
    ])
    const json = await run(['installations', '--json'])
    expect(
      json.stdout
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line)),
    ).toMatchObject([
      { workspace: team.teamId, botUser: team.botUserId, missingScopes: [], isReadable: true },
      { workspace: other.teamId, missingScopes: ['app_mentions:read'] },
    ])
    for (const token of one.slack.tokens) expect(stdout + json.stdout).not.toContain(token)
  })

  it('removes the app from a workspace, at Slack and here', async () => {
    await one.install(team)
    await one.install(other)
    const { stdout, status } = await run(['installations', 'remove', team.teamId])
    expect(status).toBe(0)
    expect(stdout).toBe('Team 1 (T000000001) is removed.\n')
    expect((await store.installationsAfter('', 5)).map(({ workspace }) => workspace)).toEqual([other.teamId])
    expect(one.slack.calls.at(-1)?.method).toBe('apps.uninstall')
    const again = await run(['installations', 'remove', team.teamId])
    expect(again.status).toBe(1)
    expect(again.stderr).toContain('No workspace T000000001 has installed the Slack app.')
    expect((await run(['installations', 'remove'])).status).toBe(2)
    const offline = await run(['installations', 'remove', other.teamId], {
      SLACK_API_URL: 'http://127.0.0.1:9/api/',
    })
    expect(offline.stdout).toContain('Team 2 (T000000002) is removed. Slack was not told')
    expect(await store.installationsAfter('', 5)).toEqual([])
  })

  it('removes what no key can read any more, and nothing else', async () => {
    await one.install(team)
    const ENCRYPTION_KEY_BEFORE = ENCRYPTION_KEY
    const key = 'another-key-since-the-first-was-lost'
    expect((await run(['installations'], { ENCRYPTION_KEY: key })).stdout).toContain('cannot be read')
    const kept = await run(['installations', 'remove', '--lost'], {
      ENCRYPTION_KEY: key,
      ENCRYPTION_KEY_BEFORE,
    })
    expect(kept.stdout).toBe('None is lost.\n')
    const { stdout } = await run(['installations', 'remove', '--lost'], { ENCRYPTION_KEY: key })
    expect(stdout).toContain('Team 1 (T000000001) is removed; it has to install the app again.')
    expect(await store.installationsAfter('', 5)).toEqual([])
  })
})

describe('the doctor of an app that workspaces install', () => {
  const lines = async (more: Record<string, string> = {}) => {
    const { stdout } = await run(['doctor'], more)
    expect(stdout).not.toMatch(/xoxb|fedcba/)
    return stdout.split('\n').filter((line) => line.includes('slack'))
  }

  it('tries the app and each workspace, and says who has to install it again', async () => {
    expect(await lines()).toContain(
      'warn slack workspaces: None has installed the app yet: open https://bot.example.org/slack/install.',
    )
    await one.install(team)
    await one.install(other)
    const well = await lines()
    expect(well).toContain('ok   slack client: Slack knows it')
    expect(well).toContain('ok   slack workspace Team 1 (T000000001): answers; all 12 scopes are granted')
    await takeScopeFrom(other.teamId)
    one.slack.refuse(team, 'account_inactive')
    const ill = await lines({ SLACK_CLIENT_SECRET: '0'.repeat(32) })
    expect(ill).toContainEqual(
      expect.stringMatching(/^bad {2}slack client: SLACK_CLIENT_SECRET is not that of/),
    )
    expect(ill).toContainEqual(expect.stringMatching(/^bad {2}slack workspace Team 1 .*has the app no more/))
    expect(ill).toContainEqual(
      expect.stringMatching(
        /^bad {2}slack workspace Team 2 .*app_mentions:read.*https:\/\/bot.example.org\/slack\/install again/,
      ),
    )
  })

  it('finds an admin channel in its workspace', async () => {
    await one.install(team)
    await one.install(other)
    const channels = `slack:${team.teamId}/${team.channels.general},slack:${other.channels.general}`
    const { stdout } = await run(['doctor'], { ADMIN_CHANNEL: channels })
    expect(stdout).toContain('ok   admin channel slack:T000000001/C000000001: the bot is in it')
    expect(stdout).toMatch(/bad {2}admin channel slack:C000000001: Several workspaces have the Slack app/)
  })
})
