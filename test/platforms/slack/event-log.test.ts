import { afterEach, describe, expect, it } from 'vitest'
import { EventLog, subscriptionOf } from '../../../src/platforms/slack/event-log.ts'
import { SLACK_EVENTS } from '../../../src/platforms/slack/manifest.ts'
import { openState, type State } from '../../../src/store/state.ts'

const MINUTE = 60_000

let opened: State[] = []
afterEach(async () => {
  await Promise.all(opened.map((state) => state.close()))
  opened = []
})

async function open(): Promise<State> {
  const state = await openState({ url: ':memory:' })
  opened.push(state)
  return state
}

/** The state, counting what is written to it; the first `failing` writes fail. */
function counting(state: State, failing = 0) {
  const written: string[] = []
  const counted: State = {
    ...state,
    async set(key, value, ttl) {
      written.push(key)
      if (written.length <= failing) throw new Error('the state is away')
      await state.set(key, value, ttl)
    },
  }
  return { counted, written }
}

describe('the log of events', () => {
  it('tells when each type came last, also to another process', async () => {
    const state = await open()
    let now = 0
    const log = new EventLog(state, () => now)
    await log.note('reaction_added')
    now = 5 * MINUTE
    await log.note('message.im')
    const seen = await new EventLog(state, () => now).lastEvents()
    expect([...seen]).toEqual([
      ['message.im', 5 * MINUTE],
      ['reaction_added', 0],
    ])
  })

  it('writes a type down once a minute, not for each event', async () => {
    const { counted, written } = counting(await open())
    let now = 0
    const log = new EventLog(counted, () => now)
    for (; now < 2 * MINUTE; now += 1_000) await log.note('message.channels')
    expect(written).toHaveLength(2)
    expect((await log.lastEvents()).get('message.channels')).toBe(MINUTE)
  })

  it('writes the next event down where the last could not be', async () => {
    const { counted } = counting(await open(), 1)
    const log = new EventLog(counted, () => 7)
    await expect(log.note('app_mention')).rejects.toThrow('the state is away')
    await log.note('app_mention')
    expect((await log.lastEvents()).get('app_mention')).toBe(7)
  })

  it.each([
    [{ type: 'message', channel_type: 'channel' }, 'message.channels'],
    [{ type: 'message', channel_type: 'group' }, 'message.groups'],
    [{ type: 'message', channel_type: 'im' }, 'message.im'],
    [{ type: 'app_mention' }, 'app_mention'],
    [{ type: 'reaction_removed' }, 'reaction_removed'],
  ])('names %j as it is subscribed to', (event, name) => {
    expect(subscriptionOf(event)).toBe(name)
    expect(SLACK_EVENTS).toContain(name)
  })
})
