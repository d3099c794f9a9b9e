import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { rehearsalModel } from '../../../src/models/rehearsal.ts'
import { metadataOf } from '../../../src/platforms/slack/draft.ts'
import { openStore } from '../../../src/store/sql-store.ts'
import { clientOf } from '../../fakes/slack/drive.ts'
import { type FakeSlack, startFakeSlack } from '../../fakes/slack/slack-server.ts'
import { isClaimed, startBotProcess } from '../../support/bot-process.ts'
import { answered, answersIn, openSlack } from '../../support/slack.ts'
import { expectedLines, linesIn, slowLines } from '../../support/slow-lines.ts'

/** Longer than a lease, so that what the dead process held is free. */
const LATER = 10 * 60_000

let cleanUp: (() => unknown)[] = []
afterEach(async () => {
  for (const clean of cleanUp.toReversed()) await clean()
  cleanUp = []
})

interface Killable {
  readonly slack: FakeSlack
  readonly database: string
  kill(): Promise<void>
}

async function startKillable(): Promise<Killable> {
  const folder = await mkdtemp(join(tmpdir(), 'recourse-crash-'))
  cleanUp.push(() => rm(folder, { recursive: true, force: true }))
  const slack = await startFakeSlack({ ackTimeout: 300, retryWaits: [] })
  cleanUp.push(() => slack.close())
  const database = join(folder, 'records.sqlite')
  const script = join(import.meta.dirname, 'slack-process.ts')
  const { kill } = await startBotProcess(script, [slack.apiUrl, slack.botToken, slack.appToken, database])
  cleanUp.push(kill)
  return { slack, database, kill }
}

/** A process that starts when the lease of the dead one has run out. */
async function restart({ slack, database }: Killable) {
  const store = await openStore({ url: database })
  const now = () => Date.now() + LATER
  const one = await openSlack({ slack, store, models: [slowLines(20, 1)], bot: { now }, platform: { now } })
  cleanUp.push(async () => {
    await one.close()
    await store.close()
  })
  return one
}

const mention = (slack: FakeSlack) =>
  slack.say(slack.people.ana, slack.channels.general, `<@${slack.botUserId}> Tell me of the sea.`)

it('an answer that two processes have told stands once after the next look', async () => {
  const slack = await startFakeSlack({ retryWaits: [] })
  cleanUp.push(() => slack.close())
  const store = await openStore({ url: ':memory:' })
  cleanUp.push(() => store.close())
  const { general } = slack.channels
  const models = [slowLines(20, 1)]
  const first = await openSlack({ slack, store, models })
  const thread = await mention(slack)
  const [answer] = await answered(slack, general, thread)
  await slack.settled()
  await first.close()
  const place = { platform: 'slack', workspace: slack.teamId, channel: general }
  const [record] = await store.recent(place, 1)
  await clientOf(slack).chat.postMessage({
    channel: general,
    thread_ts: thread,
    text: answer?.text ?? '',
    metadata: metadataOf({ exchange: record?.id ?? '', part: 1, state: 'last' }),
  })
  // Who was held still, and did not live to take its own back.
  const late = { claimedBy: 'somebody', leaseUntil: 0 }
  expect(await store.delivered(record?.id ?? '', [], late)).toBe('told_already')
  expect(answersIn(slack, general, thread)).toHaveLength(2)
  const second = await openSlack({ slack, store, models })
  cleanUp.push(second.close)
  await slack.until(() => answersIn(slack, general, thread).length === 1)
  expect(answersIn(slack, general, thread)[0]?.ts).toBe(answer?.ts)
})

it.each([
  ['alone', false],
  ['after a question', true],
])('an answer that another process has kept as told stays: %s', async (_, asksFirst) => {
  const slack = await startFakeSlack({ retryWaits: [] })
  cleanUp.push(() => slack.close())
  const store = await openStore({ url: ':memory:' })
  cleanUp.push(() => store.close())
  const fates: string[] = []
  const late: typeof store = {
    ...store,
    async delivered(id, messages, teller) {
      // The other one has taken it over and found the whole answer.
      const isAnswer = fates.length === (asksFirst ? 1 : 0)
      if (isAnswer && teller) await store.delivered(id, messages, { ...teller, claimedBy: 'the other' })
      const fate = await store.delivered(id, messages, teller)
      fates.push(fate)
      return fate
    },
  }
  const one = await openSlack({ slack, store: late, models: [rehearsalModel('gemma')] })
  cleanUp.push(one.close)
  const { ana } = slack.people
  const { general } = slack.channels
  const text = asksFirst ? 'How do I kill a Python process?' : 'Tell me of the sea.'
  const thread = await slack.say(ana, general, `<@${slack.botUserId}> ${text}`)
  await answered(slack, general, thread)
  if (asksFirst) await slack.say(ana, general, 'I mean stopping a program on my computer', { thread })
  await slack.until(() => fates.length === (asksFirst ? 3 : 2))
  expect(fates.slice(-2)).toEqual(['told_already', 'delivered'])
  expect(answersIn(slack, general, thread)).toHaveLength(asksFirst ? 2 : 1)
})

async function expectOneWholeAnswer(slack: FakeSlack, thread: string) {
  const { general } = slack.channels
  await answered(slack, general, thread)
  const answers = answersIn(slack, general, thread)
  expect(answers).toHaveLength(1)
  expect(linesIn(answers)).toEqual(expectedLines(20))
  expect(answers[0]?.streaming).toBe(false)
}

describe('after kill -9', () => {
  it('between the claim and the first text, the next start answers', async () => {
    const one = await startKillable()
    const thread = await mention(one.slack)
    await one.slack.until(() => isClaimed(one.database))
    await one.kill()
    expect(answersIn(one.slack, one.slack.channels.general, thread)).toEqual([])
    await restart(one)
    await expectOneWholeAnswer(one.slack, thread)
  })

  it('while the answer streams, the next start leaves one whole answer', async () => {
    const one = await startKillable()
    const { slack } = one
    const thread = await mention(slack)
    await slack.until(() => linesIn(answersIn(slack, slack.channels.general, thread)).length > 2)
    await one.kill()
    expect(answersIn(slack, slack.channels.general, thread)[0]?.streaming).toBe(true)
    await restart(one)
    await slack.until(
      () => !answersIn(slack, slack.channels.general, thread).some(({ streaming }) => streaming),
    )
    await expectOneWholeAnswer(slack, thread)
  })

  it('before the message is bound to its exchange, its beginning is found all the same', async () => {
    const one = await startKillable()
    const { slack } = one
    const stalled = slack.fault({ method: 'chat.startStream', times: 1, loseResponse: true })
    const thread = await mention(slack)
    await slack.until(() => stalled.struck === 1)
    await one.kill()
    await restart(one)
    await expectOneWholeAnswer(slack, thread)
  })

  it.each([
    ['never reached Slack', { stall: 60_000 }],
    ['was carried out', { loseResponse: true }],
  ] as const)('when the end of the stream %s, one whole answer stands', async (_, fate) => {
    const one = await startKillable()
    const { slack } = one
    const ended = slack.fault({ method: 'chat.stopStream', times: 1, ...fate })
    const thread = await mention(slack)
    await slack.until(() => ended.struck === 1)
    await one.kill()
    const second = await restart(one)
    await expectOneWholeAnswer(slack, thread)
    const channel = { platform: 'slack', workspace: slack.teamId, channel: slack.channels.general }
    const [entry] = await second.bot.history(channel, 1)
    expect(entry?.exchange).toMatchObject({ outcome: 'answered', attempts: [expect.anything()] })
    expect(await second.bot.takeUp('slack')).toBeUndefined()
  })
})
