import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { type ProviderServer, startProviderServer } from '../fakes/provider-server.ts'
import { type FakeSlack, startFakeSlack } from '../fakes/slack/slack-server.ts'
import { startServe } from '../support/serve-process.ts'
import { PATIENCE } from '../support/slack.ts'

/** Milliseconds: ten seconds, and what a busy machine takes to notice. */
const ENDED_WITHIN = 12_000

let cwd: string
let provider: ProviderServer
let slack: FakeSlack
let running: ChildProcess[]
beforeEach(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'recourse-stop-'))
  provider = await startProviderServer()
  slack = await startFakeSlack({ ackTimeout: PATIENCE })
  running = []
})
afterEach(async () => {
  for (const child of running) child.kill('SIGKILL')
  await provider.close()
  await slack.close()
  await rm(cwd, { recursive: true })
})

async function start() {
  const env = {
    PORT: '0',
    MODEL: 'openai:test',
    OPENAI_API_KEY: 'sk-of-nobody',
    OPENAI_BASE_URL: `${provider.url}/v1`,
    SLACK_BOT_TOKEN: slack.botToken,
    SLACK_APP_TOKEN: slack.appToken,
    SLACK_API_URL: slack.apiUrl,
  }
  return startServe(cwd, env, running)
}

async function millisecondsToEnd(child: ChildProcess, signals: readonly NodeJS.Signals[]): Promise<number> {
  const before = performance.now()
  const gone = once(child, 'exit')
  for (const signal of signals) {
    child.kill(signal)
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
  await gone
  return performance.now() - before
}

function leases(): readonly unknown[] {
  const file = new DatabaseSync(join(cwd, 'recourse.sqlite'), { readOnly: true })
  try {
    return file
      .prepare('select claimed_by, lease_until from exchanges')
      .all()
      .map((row) => ({ ...row }))
  } finally {
    file.close()
  }
}

describe('a process that is told to stop', () => {
  it('ends in ten seconds while model and Slack hang, and the next one answers at once', async () => {
    provider.answer({ stallAfter: 'opening', text: 'Never said.' })
    const first = await start()
    const { general } = slack.channels
    const thread = await slack.say(slack.people.ana, general, `<@${slack.botUserId}> Tell me of the sea.`)
    await vi.waitFor(() => expect(provider.requests).toHaveLength(1), { timeout: 40_000 })
    const hanging = slack.fault({ method: /./, stall: Number.POSITIVE_INFINITY })
    expect(await millisecondsToEnd(first.child, ['SIGTERM'])).toBeLessThan(ENDED_WITHIN)
    expect(leases()).toEqual([{ claimed_by: '', lease_until: 0 }])

    hanging.remove()
    provider.answer({ text: 'It is wide.' })
    await start()
    await slack.until(() =>
      slack.messages(general, { thread }).some(({ text }) => text.includes('It is wide.')),
    )
    const answers = slack
      .messages(general, { thread })
      .filter(({ by, deleted }) => by === slack.botUserId && !deleted)
    expect(answers).toHaveLength(1)
  })

  it('ends at once when it is told so a second time', async () => {
    provider.answer({ stallAfter: 'opening', text: 'Never said.' })
    const { child } = await start()
    await slack.say(slack.people.ana, slack.channels.general, `<@${slack.botUserId}> Tell me of the sea.`)
    await vi.waitFor(() => expect(provider.requests).toHaveLength(1), { timeout: 40_000 })
    expect(await millisecondsToEnd(child, ['SIGTERM', 'SIGINT'])).toBeLessThan(4_000)
    expect(child.signalCode).toBe('SIGINT')
  })
})
