import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readIncoming } from '../../../src/platforms/slack/incoming.ts'

const BOT = 'U00000B071'
const ANA = 'U0000000A1'
const ME = { team: 'T000000001', botUser: BOT }
const GENERAL = 'C000000001'
const TS = '1795257000.000100'
const EDITED = { user: ANA, ts: '1795257009.000000' }

const post = {
  type: 'message',
  channel: GENERAL,
  channel_type: 'channel',
  user: ANA,
  team: ME.team,
  text: `<@${BOT}> Tell me of the sea.`,
  ts: TS,
}

/** The event by which Slack tells that a message changed. */
function changed(after: object, before: object, event: object = {}) {
  return {
    type: 'message',
    subtype: 'message_changed',
    hidden: true,
    channel: GENERAL,
    channel_type: 'channel',
    ts: '1795257010.000200',
    message: after,
    previous_message: before,
    ...event,
  }
}

const key = (message: string, channel = GENERAL) => ({
  platform: 'slack',
  workspace: ME.team,
  channel,
  message,
})
const read = (event: unknown) => readIncoming(event, ME)
const { channel: _, ...written } = post

describe('what somebody said', () => {
  it('is read from a mention', () => {
    expect(read(post)).toEqual({
      type: 'said',
      said: {
        message: {
          key: key(TS),
          place: { platform: 'slack', workspace: ME.team, channel: GENERAL, thread: TS },
          author: { platform: 'slack', workspace: ME.team, user: ANA },
          text: 'Tell me of the sea.',
          awaitsDelivery: true,
          opensConversation: true,
        },
        address: 'named',
        inThread: false,
        authorTeam: ME.team,
      },
    })
  })

  it('is the same from both events of one post, so that it is claimed once', () => {
    const texts = fc.tuple(fc.string(), fc.string()).map(([one, other]) => `${one}<@${BOT}>${other}`)
    const more = fc.record(
      {
        thread_ts: fc.constant('1795256000.000100'),
        edited: fc.constant(EDITED),
        files: fc.constant([{ id: 'F1' }]),
      },
      { requiredKeys: [] },
    )
    fc.assert(
      fc.property(texts, more, (text, extra) => {
        const { channel_type: _, ...rest } = post
        const mention = { ...rest, ...extra, type: 'app_mention', text }
        const message = { ...post, ...extra, ...(extra.files && { subtype: 'file_share' }), text }
        const heard = read(mention)
        expect(heard).toBeDefined()
        expect(read(message)).toEqual(heard)
      }),
    )
  })

  it.each([
    ['a direct message', { channel: 'D0000000A1', channel_type: 'im', text: 'hello' }, 'named'],
    [
      'a direct message to somebody else by name',
      { channel: 'D0000000A1', text: '<@U0000000B1> hi' },
      'named',
    ],
    ['a message that names nobody', { text: 'hello' }, 'unnamed'],
    ['a message that names somebody at its end', { text: 'hello <@U0000000B1>' }, 'unnamed'],
    ['a message to somebody that names the bot too', { text: `<@U0000000B1> ask <@${BOT}>` }, 'named'],
    ['a file with words', { subtype: 'file_share', files: [{ id: 'F1' }], text: 'What is this?' }, 'unnamed'],
    [
      'a reply sent to the channel too',
      { subtype: 'thread_broadcast', thread_ts: '1.1', text: 'so' },
      'unnamed',
    ],
    ['/me', { subtype: 'me_message', text: 'wonders' }, 'unnamed'],
  ])('is heard in %s', (_, more, address) => {
    expect(read({ ...post, ...more })).toMatchObject({ type: 'said', said: { address } })
  })

  it('is a reply where its thread was opened by another message', () => {
    const thread = '1795256000.000100'
    expect(read({ ...post, thread_ts: thread })).toMatchObject({
      said: { inThread: true, message: { key: key(TS), place: { thread } } },
    })
    expect(read({ ...post, thread_ts: TS })).toMatchObject({ said: { inThread: false } })
  })

  it.each([
    ['a bot', { bot_id: 'B1' }],
    ['a bot without a user', { user: undefined, subtype: 'bot_message', bot_id: 'B1' }],
    ['ourselves', { user: BOT }],
    ['Slackbot', { user: 'USLACKBOT' }],
    ['a join', { subtype: 'channel_join' }],
    ['a new topic', { subtype: 'channel_topic' }],
    ['a reminder', { subtype: 'reminder_add' }],
    ['nobody', { user: undefined }],
    ['somebody to somebody else', { text: '<@U0000000B1> what do you think?' }],
  ])('is not heard from %s', (_, more) => {
    expect(read({ ...post, text: 'hello', ...more })).toBeUndefined()
  })

  it('is nothing in what is no event at all', () => {
    fc.assert(
      fc.property(fc.anything(), (event) => {
        expect(read(event)).toBeUndefined()
      }),
    )
  })
})

describe('a message that changed', () => {
  const after = { ...written, text: `<@${BOT}> Tell me of the lake.`, edited: EDITED }

  it('is a new request in the place of the old one', () => {
    expect(read(changed(after, written))).toMatchObject({
      type: 'edited',
      before: key(TS),
      said: { message: { key: key(`${TS}~${EDITED.ts}`), text: 'Tell me of the lake.' } },
    })
  })

  it('is told apart from its earlier edits', () => {
    const again = { ...after, text: `<@${BOT}> The pond.`, edited: { user: ANA, ts: '1795257020.000000' } }
    expect(read(changed(again, after))).toMatchObject({
      before: key(`${TS}~${EDITED.ts}`),
      said: { message: { key: key(`${TS}~1795257020.000000`) } },
    })
  })

  it('means what the mention that Slack sends of the edit means', () => {
    const mention = read({ ...after, type: 'app_mention', channel: GENERAL })
    expect(mention).toMatchObject({ type: 'said' })
    expect(read(changed(after, written))).toMatchObject({
      said: mention && 'said' in mention && mention.said,
    })
  })

  it('is taken back when it now addresses somebody else', () => {
    const away = { ...after, text: '<@U0000000B1> Tell me of the sea.' }
    expect(read(changed(away, written))).toEqual({ type: 'deleted', before: key(TS) })
  })

  it.each([
    ['only a preview of a link was added', { ...written, attachments: [{ id: 1 }] }, written],
    ['a preview was added to one edited before', { ...after, attachments: [{ id: 1 }] }, after],
    ['somebody replied to it', { ...written, reply_count: 1 }, written],
    ['it is ours', { ...after, user: BOT, bot_id: 'B1', text: 'other words' }, written],
    ['it is of another bot', { ...after, bot_id: 'B1', text: 'other words' }, written],
  ])('means nothing where %s', (_, now, before) => {
    expect(read(changed(now, before))).toBeUndefined()
  })
})

describe('a message that is gone', () => {
  const gone = {
    type: 'message',
    subtype: 'message_deleted',
    channel: GENERAL,
    channel_type: 'channel',
    ts: '1795257010.000200',
    deleted_ts: TS,
    previous_message: written,
  }
  const tombstone = { type: 'message', subtype: 'tombstone', user: 'USLACKBOT', text: 'Deleted.', ts: TS }

  it.each([
    ['deleted', gone, key(TS)],
    [
      'deleted after an edit',
      { ...gone, previous_message: { ...written, edited: EDITED } },
      key(`${TS}~${EDITED.ts}`),
    ],
    ['deleted, of which nothing else is told', { ...gone, previous_message: undefined }, key(TS)],
    ['deleted under its replies', changed(tombstone, written), key(TS)],
    [
      'deleted under its replies after an edit',
      changed(tombstone, { ...written, edited: EDITED }),
      key(`${TS}~${EDITED.ts}`),
    ],
  ])('is taken back when it was %s', (_, event, before) => {
    expect(read(event)).toEqual({ type: 'deleted', before })
  })

  it.each([
    ['deleted', { ...gone, previous_message: { ...written, bot_id: 'B1' } }],
    ['deleted under its replies', changed(tombstone, { ...written, bot_id: 'B1' })],
  ])('means nothing where it was a bot’s and was %s', (_, event) => {
    expect(read(event)).toBeUndefined()
  })
})
