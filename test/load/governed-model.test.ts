import { describe, expect, it } from 'vitest'
import { ModelError } from '../../src/errors.ts'
import { createLoad } from '../../src/load/load.ts'
import { DEFAULT_LOAD } from '../../src/load/load-settings.ts'
import { silentLogger } from '../../src/logger.ts'
import type { ChatModel } from '../../src/models/chat-model.ts'
import { collect } from '../../src/models/collect.ts'
import { placeSettings } from '../../src/places.ts'
import { createSafetyGate } from '../../src/safety/combined-gate.ts'
import { type Script, scriptedModel } from '../support/scripted-model.ts'
import { virtualTime } from '../support/virtual-time.ts'

const PLACE = { platform: 'test', workspace: 'w', channel: 'general' }
const WHO = { place: PLACE, person: 'somebody' }
const SETTINGS = placeSettings({ ...PLACE, thread: 't' }, new Map())
const MESSAGES = [{ role: 'user', content: 'a question of 26 letters..' }] as const

function governedBy(script: readonly Script[]) {
  const time = virtualTime()
  const load = createLoad({
    settings: { ...DEFAULT_LOAD, callsAtOnce: { otherwise: 2, of: {} } },
    logger: silentLogger,
    ...time,
    random: () => 1,
  })
  const told: (string | undefined)[] = []
  const scripted = scriptedModel(script)
  const calls = load.group(PLACE, { isAdmitted: false, waits: (doing) => told.push(doing) })
  const tokens = async () => {
    await time.settle()
    return (await load.useOf(WHO, SETTINGS)).tokens.used
  }
  /** Lets time pass until it has ended. */
  const ended = async <Result>(work: Promise<Result>) => {
    let isOver = false
    const over = () => {
      isOver = true
    }
    work.then(over, over)
    while (!isOver) await time.pass(1_000)
    return { result: await work, at: time.timer() }
  }
  return { load, time, told, scripted, calls, model: calls.model(scripted), tokens, ended }
}

const limited = (retryAfter?: number) =>
  new ModelError('rate_limited', 'Groq is at its rate limit.', retryAfter === undefined ? {} : { retryAfter })

describe('a model whose calls take turns', () => {
  it('is asked again where it was turned away before its first word, after as long as it asks for, and says so', async () => {
    const { model, told, scripted, ended } = governedBy([limited(7_000), 'An answer.'])
    const { result, at } = await ended(collect(model, MESSAGES))
    expect(result.text).toBe('An answer.')
    expect(scripted.calls).toHaveLength(2)
    expect(at).toBeGreaterThanOrEqual(7_000)
    expect(told[0]).toBe('waiting for OpenAI’s endpoint, which turned this away: next try in 7 seconds')
    expect(told.at(-1)).toBeUndefined()
  })

  it('is not asked for ever', async () => {
    const { model, scripted, ended } = governedBy([limited(1_000)])
    await expect(ended(collect(model, MESSAGES))).rejects.toThrow('at its rate limit')
    expect(scripted.calls).toHaveLength(5)
  })

  it.each([undefined, 0])(
    'is asked again later each time where it is turned away with a retry-after of %s, and says when',
    async (retryAfter) => {
      const { model, told, scripted, ended } = governedBy([limited(retryAfter)])
      const { at } = await ended(collect(model, MESSAGES).catch(() => undefined))
      expect(scripted.calls).toHaveLength(5)
      expect(told.flatMap((doing) => /next try in .*$/.exec(doing ?? '')?.[0] ?? [])).toEqual([
        'next try in 1 second',
        'next try in 2 seconds',
        'next try in 4 seconds',
        'next try in 8 seconds',
      ])
      expect(at).toBeGreaterThanOrEqual(15_000)
    },
  )

  it('is not asked again where it wants more than a minute, has no credit, or had begun to speak', async () => {
    const tooLong = governedBy([limited(90_000)])
    await expect(tooLong.ended(collect(tooLong.model, MESSAGES))).rejects.toThrow('rate limit')
    expect(tooLong.scripted.calls).toHaveLength(1)
    const spent = governedBy([new ModelError('no_credit', 'no credit left')])
    await expect(spent.ended(collect(spent.model, MESSAGES))).rejects.toThrow('no credit')
    expect(spent.scripted.calls).toHaveLength(1)
    const begun = governedBy(['unused'])
    const breaking: ChatModel = {
      ...begun.scripted,
      async *stream() {
        yield { type: 'text', text: 'A beginning' }
        throw new ModelError('unavailable', 'It broke off.')
      },
    }
    await expect(begun.ended(collect(begun.calls.model(breaking), MESSAGES))).rejects.toThrow('broke off')
  })

  it('counts the tokens that its provider counted, and about as many where it counted none', async () => {
    const counted = governedBy([
      [
        { type: 'text', text: 'Yes.' },
        { type: 'done', finish: 'stop', usage: { input: 30, output: 12 } },
      ],
    ])
    await collect(counted.model, MESSAGES)
    expect(await counted.tokens()).toBe(42)
    const uncounted = governedBy([
      [
        { type: 'text', text: 'x'.repeat(14) },
        { type: 'done', finish: 'stop' },
      ],
    ])
    await collect(uncounted.model, MESSAGES)
    expect(await uncounted.tokens()).toBe(10)
  })

  it('counts what was sent and had come of a call that is left in the middle, and nothing of one that was turned away', async () => {
    const left = governedBy(['a refusal that is cut short'])
    for await (const _ of left.model.stream(MESSAGES, {})) break
    expect(await left.tokens()).toBe(8)
    expect(left.load.snapshot().providers).toMatchObject([{ underWay: 0 }])
    const turnedAway = governedBy([limited(90_000)])
    await collect(turnedAway.model, MESSAGES).catch(() => undefined)
    expect(await turnedAway.tokens()).toBe(0)
  })

  it('charges what a judge is asked to whoever it is asked for', async () => {
    const { load, calls, tokens } = governedBy(['unused'])
    const judge = scriptedModel(['{"level":"clearly_fine","reason":"harmless"}'])
    const shared = load.shared({ ...judge, id: 'groq:judge' })
    const { gate } = calls.judging({ gate: createSafetyGate({ judge: shared }) })
    await gate.screen({ prompt: 'How do I assault a flurbish?', conversation: [], trusted: {} })
    expect(judge.calls.length).toBe(1)
    expect(await tokens()).toBeGreaterThan(10)
  })

  it('keeps no place at one provider while it waits for another', async () => {
    const { load, calls, scripted, time } = governedBy(['An answer.'])
    await calls.begin(scripted)
    expect(load.snapshot().providers).toMatchObject([{ provider: 'openai', underWay: 1 }])
    const judge = { ...scripted, id: 'groq:judge' }
    await collect(calls.model(judge), MESSAGES)
    await time.settle()
    expect(load.snapshot().providers.map(({ underWay }) => underWay)).toEqual([0, 0])
  })

  it('keeps no place for whoever is slow to make use of it, and then waits for another', async () => {
    const { load, calls, scripted, model, time } = governedBy(['An answer.'])
    await calls.begin(scripted)
    await time.pass(900)
    expect(load.snapshot().providers).toMatchObject([{ underWay: 1 }])
    await time.pass(200)
    expect(load.snapshot().providers).toMatchObject([{ underWay: 0 }])
    expect((await collect(model, MESSAGES)).text).toBe('An answer.')
    expect(load.snapshot().providers).toMatchObject([{ underWay: 0 }])
  })

  it('keeps the place of a call that was begun with it for as long as that takes', async () => {
    const { load, calls, scripted, model, time } = governedBy(['An answer.'])
    await calls.begin(scripted)
    const events = model.stream(MESSAGES, {})[Symbol.asyncIterator]()
    await events.next()
    await time.pass(60_000)
    expect(load.snapshot().providers).toMatchObject([{ underWay: 1 }])
    await events.return?.()
  })

  it('gives a place back that was taken and never used', async () => {
    const { load, calls, scripted } = governedBy(['An answer.'])
    await calls.begin(scripted)
    calls.end()
    expect(load.snapshot().providers).toMatchObject([{ underWay: 0 }])
  })
})
