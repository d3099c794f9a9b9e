import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { Leases } from '../../../src/leases.ts'
import { openStore } from '../../../src/store/sql-store.ts'
import { type FakeSlack, startFakeSlack } from '../../fakes/slack/slack-server.ts'
import { startBotProcess } from '../../support/bot-process.ts'
import { answered, answersIn, openSlack } from '../../support/slack.ts'
import { expectedLines, linesIn, slowLines } from '../../support/slow-lines.ts'

let cleanUp: (() => unknown)[] = []
afterEach(async () => {
  for (const clean of cleanUp.toReversed()) await clean()
  cleanUp = []
})

/** A process that holds its claims for a second, and one that may take them up. */
async function twoProcesses() {
  const folder = await mkdtemp(join(tmpdir(), 'recourse-held-'))
  cleanUp.push(() => rm(folder, { recursive: true, force: true }))
  const slack = await startFakeSlack({ ackTimeout: 300, retryWaits: [] })
  cleanUp.push(() => slack.close())
  const database = join(folder, 'records.sqlite')
  const script = join(import.meta.dirname, 'slack-process.ts')
  const first = await startBotProcess(script, [
    ...[slack.apiUrl, slack.botToken, slack.appToken, database],
    String(LEASE),
  ])
  cleanUp.push(first.kill)
  return { slack, first, database }
}

const LEASE = 1_000

/** Starts the other process, once the lease of the first has run out. */
async function takeOver(slack: FakeSlack, database: string) {
  await new Promise((resolve) => setTimeout(resolve, LEASE + 500))
  const store = await openStore({ url: database })
  const leases = new Leases({ now: Date.now })
  const one = await openSlack({
    slack,
    store,
    models: [slowLines(20, 1)],
    bot: { leases, instance: 'second' },
  })
  cleanUp.push(async () => {
    await one.close()
    await store.close()
  })
  return one
}

const mention = (slack: FakeSlack) =>
  slack.say(slack.people.ana, slack.channels.general, `<@${slack.botUserId}> Tell me of the sea.`)

describe('a process that is held still for longer than its claims hold', () => {
  it('while it answers, and then goes on, leaves the one answer of whoever took over', async () => {
    const { slack, first, database } = await twoProcesses()
    const { general } = slack.channels
    const thread = await mention(slack)
    await slack.until(() => linesIn(answersIn(slack, general, thread)).length > 2)
    first.hold()
    await takeOver(slack, database)
    await answered(slack, general, thread)
    first.goOn()
    // Long enough for the first to say all that it had left to say.
    await new Promise((resolve) => setTimeout(resolve, 1_500))
    await slack.until(() => answersIn(slack, general, thread).length === 1)
    const answers = answersIn(slack, general, thread)
    expect(linesIn(answers)).toEqual(expectedLines(20))
    expect(answers[0]?.streaming).toBe(false)
  })

  it('when its answer stands already, keeps it', async () => {
    const { slack, first, database } = await twoProcesses()
    const { general } = slack.channels
    const ended = slack.fault({ method: 'chat.stopStream', times: 1, stall: 4_000 })
    const thread = await mention(slack)
    await slack.until(() => ended.struck === 1)
    first.hold()
    const second = await takeOver(slack, database)
    const channel = { platform: 'slack', workspace: slack.teamId, channel: general }
    await slack.until(() => answersIn(slack, general, thread).length === 1)
    first.goOn()
    await new Promise((resolve) => setTimeout(resolve, 5_000))
    const answers = answersIn(slack, general, thread)
    expect(linesIn(answers)).toEqual(expectedLines(20))
    expect(answers).toHaveLength(1)
    // Which the first sets due again, so that somebody looks once more at what stands.
    await vi.waitFor(
      async () => {
        const [entry] = await second.bot.history(channel, 1)
        expect(entry?.exchange).toMatchObject({ outcome: 'answered', isDelivered: true })
      },
      { timeout: 30_000, interval: 200 },
    )
    expect(answersIn(slack, general, thread)).toHaveLength(1)
  })
})
