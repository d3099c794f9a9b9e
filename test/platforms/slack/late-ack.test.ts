import type { App, Receiver, ReceiverEvent } from '@slack/bolt'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { LateAck } from '../../../src/platforms/slack/late-ack.ts'
import { openStore } from '../../../src/store/sql-store.ts'
import { scriptedModel } from '../../support/scripted-model.ts'
import { answered, openSlack } from '../../support/slack.ts'

/** An app behind the late acknowledgement: it acknowledges at once, as Bolt does, and then listens. */
function behind(lateAck: LateAck, listener: (body: object) => Promise<void>) {
  let inner: App | undefined
  const receiver: Receiver = {
    init(app) {
      inner = app
    },
    start: async () => undefined,
    stop: async () => undefined,
  }
  const app = {
    async processEvent({ ack, body }: ReceiverEvent) {
      await ack()
      await listener(body)
    },
  }
  lateAck.over(receiver).init(app as App)
  return (event: ReceiverEvent) => inner?.processEvent(event) ?? Promise.resolve()
}

/** An event that counts its acknowledgements. */
function arriving(body: object) {
  const acks: unknown[] = []
  const event: ReceiverEvent = { body, ack: async (response) => void acks.push(response) }
  return { event, acks }
}

const settle = () => vi.advanceTimersByTimeAsync(0)

describe('an event', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  it('is acknowledged once it is safe, while its answer still goes on', async () => {
    const lateAck = new LateAck()
    const claim = Promise.withResolvers<void>()
    const process = behind(lateAck, async (body) => {
      await claim.promise
      lateAck.taken(body)
      await new Promise(() => {})
    })
    const { event, acks } = arriving({ event: { type: 'message' } })
    void process(event)
    await vi.advanceTimersByTimeAsync(1_900)
    expect(acks).toHaveLength(0)
    claim.resolve()
    await settle()
    expect(acks).toHaveLength(1)
    await vi.advanceTimersByTimeAsync(5_000)
    expect(acks).toHaveLength(1)
  })

  it('is never acknowledged while it is not safe, however long that takes', async () => {
    const lateAck = new LateAck()
    const process = behind(lateAck, () => new Promise(() => {}))
    const { event, acks } = arriving({ event: { type: 'message' } })
    void process(event)
    await vi.advanceTimersByTimeAsync(60_000)
    expect(acks).toHaveLength(0)
    lateAck.taken(event.body)
    await settle()
    expect(acks).toHaveLength(1)
  })

  it('is not acknowledged where it could not be dealt with', async () => {
    const lateAck = new LateAck()
    const process = behind(lateAck, async (body) => {
      lateAck.missed(body)
      throw new Error('the records cannot be used')
    })
    const { event, acks } = arriving({ event: { type: 'message' } })
    await expect(process(event)).rejects.toThrow('the records cannot be used')
    await vi.advanceTimersByTimeAsync(60_000)
    expect(acks).toHaveLength(0)
  })

  it('is acknowledged when what listens to it breaks', async () => {
    const process = behind(new LateAck(), async () => {
      throw new Error('broken')
    })
    const { event, acks } = arriving({ event: { type: 'message' } })
    await expect(process(event)).rejects.toThrow('broken')
    await settle()
    expect(acks).toHaveLength(1)
  })

  it('that concerns nobody is acknowledged at once', async () => {
    const process = behind(new LateAck(), async () => {})
    const { event, acks } = arriving({ event: { type: 'member_joined_channel' } })
    await process(event)
    await settle()
    expect(acks).toHaveLength(1)
  })

  it('does not break where its connection is gone', async () => {
    const process = behind(new LateAck(), async () => {})
    const event: ReceiverEvent = {
      body: { event: { type: 'message' } },
      ack: () => Promise.reject(new Error('socket closed')),
    }
    await process(event)
    await settle()
  })

  it('waits for no other: two deliveries of one event are acknowledged each for itself', async () => {
    const lateAck = new LateAck()
    const process = behind(lateAck, () => new Promise(() => {}))
    const one = arriving({ event: { type: 'message' } })
    const other = arriving({ event: { type: 'message' } })
    void process(one.event)
    void process(other.event)
    lateAck.taken(other.event.body)
    await settle()
    expect([one.acks.length, other.acks.length]).toEqual([0, 1])
  })
})

describe('a command or a click', () => {
  it('is acknowledged by its listener, with what that says', async () => {
    const inner: ReceiverEvent[] = []
    const receiver: Receiver = { init() {}, start: async () => undefined, stop: async () => undefined }
    let late: App | undefined
    receiver.init = (app) => {
      late = app
    }
    const app = { processEvent: async (event: ReceiverEvent) => void inner.push(event) }
    new LateAck().over(receiver).init(app as App)
    const { event, acks } = arriving({ command: '/recourse', text: 'help' })
    await late?.processEvent(event)
    await inner[0]?.ack({ text: 'here' })
    expect(acks).toEqual([{ text: 'here' }])
  })
})

describe.each(['socket', 'http'] as const)('over %s', (transport) => {
  it('a mention is acknowledged only when its claim is stored', async () => {
    const store = await openStore({ url: ':memory:' })
    const reached = Promise.withResolvers<void>()
    const stored = Promise.withResolvers<void>()
    const slow: typeof store = {
      ...store,
      async claim(claim) {
        reached.resolve()
        await stored.promise
        return store.claim(claim)
      },
    }
    const one = await openSlack({ transport, store: slow, models: [scriptedModel(['The sea is wide.'])] })
    const { slack } = one
    const { general } = slack.channels
    const ts = await slack.say(slack.people.ana, general, `<@${slack.botUserId}> Tell me of the sea.`)
    await reached.promise
    expect(slack.acks).toEqual([])
    stored.resolve()
    await answered(slack, general, ts)
    await slack.settled()
    expect(slack.acks.map(({ name }) => name)).toContain('app_mention')
    expect(slack.unacknowledged).toEqual([])
    await one.close()
    await store.close()
  })

  it('what cannot be stored is not acknowledged, so that it comes again', async () => {
    const store = await openStore({ url: ':memory:' })
    const broken: typeof store = { ...store, linkOf: () => Promise.reject(new Error('the disk is full')) }
    const one = await openSlack({ transport, store: broken, fake: { retryWaits: [0], ackTimeout: 300 } })
    const { slack } = one
    const { general } = slack.channels
    const ts = await slack.say(slack.people.ana, general, 'Good morning')
    await slack.react(slack.people.ben, general, ts, '+1')
    await slack.settled()
    expect(slack.acks).toEqual([])
    expect(slack.unacknowledged.map(({ name }) => name).toSorted()).toEqual([
      'message',
      'message',
      'reaction_added',
      'reaction_added',
    ])
    await one.close()
    await store.close()
  })
})
