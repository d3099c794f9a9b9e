import { describe, expect, it } from 'vitest'
import { ACTIONS } from '../../../src/platforms/slack/names.ts'
import type { FakeSlack } from '../../fakes/slack/slack-server.ts'
import { closedAfterEach } from '../../support/close-after-each.ts'
import { type InstalledSlackOptions, openInstalledSlack } from '../../support/installed-slack.ts'
import { scriptedModel } from '../../support/scripted-model.ts'
import { answered } from '../../support/slack.ts'

const open = closedAfterEach(openInstalledSlack)

/** Says the words of the request back, so that whoever sees an answer can tell where it was asked. */
const parrot = () =>
  scriptedModel([(messages) => `You spoke of this: ${messages.at(-1)?.content.split(' ').at(-1)}`])

/** Two workspaces whose channels and people are called alike; Ana has installed the app in one, Cleo in the other. */
async function openTwo(options: InstalledSlackOptions = {}) {
  const one = await open({ models: [parrot()], ...options })
  const [saffron, indigo] = one.slack.teams
  if (!saffron || !indigo) throw new Error('there are two workspaces')
  await one.install(saffron, saffron.people.ana)
  await one.install(indigo, indigo.people.cleo)
  return { ...one, saffron, indigo }
}

async function ask(team: FakeSlack, text: string): Promise<string> {
  const { general } = team.channels
  const ts = await team.say(team.people.ben, general, `<@${team.botUserId}> ${text}`)
  const [answer] = await answered(team, general, ts)
  return answer?.ts ?? ''
}

/** What a command tells whoever typed it; its last words may be asked for. */
async function command(team: FakeSlack, user: string, line: string, last = /./): Promise<string> {
  const told = () => team.ephemerals(user).map(({ text, blocks }) => text + JSON.stringify(blocks))
  const before = told().length
  const since = () => told().slice(before).join('\n')
  await team.command(user, team.channels.general, '/recourse', line)
  await team.until(() => last.test(since()))
  return since()
}

const STATISTICS = ['stats scope:workspace', /alt_text|Nothing was answered/] as const

async function homeOf(team: FakeSlack, user: string): Promise<string> {
  team.openHome(user, 'home')
  await team.until(() => team.homeOf(user) !== undefined)
  return JSON.stringify(team.homeOf(user))
}

describe('two workspaces of one bot', () => {
  it('see nothing of each other, wherever they look', async () => {
    const { saffron, indigo, slack, store } = await openTwo()
    const { ana, ben, cleo } = saffron.people
    const asked = await ask(saffron, 'Tell me of the colour called saffron')
    await saffron.react(ben, saffron.channels.general, asked, '+1')
    await saffron.settled()
    await command(saffron, ana, 'purpose We sell saffron')
    await command(saffron, ana, 'appeals quorum:5')
    await command(saffron, ana, 'codebook label:answered_well emoji:sunflower')
    await command(saffron, ana, 'model scope:workspace openai:scripted-unknown')
    await command(saffron, ana, 'export share:on')

    // Here nothing was said, set or labelled yet: same channel, same people.
    expect(await command(indigo, cleo, ...STATISTICS)).toContain('Nothing was answered')
    expect(await command(indigo, ben, 'votes')).toContain('You have no votes here yet')
    expect(await command(indigo, ben, 'label')).toMatch(/0 labelled by you/)
    expect(await homeOf(indigo, ben)).toContain('None yet.')

    await ask(indigo, 'Tell me of the colour called indigo')
    expect(await command(indigo, ben, 'purpose')).not.toContain('saffron')
    expect(await command(indigo, cleo, 'appeals')).toContain('3')
    expect(await command(indigo, cleo, 'codebook')).not.toContain('sunflower')
    expect(await command(indigo, cleo, ...STATISTICS)).toContain('1 attempt')
    expect(await command(indigo, cleo, 'export format:jsonl items')).toContain('direct message')
    expect(await command(indigo, cleo, 'export votes')).toContain('direct message')
    await command(indigo, cleo, 'label')
    await command(indigo, cleo, 'compare cached:yes strategies:direct,intent Tell me of indigo')
    await homeOf(indigo, ben)

    const seen = [
      ...indigo.visibleHistory(),
      ...indigo.files().map(({ bytes }) => bytes?.toString('utf8') ?? ''),
      await homeOf(indigo, ben),
    ].join('\n')
    expect(seen).toContain('indigo')
    expect(seen).not.toMatch(/saffron|sunflower|🌻/)
    const own = saffron.visibleHistory().join('\n')
    expect(own).toContain('saffron')
    expect(own).toMatch(/sunflower|🌻/)
    expect(own).not.toContain('indigo')
    expect(await command(saffron, ana, ...STATISTICS)).toContain('1 attempt')
    expect(await homeOf(saffron, ben)).not.toContain('None yet.')

    // No call went out with a token that was not the workspace's own: the other one would have refused it.
    expect(slack.calls.filter(({ error }) => error !== undefined)).toEqual([])
    expect((await store.workspaces()).map(({ workspace }) => workspace)).toEqual([
      saffron.teamId,
      indigo.teamId,
    ])
  })

  it('do not wait for each other where Slack limits one of them', async () => {
    const { saffron, indigo } = await openTwo()
    const limited = saffron.fault({ method: 'chat.startStream', status: 429, retryAfter: 2, times: 1 })
    const waiting = ask(saffron, 'Tell me of the colour called saffron')
    await saffron.until(() => limited.struck > 0)
    const struckAt = performance.now()
    await ask(indigo, 'Tell me of the colour called indigo')
    expect(saffron.messages(saffron.channels.general).filter(({ by }) => by === saffron.botUserId)).toEqual(
      [],
    )
    expect(await waiting).not.toBe('')
    expect(performance.now() - struckAt).toBeGreaterThan(1_500)
  })

  it('are told apart by whoever announces something to one of them', async () => {
    const { saffron, indigo, platform } = await openTwo()
    const drawn = () => Promise.reject(new Error('no picture today'))
    const picture = { name: 'chart', title: 'Chart', alt: 'A chart of refusals.', svg: drawn, png: drawn }
    const announcement = { id: 'one', markdown: 'A model has changed.', picture }
    const { general } = saffron.channels
    await platform.announce?.(`${indigo.teamId}/${general}`, announcement)
    expect(indigo.messages(general).map(({ text }) => text)).toEqual([
      expect.stringContaining('A model has changed.'),
    ])
    expect(saffron.messages(general)).toEqual([])
    await expect(platform.announce?.(general, announcement)).rejects.toThrow(
      'several workspaces have the app',
    )
    await expect(platform.announce?.(`T9/${general}`, announcement)).rejects.toThrow(
      'not installed in the workspace T9',
    )
  })

  it('have each the person who installed it as an admin, beside whom the operator names', async () => {
    const { saffron, indigo } = await openTwo({ admins: ['slack:T000000002/U0000000B1'] })
    const { ana, ben, cleo } = saffron.people
    const denied = 'Only an admin can change this'
    expect(await command(saffron, ana, 'appeals quorum:5')).not.toContain(denied)
    expect(await command(saffron, ben, 'appeals quorum:5')).toContain(denied)
    expect(await command(saffron, cleo, 'appeals quorum:5')).toContain(denied)
    expect(await command(indigo, cleo, 'appeals quorum:5')).not.toContain(denied)
    expect(await command(indigo, ben, 'appeals quorum:5')).not.toContain(denied)
    expect(await command(indigo, ana, 'appeals quorum:5')).toContain(denied)
    // What counts in all workspaces is not theirs to change.
    for (const [team, user] of [
      [saffron, ana],
      [indigo, ben],
    ] as const) {
      expect(await command(team, user, 'strategy version:paper')).toContain('Only whoever runs Recourse')
    }
  })

  it('are not heard where only the name of a button leads from one to the other', async () => {
    const { saffron, indigo, bot, store } = await openTwo()
    await ask(saffron, 'Tell me of the colour called saffron')
    const [exchange] = await store.recent(
      { platform: 'slack', workspace: saffron.teamId, channel: saffron.channels.general },
      1,
    )
    const id = exchange?.id ?? ''
    const elsewhere = { platform: 'slack', workspace: indigo.teamId, user: indigo.people.ben }
    await expect(bot.openAppeal({ exchangeId: id, person: elsewhere })).rejects.toThrow()
    const answer = await ask(indigo, 'Tell me of the colour called indigo')
    const forged = indigo.messages(indigo.channels.general).find(({ ts }) => ts === answer)
    const element = { type: 'button', action_id: ACTIONS.firstRefusal, value: id }
    ;(forged?.blocks as unknown[] | undefined)?.push({ type: 'actions', block_id: 'x', elements: [element] })
    await indigo.click(indigo.people.ben, indigo.channels.general, answer, ACTIONS.firstRefusal)
    await indigo.until(() => indigo.ephemerals(indigo.people.ben).length > 0)
    expect(JSON.stringify(indigo.ephemerals(indigo.people.ben))).toContain('not known any more')
  })
})

describe('a channel that two workspaces of one bot share', () => {
  it('is at home in the one through which the bot first heard of it, whatever the other sends later', async () => {
    const { saffron, indigo, store } = await openTwo()
    const { general } = saffron.channels
    saffron.actFrom('shared-channel')
    await ask(saffron, 'Tell me of the colour called saffron')
    expect(await store.channelHome(general)).toBe(saffron.teamId)
    // The same message again, told through the other workspace; and a command that somebody types there.
    const [message] = saffron.messages(general)
    indigo.actFrom('shared-channel')
    indigo.tell({
      type: 'app_mention',
      channel: general,
      user: saffron.people.ben,
      text: `<@${saffron.botUserId}> Tell me of the colour called saffron`,
      ts: message?.ts ?? '',
      team: saffron.teamId,
    })
    await indigo.settled()
    const exchanges = (workspace: string) =>
      store.recent({ platform: 'slack', workspace, channel: general }, 10)
    expect(await exchanges(saffron.teamId)).toHaveLength(1)
    expect(await exchanges(indigo.teamId)).toEqual([])
    expect(indigo.messages(general)).toEqual([])
  })

  it('concerns nobody any more when the one through which it was told has removed the app', async () => {
    const { saffron, indigo, slack, store } = await openTwo()
    const { general } = saffron.channels
    slack.uninstall(saffron)
    await saffron.settled()
    // Whoever acts is of the other workspace, which has the app still.
    saffron.actFrom('shared-channel')
    await saffron.say(
      saffron.people.cleo,
      general,
      `<@${saffron.botUserId}> Tell me of the colour called teal`,
    )
    await saffron.settled()
    for (const { teamId } of [saffron, indigo]) {
      expect(await store.recent({ platform: 'slack', workspace: teamId, channel: general }, 5)).toEqual([])
    }
    expect(await store.channelHome(general)).toBeUndefined()
  })

  it('hears whichever of its bots is mentioned there, and nobody else', async () => {
    const { saffron, indigo } = await openTwo()
    const { general } = saffron.channels
    saffron.actFrom('shared-channel')
    await ask(saffron, 'Tell me of the colour called saffron')
    const mention = (user: string) =>
      saffron.say(saffron.people.cleo, general, `<@${user}> Tell me of the colour called teal`)
    const [answer] = await answered(saffron, general, await mention(indigo.botUserId))
    expect(answer?.text).toContain('teal')
    const other = await mention(saffron.people.ben)
    await saffron.settled()
    expect(saffron.messages(general, { thread: other })).toHaveLength(1)
    // Where the channel is not shared, it is a bot like any other.
    saffron.actFrom('here')
    const alone = await mention(indigo.botUserId)
    await saffron.settled()
    expect(saffron.messages(general, { thread: alone })).toHaveLength(1)
  })
})
