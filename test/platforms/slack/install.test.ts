import { afterEach, describe, expect, it, vi } from 'vitest'
import { INSTALL_PATH, REDIRECT_PATH } from '../../../src/platforms/slack/install-pages.ts'
import { SLACK_SCOPES } from '../../../src/platforms/slack/manifest.ts'
import { closedAfterEach } from '../../support/close-after-each.ts'
import { ENCRYPTION_KEY, openInstalledSlack } from '../../support/installed-slack.ts'
import { scriptedModel } from '../../support/scripted-model.ts'
import { answered } from '../../support/slack.ts'

const open = closedAfterEach(openInstalledSlack)
afterEach(() => vi.useRealTimers())

describe('the page on which a workspace installs the app', () => {
  it('leads to Slack with the scopes the bot needs, and loads or runs nothing', async () => {
    const one = await open({ teams: 1 })
    const { page, status, headers, cookie } = await one.visit(INSTALL_PATH)
    expect(status).toBe(200)
    expect(page).toContain('Add to Slack')
    expect(page).not.toMatch(/<script|<link|<img|src=/)
    expect(headers.get('content-security-policy')).toMatch(/^default-src 'none'; style-src 'sha256-/)
    expect(headers.get('cache-control')).toBe('no-store')
    expect(headers.get('set-cookie')).toMatch(/HttpOnly.*SameSite=Lax$/)
    const { searchParams } = new URL((await one.offer()).link)
    expect(searchParams.get('scope')).toBe(SLACK_SCOPES.join(','))
    expect(searchParams.get('user_scope')).toBeNull()
    expect(searchParams.get('redirect_uri')).toBe(`${one.url}${REDIRECT_PATH}`)
    expect(cookie).not.toBe('')
    for (const path of [INSTALL_PATH, REDIRECT_PATH]) {
      expect((await fetch(`${one.url}${path}`, { method: 'POST' })).status).toBe(405)
    }
  })

  it('has the bot answer in the workspace from then on, and stores no token that can be read', async () => {
    const one = await open({ models: [scriptedModel(['The sea is wide.'])] })
    const [here, elsewhere] = one.slack.teams
    if (!here || !elsewhere) throw new Error('there are two workspaces')
    const { status, page } = await one.install(here)
    expect(status).toBe(200)
    expect(page).toContain('It is now in <strong>Team 1</strong>')
    expect(page).toContain(`https://app.slack.com/client/${here.teamId}`)
    const ask = (team: typeof here) =>
      team.say(team.people.ana, team.channels.general, `<@${team.botUserId}> Tell me of the sea.`)
    await ask(elsewhere)
    const [answer] = await answered(here, here.channels.general, await ask(here))
    expect(answer?.text).toContain('The sea is wide.')
    await elsewhere.settled()
    expect(elsewhere.messages(elsewhere.channels.general).map(({ by }) => by)).toEqual([elsewhere.people.ana])
    expect([...here.unacknowledged, ...elsewhere.unacknowledged]).toEqual([])
    const stored = JSON.stringify(await one.store.installationsAfter('', 10))
    expect(stored).toContain(here.teamId)
    for (const token of one.slack.tokens) expect(stored).not.toContain(token)
  })

  it('takes nobody back who did not begin here, in this browser, in the last ten minutes', async () => {
    const one = await open({ teams: 1 })
    const [team] = one.slack.teams
    if (!team) throw new Error('there is a workspace')
    const { link, cookie } = await one.offer()
    const back = one.slack.allow(link, team, team.people.ana, '')
    const other = await one.offer()
    for (const [address, with_] of [
      [back, undefined],
      [back, other.cookie],
      [back.replace(/state=[^&]+/, 'state='), cookie],
      [back.replace(/state=[^&]+/, 'state=forged'), 'recourse_slack_install=forged'],
      [back.replace(/code=[^&]+/, ''), cookie],
    ] as const) {
      const { status, page } = await one.visit(address, with_)
      expect(status).toBe(400)
      expect(page).toContain('in another browser, or more than ten minutes ago')
    }
    vi.useFakeTimers({ now: Date.now() + 11 * 60_000, toFake: ['Date'] })
    expect((await one.visit(back, cookie)).status).toBe(400)
    vi.useRealTimers()
    expect(one.slack.calls).toEqual([])
    expect(await one.store.installationsAfter('', 10)).toEqual([])
    expect((await one.visit(back, cookie)).status).toBe(200)
    // Slack takes a code once.
    expect((await one.visit(back, cookie)).status).toBe(502)
  })

  it('says so where somebody does not allow it', async () => {
    const one = await open({ teams: 1 })
    const { cookie } = await one.offer()
    const { status, page } = await one.visit(`${REDIRECT_PATH}?error=access_denied&state=x`, cookie)
    expect(status).toBe(200)
    expect(page).toContain('nothing was installed')
  })

  it('serves an organisation that installs the app for all of its workspaces as one', async () => {
    const one = await open({ teams: 3, models: [scriptedModel(['The sea is wide.'])] })
    const team = one.slack.teams[2]
    if (!team) throw new Error('there is a third workspace')
    expect((await one.install(team)).page).toContain('The organisation')
    const ts = await team.say(
      team.people.ana,
      team.channels.general,
      `<@${team.botUserId}> Tell me of the sea.`,
    )
    expect(await answered(team, team.channels.general, ts)).toHaveLength(1)
    await team.command(team.people.ana, team.channels.general, '/recourse', 'votes')
    await team.until(() => team.ephemerals(team.people.ana).length > 0)
    expect((await one.bot.workspaces()).map(({ workspace }) => workspace)).toEqual(['E000000001'])
  })

  it('works over a socket as well', async () => {
    const one = await open({ transport: 'socket', models: [scriptedModel(['The sea.', 'The lake.'])] })
    for (const team of one.slack.teams) {
      await one.install(team)
      const ts = await team.say(team.people.ana, team.channels.general, `<@${team.botUserId}> Tell me.`)
      expect(await answered(team, team.channels.general, ts)).toHaveLength(1)
    }
  })
})

describe('the key of encryption', () => {
  it('can be changed: what the earlier one encrypted goes on, and is encrypted anew', async () => {
    const first = await open({ teams: 1 })
    const [team] = first.slack.teams
    if (!team) throw new Error('there is a workspace')
    await first.install(team)
    const { slack, store } = first
    const before = await store.installationKeys()
    const key = 'the-next-key-of-encryption-for-tests'
    const second = await open({ slack, store, key, keysBefore: [ENCRYPTION_KEY] })
    await vi.waitFor(async () => expect(await store.installationKeys()).not.toEqual(before))
    const third = await open({ slack, store, key, models: [scriptedModel(['The sea is wide.'])] })
    await second.platform.stop()
    const ts = await team.say(team.people.ana, team.channels.general, `<@${team.botUserId}> Tell me.`)
    expect(await answered(team, team.channels.general, ts)).toHaveLength(1)
    expect(third.bot).toBeDefined()
  })

  it('is missed in one line at the start', async () => {
    const one = await open({ teams: 1 })
    const [team] = one.slack.teams
    if (!team) throw new Error('there is a workspace')
    await one.install(team)
    const [{ keyId } = { keyId: '' }] = await one.store.installationKeys()
    await expect(
      openInstalledSlack({ slack: one.slack, store: one.store, key: 'a key that is not the right one' }),
    ).rejects.toThrow(
      `The Slack tokens of 1 workspace were encrypted with another key than ENCRYPTION_KEY (${keyId})`,
    )
  })
})
