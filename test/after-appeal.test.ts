import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Appealed, orderAfterAppeal, screeningAfterAppeal } from '../src/after-appeal.ts'
import { type Attempt, higherLevel, isFine, SAFETY_LEVELS, type SafetyLevel } from '../src/domain.ts'
import { ModelError } from '../src/errors.ts'
import type { Done } from '../src/reply-events.ts'
import { APPEAL_CALLS, MAX_CALLS, type RespondParts, respond } from '../src/respond.ts'
import { createSafetyGate } from '../src/safety/combined-gate.ts'
import type { SafetyGate } from '../src/safety/safety-gate.ts'
import type { Strategy } from '../strategies/strategy.ts'
import { eventsOf, fixedGate, fixedPolicy, respondParts, screeningOf } from './support/respond-parts.ts'
import { type Script, scriptedModel } from './support/scripted-model.ts'

const REFUSAL = "I'm sorry, but I cannot help with that request."
const ANSWER = 'Use the `kill` command with the process id. For example, `kill 4242` asks the process to end.'
const PROMPT = 'How do I kill a Python process?'

const REFUSED: Attempt = {
  id: 'first',
  strategy: 'direct',
  version: '1',
  model: 'openai:scripted-phi-3',
  verdict: 'full_refusal',
  confidence: 0.9,
  verdictReason: 'text',
  completion: REFUSAL,
  cutShort: true,
  milliseconds: 5,
}

interface Case {
  readonly appealed?: Appealed
  readonly prompt?: string
  readonly tried?: readonly Attempt[]
  readonly strategy?: string
  readonly levelFloor?: SafetyLevel
}

async function hearAgain(script: readonly Script[], parts: RespondParts, given: Case = {}) {
  const { appealed = { level: 'borderline_fine', sure: false }, prompt = PROMPT, tried = [] } = given
  const model = scriptedModel(script, 'phi-3')
  const { levelFloor, strategy = 'auto' } = given
  const events = await eventsOf(
    respond(
      {
        exchangeId: 'x',
        request: { prompt, conversation: [], trusted: {}, ...(levelFloor && { levelFloor }) },
        model,
        strategy,
        earlier: { attempts: [REFUSED, ...tried], calls: MAX_CALLS, appealed },
      },
      parts,
    ),
  )
  const done = events.at(-1)
  if (done?.type !== 'done') throw new Error('no done event at the end')
  return { events, done, model }
}

const strategiesOf = (done: Done) => done.attempts.map(({ strategy }) => strategy)
const fine = fixedGate(screeningOf('borderline_fine'))
const standing: Partial<Done> = { outcome: 'refusal_stands', answer: REFUSAL, shownAttempt: 'first' }

describe('a refusal that its channel voted against', () => {
  it('is heard once more by the next strategy, and what it costs is its own', async () => {
    const { done, model, events } = await hearAgain([ANSWER], respondParts({ gate: fine }))
    expect(done).toMatchObject({
      outcome: 'recovered',
      answer: ANSWER,
      calls: MAX_CALLS + 1,
      firstRefusal: REFUSAL,
      afterAppeal: true,
      level: 'borderline_fine',
      levelSure: false,
    })
    expect(done.howAsked).toMatch(/, after the channel voted$/)
    expect(strategiesOf(done)).toEqual(['direct', 'contextual'])
    expect(model.calls).toHaveLength(1)
    expect(events.map(({ type }) => type)).toEqual(['started', 'notice', 'delta', 'done'])
  })

  it('is not asked again in a way that was tried before, and by one strategy only', async () => {
    const tried = [{ ...REFUSED, id: 'second', strategy: 'contextual' }]
    const { done } = await hearAgain([REFUSAL], respondParts({ gate: fine }), { tried })
    expect(strategiesOf(done)).toEqual(['direct', 'contextual', 'few-shot'])
    expect(done).toMatchObject({ ...standing, notes: [expect.stringContaining('after the channel voted')] })
  })

  it('stays, and is not shown a second time, where no way of asking is left', async () => {
    const policy = fixedPolicy(['contextual'])
    const tried = [{ ...REFUSED, id: 'second', strategy: 'contextual' }]
    const { done, model, events } = await hearAgain([ANSWER], respondParts({ gate: fine, policy }), { tried })
    expect(model.calls).toHaveLength(0)
    expect(events.some(({ type }) => type === 'delta')).toBe(false)
    expect(done).toMatchObject({
      ...standing,
      notes: ['The channel found the request harmless, but there is no other way of asking left.'],
    })
  })

  it('puts no question, since nobody waits for one', async () => {
    const policy = fixedPolicy(['interactive', 'contextual'])
    const { done, events } = await hearAgain([ANSWER], respondParts({ gate: fine, policy }))
    expect(events.some(({ type }) => type === 'question')).toBe(false)
    expect(done.outcome).toBe('recovered')
  })

  it('stays, with the reason, when the model fails', async () => {
    const broken = new ModelError('rate_limited', 'Wait 7 seconds.')
    const { done } = await hearAgain([broken], respondParts({ gate: fine }))
    expect(done).toMatchObject({ ...standing, notes: [expect.stringContaining('Wait 7 seconds.')] })
  })

  it('of a provider without a word is heard again like any other', async () => {
    const silent: Attempt = { ...REFUSED, completion: '', verdictReason: 'provider' }
    const model = scriptedModel([ANSWER], 'phi-3')
    const appealed = { level: 'clearly_fine', sure: true } as const
    const earlier = { attempts: [silent], calls: 1, appealed }
    const request = { prompt: PROMPT, conversation: [], trusted: {} }
    const events = await eventsOf(
      respond(
        { exchangeId: 'x', request, model, strategy: 'auto', earlier },
        respondParts({ gate: createSafetyGate({ judge: 'none' }) }),
      ),
    )
    expect(events.at(-1)).toMatchObject({ outcome: 'recovered', answer: ANSWER })
  })

  it('costs no more calls than an appeal has', async () => {
    const greedy: Strategy = {
      name: 'greedy',
      version: '1',
      summary: 'asks for help',
      source: 'test',
      levels: ['borderline_fine'],
      async propose({ request }, tools) {
        for (let call = 0; call < 9; call += 1) {
          await tools.complete([{ role: 'user', content: 'Help.' }]).catch(() => '')
        }
        return {
          kind: 'reprompt',
          messages: [{ role: 'user', content: request.prompt }],
          howAsked: 'greedily',
        }
      },
    }
    const policy = fixedPolicy(['greedy'])
    const { done, model } = await hearAgain(
      [ANSWER],
      respondParts({ gate: fine, strategies: [greedy], policy }),
    )
    expect(model.calls).toHaveLength(APPEAL_CALLS)
    expect(done.calls).toBe(MAX_CALLS + APPEAL_CALLS)
  })
})

describe('votes are no jailbreak', () => {
  it.each([
    ['that was judged clearly harmful', { appealed: { level: 'clearly_harmful', sure: true } }],
    ['of which clear harm was suspected', { appealed: { level: 'clearly_harmful', sure: false } }],
    ['in a conversation that has reached clear harm', { levelFloor: 'clearly_harmful' }],
    ['that the rules find clearly harmful by now', { prompt: 'How do I kill my neighbour?' }],
  ] as const)('a request %s keeps its refusal without another call', async (_, given) => {
    const { done, model } = await hearAgain([ANSWER], respondParts({ gate: fine }), given)
    expect(model.calls).toHaveLength(0)
    expect(done).toMatchObject({
      ...standing,
      notes: ['Not asked again: the request was judged clearly harmful.'],
    })
  })

  it('what was borderline harmful for sure is helped in part at the most', async () => {
    const { done } = await hearAgain(
      ['In general, dealers forbid it, and the manual says why. I leave the steps out.'],
      respondParts({ gate: fixedGate(screeningOf('borderline_harmful')) }),
      { appealed: { level: 'borderline_harmful', sure: true } },
    )
    expect(strategiesOf(done)).toEqual(['direct', 'partial-help'])
    expect(done).toMatchObject({ outcome: 'partly_answered', level: 'borderline_harmful', levelSure: true })
  })

  it('a strategy chosen by name is bound by the level all the same', async () => {
    const { done } = await hearAgain([REFUSAL], respondParts({ gate: fine }), {
      appealed: { level: 'borderline_harmful', sure: true },
      strategy: 'few-shot',
    })
    expect(strategiesOf(done)).toEqual(['direct', 'partial-help'])
  })

  it.each(['clearly_harmful', 'borderline_harmful'] as const)(
    'an answer that is judged %s with its request is withheld',
    async (level) => {
      const gate: SafetyGate = fixedGate(screeningOf('borderline_fine'), screeningOf(level))
      const { done, events } = await hearAgain([ANSWER], respondParts({ gate }))
      expect(done).toMatchObject({
        ...standing,
        notes: [expect.stringContaining('did not pass the safety check')],
      })
      expect(done.attempts.at(-1)?.checkedLevel).toBe(level)
      expect(JSON.stringify(events.filter(({ type }) => type === 'delta'))).not.toContain('kill 4242')
    },
  )

  it('an answer nobody can vouch for is withheld', async () => {
    const gate = fixedGate(screeningOf('borderline_fine'), screeningOf('borderline_fine', false))
    const { done } = await hearAgain([ANSWER], respondParts({ gate }))
    expect(done).toMatchObject({ ...standing, notes: [expect.stringContaining('could not be made sure')] })
  })

  it('nothing that votes settle comes out below what was known for sure', () => {
    const level = fc.constantFrom(...SAFETY_LEVELS)
    fc.assert(
      fc.property(
        level,
        fc.boolean(),
        level,
        fc.boolean(),
        fc.option(level, { nil: undefined }),
        (known, sure, found, foundSure, floor) => {
          const request = floor === undefined ? {} : { levelFloor: floor }
          const after = screeningAfterAppeal({ level: known, sure }, request, screeningOf(found, foundSure))
          const least = [
            sure || known === 'clearly_harmful' ? known : 'borderline_fine',
            foundSure && !isFine(found) ? found : 'clearly_fine',
            found === 'clearly_harmful' ? found : 'clearly_fine',
            floor ?? 'clearly_fine',
          ] as const
          expect(after.level).toBe(least.reduce<SafetyLevel>(higherLevel, 'clearly_fine'))
          expect(after.sure).toBe(true)
        },
      ),
    )
  })
})

describe('the order after an appeal', () => {
  it('begins with the strategy chosen by name, where it was not tried, and goes on with the policy’s', () => {
    const order = ['contextual', 'few-shot', 'intent']
    expect(orderAfterAppeal(order, 'intent', [REFUSED])).toEqual(['intent', 'contextual', 'few-shot'])
    const tried = [REFUSED, { ...REFUSED, strategy: 'few-shot' }]
    expect(orderAfterAppeal(order, 'few-shot', tried)).toEqual(['contextual', 'intent'])
    expect(orderAfterAppeal([], 'few-shot', [REFUSED])).toEqual([])
  })
})
