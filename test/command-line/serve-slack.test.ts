import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { clientId, clientSecret, startDistribution } from '../fakes/slack/distribution.ts'
import { type FakeSlack, startFakeSlack } from '../fakes/slack/slack-server.ts'
import { startServe } from '../support/serve-process.ts'
import { answered, PATIENCE } from '../support/slack.ts'
import { spawnRecourse } from '../support/spawn-recourse.ts'

let cwd: string
let slack: FakeSlack
let running: ChildProcess[]
beforeEach(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'recourse-serve-slack-'))
  slack = await startFakeSlack()
  running = []
})
afterEach(async () => {
  for (const child of running) child.kill('SIGKILL')
  await slack.close()
  await rm(cwd, { recursive: true })
})

const socket = () => ({
  PORT: '0',
  MODEL: 'rehearsal:command-r-plus',
  SLACK_API_URL: slack.apiUrl,
  SLACK_BOT_TOKEN: slack.botToken,
  SLACK_APP_TOKEN: slack.appToken,
})

function http(): Record<string, string> {
  const { SLACK_APP_TOKEN: _, ...rest } = socket()
  return { ...rest, SLACK_SIGNING_SECRET: slack.signingSecret }
}

async function start(env: Record<string, string>) {
  const { output, ...started } = await startServe(cwd, env, running)
  return { ...started, log: () => output.stderr }
}

const ask = () =>
  slack.say(slack.people.ana, slack.channels.general, `<@${slack.botUserId}> How do I kill a Python process?`)

describe('serve with Slack’s tokens', () => {
  it('answers over a socket, logs nothing that was said, and ends in order', async () => {
    const { child, log } = await start(socket())
    const [answer] = await answered(slack, slack.channels.general, await ask())
    expect(answer?.text).toContain('Asked again')
    const gone = once(child, 'exit')
    child.kill('SIGTERM')
    expect(await gone).toEqual([0, null])
    expect(slack.sockets).toBe(0)
    expect(log()).not.toMatch(/Python|xoxb|xapp/)
  })

  it('answers over HTTP on the console’s port, to Slack’s signature only', async () => {
    const { url } = await start(http())
    slack.deliverTo(`${url}/slack/events`)
    const [answer] = await answered(slack, slack.channels.general, await ask())
    expect(answer?.text).toContain('Asked again')
    const forged = await fetch(`${url}/slack/events`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'x-slack-signature': 'v0=00',
        'x-slack-request-timestamp': String(Math.floor(Date.now() / 1000)),
      },
      body: JSON.stringify({ type: 'event_callback', event: { type: 'app_mention' } }),
    })
    expect(forged.status).toBe(401)
    for (const method of ['GET', 'HEAD', 'PUT']) {
      expect((await fetch(`${url}/slack/events`, { method })).status).toBe(405)
    }
    expect((await fetch(`${url}/healthz`)).status).toBe(200)
  })

  it('has any workspace install the app beside the console, and logs no token', async () => {
    const distribution = await startDistribution({ ackTimeout: PATIENCE })
    onTestFinished(() => distribution.close())
    const [team] = distribution.teams
    if (!team) throw new Error('there is a workspace')
    const { url, log } = await start({
      PORT: '0',
      MODEL: 'rehearsal:command-r-plus',
      SLACK_API_URL: distribution.apiUrl,
      SLACK_CLIENT_ID: clientId,
      SLACK_CLIENT_SECRET: clientSecret,
      SLACK_SIGNING_SECRET: team.signingSecret,
      ENCRYPTION_KEY: 'a-key-of-encryption-for-tests-only',
      LOG_LEVEL: 'trace',
    })
    team.deliverTo(`${url}/slack/events`)
    const offer = await fetch(`${url}/slack/install`)
    const link = (/href="(https:\/\/slack[^"]+)"/.exec(await offer.text())?.[1] ?? '').replaceAll(
      '&#38;',
      '&',
    )
    const cookie = offer.headers.get('set-cookie')?.split(';')[0] ?? ''
    const back = distribution.allow(link, team, team.people.ana, `${url}/slack/oauth_redirect`)
    expect((await fetch(back, { headers: { cookie } })).status).toBe(200)
    const { general } = team.channels
    const ts = await team.say(
      team.people.ana,
      general,
      `<@${team.botUserId}> How do I kill a Python process?`,
    )
    const [answer] = await answered(team, general, ts)
    expect(answer?.text).toContain('Asked again')
    const parts = (await (await fetch(`${url}/readyz?exclude=model`)).json()) as unknown
    expect(parts).toMatchObject({
      ready: true,
      parts: expect.arrayContaining([expect.objectContaining({ name: 'slack' })]),
    })
    // Ana installed it, so she may change its settings.
    await team.command(team.people.ana, general, '/recourse', 'appeals quorum:5')
    await team.until(() => JSON.stringify(team.ephemerals(team.people.ana)).includes('5'))
    expect(JSON.stringify(team.ephemerals(team.people.ana))).not.toContain('Only an admin')
    for (const secret of [
      ...distribution.tokens,
      clientSecret,
      'a-key-of',
      cookie.split('=')[1] ?? '',
      'Python',
    ]) {
      expect(log()).not.toContain(secret)
    }
  })

  it('says in one line that a token is refused, and does not start', async () => {
    const env = { ...socket(), SLACK_BOT_TOKEN: 'xoxb-wrong' }
    const { status, stderr } = await spawnRecourse(['serve'], { cwd, env })
    expect(status).toBe(1)
    expect(stderr).toContain('Slack refuses SLACK_BOT_TOKEN (invalid_auth)')
    expect(stderr).not.toContain('xoxb-wrong')
  })

  it('stops with one line when Slack will not have its socket back', async () => {
    const { child, log } = await start(socket())
    slack.fault({ method: 'apps.connections.open', error: 'invalid_auth' })
    const gone = once(child, 'exit')
    slack.dropSockets()
    expect(await gone).toEqual([1, null])
    expect(log()).toContain('Recourse stopped because a part of it broke')
  })
})
