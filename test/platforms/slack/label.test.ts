import { describe, expect, it } from 'vitest'
import { CODEBOOK } from '../../../src/crowd/codebook.ts'
import { GOLD_ITEMS } from '../../../src/crowd/gold-items.ts'
import { labelMessage } from '../../../src/platforms/slack/label-blocks.ts'
import { passagesOf } from '../../fakes/slack/visible-text.ts'
import { answeredItems } from '../../support/answered-items.ts'
import { closedAfterEach } from '../../support/close-after-each.ts'
import { openSlack, type TestSlack, type TestSlackOptions } from '../../support/slack.ts'

const open = closedAfterEach((options: TestSlackOptions = {}) => openSlack(options))

/** Answers in #general to somebody else. */
const fill = ({ store, slack }: TestSlack, count: number, channel: string = slack.channels.general) =>
  answeredItems(store, { count, place: { platform: 'slack', workspace: slack.teamId, channel } })

/** What one person alone sees, and where to click in it. */
function seen({ slack }: TestSlack, user: string) {
  const message = slack.ephemerals(user).at(-1)
  if (!message) throw new Error(`${user} sees nothing`)
  const text = passagesOf(message.text, message.blocks)
    .map((passage) => passage.text)
    .join('\n')
  return { ts: message.ts, text, blocks: JSON.stringify(message.blocks) }
}

async function begin(one: TestSlack, user: string, channel: string = one.slack.channels.general) {
  const before = one.slack.ephemerals(user).length
  await one.slack.command(user, channel, '/recourse', 'label')
  await one.slack.until(() => one.slack.ephemerals(user).length > before)
  return seen(one, user)
}

/** Clicks, and waits until something else stands in the same place. */
async function click(
  one: TestSlack,
  user: string,
  action: string,
  channel: string = one.slack.channels.general,
) {
  const { ts, blocks } = seen(one, user)
  await one.slack.click(user, channel, ts, action)
  await one.slack.until(() => seen(one, user).blocks !== blocks)
  expect(seen(one, user).ts).toBe(ts)
  return seen(one, user)
}

const requestIn = (text: string) => [...text.matchAll(/Request \d+/g)].join()
const isGold = (text: string) => GOLD_ITEMS.some(({ request }) => text.includes(request))

describe.each(['socket', 'http'] as const)('labelling over %s', (transport) => {
  it('goes from answer to answer in one message that nobody else sees', async () => {
    const one = await open({ transport })
    const { slack, store } = one
    const { ben } = slack.people
    const items = await fill(one, 4)
    const first = await begin(one, ben)
    expect(first.text).toContain('0 labelled by you, 4 in this channel still need labels.')
    for (const { label } of CODEBOOK.entries) expect(first.blocks).toContain(`recourse_label_${label}`)
    expect(first.blocks).not.toMatch(/rehearsal|direct|contextual|recourse_unlabel/)
    const texts = [first.text]
    for (let n = 1; !/Nothing here waits/.test(texts.at(-1) ?? ''); n += 1) {
      const next = await click(one, ben, 'recourse_label_refused_harmless')
      texts.push(next.text)
      expect(next.text).toContain(`${n} labelled by you`)
    }
    expect(new Set(texts.filter((text) => !isGold(text)).map(requestIn)).size).toBe(5)
    for (const { exchangeId } of items) {
      expect(await store.currentVotes(exchangeId)).toMatchObject([
        { label: 'refused_harmless', source: 'command', sawOtherVotes: false },
      ])
    }
    expect(slack.ephemerals(ben)).toHaveLength(1)
    expect(slack.messages(slack.channels.general)).toEqual([])
    await slack.settled()
    expect(slack.unacknowledged).toEqual([])
  })
})

describe('a label in Slack', () => {
  it('can be skipped, taken back, and left off', async () => {
    const one = await open()
    const { slack, store } = one
    const { ben } = slack.people
    const items = await fill(one, 3)
    const first = await begin(one, ben)
    const second = await click(one, ben, 'recourse_label_skipped')
    expect(second.text).not.toBe(first.text)
    const again = await click(one, ben, 'recourse_unlabel')
    expect(requestIn(again.text)).toBe(requestIn(first.text))
    const stopped = await click(one, ben, 'recourse_stop_labelling')
    expect(stopped.text).toContain('Thank you. 0 labelled by you')
    expect(stopped.text).toContain('/recourse label goes on.')
    expect(stopped.blocks).not.toContain('button')
    const votes = await Promise.all(items.map(({ exchangeId }) => store.currentVotes(exchangeId)))
    expect(votes.flat()).toEqual([])
  })

  it('of an answer that went away meanwhile is one honest line above the next', async () => {
    const one = await open()
    const { slack, store } = one
    const { ben } = slack.people
    const items = await fill(one, 2)
    const first = await begin(one, ben)
    const shown = items.find((_, index) => first.text.includes(`Request ${index + 1}`)) ?? expect.fail()
    await store.retract(shown.key, false)
    const next = await click(one, ben, 'recourse_label_answered_well')
    expect(next.text).toContain('That answer is not there any more, so nothing was stored for it.')
    expect(next.text).toContain('0 labelled by you')
  })

  it('is only of answers in the channel where it was begun', async () => {
    const one = await open()
    const { slack } = one
    await fill(one, 2, slack.channels.random)
    expect((await begin(one, slack.people.ben)).text).toContain('Nothing here waits for a label of yours.')
    expect((await begin(one, slack.people.ben, slack.channels.random)).text).toContain('2 in this channel')
  })

  it('can be begun in a thread, behind a mention', async () => {
    const one = await open()
    const { slack } = one
    const { ben } = slack.people
    await fill(one, 2)
    await slack.say(ben, slack.channels.general, `<@${slack.botUserId}> /recourse label`)
    await slack.until(() => slack.ephemerals(ben).length > 0)
    expect(seen(one, ben).text).toMatch(/Request \d/)
    expect((await click(one, ben, 'recourse_label_not_sure')).text).toContain('1 labelled by you')
  })

  it('that cannot be stored is said so, and the answer stays', async () => {
    const one = await open()
    const { slack, store } = one
    const { ben } = slack.people
    await fill(one, 2)
    const first = await begin(one, ben)
    Object.assign(store, { recordVote: () => Promise.reject(new Error('the disk is full')) })
    await slack.click(ben, slack.channels.general, first.ts, 'recourse_label_not_sure')
    await slack.until(() => slack.ephemerals(ben).length === 2)
    expect(seen(one, ben).text).toContain('Something broke on our side')
    expect(slack.ephemerals(ben)[0]?.ts).toBe(first.ts)
  })
})

describe('the message in Slack', () => {
  it('fits, pings nobody, hides no link, and says where it is cut', () => {
    const { blocks } = labelMessage({
      task: {
        id: 'a.b',
        request: '<!channel> & '.repeat(500),
        answer: `<@U1> [here](https://evil.example) ${'word '.repeat(4000)}`,
        stopped: true,
      },
      entries: CODEBOOK.entries,
      progress: { labelled: 1, open: 500, openOrMore: true },
      last: 'c.d',
      note: 'A note.',
    })
    const text = JSON.stringify(blocks)
    expect(text).toContain('Cut here: the answer is longer.')
    expect(text).toContain('Cut here: the request is longer.')
    expect(text).toContain('The model was stopped here.')
    expect(text).toContain('A note.')
    expect(text).toContain('more than 500 in this channel still need labels.')
    expect(text).not.toContain('<@U1>')
    expect(text.length).toBeLessThan(13_000)
  })
})
