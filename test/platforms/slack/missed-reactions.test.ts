import { describe, expect, it, onTestFinished } from 'vitest'
import { workspaceKey } from '../../../src/places.ts'
import { openStore } from '../../../src/store/sql-store.ts'
import { startFakeSlack } from '../../fakes/slack/slack-server.ts'
import { scriptedModel } from '../../support/scripted-model.ts'
import { openSlack } from '../../support/slack.ts'
import { answerTo, keyOf, open, untilLabelled } from './watched-votes.ts'

describe('a reaction', () => {
  it('missed while the bot was away is made up for when it starts again', async () => {
    // All that Slack tells of lies in the past.
    const slack = await startFakeSlack({ retryWaits: [], now: () => Date.now() - 60_000 })
    onTestFinished(() => slack.close())
    const store = await openStore({ url: ':memory:' })
    onTestFinished(() => store.close())
    const { ana, ben, cleo } = slack.people
    const { general } = slack.channels
    const first = await openSlack({ slack, store, models: [scriptedModel(['The sea is wide.'])] })
    const one = await answerTo(first)
    const two = await answerTo(first, 'Tell me of the lake.')
    await slack.react(ben, general, one, '+1')
    await slack.react(cleo, general, two, 'shield')
    await untilLabelled(first, one, ['answered_well'])
    await untilLabelled(first, two, ['rightly_refused'])
    await first.close()

    await slack.unreact(ben, general, one, '+1')
    await slack.react(ana, general, one, 'rotating_light::skin-tone-3')
    await slack.react(ana, general, one, 'tada')
    await slack.react(slack.botUserId, general, one, 'no_good')
    await slack.react(ben, general, two, 'thinking_face')
    // One that cannot be read at first keeps no other from being looked at, and is looked at again.
    const fault = slack.fault({ method: 'reactions.get', times: 12, status: 500 })
    const second = await open({ slack, store, platform: { wait: async () => {} } })
    const [vote] = await untilLabelled(second, one, ['should_have_refused'])
    expect(vote?.byAsker).toBe(true)
    await untilLabelled(second, two, ['not_sure', 'rightly_refused'])
    expect(fault.struck).toBe(12)
  })
})

describe('a reaction given while the connection was lost', () => {
  it('for longer than Slack delivers again is made up for', async () => {
    const slack = await startFakeSlack({ retryWaits: [] })
    onTestFinished(() => slack.close())
    let ahead = 0
    const one = await open({ slack, platform: { now: () => Date.now() + ahead } })
    const ts = await answerTo(one)
    slack.fault({ method: 'apps.connections.open', times: 1, status: 500 })
    slack.dropSockets()
    await slack.until(() => slack.sockets === 0)
    await slack.react(slack.people.ben, slack.channels.general, ts, '+1')
    ahead = 61_000
    const [vote] = await untilLabelled(one, ts, ['answered_well'])
    expect(vote?.source).toBe('reconcile')
  })
})

describe('a reaction of which Slack tells again long after it was taken back', () => {
  it('does not stand', async () => {
    const one = await open()
    const { slack, store } = one
    const { ben } = slack.people
    const { general } = slack.channels
    const ts = await answerTo(one)
    slack.tell({
      type: 'reaction_added',
      user: ben,
      reaction: '+1',
      item: { type: 'message', channel: general, ts },
      item_user: slack.botUserId,
      event_ts: String(Date.now() / 1000 - 60),
    })
    const last = () =>
      store.lastVoteOn(
        keyOf(slack, ts),
        one.bot.pseudonym({ platform: 'slack', workspace: slack.teamId, user: ben }),
        '👍',
      )
    await expect.poll(last).toMatchObject({ action: 'remove', source: 'reconcile' })
    await untilLabelled(one, ts, [])
  })
})

describe('a reaction to an answer of which Slack tells us late that it is posted', () => {
  it('is made up for', async () => {
    const one = await open({ fake: { streaming: 'missing' } })
    const { slack } = one
    const { ana, ben } = slack.people
    const { general } = slack.channels
    const fault = slack.fault({ method: 'chat.postMessage', times: 1, stall: 2_000 })
    const thread = await slack.say(ana, general, `<@${slack.botUserId}> Tell me of the sea.`)
    const posted = () => slack.messages(general, { thread }).find(({ by }) => by === slack.botUserId)
    await slack.until(() => posted() !== undefined)
    expect(fault.struck).toBe(1)
    const ts = posted()?.ts ?? ''
    await slack.react(ben, general, ts, '+1')
    const [vote] = await untilLabelled(one, ts, ['answered_well'])
    expect(vote?.source).toBe('reconcile')
  })
})

describe('a reaction to a message of ours of which nothing is known yet', () => {
  it('is told again by Slack, also to the process that comes after one that has died over it', async () => {
    const slack = await startFakeSlack({ retryWaits: [500] })
    onTestFinished(() => slack.close())
    const store = await openStore({ url: ':memory:' })
    onTestFinished(() => store.close())
    let isKnown = false
    const slow: typeof store = { ...store, linkOf: async (key) => (isKnown ? store.linkOf(key) : undefined) }
    const first = await openSlack({ slack, store: slow, models: [scriptedModel(['The sea is wide.'])] })
    const ts = await answerTo(first)
    await slack.react(slack.people.ben, slack.channels.general, ts, '+1')
    await slack.until(() => slack.unacknowledged.some(({ name }) => name === 'reaction_added'), 10_000)
    isKnown = true
    const [vote] = await untilLabelled(first, ts, ['answered_well'])
    expect(vote?.source).toBe('live')
    await first.close()
  })
})

describe('a reaction to an answer that nobody could bind to its attempt', () => {
  it('is made up for once the answer is taken up', async () => {
    const slack = await startFakeSlack({ retryWaits: [] })
    onTestFinished(() => slack.close())
    const store = await openStore({ url: ':memory:' })
    onTestFinished(() => store.close())
    const unreachable = () => Promise.reject(new Error('the records cannot be reached'))
    const first = await openSlack({
      slack,
      store: { ...store, link: unreachable, delivered: unreachable },
      models: [scriptedModel(['The sea is wide.'])],
    })
    const one = await answerTo(first)
    await slack.react(slack.people.ben, slack.channels.general, one, '+1')
    await slack.settled()
    await first.close()
    // Longer than a lease.
    const now = () => Date.now() + 10 * 60_000
    const second = await open({ slack, store, bot: { now }, platform: { now } })
    await untilLabelled(second, one, ['answered_well'])
  })
})

describe('a reaction missed while the codebook changed', () => {
  it('is kept while it stands, and taken back when it is gone', async () => {
    const slack = await startFakeSlack({ retryWaits: [], now: () => Date.now() - 60_000 })
    onTestFinished(() => slack.close())
    const store = await openStore({ url: ':memory:' })
    onTestFinished(() => store.close())
    const { ben, cleo } = slack.people
    const { general } = slack.channels
    const first = await openSlack({ slack, store, models: [scriptedModel(['The sea is wide.'])] })
    const ts = await answerTo(first)
    await slack.react(ben, general, ts, '+1')
    await slack.react(cleo, general, ts, 'thumbsup')
    await untilLabelled(first, ts, ['answered_well', 'answered_well'])
    await first.close()
    const scope = workspaceKey({ platform: 'slack', workspace: slack.teamId })
    await store.setSetting(scope, 'emoji.answered_well', ':our_yes:', 'somebody', 1)
    await store.setSetting(scope, 'emoji.refused_harmless', ':our_no:', 'somebody', 1)
    await slack.unreact(ben, general, ts, '+1')
    await slack.react(ben, general, ts, 'our_no')
    const second = await open({ slack, store, platform: { wait: async () => {} } })
    const votes = await untilLabelled(second, ts, ['answered_well', 'refused_harmless'])
    expect(votes.map(({ emoji }) => emoji).toSorted()).toEqual([':our_no:', '👍'])
  })
})
