import { describe, expect, it } from 'vitest'
import { ModelError } from '../../../src/errors.ts'
import type { ChatModel } from '../../../src/models/chat-model.ts'
import { openStore } from '../../../src/store/sql-store.ts'
import { startFakeSlack } from '../../fakes/slack/slack-server.ts'
import { closedAfterEach } from '../../support/close-after-each.ts'
import { pieces, scriptedModel } from '../../support/scripted-model.ts'
import { answered, answersIn, openSlack, type TestSlack } from '../../support/slack.ts'
import { expectedLines, lines, linesIn, slowly } from '../../support/slow-lines.ts'

const open = closedAfterEach(openSlack)

/** A clock that a wait moves on, so that waits cost no time. */
function leapingClock() {
  let ahead = 0
  return {
    now: () => Date.now() + ahead,
    timer: () => performance.now() + ahead,
    async wait(milliseconds: number) {
      ahead += milliseconds
      await new Promise((resolve) => setImmediate(resolve))
    },
  }
}

async function mention({ slack }: TestSlack, text = 'Tell me of the sea.') {
  return slack.say(slack.people.ana, slack.channels.general, `<@${slack.botUserId}> ${text}`)
}

const isWrite = /^chat\./

describe.each(['socket', 'http'] as const)('over %s', (transport) => {
  it('an event that is delivered three times is answered once', async () => {
    const model = scriptedModel(['The sea is wide.'])
    const one = await open({ transport, models: [model], fake: { deliveries: 3 } })
    const { slack } = one
    const asked = await Promise.all([mention(one), mention(one), mention(one)])
    for (const ts of asked) await answered(slack, slack.channels.general, ts)
    await slack.settled()
    for (const ts of asked) expect(answersIn(slack, slack.channels.general, ts)).toHaveLength(1)
    expect(model.calls).toHaveLength(3)
    expect(slack.unacknowledged).toEqual([])
  })

  it('every second call may be told to wait, and all is delivered in order', async () => {
    const one = await open({
      transport,
      models: [scriptedModel([lines(700)])],
      platform: leapingClock(),
      fake: { retryWaits: [] },
    })
    const { slack } = one
    const limited = slack.fault({ method: isWrite, every: 2, status: 429, retryAfter: 1 })
    const asked = await Promise.all([mention(one), mention(one), mention(one)])
    for (const ts of asked) {
      const answers = await answered(slack, slack.channels.general, ts)
      expect(linesIn(answers)).toEqual(expectedLines(700))
    }
    expect(limited.struck).toBeGreaterThan(5)
  })
})

describe('a call whose answer is lost', () => {
  it.each([
    ['chat.startStream', 'native'],
    ['chat.appendStream', 'native'],
    ['chat.stopStream', 'native'],
    ['chat.postMessage', 'missing'],
    ['chat.update', 'missing'],
  ] as const)('%s leaves one whole answer', async (method, streaming) => {
    let struck = () => false
    const patient: ChatModel = {
      ...slowly('', 0),
      async *stream() {
        const events = pieces(lines(20))
        yield* events.slice(0, 60)
        // Appends keep a distance from one another: an answer that is complete before the first needs none.
        if (method === 'chat.appendStream') await expect.poll(struck).toBe(true)
        yield* events.slice(60)
      },
    }
    const one = await open({ models: [patient], fake: { streaming } })
    const { slack } = one
    const lost = slack.fault({ method, times: 1, loseResponse: true })
    struck = () => lost.struck > 0
    const ts = await mention(one)
    const answers = await answered(slack, slack.channels.general, ts)
    expect(lost.struck).toBe(1)
    await slack.until(() => linesIn(answersIn(slack, slack.channels.general, ts)).length === 20)
    expect(linesIn(answersIn(slack, slack.channels.general, ts))).toEqual(expectedLines(20))
    expect(answers).toHaveLength(1)
  })

  it.each([
    ['chat.startStream', 'native'],
    ['chat.stopStream', 'native'],
    ['chat.postMessage', 'missing'],
    ['chat.update', 'missing'],
  ] as const)('%s that never arrived is made again', async (method, streaming) => {
    const one = await open({ models: [slowly(lines(20), 4)], fake: { streaming } })
    const { slack } = one
    slack.fault({ method, times: 1, loseRequest: true })
    const ts = await mention(one)
    await answered(slack, slack.channels.general, ts)
    const answers = answersIn(slack, slack.channels.general, ts)
    expect(answers).toHaveLength(1)
    expect(linesIn(answers)).toEqual(expectedLines(20))
  })
})

describe('in a thread of more messages than Slack gives at once', () => {
  it.each([
    ['chat.startStream', 'native'],
    ['chat.postMessage', 'missing'],
  ] as const)('%s whose answer is lost leaves one answer', async (method, streaming) => {
    const one = await open({ models: [scriptedModel(['Yes, it is wide.'])], fake: { streaming } })
    const { slack } = one
    const { general } = slack.channels
    const { ana, ben } = slack.people
    const thread = await slack.say(ben, general, 'What of the sea?')
    for (let n = 0; n < 201; n += 1) await slack.say(ben, general, `Thought ${n}`, { thread })
    slack.fault({ method, times: 1, loseResponse: true })
    await slack.say(ana, general, `<@${slack.botUserId}> Is it wide?`, { thread })
    expect(await answered(slack, general, thread)).toHaveLength(1)
  })
})

describe('a workspace without streaming', () => {
  it('sees the answer grow by edits, and is not asked for streams again', async () => {
    const one = await open({
      models: [slowly(lines(30), 3)],
      fake: { streaming: 'missing' },
      platform: { wait: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds / 60)) },
    })
    const { slack } = one
    for (let round = 1; round <= 2; round += 1) {
      const ts = await mention(one)
      const [answer] = await answered(slack, slack.channels.general, ts)
      expect(linesIn([{ text: answer?.text ?? '' }])).toEqual(expectedLines(30))
      expect(answer?.history.length).toBeGreaterThan(2)
      expect(answer?.flags).toMatchObject({ unfurl_links: false, unfurl_media: false })
    }
    expect(slack.calls.filter(({ method }) => method === 'chat.startStream')).toHaveLength(1)
  })
})

describe('a stream that lasts', () => {
  it('gives way to a next message before Slack would end it', async () => {
    const one = await open({ models: [slowly(lines(60), 3)], platform: { partLifetime: 150 } })
    const { slack } = one
    const ts = await mention(one)
    const answers = await answered(slack, slack.channels.general, ts)
    expect(answers.length).toBeGreaterThan(1)
    expect(linesIn(answers)).toEqual(expectedLines(60))
    const last = answers.map(({ text }) => text.includes('openai:slow'))
    expect(last).toEqual([...answers.slice(1).map(() => false), true])
  })

  it('that Slack ended all the same is made whole by an edit', async () => {
    const one = await open({ models: [slowly(lines(40), 5)], fake: { streamLifetime: 300 } })
    const { slack } = one
    const ts = await mention(one)
    const answers = await answered(slack, slack.channels.general, ts)
    await slack.until(() => linesIn(answersIn(slack, slack.channels.general, ts)).length === 40)
    expect(answers).toHaveLength(1)
  })
})

describe('forty answers at once', () => {
  it('all begin to show, though no more text may be appended for a while', async () => {
    const finish = Promise.withResolvers<void>()
    const model: ChatModel = {
      ...scriptedModel([]),
      async *stream() {
        const events = pieces(lines(20))
        yield* events.slice(0, -1)
        await finish.promise
        yield* events.slice(-1)
      },
    }
    const still = { timer: () => 0, wait: () => finish.promise }
    const one = await open({
      models: [model],
      platform: still,
    })
    const { slack } = one
    const asked = await Promise.all(Array.from({ length: 40 }, (_, n) => mention(one, `Line ${n}, please.`)))
    await slack.until(() => asked.every((ts) => answersIn(slack, slack.channels.general, ts).length > 0))
    finish.resolve()
    for (const ts of asked) {
      expect(linesIn(await answered(slack, slack.channels.general, ts))).toEqual(expectedLines(20))
    }
  })
})

describe('an answer of 40,000 characters', () => {
  it('comes whole and in order, in messages that Slack takes', async () => {
    const text = `${lines(600)}\n\n\`\`\`ts\n${Array.from({ length: 1100 }, (_, n) => `const value${n} = ${n}`).join('\n')}\n\`\`\`\n\nThe end.`
    expect(text.length).toBeGreaterThan(36_000)
    const one = await open({ models: [scriptedModel([text])] })
    const { slack } = one
    const ts = await mention(one)
    const answers = await answered(slack, slack.channels.general, ts)
    expect(answers.length).toBeGreaterThan(3)
    expect(linesIn(answers)).toEqual(expectedLines(600))
    const all = answers.map((answer) => answer.text).join('\n')
    expect(all.match(/const value\d+ = \d+/g)).toHaveLength(1100)
    for (const { text } of answers) expect([...text.matchAll(/```/g)].length % 2).toBe(0)
    expect(answers.at(-1)?.text).toContain('The end.')
  })
})

describe('what a model writes', () => {
  it('pings nobody and hides no target', async () => {
    const pings = [
      '<!channel> <!here> <!everyone> <!subteam^S01|@ops>',
      '<@U0000000A1> <#C000000001> @channel @here',
      '[your bank](https://evil.example) <https://evil.example|https://bank.example>',
      '![logo](https://evil.example/x.png)',
      '`<!channel>`',
      '```\n<@U0000000A1>\n```',
      '| a | b |\n|---|---|\n| <!here> | [x](https://evil.example) |',
    ].join('\n\n')
    for (const streaming of ['native', 'missing'] as const) {
      const one = await open({ models: [slowly(pings, 1)], fake: { streaming } })
      const ts = await mention(one)
      await answered(one.slack, one.slack.channels.general, ts)
      expect(one.slack.notified()).toEqual([])
      expect(one.slack.hiddenLinks()).toEqual([])
    }
  })
})

describe('what cannot be answered', () => {
  it('ends in a visible line that says why', async () => {
    const one = await open({ models: [scriptedModel([new ModelError('unauthorized', 'The key is wrong.')])] })
    const { slack } = one
    const ts = await mention(one)
    const [answer] = await answered(slack, slack.channels.general, ts)
    expect(answer?.text).toContain('The key is wrong.')
  })

  it('keeps what had come of an answer that broke off, and says so below', async () => {
    const breaks: ChatModel = {
      ...slowly('', 0),
      async *stream() {
        yield* pieces(lines(20)).slice(0, -1)
        throw new ModelError('connection', 'The connection broke.')
      },
    }
    const one = await open({ models: [breaks] })
    const { slack } = one
    const ts = await mention(one)
    const [answer] = await answered(slack, slack.channels.general, ts)
    expect(linesIn([{ text: answer?.text ?? '' }])).toEqual(expectedLines(20))
    expect(answer?.text).toContain('The connection broke.')
  })

  it('for want of a place to post is told to the asker directly', async () => {
    const one = await open({ models: [scriptedModel(['Yes.'])] })
    const { slack, bot } = one
    slack.fault({
      method: isWrite,
      where: ({ channel }) => channel === slack.channels.general,
      error: 'is_archived',
    })
    await mention(one)
    const dm = slack.dm(slack.people.ana)
    await slack.until(() => slack.messages(dm).length === 1)
    expect(slack.messages(dm)[0]?.text).toContain('is_archived')
    await new Promise((resolve) => setTimeout(resolve, 50))
    expect(await bot.takeUp('slack')).toBeUndefined()
  })

  it('is said when the message is empty or much too long', async () => {
    const one = await open({ models: [scriptedModel(['Yes.'])] })
    const { slack } = one
    const empty = await mention(one, '')
    expect((await answered(slack, slack.channels.general, empty))[0]?.text).toContain('The message is empty.')
    const long = await mention(one, 'x'.repeat(17_000))
    expect((await answered(slack, slack.channels.general, long))[0]?.text).toContain('at most 16,000')
  })
})

describe('a socket', () => {
  it('that Slack closes is opened again, and what is said then is answered', async () => {
    const one = await open({ models: [scriptedModel(['Yes.'])] })
    const { slack } = one
    slack.disconnectSockets()
    await slack.until(() => slack.sockets === 0)
    await slack.until(() => slack.sockets === 1, 15_000)
    const ts = await mention(one)
    await answered(slack, slack.channels.general, ts)
  })
})

describe('a process that is told to stop', () => {
  it('leaves an answer that takes too long to the next one, which gives it at once', async () => {
    const store = await openStore({ url: ':memory:' })
    const slack = await startFakeSlack()
    const one = await openSlack({ slack, store, models: [slowly(lines(400), 20)], platform: { grace: 50 } })
    const ts = await mention(one)
    await slack.until(() => answersIn(slack, slack.channels.general, ts).length > 0)
    await one.close()
    expect(answersIn(slack, slack.channels.general, ts)).toEqual([])
    const next = await openSlack({ slack, store, models: [slowly(lines(20), 1)] })
    expect(linesIn(await answered(slack, slack.channels.general, ts))).toEqual(expectedLines(20))
    await next.close()
    await slack.close()
    await store.close()
  })
})
