import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { App, types } from '@slack/bolt'
import { describe, expect, it, onTestFinished } from 'vitest'
import { clientOf, start, startApp } from './slack/drive.ts'

const echo = (app: App) => {
  app.event('app_mention', async ({ event, say }) => {
    await say({ text: `You said: ${event.text}`, thread_ts: event.thread_ts ?? event.ts })
  })
}

for (const transport of ['http', 'socket'] as const) {
  describe(`over ${transport}`, () => {
    it('a mention is answered in its thread and acknowledged', async () => {
      const slack = await start()
      await startApp(slack, transport, echo)
      const { ana } = slack.people
      const { general } = slack.channels
      const ts = await slack.say(ana, general, `<@${slack.botUserId}> hello`)
      await slack.until(() => slack.messages(general, { thread: ts }).length === 2)
      await slack.settled()
      const [, answer] = slack.messages(general, { thread: ts })
      expect(answer).toMatchObject({ by: slack.botUserId, threadTs: ts, streaming: false })
      expect(answer?.text).toBe(`You said: <@${slack.botUserId}> hello`)
      // The mention, the message, and the bot's own message.
      expect(slack.acks.map((ack) => ack.name)).toEqual(
        expect.arrayContaining(['app_mention', 'message', 'message']),
      )
      expect(slack.unacknowledged).toEqual([])
    })

    it('every event is delivered as often as asked, under one event id', async () => {
      const slack = await start({ deliveries: 3 })
      const seen: string[] = []
      await startApp(slack, transport, (app) => {
        app.event('app_mention', async ({ body }) => {
          seen.push(body.event_id)
        })
      })
      await slack.say(slack.people.ben, slack.channels.random, `<@${slack.botUserId}> once`)
      await slack.until(() => seen.length === 3)
      expect(new Set(seen).size).toBe(1)
    })

    it('clicks, commands, shortcuts and modals make the round trip', async () => {
      const slack = await start()
      const heard: string[] = []
      await startApp(slack, transport, (app) => {
        app.command('/recourse', async ({ command, ack, respond, client }) => {
          await ack({ text: `at once: ${command.text}` })
          await respond({ text: 'a little later' })
          await client.views.open({
            trigger_id: command.trigger_id,
            view: {
              type: 'modal',
              callback_id: 'why',
              title: { type: 'plain_text', text: 'Why?' },
              submit: { type: 'plain_text', text: 'Send' },
              blocks: [
                {
                  type: 'input',
                  block_id: 'reason',
                  label: { type: 'plain_text', text: 'Reason' },
                  element: { type: 'plain_text_input', action_id: 'text' },
                },
              ],
            },
          })
        })
        app.view('why', async ({ ack, view, body }) => {
          heard.push(`${body.user.id} because ${view.state.values['reason']?.['text']?.value}`)
          await ack()
        })
        app.shortcut('rate', async ({ ack, shortcut }) => {
          await ack()
          if (shortcut.type === 'message_action') heard.push(`rate ${shortcut.message_ts}`)
        })
        app.action('vote', async ({ ack, body, action, respond }) => {
          await ack()
          const value = 'value' in action ? action.value : ''
          heard.push(`${body.user.id} votes ${value}`)
          await respond({ text: 'Noted.', response_type: 'ephemeral', replace_original: false })
        })
      })
      const { ana, ben } = slack.people
      const { general } = slack.channels
      await slack.command(ana, general, '/recourse', 'help')
      await slack.until(() => slack.openedViews(ana).length === 1)
      expect(slack.ephemerals(ana).map((one) => one.text)).toEqual(
        expect.arrayContaining(['at once: help', 'a little later']),
      )
      const [view] = slack.openedViews(ana)
      if (view === undefined) throw new Error('no view')
      expect(await slack.submit(ana, view, { text: 'it was safe' })).toMatchObject({ acknowledged: true })
      expect(view.open).toBe(false)

      const blocks: types.KnownBlock[] = [
        {
          type: 'context_actions',
          elements: [
            {
              type: 'feedback_buttons',
              action_id: 'vote',
              positive_button: { text: { type: 'plain_text', text: 'Good' }, value: 'good' },
              negative_button: { text: { type: 'plain_text', text: 'Bad' }, value: 'bad' },
            },
          ],
        },
      ]
      const { ts } = await clientOf(slack).chat.postMessage({ channel: general, text: 'An answer', blocks })
      if (ts === undefined) throw new Error('no message')
      await slack.click(ben, general, ts, 'vote', { feedback: 'negative' })
      await slack.shortcut(ben, general, ts, 'rate')
      await slack.until(() => slack.ephemerals(ben).length === 1 && heard.length === 3)
      expect(heard).toEqual([`${ana} because it was safe`, `${ben} votes bad`, `rate ${ts}`])
    })
  })
}

describe('people', () => {
  it('edit, delete and react, and the app hears of each in the shape Slack sends', async () => {
    const slack = await start()
    const events: Record<string, unknown>[] = []
    await startApp(slack, 'socket', (app) => {
      app.event(/.*/, async ({ event }) => {
        events.push(event as unknown as Record<string, unknown>)
      })
    })
    const { ana, cleo } = slack.people
    const channel = slack.dm(ana)
    const ts = await slack.say(ana, channel, 'first')
    await slack.edit(ana, channel, ts, 'second')
    await slack.react(
      cleo,
      slack.channels.general,
      await slack.say(ana, slack.channels.general, 'x'),
      'thumbsup::skin-tone-3',
    )
    await slack.remove(ana, channel, ts)
    await slack.settled()
    expect(events).toHaveLength(5)
    expect(events[0]).toMatchObject({
      type: 'message',
      channel_type: 'im',
      text: 'first',
      user: ana,
      ts,
      event_ts: ts,
    })
    expect(events[1]).toMatchObject({
      subtype: 'message_changed',
      message: { text: 'second', edited: { user: ana } },
      previous_message: { text: 'first' },
    })
    expect(events[3]).toMatchObject({
      type: 'reaction_added',
      reaction: '+1::skin-tone-3',
      user: cleo,
      item_user: ana,
    })
    expect(events[4]).toMatchObject({ subtype: 'message_deleted', deleted_ts: ts })
  })
})

describe('threads', () => {
  it('a reply names its thread, a mention sends both events in the order asked for, one timestamp on both', async () => {
    const slack = await start()
    const events: Record<string, unknown>[] = []
    await startApp(slack, 'socket', (app) => {
      app.event(/.*/, async ({ event }) => {
        events.push(event as unknown as Record<string, unknown>)
      })
    })
    const { ana, ben } = slack.people
    const channel = slack.channels.private
    const thread = await slack.say(ana, channel, 'question')
    const text = `<@${slack.botUserId}> answer`
    const ts = await slack.say(ben, channel, text, { thread, order: 'message-first' })
    await slack.remove(ana, channel, thread)
    await slack.settled()
    expect(events).toMatchObject([
      { type: 'message', channel_type: 'group', ts: thread },
      { type: 'message', ts, thread_ts: thread, parent_user_id: ana, text },
      { type: 'app_mention', ts, thread_ts: thread, user: ben, text },
      { subtype: 'message_changed', message: { subtype: 'tombstone', ts: thread } },
    ])
    expect(events[2]).not.toHaveProperty('channel_type')
    expect(slack.messages(channel, { thread }).map((message) => message.deleted)).toEqual([true, false])
  })
})

describe('deliveries', () => {
  it('an event that is not acknowledged over HTTP comes again, signed, with its number and reason', async () => {
    const slack = await start({ ackTimeout: 2_000, retryWaits: [0, 0] })
    const seen: Record<string, unknown>[] = []
    const server = createServer((request, response) => {
      const { 'x-slack-retry-num': number, 'x-slack-retry-reason': reason } = request.headers
      seen.push({
        number,
        reason,
        signed: request.headers['x-slack-signature']?.toString().startsWith('v0='),
      })
      request.resume()
      if (seen.length === 1) return
      response.statusCode = seen.length === 2 ? 500 : 200
      response.end()
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    onTestFinished(() => server.close().closeAllConnections())
    slack.deliverTo(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`)
    await slack.say(slack.people.ana, slack.channels.general, 'hello')
    await slack.settled()
    expect(seen).toEqual([
      { number: undefined, reason: undefined, signed: true },
      { number: '1', reason: 'http_timeout', signed: true },
      { number: '2', reason: 'http_error', signed: true },
    ])
    expect(slack.acks).toHaveLength(1)
  })

  it('an envelope whose socket breaks goes to another one', async () => {
    const slack = await start({ retryWaits: [0] })
    const heard: string[] = []
    await startApp(slack, 'socket', (app) => {
      app.message(async ({ message }) => {
        if (message.subtype === undefined) heard.push(message.text ?? '')
      })
    })
    const { url = '' } = await clientOf(slack).apps.connections.open({ token: slack.appToken })
    const broken = new WebSocket(url)
    broken.addEventListener('message', ({ data }) => {
      if (String(data).includes('events_api')) broken.close()
    })
    await slack.until(() => slack.sockets === 2)
    await slack.say(slack.people.ana, slack.channels.general, 'one')
    await slack.say(slack.people.ana, slack.channels.general, 'two')
    await slack.settled()
    expect(heard.sort()).toEqual(['one', 'two'])
    expect(slack.unacknowledged).toHaveLength(1)
  })

  it('a socket that is told to go gets no more envelopes', async () => {
    const slack = await start()
    const { url = '' } = await clientOf(slack).apps.connections.open({ token: slack.appToken })
    const told = new WebSocket(url)
    const reasons: string[] = []
    told.addEventListener('message', ({ data }) => {
      const { reason } = JSON.parse(String(data)) as { reason?: string }
      if (reason !== undefined) reasons.push(reason)
    })
    await slack.until(() => slack.sockets === 1)
    slack.disconnectSockets('warning')
    expect(slack.sockets).toBe(0)
    await slack.until(() => reasons.length === 1)
    expect(reasons).toEqual(['warning'])
  })

  it('a response URL is good for five answers', async () => {
    const slack = await start()
    let url = ''
    await startApp(slack, 'socket', (app) => {
      app.command('/recourse', async ({ ack, command }) => {
        url = command.response_url
        await ack()
      })
    })
    await slack.command(slack.people.ana, slack.channels.general, '/recourse', '')
    const statuses: number[] = []
    for (const text of ['1', '2', '3', '4', '5', '6']) {
      statuses.push(
        (
          await fetch(url, {
            method: 'POST',
            headers: { 'content-type': 'application/json' },
            body: JSON.stringify({ text }),
          })
        ).status,
      )
    }
    expect(statuses).toEqual([200, 200, 200, 200, 200, 404])
    expect(slack.ephemerals(slack.people.ana)).toHaveLength(5)
  })
})
