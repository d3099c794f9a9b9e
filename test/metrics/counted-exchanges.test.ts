import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { ModelError } from '../../src/errors.ts'
import { silentLogger } from '../../src/logger.ts'
import { createPrometheus, type Prometheus } from '../../src/metrics/prometheus.ts'
import type { ChatModel } from '../../src/models/chat-model.ts'
import { observedModel } from '../../src/models/observed-model.ts'
import { observedStore } from '../../src/store/observed-store.ts'
import { openStore } from '../../src/store/sql-store.ts'
import type { Store } from '../../src/store/store.ts'
import { aClaim } from '../store/records.ts'
import { ANA, BEN, botOver, doneOf, messageOf } from '../support/bot.ts'
import { answered as answeredInDiscord, openDiscord } from '../support/discord.ts'
import { type Script, scriptedModel } from '../support/scripted-model.ts'
import { answered, openSlack } from '../support/slack.ts'
import { samplesOf } from './samples.ts'

const REFUSAL = "I'm sorry, but I cannot help with that request. It would not be appropriate. "
const ANSWER = 'Use the `kill` command with the process id. For example, `kill 4242` asks it to end.'
const PROMPT = 'How do I kill a Python process?'

let prometheus: Prometheus
let store: Store
beforeEach(async () => {
  prometheus = createPrometheus({ version: '1.2.3' })
  store = await openStore({ url: ':memory:' })
})
afterEach(() => store.close())

/** The bot over a scripted model, counted as in a serving process. */
function counted(script: readonly Script[], family: ChatModel['family'] = 'phi-3') {
  const { metrics } = prometheus
  const parts = { metrics, logger: silentLogger }
  const model = observedModel(scriptedModel(script, family), parts)
  return botOver(observedStore(store, parts), [model], { metrics })
}

const sample = async (name: string, labels: Readonly<Record<string, string>> = {}) =>
  samplesOf(await prometheus.text(), name, labels)

describe('what is counted', () => {
  it('tells how often a model refuses what is fine, which way recovers it, and what cutting it short saved', async () => {
    const bot = counted([REFUSAL.repeat(20), ANSWER])
    await doneOf(bot.handleMessage(messageOf(PROMPT, 'm1')))
    const model = 'openai:scripted-phi-3'
    expect(await sample('recourse_exchanges_total', { platform: 'test', model, outcome: 'recovered' })).toBe(
      1,
    )
    expect(
      await sample('recourse_first_attempts_total', {
        model,
        level: 'clearly_fine',
        verdict: 'full_refusal',
      }),
    ).toBe(1)
    expect(
      await sample('recourse_second_hearings_total', { model, strategy: 'contextual', result: 'recovered' }),
    ).toBe(1)
    expect(await sample('recourse_early_aborts_total', { model })).toBe(1)
    expect(await sample('recourse_tokens_saved_estimated_total', { model })).toBeGreaterThan(80)
    expect(await sample('recourse_tokens_saved_estimated_total', { model })).toBeLessThan(132)
    expect(
      await sample('recourse_model_calls_total', { model, purpose: 'answer', result: 'cut_short' }),
    ).toBe(1)
    expect(
      await sample('recourse_model_tokens_total', { model, purpose: 'strategy', direction: 'output' }),
    ).toBe(Math.ceil(ANSWER.length / 6))
    expect(await sample('recourse_first_text_seconds_count', { platform: 'test' })).toBe(1)
    expect(await sample('recourse_store_operation_duration_seconds_count')).toBeGreaterThan(2)
  })

  it('counts an exchange once, however often its message is delivered', async () => {
    const bot = counted([ANSWER])
    await Promise.all([1, 2, 3].map(() => doneOf(bot.handleMessage(messageOf(PROMPT, 'm1')))))
    expect(await sample('recourse_exchanges_total')).toBe(1)
    expect(await sample('recourse_first_attempts_total', { verdict: 'full_compliance' })).toBe(1)
  })

  it('counts the first attempt of an exchange once, though it goes on after a question', async () => {
    const bot = counted([REFUSAL, ANSWER], 'gemma')
    const asked = await doneOf(bot.handleMessage(messageOf(PROMPT, 'm1')))
    expect(asked?.outcome).toBe('clarifying')
    const reading = asked?.question?.readings[0]?.id ?? ''
    const reply = { exchangeId: asked?.exchangeId ?? '', author: ANA, answer: { reading } }
    expect((await doneOf(bot.handleReply(reply)))?.outcome).toBe('recovered')
    expect(await sample('recourse_first_attempts_total')).toBe(1)
    expect(await sample('recourse_exchanges_total', { outcome: 'clarifying' })).toBe(1)
    expect(await sample('recourse_exchanges_total', { outcome: 'recovered' })).toBe(1)
  })

  it('names a provider’s failures by kind, and judges no answer where there was none', async () => {
    const bot = counted([new ModelError('unauthorized', 'No.')])
    await doneOf(bot.handleMessage(messageOf(PROMPT, 'm1')))
    expect(await sample('recourse_provider_errors_total', { provider: 'openai', kind: 'unauthorized' })).toBe(
      1,
    )
    expect(await sample('recourse_exchanges_total', { outcome: 'failed' })).toBe(1)
    expect(await sample('recourse_first_attempts_total')).toBe(0)
    expect(await sample('recourse_early_aborts_total')).toBe(0)
  })

  it('counts each vote that is stored, and no delivery of it again', async () => {
    const bot = counted([ANSWER])
    const done = await doneOf(bot.handleMessage(messageOf(PROMPT, 'm1')))
    const message = { platform: 'test', workspace: 'w', channel: 'general', message: done?.exchangeId ?? '' }
    const vote = { message, voter: BEN, emoji: '👍', action: 'add', eventTime: 5, source: 'live' } as const
    for (const eventId of ['one', 'one']) await bot.handleVote({ ...vote, eventId })
    expect(await sample('recourse_votes_total', { label: 'answered_well', action: 'add' })).toBe(1)
  })

  it('counts what failed in the records by its code', async () => {
    const broken = observedStore(store, { metrics: prometheus.metrics, logger: silentLogger })
    await store.close()
    await expect(broken.ping()).rejects.toThrow()
    expect(await sample('recourse_store_errors_total')).toBe(1)
    store = await openStore({ url: ':memory:' })
  })

  it('gives no label to models that people only made up', async () => {
    const bot = counted([ANSWER])
    for (let index = 0; index < 60; index += 1) {
      await doneOf(bot.handleMessage(messageOf(PROMPT, `m${index}`), { model: `openai:made-up-${index}` }))
    }
    expect(await prometheus.text()).not.toContain('made-up')
    expect(await sample('recourse_exchanges_total', { model: 'other', outcome: 'failed' })).toBe(60)
  })
})

describe('what changes hands', () => {
  it('is counted where it is taken up', async () => {
    const left = aClaim({ place: { platform: 'test' }, leaseUntil: 1 })
    await store.claim(left)
    expect(await counted([ANSWER]).takeUp('test')).toBeDefined()
    expect(await sample('recourse_take_overs_total', { platform: 'test' })).toBe(1)
  })

  it('is counted where it is lost, once another process has it', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
    try {
      const { metrics } = prometheus
      const taken: Store = { ...store, renew: async () => false }
      const asked = Promise.withResolvers<void>()
      const patient: ChatModel = {
        ...scriptedModel([]),
        async *stream(_, { signal }) {
          asked.resolve()
          await new Promise<void>((resolve) => signal?.addEventListener('abort', () => resolve()))
          throw new ModelError('aborted', 'stopped')
        },
      }
      const bot = botOver(taken, [patient], { metrics })
      const done = doneOf(bot.handleMessage(messageOf(PROMPT, 'm1')))
      await asked.promise
      await vi.advanceTimersToNextTimerAsync()
      await done
      expect(await sample('recourse_leases_lost_total')).toBe(1)
    } finally {
      vi.useRealTimers()
    }
  })
})

describe('a platform that says that we ask too much', () => {
  it('is counted in Slack, whose calls are made again', async () => {
    const { metrics } = prometheus
    const { slack, close } = await openSlack({ platform: { metrics } })
    const { general } = slack.channels
    slack.fault({ method: 'chat.startStream', times: 1, status: 429, retryAfter: 1 })
    await answered(
      slack,
      general,
      await slack.say(slack.people.ana, general, `<@${slack.botUserId}> ${PROMPT}`),
    )
    await close()
    expect(await sample('recourse_platform_rate_limited_total', { platform: 'slack' })).toBe(1)
  })

  it('is counted in Discord, too', async () => {
    const { metrics } = prometheus
    const { discord, close } = await openDiscord({ platform: { metrics } })
    const { general } = discord.channels
    discord.fault({ route: 'POST /channels/:id/messages', times: 1, status: 429 })
    const { id } = discord.say(discord.people.ana, general, `<@${discord.botUserId}> ${PROMPT}`)
    await answeredInDiscord(discord, general, id)
    await close()
    expect(await sample('recourse_platform_rate_limited_total', { platform: 'discord' })).toBe(1)
  })
})
