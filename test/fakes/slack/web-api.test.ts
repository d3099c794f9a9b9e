import type { types } from '@slack/bolt'
import { describe, expect, it } from 'vitest'
import { clientOf, errorOf, start, startApp } from './drive.ts'
import type { FakeSlack } from './slack-server.ts'

const startStream = (slack: FakeSlack, thread: string, channel: string = slack.channels.general) =>
  clientOf(slack).chat.startStream({
    channel,
    thread_ts: thread,
    recipient_team_id: slack.teamId,
    recipient_user_id: slack.people.ana,
    markdown_text: 'opening',
  })

describe('streams', () => {
  it('show what was appended, and end whole', async () => {
    const slack = await start()
    const { ana } = slack.people
    const { general } = slack.channels
    const thread = await slack.say(ana, general, 'question')
    const client = clientOf(slack)
    const stream = client.chatStream({
      channel: general,
      thread_ts: thread,
      recipient_team_id: slack.teamId,
      recipient_user_id: ana,
      buffer_size: 1,
    })
    await stream.append({ markdown_text: '**one**' })
    const ts = stream.ts ?? ''
    expect(slack.messages(general, { thread })[1]).toMatchObject({ streaming: true, text: '**one**' })
    expect(await errorOf(client.chat.update({ channel: general, ts, text: 'x' }))).toBe(
      'streaming_state_conflict',
    )
    await stream.append({ markdown_text: ' two' })
    const replies = await client.conversations.replies({ channel: general, ts: thread })
    expect(replies.messages?.[1]?.text).toBe('**one** two')
    await stream.stop({
      blocks: [{ type: 'context', elements: [{ type: 'mrkdwn', text: 'asked again' }] }],
      metadata: { event_type: 'answer', event_payload: { exchange: 'e1' } },
    })
    expect(slack.messages(general, { thread })[1]).toMatchObject({
      streaming: false,
      history: ['**one**', '**one** two', '**one** two\nasked again'],
      metadata: { event_payload: { exchange: 'e1' } },
    })
    expect(await errorOf(client.chat.appendStream({ channel: general, ts, markdown_text: 'x' }))).toBe(
      'message_not_in_streaming_state',
    )
    expect(await errorOf(client.chat.update({ channel: general, ts, text: 'changed' }))).toBe('none')
    expect(slack.messages(general, { thread })[1]?.text).toBe('changed')
  })

  it('refuse what Slack refuses', async () => {
    const slack = await start()
    const { general } = slack.channels
    const { ana } = slack.people
    const thread = await slack.say(ana, general, 'question')
    const { chat } = clientOf(slack)
    const place = { channel: general, thread_ts: thread }
    expect(await errorOf(chat.startStream({ ...place, recipient_user_id: ana }))).toBe(
      'missing_recipient_team_id',
    )
    expect(await errorOf(chat.startStream({ ...place, recipient_team_id: slack.teamId }))).toBe(
      'missing_recipient_user_id',
    )
    const direct = await slack.say(ana, slack.dm(ana), 'question')
    expect(await errorOf(chat.startStream({ channel: slack.dm(ana), thread_ts: direct }))).toBe('none')

    const { ts = '' } = await startStream(slack, thread)
    const append = { channel: general, ts }
    const chunks = [{ type: 'markdown_text' as const, text: 'x' }]
    expect(await errorOf(chat.appendStream({ ...append, markdown_text: 'x', chunks }))).toBe(
      'invalid_arguments',
    )
    expect(await errorOf(chat.appendStream({ ...append, markdown_text: 'x'.repeat(11_993) }))).toBe('none')
    expect(await errorOf(chat.appendStream({ ...append, markdown_text: 'x' }))).toBe('msg_too_long')
    expect(await errorOf(chat.appendStream({ channel: general, ts: thread, markdown_text: 'x' }))).toBe(
      'message_not_owned_by_app',
    )
    expect(await errorOf(chat.appendStream({ channel: general, ts: '1.1', markdown_text: 'x' }))).toBe(
      'message_not_found',
    )
  })

  it('are closed by Slack after their time, and keep what was shown', async () => {
    let time = Date.now()
    const slack = await start({ now: () => time })
    const { general } = slack.channels
    const thread = await slack.say(slack.people.ana, general, 'question')
    const { ts = '' } = await startStream(slack, thread)
    time += 5 * 60_000
    expect(slack.messages(general, { thread })[1]).toMatchObject({ streaming: false, text: 'opening' })
    expect(await errorOf(clientOf(slack).chat.stopStream({ channel: general, ts }))).toBe(
      'message_not_in_streaming_state',
    )
  })

  it('may be missing from a workspace', async () => {
    const slack = await start({ streaming: 'missing' })
    expect(await errorOf(startStream(slack, '1.1'))).toBe('unknown_method')
  })
})

const section = (text: string): types.KnownBlock => ({ type: 'section', text: { type: 'mrkdwn', text } })
const markdown = (text: string): types.KnownBlock => ({ type: 'markdown', text })
const buttons = (...labels: readonly string[]): types.KnownBlock => ({
  type: 'actions',
  elements: labels.map((text) => ({ type: 'button', action_id: text, text: { type: 'plain_text', text } })),
})
const numbered = (count: number) => Array.from({ length: count }, (_, index) => `n${index}`)

const messageLimits: readonly [string, readonly types.KnownBlock[], readonly types.KnownBlock[], string][] = [
  ['50 blocks', numbered(50).map(section), numbered(51).map(section), 'invalid_blocks'],
  [
    '3,000 characters in a section',
    [section('x'.repeat(3000))],
    [section('x'.repeat(3001))],
    'invalid_blocks',
  ],
  [
    '12,000 characters of Markdown over all blocks',
    [markdown('x'.repeat(6000)), markdown('x'.repeat(6000))],
    [markdown('x'.repeat(6000)), markdown('x'.repeat(6001))],
    'msg_blocks_too_long',
  ],
  ['75 characters on a button', [buttons('x'.repeat(75))], [buttons('x'.repeat(76))], 'invalid_blocks'],
  ['25 elements in a row', [buttons(...numbered(25))], [buttons(...numbered(26))], 'invalid_blocks'],
  ['one action id in a row', [buttons('a', 'b')], [buttons('a', 'a')], 'invalid_blocks'],
]

describe('limits', () => {
  it.each(messageLimits)('%s', async (_name, fits, exceeds, error) => {
    const slack = await start()
    const { chat } = clientOf(slack)
    const post = (blocks: readonly types.KnownBlock[]) =>
      chat.postMessage({ channel: slack.channels.general, text: 'fallback', blocks: [...blocks] })
    expect(await errorOf(post(fits))).toBe('none')
    expect(await errorOf(post(exceeds))).toBe(error)
    expect(slack.messages(slack.channels.general)).toHaveLength(1)
  })

  it('an update takes 4,000 characters of text, a post 40,000 and cuts the rest', async () => {
    const slack = await start()
    const { general } = slack.channels
    const { chat } = clientOf(slack)
    const { ts = '' } = await chat.postMessage({ channel: general, text: 'x'.repeat(40_001) })
    expect(slack.messages(general)[0]?.text).toHaveLength(40_000)
    expect(await errorOf(chat.update({ channel: general, ts, text: 'x'.repeat(4000) }))).toBe('none')
    expect(await errorOf(chat.update({ channel: general, ts, text: 'x'.repeat(4001) }))).toBe('msg_too_long')
  })

  it('a modal needs a trigger that is fresh, and a short title', async () => {
    let time = Date.now()
    const slack = await start({ now: () => time })
    let trigger = ''
    await startApp(slack, 'socket', (app) => {
      app.command('/recourse', async ({ ack, command }) => {
        trigger = command.trigger_id
        await ack()
      })
    })
    await slack.command(slack.people.ana, slack.channels.general, '/recourse', '')
    const open = (title: string) =>
      clientOf(slack).views.open({
        trigger_id: trigger,
        view: { type: 'modal', title: { type: 'plain_text', text: title }, blocks: [section('x')] },
      })
    expect(await errorOf(open('x'.repeat(25)))).toBe('invalid_arguments')
    time += 3001
    expect(await errorOf(open('Why?'))).toBe('expired_trigger_id')
  })

  it('a wrong token, a missing scope and a foreign channel are refused', async () => {
    const slack = await start({ scopes: ['chat:write'] })
    const client = clientOf(slack)
    const { general, outside } = slack.channels
    expect(await errorOf(client.auth.test({ token: 'xoxb-other' }))).toBe('invalid_auth')
    expect((await client.auth.test()).response_metadata?.scopes).toEqual(['chat:write'])
    expect(await errorOf(client.reactions.add({ channel: general, timestamp: '1.1', name: 'eyes' }))).toBe(
      'missing_scope',
    )
    expect(await errorOf(client.chat.postMessage({ channel: outside, text: 'x' }))).toBe('not_in_channel')
    await slack.invite(slack.people.ana, outside)
    expect(await errorOf(client.chat.postMessage({ channel: outside, text: 'x' }))).toBe('none')
  })

  it('metadata is read back only where it is asked for, and found by time', async () => {
    const slack = await start()
    const { conversations, chat } = clientOf(slack)
    const { channel: direct } = await conversations.open({ users: slack.people.ana })
    const channel = direct?.id ?? ''
    expect(channel).toBe(slack.dm(slack.people.ana))
    const first = await chat.postMessage({ channel, text: 'first' })
    const metadata = { event_type: 'answer', event_payload: { exchange: 'e1' } }
    await chat.postMessage({ channel, text: 'second', metadata })
    const after = { channel, oldest: first.ts ?? '' }
    const plain = await conversations.history(after)
    expect(plain.messages?.map(({ text, metadata: read }) => [text, read])).toEqual([['second', undefined]])
    const whole = await conversations.history({ ...after, include_all_metadata: true })
    expect(whole.messages?.[0]?.metadata).toEqual(metadata)
  })
})

describe('what people see', () => {
  it.each([
    ['<!channel> and <!here|here>', ['@channel', '@here']],
    ['<@U0000000A1> in <#C000000001|general>', ['@U0000000A1', '#C000000001']],
    ['<!subteam^S012345> <!everyone>', ['@subteam^S012345', '@everyone']],
    ['&lt;!channel&gt; &lt;@U0000000A1&gt; @here', []],
  ])('%s notifies whom Slack would notify', async (text, notified) => {
    const slack = await start()
    const { chat } = clientOf(slack)
    await chat.postMessage({ channel: slack.channels.general, text })
    expect(slack.notified()).toEqual(notified)
    const other = await start()
    await clientOf(other).chat.postMessage({ channel: other.channels.general, markdown_text: text })
    expect(other.notified()).toEqual(notified)
  })

  it('names become mentions where the bot asks Slack to link them', async () => {
    const slack = await start()
    await clientOf(slack).chat.postMessage({
      channel: slack.channels.general,
      text: 'ask @here',
      link_names: true,
    })
    expect(slack.notified()).toEqual(['@here'])
  })

  it('a link that hides its target is told from one that shows it', async () => {
    const slack = await start()
    const text =
      '[the docs](https://evil.example) [https://a.example](https://a.example/) `[x](https://code.example)`'
    const { chat } = clientOf(slack)
    await chat.postMessage({ channel: slack.channels.general, markdown_text: text })
    await chat.postMessage({
      channel: slack.channels.general,
      text: '<https://b.example|b> <https://c.example>',
    })
    expect(slack.hiddenLinks().map((link) => link.target)).toEqual([
      'https://evil.example',
      'https://b.example',
    ])
  })
})

describe('faults', () => {
  it('a lost response has been performed all the same', async () => {
    const slack = await start()
    const fault = slack.fault({ method: 'chat.postMessage', times: 1, loseResponse: true })
    const { general } = slack.channels
    expect(await errorOf(clientOf(slack).chat.postMessage({ channel: general, text: 'hi' }))).toBe(
      'slack_webapi_request_error',
    )
    expect(fault.struck).toBe(1)
    expect(slack.messages(general).map((message) => message.text)).toEqual(['hi'])
  })

  it('every second call is rate limited, and not performed', async () => {
    const slack = await start()
    slack.fault({ method: /^chat\./, every: 2, status: 429, retryAfter: 7 })
    const client = clientOf(slack)
    const { general } = slack.channels
    const post = () => client.chat.postMessage({ channel: general, text: 'hi' })
    expect(await errorOf(post())).toBe('none')
    await expect(post()).rejects.toMatchObject({ retryAfter: 7 })
    expect(await errorOf(post())).toBe('none')
    expect(slack.messages(general)).toHaveLength(2)
    expect(slack.calls.map((call) => call.status)).toEqual([200, 429, 200])
  })

  it('with pace a channel takes a burst, then one message a second, and leaves other channels alone', async () => {
    let time = Date.now()
    const slack = await start({ pace: true, now: () => time })
    const client = clientOf(slack)
    const post = (channel: string) => errorOf(client.chat.postMessage({ channel, text: 'hi' }))
    const { general, random } = slack.channels
    const answers: string[] = []
    for (const _ of numbered(5)) answers.push(await post(general))
    expect(answers.filter((answer) => answer === 'none')).toHaveLength(4)
    expect(await post(random)).toBe('none')
    time += 1000
    expect(await post(general)).toBe('none')
  })
})
