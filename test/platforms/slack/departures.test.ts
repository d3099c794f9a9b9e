import { describe, expect, it, vi } from 'vitest'
import { createLogger } from '../../../src/logger.ts'
import { openState } from '../../../src/store/state.ts'
import type { FakeSlack } from '../../fakes/slack/slack-server.ts'
import { aClaim } from '../../store/records.ts'
import { closedAfterEach } from '../../support/close-after-each.ts'
import { type InstalledSlackOptions, openInstalledSlack } from '../../support/installed-slack.ts'
import { scriptedModel } from '../../support/scripted-model.ts'
import { answered } from '../../support/slack.ts'
import { slowLines } from '../../support/slow-lines.ts'

const open = closedAfterEach(openInstalledSlack)

/** One workspace that has the app, beside one that keeps it; and what is logged, from information on. */
async function openOne(options: InstalledSlackOptions = {}) {
  const lines: { readonly level: number; readonly msg: string }[] = []
  const logger = createLogger('info', { write: (line: string) => void lines.push(JSON.parse(line)) })
  const one = await open({ models: [scriptedModel(['The sea is wide.'])], logger, ...options })
  const [team, other] = one.slack.teams
  if (!team || !other) throw new Error('there are two workspaces')
  await one.install(team)
  await one.install(other)
  /** What was logged of a workspace, or of trouble. */
  const told = () =>
    lines.filter(({ msg, level }) => level > 30 || /not installed/.test(msg)).map(({ msg }) => msg)
  const names = async () => (await one.store.installationsAfter('', 10)).map(({ workspace }) => workspace)
  return { ...one, team, other, told, names }
}

const mention = (team: FakeSlack) =>
  team.say(team.people.ana, team.channels.general, `<@${team.botUserId}> Tell me of the sea.`)

const answersIn = async (team: FakeSlack) => answered(team, team.channels.general, await mention(team))

const REMOVED = 'slack app is not installed there any more; what waited is ended'

describe('a workspace that removes the app', () => {
  it('is forgotten at once, with all that waited there, and nothing is tried again', async () => {
    const { team, other, slack, store, bot, told, names } = await openOne()
    await answersIn(team)
    const place = { platform: 'slack', workspace: team.teamId, channel: team.channels.general }
    const left = aClaim({ place, awaitsDelivery: true, leaseUntil: Date.now() + 60_000 })
    await store.claim(left)
    slack.uninstall(team)
    await vi.waitFor(async () => expect(await names()).toEqual([other.teamId]))
    await vi.waitFor(async () =>
      expect(await store.exchange(left.exchangeId)).toMatchObject({
        outcome: 'failed',
        failure: { code: 'uninstalled' },
      }),
    )
    await team.settled()
    expect(told()).toEqual([REMOVED])
    expect(await bot.takeUp('slack')).toBeUndefined()
    const calls = slack.calls.length
    await mention(team)
    await team.settled()
    expect(slack.calls.length).toBe(calls)
    expect(team.unacknowledged).toEqual([])
    expect(await answersIn(other)).toHaveLength(1)
  })

  it('can install it again, and finds its settings; news of the removal that come late change nothing', async () => {
    const { team, slack, install, names } = await openOne()
    await team.command(team.people.ana, team.channels.general, '/recourse', 'purpose We sell boats')
    await team.settled()
    slack.uninstall(team)
    await vi.waitFor(async () => expect(await names()).not.toContain(team.teamId))
    await install(team, team.people.ben)
    team.tell({ type: 'app_uninstalled' })
    team.tell({ type: 'tokens_revoked', tokens: { oauth: [], bot: [team.botUserId] } })
    await team.settled()
    expect(await names()).toContain(team.teamId)
    expect(await answersIn(team)).toHaveLength(1)
    const before = team.ephemerals(team.people.ben).length
    await team.command(team.people.ben, team.channels.general, '/recourse', 'purpose')
    await team.until(() => team.ephemerals(team.people.ben).length > before)
    expect(JSON.stringify(team.ephemerals(team.people.ben))).toContain('We sell boats')
  })

  it('is found to have done so by the next call, where the news was lost', async () => {
    const { team, other, slack, told, names, bot } = await openOne()
    await answersIn(team)
    slack.uninstall(team, false)
    await mention(team)
    await vi.waitFor(async () => expect(await names()).toEqual([other.teamId]))
    await team.settled()
    await vi.waitFor(() => expect(told()).toContain(REMOVED))
    expect(told().filter((line) => line === REMOVED)).toHaveLength(1)
    const calls = slack.calls.length
    await mention(team)
    await team.settled()
    expect(slack.calls.length).toBe(calls)
    expect(await bot.takeUp('slack')).toBeUndefined()
  })

  it('in the middle of an answer is not written to any more, and the log says so once', async () => {
    const { team, slack, store, told } = await openOne({ models: [slowLines(40, 10)] })
    const ts = await mention(team)
    await team.until(() => team.messages(team.channels.general, { thread: ts }).length > 1)
    slack.uninstall(team)
    const record = async () =>
      (
        await store.recent({ platform: 'slack', workspace: team.teamId, channel: team.channels.general }, 1)
      )[0]
    await vi.waitFor(async () => expect((await record())?.outcome).toBe('failed'), 10_000)
    await vi.waitFor(() => expect(told()).toContain(REMOVED))
    await team.settled()
    const refused = slack.calls.filter(({ error }) => error === 'account_inactive').length
    expect(refused).toBeLessThan(10)
  })

  it('keeps it where Slack only says that the token is wrong, which may be a setting there', async () => {
    const { team, slack, told, names, bot } = await openOne()
    await answersIn(team)
    slack.refuse(team, 'invalid_auth')
    await mention(team)
    await vi.waitFor(() => expect(told().length).toBeGreaterThan(0))
    await team.settled()
    await mention(team)
    await team.settled()
    expect(told()).toEqual(['slack refuses the token of a workspace; it may have to install the app again'])
    expect(await names()).toContain(team.teamId)
    expect(await bot.takeUp('slack')).toBeUndefined()
  })
})

describe('an event for which the installation cannot be read', () => {
  it('is not acknowledged, so that Slack sends it again', async () => {
    const { slack, store, platform, team } = await openOne()
    await platform.stop()
    let failures = 0
    const records = {
      ...store,
      installations: (names: readonly string[]) => {
        failures += 1
        // More often than it is tried for one delivery.
        return failures <= 5 ? Promise.reject(new Error('not now')) : store.installations(names)
      },
    }
    const second = await open({
      slack,
      store,
      records,
      models: [scriptedModel(['The sea is wide.'])],
      wait: async () => {},
    })
    expect(second.url).toBeDefined()
    expect(await answersIn(team)).toHaveLength(1)
    expect(team.unacknowledged.length).toBeGreaterThan(0)
  })
})

describe('work left behind', () => {
  it('is taken up in the workspace that it is of, and ended where that has the app no more', async () => {
    const first = await openOne()
    const { slack, store, team, other } = first
    const left = [team, other].map(({ teamId, channels }) =>
      aClaim({
        place: { platform: 'slack', workspace: teamId, channel: channels.general, thread: '' },
        prompt: 'Tell me of the sea.',
        model: 'openai:scripted-unknown',
        awaitsDelivery: true,
        leaseUntil: 1,
      }),
    )
    for (const one of left) await store.claim(one)
    await store.removeInstallation(team.teamId)
    await first.platform.stop()
    const calls = slack.calls.length
    const second = await open({ slack, store, models: [scriptedModel(['The sea is wide.'])] })
    const outcomes = async () =>
      Promise.all(left.map(async ({ exchangeId }) => (await store.exchange(exchangeId))?.outcome))
    await vi.waitFor(async () => expect(await outcomes()).toEqual(['failed', 'answered']), 10_000)
    await other.until(() =>
      other.messages(other.channels.general).some(({ text }) => text.includes('sea is wide')),
    )
    expect(team.messages(team.channels.general)).toEqual([])
    await second.platform.stop()
    expect(slack.calls.slice(calls).filter(({ error }) => error !== undefined)).toEqual([])
  })
})

describe('a token that expires', () => {
  it('is renewed before it does, by one of several processes, and used by all', async () => {
    const state = await openState({ url: ':memory:' })
    // Less than the two hours before the end at which it is renewed.
    const first = await openOne({ rotation: 7_000, state })
    const { slack, store, team } = first
    const [before] = await store.installations([team.teamId])
    const second = await open({ slack, store, state, models: [scriptedModel(['The lake is deep.'])] })
    expect(second.url).not.toBe(first.url)
    team.deliverTo(`${first.url}/slack/events`, `${second.url}/slack/events`)
    const granted = slack.tokens.filter((token) => token.includes('granted'))
    expect(granted).toHaveLength(2)
    for (let n = 0; n < 3; n += 1) expect(await answersIn(team)).toHaveLength(1)
    const renewals = slack.calls.filter(({ method }) => method === 'oauth.v2.access').length
    // Two installations, and one renewal for the one workspace in which something happened.
    expect(renewals).toBe(3)
    expect(slack.calls.filter(({ error }) => error !== undefined)).toEqual([])
    // The earlier token goes on until it expires, in the process that did not renew it.
    const [renewed] = slack.tokens.filter((token) => token.includes('granted') && !granted.includes(token))
    expect(slack.calls.map(({ token }) => token)).toContain(renewed)
    const [stored] = await store.installations([team.teamId])
    expect(stored?.sealed).not.toBe(before?.sealed)
    await second.platform.stop()
    await first.platform.stop()
    await state.close()
  })
})
