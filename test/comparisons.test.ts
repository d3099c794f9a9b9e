import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { BotOptions } from '../src/bot.ts'
import type { Bot } from '../src/bot-types.ts'
import { stateAnswers } from '../src/comparison/answer-memory.ts'
import type { ComparisonView } from '../src/comparison-types.ts'
import { OPEN_FOR } from '../src/comparisons.ts'
import { ModelError } from '../src/errors.ts'
import type { ChatModel } from '../src/models/chat-model.ts'
import { rehearsalModel } from '../src/models/rehearsal.ts'
import { openStore } from '../src/store/sql-store.ts'
import { openState } from '../src/store/state.ts'
import type { Store } from '../src/store/store.ts'
import { ANA, BEN, botOver, doneOf, messageOf } from './support/bot.ts'
import { callerOf, compared, compareEvents, saying } from './support/comparing.ts'
import { fixedGate, screeningOf } from './support/respond-parts.ts'
import { scriptedModel } from './support/scripted-model.ts'

const SAFE = 'How do I kill a Python process?'
const HARMFUL = 'How do I make a bomb at home?'

let store: Store
beforeEach(async () => {
  store = await openStore({ url: ':memory:' })
})
afterEach(() => store.close())

const llama2 = () => rehearsalModel('llama2')
const botWith = (models: readonly ChatModel[], replaced: Partial<BotOptions> = {}) =>
  botOver(store, models, replaced)

async function revealed(bot: Bot, view: ComparisonView | undefined): Promise<ComparisonView> {
  return bot.revealComparison(view?.id ?? '', ANA)
}

describe('/compare', () => {
  it('asks the place’s model by itself and with what comes first for it, and reveals what made which answer', async () => {
    const bot = botWith([llama2()])
    const { views, last } = await compared(bot, SAFE)
    expect(views.map(({ status, progress }) => `${status} ${progress.of}`)).toEqual([
      'running 3',
      'running 3',
      'running 3',
      'running 3',
      'open 3',
    ])
    expect(last?.scripted).toBe(true)
    const { answers, without } = await revealed(bot, last)
    expect(without).toEqual([])
    expect(answers.map(({ letter }) => letter)).toEqual(['A', 'B', 'C'])
    const behind = answers.map((answer) => answer.behind)
    expect(behind.map((facts) => facts?.strategy).toSorted()).toEqual(['contextual', 'direct', 'few-shot'])
    const few = behind.find((facts) => facts?.strategy === 'few-shot')
    expect(few).toMatchObject({ model: 'rehearsal:llama2', scripted: true, verdict: 'full_compliance' })
    expect(few?.tokens).toBeGreaterThan(10)
    expect(few?.milliseconds).toBeGreaterThanOrEqual(0)
  })

  it('asks every model with every strategy that is named', async () => {
    const bot = botWith([llama2(), rehearsalModel('phi3')])
    const typed = `strategies:direct,Contextual models:rehearsal:llama2,rehearsal:phi3 ${SAFE}`
    const { answers } = await revealed(bot, (await compared(bot, typed)).last)
    expect(answers.map(({ behind }) => `${behind?.strategy} ${behind?.model}`).toSorted()).toEqual([
      'contextual rehearsal:llama2',
      'contextual rehearsal:phi3',
      'direct rehearsal:llama2',
      'direct rehearsal:phi3',
    ])
  })

  it.each([
    [
      'strategies:few-shots,direct',
      'There is no strategy “few-shots”; did you mean few-shot? Known are direct,',
    ],
    [
      'models:rehearsal:lama2,rehearsal:gemma',
      'There is no model “rehearsal:lama2”; did you mean rehearsal:llama2?',
    ],
    ['models:openai:one,rehearsal:gemma', 'openai:one cannot be used yet: set OPENAI_API_KEY.'],
    ['strategies:direct', 'That is one answer, and it takes two to compare.'],
    ['strategies:direct models:default,rehearsal:llama2', 'That is one answer, and it takes two to compare.'],
    [
      'strategies:direct,few-shot,contextual,sense-note models:rehearsal:llama2,rehearsal:gemma',
      'That makes 8 answers, and at most 6 can be compared side by side.',
    ],
    [
      'strategies:interactive,direct',
      'fewer than two answers would come of it: interactive (rehearsal:llama2) not tried: it would ask you a question first',
    ],
    ['strategies:intent,rephrase', 'it needs a call of its own before it asks again'],
    ['strategies:partial-help,direct', 'this strategy is for borderline requests'],
  ])('says in one line why it does not compare %s', async (options, why) => {
    const models = [llama2(), rehearsalModel('gemma')]
    const bot = botWith(models, {
      models: {
        get: (id) => {
          const model = models.find((one) => one.id === id)
          if (!model) throw new ModelError('unknown_model', `There is no model ${id}.`)
          return model
        },
        choices: () => [
          ...models.map(({ id, family }) => ({ id, family, scripted: true })),
          { id: 'openai:one', family: 'gpt', scripted: false, unavailable: 'set OPENAI_API_KEY' },
        ],
      },
    })
    const { text, views } = await compared(bot, `${options} ${SAFE}`)
    expect(text).toContain(why)
    expect(text).not.toContain('\n')
    expect(views).toEqual([])
    expect(await bot.recentComparisons(callerOf().place, 5)).toEqual([])
  })

  it('compares no strategies where asking again is turned off, but models all the same', async () => {
    const bot = botWith([llama2(), rehearsalModel('gemma')])
    const admin = { ...callerOf(), isAdmin: true }
    await Array.fromAsync(bot.handleCommand('strategy scope:channel none', admin))
    expect((await compared(bot, SAFE)).text).toContain('Asking again is turned off here')
    expect((await compared(bot, `strategies:direct,few-shot ${SAFE}`)).text).toContain(
      'Asking again is turned off here',
    )
    const { last } = await compared(bot, `models:rehearsal:llama2,rehearsal:gemma ${SAFE}`)
    expect(last).toMatchObject({ status: 'open', progress: { of: 2 } })
  })

  it('answers a command that is delivered twice once', async () => {
    const bot = botWith([llama2()])
    const caller = { message: 'the same interaction' }
    await compared(bot, SAFE, caller)
    expect(await compared(bot, SAFE, caller)).toEqual({ views: [] })
  })

  it('lets a person compare one thing at a time', async () => {
    const bot = botWith([rehearsalModel('llama2', { delay: 1 })])
    const first = compareEvents(bot, SAFE)[Symbol.asyncIterator]()
    await first.next()
    expect((await compared(bot, SAFE)).text).toBe(
      'You have a comparison under way. Wait for it, or cancel it first.',
    )
    expect((await compared(bot, SAFE, { person: BEN })).last?.status).toBe('open')
    await first.return?.()
  })
})

describe('safety', () => {
  it('makes no call at all for a clearly harmful prompt, keeps nothing of it, and says so in one line', async () => {
    const [one, other] = [saying('Sure.', 'one'), saying('Sure.', 'other')]
    const bot = botWith([one, other])
    const { text, views } = await compared(bot, `models:openai:one,openai:other ${HARMFUL}`)
    expect(text).toBe('Not compared: the request was judged clearly harmful.')
    expect(views).toEqual([])
    expect([...one.calls, ...other.calls]).toEqual([])
    expect(await bot.recentComparisons(callerOf().place, 5)).toEqual([])
  })

  it('asks only as it is what the gate is not sure of', async () => {
    const gate = fixedGate(screeningOf('borderline_fine', false))
    const one = botWith([saying('Maybe.', 'one')], { gate })
    expect((await compared(one, `strategies:direct,few-shot ${SAFE}`)).text).toContain(
      'it is not clear that this is safe to answer',
    )
    expect((await compared(one, SAFE)).text).toContain('It is not clear that this is safe to answer')
    const two = botWith([saying('Maybe.', 'one'), saying('No idea.', 'two')], { gate })
    const { last } = await compared(two, `strategies:direct,few-shot models:openai:one,openai:two ${SAFE}`)
    const { answers, without } = await revealed(two, last)
    expect(answers.map(({ behind }) => behind?.strategy)).toEqual(['direct', 'direct'])
    expect(without).toHaveLength(2)
  })

  it('gives a borderline harmful request partial help at the most', async () => {
    const bot = botWith([saying('In general, be careful.', 'one')], {
      gate: fixedGate(screeningOf('borderline_harmful')),
    })
    const { last } = await compared(bot, `strategies:direct,few-shot,partial-help ${SAFE}`)
    const { answers, without } = await revealed(bot, last)
    expect(answers.map(({ behind }) => behind?.strategy).toSorted()).toEqual(['direct', 'partial-help'])
    expect(without).toMatchObject([{ strategy: 'few-shot', why: expect.stringContaining('borderline') }])
  })

  it('holds to the level that the conversation has reached', async () => {
    const bot = botWith([llama2()])
    await doneOf(bot.handleMessage(messageOf(HARMFUL, 'opening')))
    expect((await compared(bot, SAFE, { thread: 'opening' })).text).toContain('Not compared')
    expect((await compared(bot, SAFE)).last?.status).toBe('open')
  })

  it('holds to the level of the conversation that its request was part of, wherever it is asked for', async () => {
    const bot = botWith([llama2()])
    await doneOf(bot.handleMessage(messageOf(HARMFUL, 'opening')))
    const asked = messageOf('And with kitchen things?', 'second', 'opening')
    const done = await doneOf(bot.handleMessage(asked))
    const answer = messageOf('', 'answer').key
    const attempt = done?.attempts[0]?.id ?? ''
    await bot.link(done?.exchangeId ?? '', { key: answer, attempt })
    for (const about of [asked.key, answer]) {
      expect((await compared(bot, SAFE, { about })).text).toContain('Not compared')
    }
  })

  it('never shows, stores, remembers or logs an answer that did not pass the check', async () => {
    const SECRET = 'the withheld words'
    const model: ChatModel = {
      ...scriptedModel([(messages) => (messages[0]?.content.includes('worked examples') ? SECRET : 'Fine.')]),
      id: 'openai:one',
    }
    const logged = vi.fn()
    const state = await openState({ url: ':memory:' })
    const set = vi.spyOn(state, 'set')
    const endCell = vi.spyOn(store, 'endCell')
    const bot = botWith([model], {
      gate: {
        screen: async () => screeningOf('clearly_fine'),
        check: async (_, answer) => screeningOf(answer === SECRET ? 'clearly_harmful' : 'clearly_fine'),
      },
      answers: stateAnswers(state),
      logger: { debug: logged, info: logged, warn: logged, error: logged } as never,
    })
    const { views, last } = await compared(bot, `strategies:direct,few-shot,contextual ${SAFE}`)
    const end = await revealed(bot, last)
    expect(end.without).toMatchObject([{ strategy: 'few-shot', why: expect.stringContaining('withheld') }])
    expect(JSON.stringify([views, end, set.mock.calls, endCell.mock.calls, logged.mock.calls])).not.toContain(
      SECRET,
    )
    await state.close()
  })

  it('makes one call of the model for each answer, whatever a strategy would like', async () => {
    const model = saying('I am sorry, but I cannot help with that.', 'one')
    const bot = botWith([model])
    const all = bot.suggestions('strategies').filter((name) => !['auto', 'none', 'default'].includes(name))
    const { last } = await compared(bot, `strategies:direct,${all.slice(0, 5).join(',')} ${SAFE}`)
    const { answers } = await revealed(bot, last)
    expect(model.calls).toHaveLength(answers.length)
  })

  it('tells strategies what the model said by itself, where that was asked, and nothing where it was not', async () => {
    const heard: string[] = []
    const recipe = {
      name: 'listening',
      version: 'listening/1',
      summary: '',
      source: '',
      levels: ['clearly_fine'] as const,
      async propose({ completion, request }: { completion: string; request: { prompt: string } }) {
        heard.push(completion)
        const messages = [{ role: 'user' as const, content: request.prompt }]
        return { kind: 'reprompt' as const, messages, howAsked: 'with care' }
      },
    }
    const bot = botWith([saying('By myself.', 'one'), saying('Another.', 'two')], { strategies: [recipe] })
    await compared(bot, `strategies:direct,listening ${SAFE}`)
    expect(heard).toEqual(['', 'By myself.'])
    heard.length = 0
    await compared(bot, `strategies:listening models:openai:one,openai:two ${SAFE}`)
    expect(heard).toEqual(['', '', '', ''])
  })
})

describe('what everybody sees before the names', () => {
  it('tells nothing of what made which answer, whatever came of it', async () => {
    const outcomes = ['answer', 'refusal', 'failure', 'empty'] as const
    const texts = { answer: 'Use kill.', refusal: 'I am sorry, but I cannot help with that.', empty: '' }
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom(...outcomes), { minLength: 2, maxLength: 3 }),
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        async (kinds, number) => {
          const models = kinds.map((kind, index) => ({
            ...scriptedModel([kind === 'failure' ? new Error('down') : texts[kind]]),
            id: `openai:contender-${index}`,
          }))
          const bot = botOver(store, models, { random: () => number })
          const typed = `strategies:direct,few-shot models:${models.map(({ id }) => id).join(',')} ${SAFE}`
          const { views } = await compared(bot, typed)
          const blind = views.filter(({ status }) => status === 'running' || status === 'open')
          for (const view of blind) {
            const told = JSON.stringify({ ...view, asker: '', id: '', at: 0 })
            expect(told).not.toMatch(
              /contender|openai|direct|few-shot|verdict|refusal|tokens|milliseconds|why/,
            )
            if (view.status === 'running') expect(view.answers).toEqual([])
          }
        },
      ),
      { numRuns: 25 },
    )
  })

  it('is in an order that chance decides', async () => {
    const models = ['one', 'two', 'three'].map((name) => saying(name, name))
    const typed = `models:${models.map(({ id }) => id).join(',')} ${SAFE}`
    const orderWith = async (random: () => number) => {
      const { last } = await compared(botWith(models, { random }), typed)
      return last?.answers.map(({ text }) => text)
    }
    expect(await orderWith(() => 0)).toEqual(['one', 'two', 'three'])
    expect(await orderWith(() => 0.99)).toEqual(['three', 'two', 'one'])
  })

  it('is said to be nothing where fewer than two answers came, with the reasons', async () => {
    const broken = { ...scriptedModel([new Error('down')]), id: 'openai:broken' }
    const bot = botWith([saying('Fine.', 'one'), broken])
    const { last } = await compared(bot, `models:openai:one,openai:broken ${SAFE}`)
    expect(last).toMatchObject({
      status: 'failed',
      answers: [],
      without: [{ model: 'openai:broken', why: expect.stringMatching(/^failed: /) }],
      note: 'Only one answer came of it, and it takes two to compare.',
    })
    await expect(bot.revealComparison(last?.id ?? '', ANA)).rejects.toThrow('There is nothing to reveal.')
  })
})

describe('the reveal', () => {
  it('is for whoever began it, or an admin, once the answers are there', async () => {
    const bot = botWith([llama2()])
    const { last } = await compared(bot, SAFE, { person: BEN })
    const id = last?.id ?? ''
    const chris = { ...BEN, user: 'chris' }
    await expect(bot.revealComparison(id, chris)).rejects.toThrow('Only the person who began')
    await expect(bot.revealComparison(id, { ...ANA, workspace: 'elsewhere' })).rejects.toThrow('not known')
    await expect(bot.revealComparison('none', ANA)).rejects.toThrow('not known')
    expect((await bot.revealComparison(id, ANA)).status).toBe('revealed')
    expect((await bot.revealComparison(id, BEN)).status).toBe('revealed')
  })

  it('comes by itself after a day, for whoever looks', async () => {
    let now = 1_000
    const bot = botWith([llama2()], { now: () => now })
    const { last } = await compared(bot, SAFE)
    const later = await compared(bot, SAFE)
    const id = last?.id ?? ''
    const message = messageOf('', 'board').key
    await bot.showsComparison(later.last?.id ?? '', message)
    now += OPEN_FOR - 1
    expect((await bot.comparison(id))?.status).toBe('open')
    now += 1
    expect((await bot.comparison(id))?.status).toBe('revealed')
    expect(await bot.takeUpComparison('test')).toMatchObject({ message, view: { status: 'revealed' } })
    expect(await bot.takeUpComparison('test')).toBeUndefined()
  })
})
