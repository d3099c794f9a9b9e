import { describe, expect, it } from 'vitest'
import {
  comparisonView,
  notAMemberView,
  readComparison,
} from '../../../src/platforms/slack/comparison-view.ts'
import { viewRefusal } from '../../fakes/slack/limits.ts'
import { closedAfterEach } from '../../support/close-after-each.ts'
import { slackComparisons } from '../../support/comparison-driver.ts'
import { scriptedModel } from '../../support/scripted-model.ts'
import { answersIn, openSlack, type TestSlackOptions } from '../../support/slack.ts'

const PROMPT = 'Tell me of the sea.'
const MODELS = [scriptedModel(['The sea is wide.']), { ...scriptedModel(['It is deep.']), id: 'openai:deep' }]
const BOTH = 'models:openai:scripted-unknown,openai:deep'

const atOnce = () => new Promise<void>((resolve) => setImmediate(resolve))

const open = closedAfterEach(async (options: TestSlackOptions = {}) => {
  const one = await openSlack({ models: MODELS, platform: { wait: atOnce }, ...options })
  return { ...one, ...slackComparisons(one) }
})

type One = Awaited<ReturnType<typeof open>>

const boards = ({ slack }: One, channel: string = slack.channels.general) =>
  slack.messages(channel).filter(({ by, text }) => by === slack.botUserId && text.includes(PROMPT))

const opensAt = (one: One, channel?: string) =>
  one.slack.until(() => boards(one, channel).some(({ text }) => text.includes('Which answer is best?')))

const compare = ({ slack }: One, channel: string = slack.channels.general) =>
  slack.command(slack.people.ana, channel, '/recourse', `compare ${BOTH} ${PROMPT}`)

describe('a comparison in Slack', () => {
  it('that was posted, though nobody was told, is not posted twice', async () => {
    const one = await open()
    one.slack.fault({ method: 'chat.postMessage', times: 1, loseResponse: true })
    await compare(one)
    await opensAt(one)
    expect(boards(one)).toHaveLength(1)
  })

  it('goes on where Slack asks to wait, or stumbles', async () => {
    const one = await open({ platform: {} })
    one.slack.fault({ method: 'chat.update', times: 1, status: 429, retryAfter: 1 })
    one.slack.fault({ method: 'chat.update', times: 2, status: 500 })
    await compare(one)
    await opensAt(one)
  })

  it('is edited once for all votes that come before its turn', async () => {
    const turn = Promise.withResolvers<void>()
    const wait = (milliseconds: number) => (milliseconds > 0 ? turn.promise : atOnce())
    // Time stands still, so that every turn is still to come.
    const one = await open({ platform: { wait, timer: () => 0 } })
    const { slack } = one
    const board = await one.compare('ana', {
      models: 'openai:scripted-unknown,openai:deep',
      prompt: PROMPT,
    })
    await opensAt(one)
    await slack.settled()
    const edits = () => slack.calls.filter(({ method }) => method === 'chat.update').length
    const before = edits()
    for (const who of ['ana', 'ben', 'cleo'] as const) {
      for (const label of ['A', 'B', 'Tie']) await one.pressAndSee(who, board, label)
    }
    expect(edits()).toBe(before)
    turn.resolve()
    await slack.until(() => one.read(board).includes('3 people have voted.'))
    expect(edits()).toBe(before + 1)
  })

  it('where the bot is no member is one line, and asks no model any further', async () => {
    const one = await open()
    const { slack, store } = one
    await compare(one, slack.channels.outside)
    const { ana } = slack.people
    await slack.until(() => slack.ephemerals(ana).length > 0)
    expect(JSON.stringify(slack.ephemerals(ana).at(-1)?.blocks)).toContain(
      'I cannot post in this channel (Slack says `not_in_channel`). Invite me with `/invite`',
    )
    const channel = { platform: 'slack', workspace: slack.teamId, channel: slack.channels.outside }
    expect(await store.recentComparisons(channel, 1)).toMatchObject([{ status: 'cancelled' }])
  })

  it('is not offered in the menu of a message where the bot is no member', async () => {
    const one = await open()
    const { slack } = one
    const said = await slack.say(slack.people.ana, slack.channels.outside, PROMPT)
    const form = await one.compareFrom('ana', { channel: slack.channels.outside, message: said })
    expect(form.prompt).toBe('')
    expect(JSON.stringify(slack.openedViews().at(-1)?.view)).toContain('Invite me with /invite')
  })

  it('is typed behind a mention in a thread, shown there, and goes with that message', async () => {
    const one = await open()
    const { slack } = one
    const { general } = slack.channels
    const thread = await slack.say(slack.people.ben, general, 'Something else.')
    const said = await slack.say(
      slack.people.ana,
      general,
      `<@${slack.botUserId}> /recourse compare ${BOTH} ${PROMPT}`,
      { thread },
    )
    await opensAt(one)
    const [board] = answersIn(slack, general, thread)
    expect(board?.text).toContain('Which answer is best?')
    expect(await one.pressAndSee('ben', { channel: general, message: board?.ts ?? '' }, 'A')).toContain(
      'You chose: A.',
    )
    await slack.remove(slack.people.ana, general, said)
    await slack.until(() => answersIn(slack, general, thread).length === 0)
  })

  it('that cannot be begun says so in its form', async () => {
    const one = await open()
    const { slack } = one
    const message = await slack.say(slack.people.ben, slack.channels.general, PROMPT)
    await slack.shortcut(slack.people.ana, slack.channels.general, message, 'recourse_compare')
    await slack.until(() => slack.openedViews(slack.people.ana).length > 0)
    const [form] = slack.openedViews(slack.people.ana)
    if (!form) throw new Error('no form')
    for (const [values, wrong] of [
      [{ strategies: ['direct'] }, 'it takes two to compare'],
      [{ prompt: '  ' }, 'Say what is to be asked.'],
    ] as const) {
      const answer = await slack.submit(slack.people.ana, form, values)
      expect(answer).toMatchObject({
        body: { response_action: 'errors', errors: { prompt: expect.stringContaining(wrong) } },
      })
      expect(form.open).toBe(true)
    }
    await slack.submit(slack.people.ana, form, { models: ['openai:scripted-unknown', 'openai:deep'] })
    await opensAt(one)
    expect(form.open).toBe(false)
    expect(slack.unacknowledged).toEqual([])
  })

  it('works over HTTP', async () => {
    const one = await open({ transport: 'http' })
    const board = await one.compare('ana', {
      models: 'openai:scripted-unknown,openai:deep',
      prompt: PROMPT,
    })
    await opensAt(one)
    expect(await one.pressAndSee('ben', board, 'B')).toContain('You chose: B.')
    await one.press('ana', board, 'Reveal')
    await one.slack.until(() => one.read(board).includes('openai:deep'))
    expect(one.slack.unacknowledged).toEqual([])
  })
})

describe('the form of a comparison in Slack', () => {
  const place = { channel: 'C1', about: '1.1' }
  const names = (count: number, length: number) =>
    Array.from({ length: count }, (_, index) => `${index}`.padEnd(length, 'x'))

  it('is one that Slack takes, whatever there is to choose', () => {
    for (const [models, strategies] of [
      [[], []],
      [names(150, 75), names(3, 160)],
      [names(100, 150), names(1, 1)],
    ] as const) {
      const form = { place, prompt: 'x'.repeat(5_000), models, strategies }
      expect(viewRefusal({ ...comparisonView(form) })).toBeUndefined()
    }
    expect(viewRefusal({ ...notAMemberView() })).toBeUndefined()
    expect(
      viewRefusal({ ...comparisonView({ place, prompt: '', models: [], strategies: [] }) }),
    ).toBeUndefined()
  })

  it('is read as it was filled in', () => {
    const values = {
      prompt: { value: { value: ' Tell me. ' } },
      models: { value: { selected_options: [{ value: 'a:b' }, { value: 'c:d' }] } },
    }
    const view = { id: 'V1', private_metadata: JSON.stringify(place), state: { values } }
    expect(readComparison(view)).toEqual({
      form: 'V1',
      place,
      prompt: 'Tell me.',
      strategies: [],
      models: ['a:b', 'c:d'],
    })
    expect(() => readComparison({ ...view, private_metadata: '{' })).toThrow('cannot be read')
  })
})
