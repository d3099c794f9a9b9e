import { describe, expect, it, onTestFinished } from 'vitest'
import { StoreError } from '../../../src/errors.ts'
import { openStore } from '../../../src/store/sql-store.ts'
import { openState } from '../../../src/store/state.ts'
import { type FakeSlack, type FakeSlackOptions, startFakeSlack } from '../../fakes/slack/slack-server.ts'
import { scriptedModel } from '../../support/scripted-model.ts'
import { answered, answersIn } from '../../support/slack.ts'
import { open } from './watched-votes.ts'

/** A Slack, records and a state that outlive the processes of a test; Slack delivers everything once only. */
async function shared(fake: FakeSlackOptions = {}) {
  const slack = await startFakeSlack({ retryWaits: [], ...fake })
  const store = await openStore({ url: ':memory:' })
  const state = await openState({ url: ':memory:' })
  onTestFinished(async () => {
    await slack.close()
    await store.close()
    await state.close()
  })
  return { slack, store, state }
}

type Lasting = Awaited<ReturnType<typeof shared>>

interface Clock {
  readonly now?: () => number
  readonly wait?: (milliseconds: number) => Promise<void>
}

const start = ({ slack, store, state }: Lasting, platform: Clock = {}, bot: Clock = {}) =>
  open({
    slack,
    store,
    models: [scriptedModel(['The sea is wide.'])],
    bot,
    platform: { state, wait: () => new Promise((resolve) => setImmediate(resolve)), ...platform },
  })

const mention = (slack: FakeSlack, text = 'Tell me of the sea.', thread?: string) =>
  slack.say(
    slack.people.ana,
    slack.channels.general,
    `<@${slack.botUserId}> ${text}`,
    thread === undefined ? {} : { thread },
  )

/** Somebody asks, is answered, and the process ends. Gives the thread. */
async function answeredBefore(lasting: Lasting): Promise<string> {
  const first = await start(lasting)
  const { slack } = lasting
  const thread = await mention(slack)
  await answered(slack, slack.channels.general, thread)
  await slack.settled()
  await first.close()
  return thread
}

const textsIn = (slack: FakeSlack, thread: string, channel = slack.channels.general) =>
  answersIn(slack, channel, thread).map(({ text }) => text)

describe('what was said while nobody listened', () => {
  it('is answered by the next process, once, wherever something was asked before', async () => {
    const lasting = await shared()
    const { slack, store } = lasting
    const { ana, ben } = slack.people
    const { general } = slack.channels
    const thread = await answeredBefore(lasting)

    const asked = await mention(slack, 'And of the lake?')
    await slack.say(ben, general, 'No answer to the one above?', { thread: asked })
    await slack.say(ana, general, 'And of its shores?', { thread })
    const unasked = await slack.say(ben, general, 'What a day.')
    await slack.settled()
    const second = await start(lasting)
    await answered(slack, general, thread, 2)
    await answered(slack, general, asked, 2)
    await second.close()
    await (await start(lasting)).close()

    expect(textsIn(slack, thread)).toHaveLength(2)
    expect(textsIn(slack, asked)).toHaveLength(2)
    expect(textsIn(slack, unasked)).toEqual([])
    const history = await store.recent({ platform: 'slack', workspace: slack.teamId, channel: general }, 10)
    expect(history.map(({ prompt }) => prompt)).toEqual([
      'Tell me of the sea.',
      'And of the lake?',
      'No answer to the one above?',
      'And of its shores?',
    ])
  })

  it('and rewritten meanwhile is answered in its new words', async () => {
    const lasting = await shared()
    const { slack } = lasting
    const { ana } = slack.people
    const { general } = slack.channels
    await answeredBefore(lasting)
    const asked = await mention(slack, 'And of teh lake?')
    await slack.edit(ana, general, asked, `<@${slack.botUserId}> And of the lake?`)
    await slack.settled()
    const second = await start(lasting)
    await answered(slack, general, asked)
    const place = { platform: 'slack', workspace: slack.teamId, channel: general }
    const [, record] = await second.store.recent(place, 10)
    expect(record?.prompt).toBe('And of the lake?')
  })

  it('in a direct conversation is answered too', async () => {
    const lasting = await shared()
    const { slack } = lasting
    const { ana } = slack.people
    const first = await start(lasting)
    const dm = slack.dm(ana)
    await answered(slack, dm, await slack.say(ana, dm, 'Tell me of the sea.'))
    await slack.settled()
    await first.close()
    const asked = await slack.say(ana, dm, 'And of the lake?')
    await slack.settled()
    await start(lasting)
    await answered(slack, dm, asked)
  })

  it('longer ago than a quarter of an hour is left alone', async () => {
    const lasting = await shared()
    const { slack } = lasting
    await answeredBefore(lasting)
    const old = await mention(slack, 'And of the lake?')
    await slack.settled()
    const second = await start(lasting, { now: () => Date.now() + 20 * 60_000 })
    await second.close()
    expect(textsIn(slack, old)).toEqual([])
  })

  it('in more than one page, and in a channel that the bot has left, keeps nothing else from being found', async () => {
    const lasting = await shared()
    const { slack } = lasting
    const { ana, ben } = slack.people
    const { general, random } = slack.channels
    const first = await start(lasting)
    for (const channel of [general, random]) {
      await answered(
        slack,
        channel,
        await slack.say(ana, channel, `<@${slack.botUserId}> Tell me of the sea.`),
      )
    }
    await slack.settled()
    await first.close()
    const asked = await mention(slack, 'And of the lake?')
    for (let count = 0; count < 220; count += 1) await slack.say(ben, general, 'What a day.')
    await slack.settled()
    slack.fault({ method: 'conversations.history', times: 1, error: 'not_in_channel' })
    slack.fault({ method: 'conversations.history', times: 2, status: 500 })
    await start(lasting)
    await answered(slack, general, asked)
  })

  it('and turned away then gets no second outcome', async () => {
    const lasting = await shared()
    const { slack, store } = lasting
    await answeredBefore(lasting)
    const failing = {
      ...store,
      settings: () => Promise.reject(new StoreError('unreachable', 'The database cannot be reached.')),
    }
    const second = await start({ ...lasting, store: failing })
    const asked = await mention(slack, 'And of the lake?')
    await slack.until(() => textsIn(slack, asked).length === 1)
    await second.close()
    const third = await start(lasting)
    await mention(slack, 'And of the pond?').then((later) => answered(slack, slack.channels.general, later))
    await third.close()
    expect(textsIn(slack, asked)).toEqual([expect.stringContaining('cannot be used')])
  })

  it('and turned away where nothing could be kept in mind gets no second outcome', async () => {
    const lasting = await shared()
    const { slack, store, state } = lasting
    await answeredBefore(lasting)
    const full = () => Promise.reject(new StoreError('full', 'There is no space left for the database.'))
    const second = await start({
      slack,
      store: { ...store, claim: full },
      state: { ...state, set: full, add: full },
    })
    const asked = await mention(slack, 'And of the lake?')
    await slack.until(() => textsIn(slack, asked).length === 1)
    await slack.settled()
    await second.close()
    // Somebody has made room.
    const third = await start(lasting)
    await mention(slack, 'And of the pond?').then((later) => answered(slack, slack.channels.general, later))
    await third.close()
    expect(textsIn(slack, asked)).toEqual([expect.stringContaining('cannot be used')])
  })

  it('to one process, was answered by another one and is forgotten since, is not answered anew', async () => {
    const lasting = await shared()
    const { slack, store, state } = lasting
    const { ben } = slack.people
    const { general } = slack.channels
    await answeredBefore(lasting)
    const other = await start(lasting)
    const since = Date.now()
    const secret = await slack.say(ben, general, `<@${slack.botUserId}> Tell me of my secret.`)
    await answered(slack, general, secret)
    await slack.settled()
    await store.forget([other.bot.pseudonym({ platform: 'slack', workspace: slack.teamId, user: ben })])
    await other.close()
    await state.set(`slack:heard:${slack.teamId}`, since, 60_000)
    const asked = await mention(slack, 'And of the lake?')
    await slack.settled()
    const one = await start(lasting)
    await answered(slack, general, asked)
    await one.close()
    expect(textsIn(slack, secret)).toHaveLength(1)
    const place = { platform: 'slack', workspace: slack.teamId, channel: general }
    const prompts = (await store.recent(place, 10)).map(({ prompt }) => prompt)
    expect(prompts).toEqual(['Tell me of the sea.', 'And of the lake?'])
  })

  it('is read though Slack asks for half a minute’s wait, as it does where several processes read', async () => {
    const lasting = await shared()
    const { slack } = lasting
    await answeredBefore(lasting)
    const asked = await mention(slack, 'And of the lake?')
    await slack.settled()
    const fault = slack.fault({ method: 'conversations.history', times: 1, status: 429, retryAfter: 30 })
    // Waiting moves the clock.
    let ahead = 0
    const wait = async (milliseconds: number) => {
      ahead += milliseconds
      await new Promise((resolve) => setImmediate(resolve))
    }
    await start(lasting, { now: () => Date.now() + ahead, wait })
    await answered(slack, slack.channels.general, asked)
    expect(fault.struck).toBe(1)
  })

  it('in a thread that the bot was only called to afterwards stays what people said to each other', async () => {
    const lasting = await shared()
    const { slack, store } = lasting
    const { ana, ben } = slack.people
    const { general } = slack.channels
    await answeredBefore(lasting)
    const thread = await slack.say(ana, general, 'Has anybody seen the lake?')
    await slack.say(ben, general, 'Not yet.', { thread })
    await slack.settled()
    // By its clock it is called long after what was said.
    const second = await start(lasting, {}, { now: () => Date.now() + 10 * 60_000 })
    await mention(slack, 'And of the pond?', thread)
    await answered(slack, general, thread)
    await second.close()
    await lasting.state.set(`slack:heard:${slack.teamId}`, Date.now() - 60_000, 60_000)
    const last = await mention(slack, 'And of the sky?')
    await slack.settled()
    await start(lasting)
    await answered(slack, general, last)
    expect(textsIn(slack, thread)).toHaveLength(1)
    const place = { platform: 'slack', workspace: slack.teamId, channel: general }
    const asked = (await store.recent(place, 10)).map(({ prompt }) => prompt)
    expect(asked.toSorted()).toEqual(['And of the pond?', 'And of the sky?', 'Tell me of the sea.'])
  })

  it('while the connection was lost is answered once it is there again', async () => {
    const lasting = await shared()
    const { slack } = lasting
    await answeredBefore(lasting)
    await start(lasting)
    slack.fault({ method: 'apps.connections.open', times: 1, status: 500 })
    slack.dropSockets()
    await slack.until(() => slack.sockets === 0)
    const asked = await mention(slack, 'And of the lake?')
    await answered(slack, slack.channels.general, asked)
  })
})

describe('where the state was lost', () => {
  it('what names the bot is answered, but no command runs again, and nothing that was forgotten is answered anew', async () => {
    const lasting = await shared()
    const { slack, store } = lasting
    const { ana, ben } = slack.people
    const { general } = slack.channels
    const thread = await answeredBefore(lasting)
    const second = await start(lasting)
    const forgotten = await slack.say(ben, general, `<@${slack.botUserId}> Tell me of my secret.`)
    await answered(slack, general, forgotten)
    await slack.settled()
    await slack.say(ben, general, `<@${slack.botUserId}> And of this one.`, { thread })
    await answered(slack, general, thread, 2)
    await slack.settled()
    await store.forget([second.bot.pseudonym({ platform: 'slack', workspace: slack.teamId, user: ben })])
    await second.close()

    await slack.say(ana, general, 'And of its shores?', { thread })
    const command = await mention(slack, '/model')
    const asked = await mention(slack, 'And of the lake?')
    await slack.settled()
    const other = await openState({ url: ':memory:' })
    onTestFinished(() => other.close())
    const third = await start({ ...lasting, state: other })
    await answered(slack, general, asked)
    await third.close()
    expect(textsIn(slack, forgotten)).toHaveLength(1)
    expect(textsIn(slack, command)).toEqual([])
    expect(textsIn(slack, thread)).toHaveLength(2)
    const place = { platform: 'slack', workspace: slack.teamId, channel: general }
    const prompts = (await store.recent(place, 10)).map(({ prompt }) => prompt)
    expect(prompts).toEqual(['Tell me of the sea.', 'And of the lake?'])
  })
})
