import { afterEach, describe, expect, it } from 'vitest'
import { ACTIONS, CALLBACKS } from '../../../src/platforms/slack/names.ts'
import { isOwnWorkspace } from '../../../src/platforms/slack/own-workspace.ts'
import { openStore } from '../../../src/store/sql-store.ts'
import { aClaim } from '../../store/records.ts'
import { scriptedModel } from '../../support/scripted-model.ts'
import { answered, answersIn, openSlack, type TestSlack } from '../../support/slack.ts'

let one: TestSlack
const closing: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0)) await close()
})

async function openWithAnswer() {
  const model = scriptedModel(['The sea is wide.', 'It is deep.'])
  one = await openSlack({ models: [model] })
  closing.push(one.close)
  const { slack } = one
  const { general } = slack.channels
  const mention = () => slack.say(slack.people.ana, general, `<@${slack.botUserId}> Tell me of the sea.`)
  const [answer] = await answered(slack, general, await mention())
  return { slack, general, model, mention, answer: answer?.ts ?? '' }
}

/** The labels of the votes that stand on an answer. */
async function votesOn(message: string) {
  const { slack, store } = one
  const link = await store.linkOf({
    platform: 'slack',
    workspace: slack.teamId,
    channel: slack.channels.general,
    message,
  })
  return link ? (await store.currentVotes(link.exchangeId)).map(({ label }) => label) : []
}

describe('what happens in another workspace that has the app too', () => {
  it('is acknowledged, and nothing comes of it', async () => {
    const { slack, general, model, mention, answer } = await openWithAnswer()
    const { ben } = slack.people
    slack.actFrom('elsewhere')
    const elsewhere = await mention()
    await slack.react(ben, general, answer, '+1')
    expect(await slack.click(ben, general, answer, ACTIONS.feedback)).toMatchObject({ acknowledged: true })
    expect(await slack.command(ben, general, '/recourse', 'help')).toMatchObject({ acknowledged: true })
    await slack.settled()
    slack.actFrom('here')
    await answered(slack, general, await mention())
    expect(model.calls).toHaveLength(2)
    expect(answersIn(slack, general, elsewhere)).toEqual([])
    expect(slack.ephemerals(ben)).toEqual([])
    expect(slack.unacknowledged).toEqual([])
    expect(await votesOn(answer)).toEqual([])
  })
})

describe('what another bot has left behind in another workspace, on the same records', () => {
  it('is left to that bot', async () => {
    const store = await openStore({ url: ':memory:' })
    const place = { platform: 'slack', workspace: 'T-of-another-bot', channel: 'C1' }
    const left = aClaim({ place, awaitsDelivery: true, leaseUntil: 1 })
    await store.claim(left)
    one = await openSlack({ store, models: [scriptedModel(['The sea is wide.'])] })
    closing.push(one.close, store.close)
    const { slack } = one
    await answered(
      slack,
      slack.channels.general,
      await slack.say(slack.people.ana, slack.channels.general, `<@${slack.botUserId}> Tell me.`),
    )
    expect(await store.exchange(left.exchangeId)).toMatchObject({ takeOvers: 0 })
    expect((await store.exchange(left.exchangeId))?.outcome).toBeUndefined()
  })
})

describe('in a channel that is shared with another workspace', () => {
  it('its people are answered, and their votes count', async () => {
    const { slack, general, mention, answer } = await openWithAnswer()
    const { ben, cleo } = slack.people
    slack.actFrom('shared-channel')
    expect(await answered(slack, general, await mention())).toHaveLength(1)
    await slack.react(cleo, general, answer, '+1')
    await expect.poll(() => votesOn(answer)).toEqual(['answered_well'])
    await slack.shortcut(ben, general, answer, CALLBACKS.rate)
    await slack.until(() => slack.openedViews(ben).length > 0)
    const [form] = slack.openedViews(ben)
    if (!form) throw new Error('no form was opened')
    await slack.submit(ben, form, { emoji: 'should_have_refused' })
    await expect
      .poll(async () => (await votesOn(answer)).toSorted())
      .toEqual(['answered_well', 'should_have_refused'])
  })
})

describe('a workspace', () => {
  it.each([
    ['that an event happened in', { team_id: 'T1' }],
    ['that an event is sent to', { team_id: 'T2', context_team_id: 'T1' }],
    ['that allowed the app to have it', { team_id: 'T2', authorizations: [{ team_id: 'T1' }] }],
    ['of a click', { team: { id: 'T1' }, user: { team_id: 'T2' } }],
    ['of a form', { team: { id: 'T2' }, view: { app_installed_team_id: 'T1' } }],
    ['that nothing names', { team: null, authorizations: [{ team_id: null }] }],
  ])('%s is ours', (_, body) => {
    expect(isOwnWorkspace(body, 'T1')).toBe(true)
  })

  it.each([
    ['of an event', { team_id: 'T2', context_team_id: 'T2', authorizations: [{ team_id: 'T2' }] }],
    ['of a command', { team_id: 'T2' }],
    ['of a click', { team: { id: 'T2' }, user: { team_id: 'T1' } }],
    ['of a form', { team: { id: 'T1' }, view: { app_installed_team_id: 'T2' } }],
  ])('%s is not ours', (_, body) => {
    expect(isOwnWorkspace(body, 'T1')).toBe(false)
  })
})
