import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Bot, IncomingMessage } from '../src/bot-types.ts'
import { StoreError } from '../src/errors.ts'
import { LEASE } from '../src/leases.ts'
import type { ReplyEvent } from '../src/reply-events.ts'
import { openStore } from '../src/store/sql-store.ts'
import type { Store } from '../src/store/store.ts'
import { ANA, botOver, doneOf, messageOf } from './support/bot.ts'
import { scriptedModel } from './support/scripted-model.ts'

const HOUR = 60 * 60_000

const REFUSAL = "I'm sorry, but I cannot help with that request. It would not be appropriate."
const ANSWER = 'Use the `kill` command with the process id. For example, `kill 4242` asks it to end.'
const PROMPT = 'How do I kill a Python process?'

let store: Store
beforeEach(async () => {
  store = await openStore({ url: ':memory:' })
})
afterEach(async () => {
  vi.useRealTimers()
  await store.close()
})

/** A message of a platform that tells outcomes by messages of its own. */
const posted = (text: string, id: string, thread = id): IncomingMessage => ({
  ...messageOf(text, id, thread),
  awaitsDelivery: true,
})
const keyOf = (id: string) => messageOf('', id).key
const shown = (id: string, attempt: string | undefined) => ({ key: keyOf(id), attempt: attempt ?? '' })

/** Follows events by hand, as a consumer that takes its time. */
function following(events: AsyncIterable<ReplyEvent>) {
  const iterator = events[Symbol.asyncIterator]()
  return {
    /** The next event of a type. */
    async until<T extends ReplyEvent['type']>(type: T): Promise<Extract<ReplyEvent, { type: T }>> {
      for (let step = await iterator.next(); !step.done; step = await iterator.next()) {
        const event: ReplyEvent = step.value
        if (event.type === type) return event as Extract<ReplyEvent, { type: T }>
      }
      throw new Error(`no ${type} came`)
    },
    rest: () => Array.fromAsync({ [Symbol.asyncIterator]: () => iterator }),
  }
}

describe('an outcome that a process finds when its records are closed', () => {
  const ends = (message: IncomingMessage) => {
    const closed: Store = { ...store, finish: () => Promise.reject(new StoreError('closed', 'Closed.')) }
    return doneOf(botOver(closed, [scriptedModel([ANSWER])]).handleMessage(message))
  }

  it('is left to whoever takes the exchange up, where readers are told by messages', async () => {
    const done = await ends(posted(PROMPT, 'm1'))
    expect(done).toMatchObject({ outcome: 'failed', failure: { code: 'taken_over' }, notes: [] })
  })

  it('is told to a reader whom nobody else could tell', async () => {
    const done = await ends(messageOf(PROMPT, 'm1'))
    expect(done).toMatchObject({ outcome: 'answered', answer: ANSWER })
    expect(done?.notes.join()).toContain('could not be recorded')
  })
})

describe('an outcome whose messages were never posted', () => {
  const leftBehind = async (message = posted(PROMPT, 'm1')) => {
    const model = scriptedModel([ANSWER])
    const bot = botOver(store, [model], { now: () => 1_000 })
    const done = await doneOf(bot.handleMessage(message))
    if (!done) throw new Error('nothing was answered')
    return { model, done, exchangeId: done.exchangeId }
  }
  const later = (model = scriptedModel([ANSWER]), after = 2 * LEASE) =>
    botOver(store, [model], { now: () => after, instance: 'later' })

  it('is told again by another process, without asking the model, until it is delivered', async () => {
    const { done, exchangeId } = await leftBehind()
    await store.link({ key: keyOf('p1'), exchangeId, attemptId: done.shownAttempt ?? '', at: 1 })
    const model = scriptedModel(['Something else.'])
    const bot = later(model)
    const taken = await bot.takeUp('test')
    if (!taken) throw new Error('nothing was taken up')
    expect(taken.messages).toEqual([keyOf('p1')])
    expect(taken.exchange).toMatchObject({ id: exchangeId, outcome: 'answered' })
    const { levelSure: _, ...told } = done
    expect(await Array.fromAsync(taken.events)).toEqual([told])
    expect(model.calls).toHaveLength(0)
    await bot.delivered(exchangeId, [shown('p1', done.shownAttempt), shown('p2', done.shownAttempt)])
    expect(await later(model, 9 * LEASE).takeUp('test')).toBeUndefined()
    expect(await bot.messagesOf(exchangeId)).toEqual([keyOf('p1'), keyOf('p2')])
    expect((await bot.exchangeShownBy(keyOf('p2')))?.id).toBe(exchangeId)
  })

  it('is not told again where the platform shows what is stored', async () => {
    await leftBehind(messageOf(PROMPT, 'm1'))
    expect(await later().takeUp('test')).toBeUndefined()
  })

  it('is given up once nobody could post it for a day', async () => {
    const { exchangeId } = await leftBehind()
    const model = scriptedModel([ANSWER])
    const tries: (string | undefined)[] = []
    for (const after of [2 * LEASE, 4 * LEASE, 6 * LEASE, 8 * LEASE, 25 * HOUR, 26 * HOUR]) {
      tries.push((await later(model, after).takeUp('test'))?.exchange.id)
    }
    expect(tries).toEqual([...Array(4).fill(exchangeId), undefined, undefined])
    expect(model.calls).toHaveLength(0)
    expect(await store.exchange(exchangeId)).toMatchObject({ outcome: 'answered', takeOvers: 5 })
  })

  it('goes to nobody else while the one who answered is still posting it', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
    let clock = 1_000
    let renewals = 0
    const counted: Store = {
      ...store,
      async renew(...lease) {
        const ours = await store.renew(...lease)
        renewals += 1
        return ours
      },
    }
    const bot = botOver(counted, [scriptedModel([ANSWER])], { now: () => clock })
    const events = following(bot.handleMessage(posted(PROMPT, 'm1')))
    const done = await events.until('done')
    for (let third = 1; third <= 6; third++) {
      clock += LEASE / 3
      vi.advanceTimersByTime(LEASE / 3)
      await vi.waitFor(() => expect(renewals).toBe(third), 40_000)
    }
    expect(await later(undefined, clock).takeUp('test')).toBeUndefined()
    await bot.delivered(done.exchangeId, [])
    await events.rest()
    vi.advanceTimersByTime(10 * LEASE)
    expect(vi.getTimerCount()).toBe(0)
    expect(await later(undefined, clock + 10 * LEASE).takeUp('test')).toBeUndefined()
  })

  it('is not taken up by the very process that is at it, however late its lease was renewed', async () => {
    let clock = 1_000
    const model = scriptedModel([ANSWER])
    const bot = botOver(store, [model], { now: () => clock })
    const events = following(bot.handleMessage(posted(PROMPT, 'm1')))
    await events.until('delta')
    clock += 2 * LEASE
    expect(await bot.takeUp('test')).toBeUndefined()
    const done = await events.until('done')
    clock += 2 * LEASE
    expect(await bot.takeUp('test')).toBeUndefined()
    await events.rest()
    expect(model.calls).toHaveLength(1)
    clock += 2 * LEASE
    expect((await bot.takeUp('test'))?.exchange).toMatchObject({ id: done.exchangeId, outcome: 'answered' })
  })

  it('is stored as it was told when that was not possible before it was posted', async () => {
    let full = true
    const broken: Store = {
      ...store,
      finish: (finished) => (full ? Promise.reject(new Error('The disk is full.')) : store.finish(finished)),
    }
    const bot = botOver(broken, [scriptedModel([ANSWER])], { now: () => 1_000 })
    const done = await doneOf(bot.handleMessage(posted(PROMPT, 'm1')))
    full = false
    await bot.delivered(done?.exchangeId ?? '', [shown('p1', done?.shownAttempt)])
    expect(await bot.exchangeShownBy(keyOf('p1'))).toMatchObject({ outcome: 'answered' })
    expect(await later().takeUp('test')).toBeUndefined()
  })

  it('is also that of a command whose answer is posted', async () => {
    const bot = botOver(store, [scriptedModel([ANSWER])], { now: () => 1_000 })
    const { key, place } = messageOf('', 'c1')
    const caller = { person: ANA, place, key, isAdmin: false, awaitsDelivery: true }
    for await (const _ of bot.handleCommand(`ask ${PROMPT}`, caller));
    expect((await later().takeUp('test'))?.exchange).toMatchObject({ key, outcome: 'answered' })
  })
})

describe('what could not be taken', () => {
  it('says so, and that nothing of it is stored', async () => {
    const bot = botOver(store, [scriptedModel([REFUSAL, ANSWER], 'gemma')])
    const asked = await doneOf(bot.handleMessage(posted(PROMPT, 'm1')))
    const reply = {
      exchangeId: asked?.exchangeId ?? '',
      author: ANA,
      answer: { reading: asked?.question?.readings[0]?.id ?? '' },
    }
    expect(await doneOf(bot.handleReply({ ...reply, answer: { reading: '99' } }))).toMatchObject({
      turnedAway: true,
    })
    expect(await doneOf(bot.handleReply(reply))).not.toHaveProperty('turnedAway')
    expect(await doneOf(bot.handleReply(reply))).toMatchObject({ turnedAway: true })
    const broken: Store = { ...store, claim: () => Promise.reject(new Error('disk on fire')) }
    const lost = botOver(broken, [scriptedModel([ANSWER])])
    expect(await doneOf(lost.handleMessage(posted(PROMPT, 'm2')))).toMatchObject({ turnedAway: true })
  })

  it('is not what was taken and failed', async () => {
    const bot = botOver(store, [scriptedModel([ANSWER])])
    const done = await doneOf(bot.handleMessage(posted(' ', 'm1')))
    expect(done).toMatchObject({ outcome: 'failed' })
    expect(done).not.toHaveProperty('turnedAway')
  })
})

describe('a request that is taken back', () => {
  const LONG = `${ANSWER} `.repeat(30)
  const retracted = { outcome: 'failed', failure: { code: 'retracted' } }

  it('stops its answer, which is stored nowhere', async () => {
    const model = scriptedModel([LONG])
    const bot = botOver(store, [model])
    const events = following(bot.handleMessage(posted(PROMPT, 'm1')))
    const { exchangeId } = await events.until('started')
    await events.until('delta')
    await bot.link(exchangeId, shown('p1', 'a'))
    expect((await bot.retract(keyOf('m1')))?.messages).toEqual([keyOf('p1')])
    const rest = await events.rest()
    expect(rest.map(({ type }) => type)).toEqual(['done'])
    expect(rest[0]).toMatchObject({ ...retracted, exchangeId, attempts: [] })
    expect(model.aborted()).toBe(1)
    expect(await bot.exchange(exchangeId)).toMatchObject({ ...retracted, prompt: '', attempts: [] })
  })

  it('in another process is stored nowhere either, and stops when its lease is to be renewed', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
    let refused = false
    const watched: Store = {
      ...store,
      async renew(...lease) {
        const ours = await store.renew(...lease)
        refused ||= !ours
        return ours
      },
    }
    const model = scriptedModel([LONG])
    const events = following(botOver(watched, [model]).handleMessage(posted(PROMPT, 'm1')))
    await events.until('delta')
    await botOver(store, [model], { instance: 'another' }).retract(keyOf('m1'))
    vi.advanceTimersByTime(LEASE / 3)
    await vi.waitFor(() => expect(refused).toBe(true), 40_000)
    const rest = await events.rest()
    expect(rest.at(-1)).toMatchObject(retracted)
    expect(model.aborted()).toBe(1)
  })

  it('is told as taken back also where its answer could not be stopped', async () => {
    const events = following(botOver(store, [scriptedModel([ANSWER])]).handleMessage(posted(PROMPT, 'm1')))
    const { exchangeId } = await events.until('started')
    await store.retract(keyOf('m1'), true)
    expect((await events.rest()).at(-1)).toMatchObject(retracted)
    expect((await store.exchange(exchangeId))?.attempts).toEqual([])
  })

  it('stops what is asked after the reply, also while its question is still being posted', async () => {
    const model = scriptedModel([REFUSAL, LONG], 'gemma')
    const bot = botOver(store, [model])
    const question = following(bot.handleMessage(posted(PROMPT, 'm1')))
    const { exchangeId } = await question.until('question')
    await question.until('done')
    const reply = { exchangeId, author: ANA, answer: { words: 'the program that hangs on my server' } }
    const second = following(bot.handleReply(reply))
    await second.until('notice')
    await question.rest()
    await bot.retract(keyOf('m1'))
    expect(await second.rest()).toMatchObject([{ type: 'done', ...retracted }])
    // The first refusal was cut off because it was one, the second answer because it was taken back.
    expect(model.aborted()).toBe(2)
  })

  it('is not asked again when it is delivered again, nor taken up', async () => {
    const model = scriptedModel([ANSWER])
    const bot = botOver(store, [model], { now: () => 1_000 })
    await doneOf(bot.handleMessage(posted(PROMPT, 'm1')))
    await bot.retract(keyOf('m1'))
    expect(await doneOf(bot.handleMessage(posted(PROMPT, 'm1')))).toBeUndefined()
    const later = botOver(store, [model], { now: () => 9 * LEASE })
    expect(await later.takeUp('test')).toBeUndefined()
    expect(model.calls).toHaveLength(1)
  })

  it('is no longer told to the model, but a harmful one still binds its conversation', async () => {
    const model = scriptedModel([REFUSAL])
    const bot = botOver(store, [model])
    await doneOf(bot.handleMessage(posted('How do I kill my neighbour?', 'm1')))
    await bot.retract(keyOf('m1'))
    const done = await doneOf(bot.handleMessage(posted(PROMPT, 'm2', 'm1')))
    expect(done).toMatchObject({ outcome: 'refusal_stands', level: 'clearly_harmful' })
    expect(JSON.stringify(model.calls.slice(1))).not.toContain('neighbour')
  })

  it('goes as a whole with the reply to its question', async () => {
    const model = scriptedModel([REFUSAL, ANSWER], 'gemma')
    const bot = botOver(store, [model])
    await doneOf(bot.handleMessage(posted(PROMPT, 'm1')))
    const reply = posted('I mean the program that hangs on my server', 'm2', 'm1')
    const done = await doneOf(bot.handleMessage(reply))
    expect(done).toMatchObject({ outcome: 'recovered' })
    await bot.delivered(done?.exchangeId ?? '', [shown('p1', done?.shownAttempt)])
    expect((await bot.retract(reply.key))?.messages).toEqual([keyOf('p1')])
    expect(await bot.exchange(done?.exchangeId ?? '')).toMatchObject({ ...retracted, prompt: '' })
    for (const again of [reply, posted(PROMPT, 'm1')]) {
      expect(await doneOf(bot.handleMessage(again))).toBeUndefined()
    }
    expect(model.calls).toHaveLength(2)
  })

  it('says so to a late reply', async () => {
    const bot = botOver(store, [scriptedModel([REFUSAL, ANSWER], 'gemma')])
    const done = await doneOf(bot.handleMessage(posted(PROMPT, 'm1')))
    await bot.retract(keyOf('m1'))
    const reply = { exchangeId: done?.exchangeId ?? '', author: ANA, answer: { words: 'a program' } }
    expect(await doneOf(bot.handleReply(reply))).toMatchObject({
      turnedAway: true,
      failure: { message: expect.stringContaining('not known any more') },
    })
  })
})

describe('attention', () => {
  const place = { platform: 'test', workspace: 'w', channel: 'general', thread: 't1' }
  const listen = async (bot: Bot, line: string) => {
    const caller = { person: ANA, place: { ...place, thread: 'c' }, key: keyOf('c'), isAdmin: true }
    for await (const _ of bot.handleCommand(`listen ${line}`, caller));
  }

  it('is given where something was asked in the thread, or the channel or workspace listens to all', async () => {
    const bot = botOver(store, [scriptedModel([ANSWER])])
    expect(await bot.attention(place)).toEqual({ joined: false, listensToAll: false })
    await doneOf(bot.handleMessage(posted(PROMPT, 'm1', 't1')))
    expect(await bot.attention(place)).toEqual({ joined: true, listensToAll: false })

    const elsewhere = { ...place, channel: 'random', thread: 't1' }
    await listen(bot, 'all')
    expect(await bot.attention(place)).toEqual({ joined: true, listensToAll: true })
    expect(await bot.attention(elsewhere)).toEqual({ joined: false, listensToAll: false })

    await listen(bot, 'scope:workspace all')
    await listen(bot, 'mentions')
    expect((await bot.attention(place)).listensToAll).toBe(false)
    expect((await bot.attention(elsewhere)).listensToAll).toBe(true)
    expect((await bot.attention({ ...elsewhere, workspace: 'another' })).listensToAll).toBe(false)

    await listen(bot, 'default')
    expect((await bot.attention(place)).listensToAll).toBe(true)
  })

  it('is given in every channel of a category that listens to all', async () => {
    const bot = botOver(store, [scriptedModel([ANSWER])])
    const key = keyOf('c')
    const caller = { person: ANA, place: { ...place, category: 'support' }, key, isAdmin: true }
    for await (const _ of bot.handleCommand('listen scope:category all', caller));
    const elsewhere = { ...place, channel: 'random' }
    expect((await bot.attention({ ...elsewhere, category: 'support' })).listensToAll).toBe(true)
    expect((await bot.attention(elsewhere)).listensToAll).toBe(false)
  })

  it('is given in the thread that an exchange was moved to', async () => {
    const model = scriptedModel([ANSWER])
    const bot = botOver(store, [model])
    const done = await doneOf(bot.handleMessage(posted(PROMPT, 'm1')))
    await bot.moveToThread(done?.exchangeId ?? '', 't1')
    expect((await bot.attention(place)).joined).toBe(true)
    await doneOf(bot.handleMessage(posted('And with force?', 'm2', 't1')))
    expect(model.calls[1]).toContainEqual({ role: 'assistant', content: ANSWER })
  })
})

it("a message that comes as the process ends is told nothing, and is the next process's", async () => {
  const closed = await openStore({ url: ':memory:' })
  await closed.close()
  const ending = botOver(closed, [scriptedModel([ANSWER])])
  expect(await Array.fromAsync(ending.handleMessage(posted(PROMPT, 'm1')))).toEqual([])
})
