import { describe, expect, it } from 'vitest'
import type { IncomingMessage } from '../../src/bot-types.ts'
import { createLoad } from '../../src/load/load.ts'
import { DEFAULT_LOAD, type LoadSettings } from '../../src/load/load-settings.ts'
import { silentLogger } from '../../src/logger.ts'
import type { ChatModel } from '../../src/models/chat-model.ts'
import type { Done, ReplyEvent } from '../../src/reply-events.ts'
import { openStore } from '../../src/store/sql-store.ts'
import { ANA, BEN, botOver, doneOf, messageOf } from '../support/bot.ts'
import { closedAfterEach } from '../support/close-after-each.ts'
import { heldModel } from '../support/held-model.ts'
import { scriptedModel } from '../support/scripted-model.ts'
import { virtualTime } from '../support/virtual-time.ts'

const openRecords = closedAfterEach(openStore)

async function botWith(
  models: readonly ChatModel[],
  settings: Partial<LoadSettings> = {},
  waited?: (seconds: number) => void,
) {
  const time = virtualTime()
  const store = await openRecords({ url: ':memory:' })
  const load = createLoad({
    settings: {
      ...DEFAULT_LOAD,
      callsAtOnce: { otherwise: 1, of: {} },
      limits: { person: undefined, workspace: undefined, tokens: undefined },
      ...settings,
    },
    logger: silentLogger,
    waited,
    ...time,
  })
  const bot = botOver(store, models, { load })
  let messages = 0
  const ask = (given: Partial<IncomingMessage> & { channel?: string; model?: string } = {}) => {
    messages += 1
    const message = messageOf('How do I end a process?', `m${messages}`, `m${messages}`, given.author ?? ANA)
    const { channel = 'general', model } = given
    const at = {
      ...message,
      key: { ...message.key, channel },
      place: { ...message.place, channel },
    }
    const events: ReplyEvent[] = []
    const follow = async () => {
      for await (const event of bot.handleMessage(at, model === undefined ? undefined : { model })) {
        events.push(event)
      }
      return events.findLast((event): event is Done => event.type === 'done')
    }
    return { events, done: follow(), message: at }
  }
  return { bot, store, load, time, ask }
}

describe('messages that wait for the model', () => {
  it('see their place in the queue, and are answered when it is their turn', async () => {
    const held = heldModel()
    const { ask, time } = await botWith([held.model])
    const first = ask()
    const second = ask()
    await expect.poll(() => held.asked.length).toBe(1)
    const third = ask()
    await expect.poll(() => third.events.length).toBe(1)
    await time.pass(2_000)
    await expect.poll(() => third.events.at(-1)?.type).toBe('waiting')
    expect(third.events.at(-1)).toMatchObject({ doing: 'waiting for the model: 1 ahead of you' })
    expect(second.events.at(-1)).toMatchObject({ doing: 'waiting for the model: you are next' })
    held.answerOne()
    expect((await first.done)?.outcome).toBe('answered')
    await expect.poll(() => held.asked.length).toBe(2)
    expect(second.events.at(-1)).toEqual({ type: 'waiting', exchangeId: expect.any(String) })
    held.answerOne()
    expect((await second.done)?.outcome).toBe('answered')
    await held.answerAll(() => third.events.some(({ type }) => type === 'done'))
    expect(third.events.map(({ type }) => type).filter((type) => type !== 'waiting')).toEqual([
      'started',
      'delta',
      'done',
    ])
  })

  it('say nothing of waiting where there is none', async () => {
    const { ask } = await botWith([scriptedModel(['Use the task manager for it.'])])
    const asked = ask()
    await asked.done
    expect(asked.events.map(({ type }) => type)).not.toContain('waiting')
  })

  it('are counted by how long they waited, also where their turn never came', async () => {
    const held = heldModel()
    const waits: number[] = []
    const { ask, bot, load, time } = await botWith([held.model], {}, (seconds) => waits.push(seconds))
    const first = ask()
    await expect.poll(() => held.asked.length).toBe(1)
    const second = ask()
    const third = ask()
    await expect.poll(() => load.snapshot().waiting).toBe(2)
    await time.pass(2_000)
    held.answerOne()
    await first.done
    await expect.poll(() => held.asked.length).toBe(2)
    await time.pass(1_000)
    await bot.handOver()
    await Promise.all([second.done, third.done])
    expect(waits).toEqual([0, 2, 3])
  })

  it('keep their lease, and are left to others when the process stops', async () => {
    const held = heldModel()
    const { ask, bot, store, load } = await botWith([held.model])
    ask()
    const waiting = ask()
    await expect.poll(() => load.snapshot().waiting).toBe(1)
    expect(await bot.takeUp('test')).toBeUndefined()
    await bot.handOver()
    expect((await waiting.done)?.failure?.code).toBe('taken_over')
    expect(load.snapshot().waiting).toBe(0)
    const other = botOver(store, [scriptedModel(['Use the task manager for it.'])], {
      instance: 'another',
      defaultModel: held.model.id,
      models: { get: () => scriptedModel(['Use the task manager for it.']), choices: () => [] },
    })
    for (let taken = 0; taken < 2; taken += 1) {
      const left = await other.takeUp('test')
      expect(left && (await doneOf(left.events))?.outcome).toBe('answered')
    }
  })

  it('give their place back where nobody wants the answer any more', async () => {
    const held = heldModel()
    const { ask, bot, load } = await botWith([held.model])
    const first = ask()
    const taken = ask()
    await expect.poll(() => load.snapshot().waiting).toBe(1)
    await bot.retract(taken.message.key)
    await taken.done
    expect(load.snapshot().waiting).toBe(0)
    const events = bot.handleMessage(messageOf('How do I end a process?', 'left'))[Symbol.asyncIterator]()
    expect((await events.next()).value?.type).toBe('started')
    expect(load.snapshot().waiting).toBe(1)
    await events.return?.()
    expect(load.snapshot().waiting).toBe(0)
    held.answerOne()
    expect((await first.done)?.outcome).toBe('answered')
    expect(load.snapshot().providers).toMatchObject([{ underWay: 0, waiting: 0 }])
  })

  it('hear what was answered while they waited', async () => {
    const held = heldModel()
    const { bot, load } = await botWith([held.model])
    const first = doneOf(bot.handleMessage(messageOf('What is a process?', 'm1')))
    await expect.poll(() => held.asked.length).toBe(1)
    await new Promise((resolve) => setTimeout(resolve, 2))
    const second = doneOf(bot.handleMessage(messageOf('And how do I end it?', 'm2', 'm1')))
    await expect.poll(() => load.snapshot().waiting).toBe(1)
    await new Promise((resolve) => setTimeout(resolve, 2))
    const third = doneOf(bot.handleMessage(messageOf('And the next one?', 'm3', 'm1')))
    await expect.poll(() => load.snapshot().waiting).toBe(2)
    held.answerOne()
    await first
    await held.answerAll(() => held.asked.length === 3 && load.snapshot().providers[0]?.underWay === 0)
    await Promise.all([second, third])
    expect(held.told[2]?.slice(1)).toEqual([
      'What is a process?',
      'Use the task manager for it.',
      'And the next one?',
    ])
  })

  it('are turned away at once where too many wait, told so with one line, and stored as such', async () => {
    const held = heldModel()
    const { ask, store, bot } = await botWith([held.model], {
      queue: { channel: 1, workspace: 10, process: 20 },
    })
    ask()
    ask()
    const shed = ask()
    const done = await shed.done
    expect(done).toMatchObject({ outcome: 'failed', failure: { code: 'busy_channel' } })
    expect(shed.events).toHaveLength(1)
    expect(done && (await store.exchange(done.exchangeId))?.outcome).toBe('failed')
    // Delivered again, it is what it was.
    expect(await doneOf(bot.handleMessage(shed.message))).toBeUndefined()
    const shown = await bot.history({ platform: 'test', workspace: 'w', channel: 'general' }, 10)
    expect(shown).toHaveLength(2)
    expect(ask({ channel: 'elsewhere' }).events).toEqual([])
  })

  it('do not wait for a slow model of another provider, nor votes for anything', async () => {
    const slow = heldModel('groq:slow')
    const fast = scriptedModel(['Use the task manager for it.'])
    const { ask, bot } = await botWith([fast, slow.model])
    const answered = await ask().done
    for (let message = 0; message < 20; message += 1) ask({ model: 'groq:slow' })
    expect((await ask().done)?.outcome).toBe('answered')
    const vote = {
      message: { platform: 'test', workspace: 'w', channel: 'general', message: answered?.exchangeId ?? '' },
      voter: BEN,
      emoji: '👍',
      action: 'add',
      eventTime: Date.now(),
      source: 'live',
      eventId: 'vote',
    } as const
    expect(await bot.handleVote(vote)).toBe('recorded')
    expect(slow.most()).toBe(1)
  })

  it('are worked off to the last, each with one outcome, however many come at once', async () => {
    const { ask, load } = await botWith([scriptedModel(['Use the task manager for it.'])], {
      callsAtOnce: { otherwise: 4, of: {} },
      queue: { channel: 1_000, workspace: 1_000, process: 4_000 },
    })
    const all = Array.from({ length: 80 }, (_, index) => ask({ channel: `c${index % 7}` }))
    const outcomes = (await Promise.all(all.map(({ done }) => done))).map((done) => done?.outcome)
    expect(outcomes.filter((outcome) => outcome === 'answered')).toHaveLength(80)
    for (const { events } of all) expect(events.filter(({ type }) => type === 'done')).toHaveLength(1)
    expect(load.snapshot()).toMatchObject({ waiting: 0, providers: [{ underWay: 0, waiting: 0 }] })
  })
})

describe('a person who asks too often', () => {
  it('is told when to come back, and nothing is asked', async () => {
    const model = scriptedModel(['Use the task manager for it.'])
    const { ask, load } = await botWith([model], {
      limits: { person: 2, workspace: undefined, tokens: undefined },
    })
    await ask().done
    await ask().done
    const refused = ask()
    expect((await refused.done)?.failure).toMatchObject({ code: 'limit_person' })
    expect(refused.events).toHaveLength(1)
    expect(model.calls).toHaveLength(2)
    expect((await ask({ author: BEN }).done)?.outcome).toBe('answered')
    expect(load.snapshot().refused).toEqual({ limit_person: 1 })
  })
})
