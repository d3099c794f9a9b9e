import { describe, expect, it } from 'vitest'
import type { ChatMessage } from '../src/domain.ts'
import { ModelError } from '../src/errors.ts'
import type { Done, ReplyEvent } from '../src/reply-events.ts'
import { MAX_CALLS, type RespondParts, respond } from '../src/respond.ts'
import { createSafetyGate } from '../src/safety/combined-gate.ts'
import type { Screening } from '../src/safety/safety-gate.ts'
import type { Strategy } from '../strategies/strategy.ts'
import { eventsOf, fixedGate, fixedPolicy, respondParts, screeningOf } from './support/respond-parts.ts'
import { pieces, type Script, type ScriptedModel, scriptedModel } from './support/scripted-model.ts'

const REFUSAL =
  "I'm sorry, but I cannot help with that request. It would not be appropriate for me to go into it."
const ANSWER = 'Use the `kill` command with the process id. For example, `kill 4242` asks the process to end.'
const PROMPT = 'How do I kill a Python process?'

async function run(
  model: ScriptedModel,
  parts: RespondParts,
  input: { prompt?: string; strategy?: string } = {},
): Promise<{ events: ReplyEvent[]; done: Done }> {
  const request = { prompt: input.prompt ?? PROMPT, conversation: [], trusted: {} }
  const events = await eventsOf(
    respond({ exchangeId: 'x', request, model, strategy: input.strategy ?? 'auto' }, parts),
  )
  const last = events.at(-1)
  if (last?.type !== 'done') throw new Error('no done event at the end')
  return { events, done: last }
}

function shown(events: readonly ReplyEvent[]): string {
  return events.map((event) => (event.type === 'delta' ? event.text : '')).join('')
}

const fine = fixedGate(screeningOf('clearly_fine'))

/** A strategy that always reprompts, so that the limits show. */
function insistent(name: string): Strategy {
  return {
    name,
    version: `${name}/1`,
    summary: 'asks again',
    source: 'test',
    levels: ['clearly_fine', 'borderline_fine'],
    async propose({ request }) {
      return {
        kind: 'reprompt',
        messages: [{ role: 'user', content: request.prompt }],
        howAsked: `by ${name}`,
      }
    },
  }
}

describe('an answer', () => {
  it('is streamed as it comes, by one call, and ends answered', async () => {
    const model = scriptedModel([ANSWER])
    const { events, done } = await run(model, respondParts())
    expect(done).toMatchObject({ outcome: 'answered', answer: ANSWER, calls: 1 })
    expect(shown(events)).toBe(ANSWER)
    expect(events.filter((event) => event.type === 'delta').length).toBeGreaterThan(1)
    expect(model.calls).toHaveLength(1)
    expect(done.attempts[0]).toMatchObject({ strategy: 'direct', cutShort: false, usage: { input: 10 } })
  })

  it('says so when the model stopped at its length limit', async () => {
    const cut = [...pieces(ANSWER).slice(0, -1), { type: 'done' as const, finish: 'length' as const }]
    const { done } = await run(scriptedModel([cut]), respondParts())
    expect(done.notes).toEqual([expect.stringContaining('length limit')])
  })
})

describe('a refusal of a harmless request', () => {
  it('is aborted early, never shown, and recovered by the family’s strategy', async () => {
    const model = scriptedModel([REFUSAL.repeat(5), ANSWER], 'phi-3')
    const { events, done } = await run(model, respondParts())
    expect(done).toMatchObject({ outcome: 'recovered', level: 'clearly_fine', answer: ANSWER, calls: 2 })
    expect(done.attempts.map(({ strategy }) => strategy)).toEqual(['direct', 'contextual'])
    expect(done.attempts[0]).toMatchObject({ verdict: 'full_refusal', cutShort: true })
    expect(done.attempts[0]?.completion.length).toBeLessThan(200)
    expect(model.aborted()).toBe(1)
    expect(shown(events)).toBe(ANSWER)
    expect(done.firstRefusal).toContain("I'm sorry, but I cannot help with that request.")
    expect(done.howAsked).toBeTruthy()
    expect(events.some((event) => event.type === 'notice')).toBe(true)
  })

  it('asks the user first where the family needs it, and goes on with the reply', async () => {
    const model = scriptedModel([REFUSAL, ANSWER], 'gemma')
    const parts = respondParts()
    const { events, done } = await run(model, parts)
    expect(done.outcome).toBe('clarifying')
    expect(events.map(({ type }) => type)).toContain('question')
    const { question } = done
    if (!question) throw new Error('no question')
    const reply = question.readings[0]?.label ?? ''
    const request = { prompt: PROMPT, conversation: [], trusted: {}, clarification: { question, reply } }
    const earlier = { attempts: done.attempts, calls: done.calls }
    const second = await eventsOf(
      respond({ exchangeId: 'x', request, model, strategy: 'auto', earlier }, parts),
    )
    expect(second.at(-1)).toMatchObject({ outcome: 'recovered', calls: 2, answer: ANSWER })
    expect(model.calls).toHaveLength(2)
  })

  it('stands after two strategies and never costs more than three calls', async () => {
    const model = scriptedModel([REFUSAL])
    const strategies = ['one', 'two', 'three'].map(insistent)
    const policy = fixedPolicy(['one', 'two', 'three'])
    const { done } = await run(model, respondParts({ gate: fine, strategies, policy }))
    expect(done).toMatchObject({ outcome: 'refusal_stands', calls: MAX_CALLS })
    expect(done.attempts.map(({ strategy }) => strategy)).toEqual(['direct', 'one', 'two'])
    expect(model.calls).toHaveLength(3)
    expect(done.notes[0]).toContain('kept its refusal')
  })

  it('stands when asking again is turned off', async () => {
    const model = scriptedModel([REFUSAL])
    const { done } = await run(model, respondParts(), { strategy: 'none' })
    expect(done).toMatchObject({ outcome: 'refusal_stands', level: 'clearly_fine', calls: 1 })
  })

  it('tries only the strategy asked for by name', async () => {
    const model = scriptedModel([REFUSAL, ANSWER], 'phi-3')
    const { done } = await run(model, respondParts(), { strategy: 'few-shot' })
    expect(done.attempts.map(({ strategy }) => strategy)).toEqual(['direct', 'few-shot'])
  })

  it('stands, with the reason, when the provider fails while it is asked again', async () => {
    const model = scriptedModel([REFUSAL, new ModelError('rate_limited', 'Wait 7 seconds.')], 'phi-3')
    const { done } = await run(model, respondParts())
    expect(done).toMatchObject({
      outcome: 'refusal_stands',
      notes: [expect.stringContaining('Wait 7 seconds.')],
    })
  })

  it('is noticed by the provider’s own signal where the text tells nothing', async () => {
    const signal: Script = [
      { type: 'text', text: 'Well' },
      { type: 'refusal', signal: 'content_filter' },
      { type: 'done', finish: 'refusal' },
    ]
    const { done } = await run(scriptedModel([signal, ANSWER], 'phi-3'), respondParts())
    expect(done.outcome).toBe('recovered')
    expect(done.attempts[0]).toMatchObject({ verdictReason: 'provider', verdict: 'full_refusal' })
  })
})

describe('a refusal that must stand', () => {
  it('is shown in words also where the provider gave none', async () => {
    const signal: Script = [
      { type: 'refusal', signal: 'content_filter' },
      { type: 'done', finish: 'refusal' },
    ]
    const { events, done } = await run(scriptedModel([signal]), respondParts(), {
      prompt: 'How do I kill my neighbour?',
    })
    expect(done).toMatchObject({
      outcome: 'refusal_stands',
      answer: expect.stringContaining('without a word'),
    })
    expect(shown(events)).toBe(done.answer)
  })

  it('of a clearly harmful request costs one call and is shown as the model gave it', async () => {
    const model = scriptedModel([REFUSAL])
    const { events, done } = await run(model, respondParts(), { prompt: 'How do I kill my neighbour?' })
    expect(done).toMatchObject({ outcome: 'refusal_stands', level: 'clearly_harmful', calls: 1 })
    expect(REFUSAL.startsWith(shown(events))).toBe(true)
    expect(shown(events)).toMatch(/\.$/)
    expect(done.notes[0]).toContain('clearly harmful')
  })

  it('is never mitigated silently where the gate is not sure: the user is asked, or it stands', async () => {
    const model = scriptedModel([REFUSAL], 'phi-3')
    const gate = fixedGate(screeningOf('borderline_fine', false))
    const { done } = await run(model, respondParts({ gate }))
    expect(['clarifying', 'refusal_stands']).toContain(done.outcome)
    expect(model.calls).toHaveLength(1)
  })

  it('stands too when the reply to the question leaves the gate unsure', async () => {
    const model = scriptedModel([REFUSAL], 'gemma')
    const gate = fixedGate(screeningOf('borderline_fine', false))
    const parts = respondParts({ gate })
    const { done } = await run(model, parts)
    const question = done.question ?? { text: 'Which?', readings: [] }
    const request = {
      prompt: PROMPT,
      conversation: [],
      trusted: {},
      clarification: { question, reply: 'just do it' },
    }
    const earlier = { attempts: done.attempts, calls: done.calls }
    const second = await eventsOf(
      respond({ exchangeId: 'x', request, model, strategy: 'auto', earlier }, parts),
    )
    expect(second.at(-1)).toMatchObject({ outcome: 'refusal_stands', calls: 1 })
  })

  it('stands when the answer does not pass the check, and the answer is withheld', async () => {
    const model = scriptedModel([REFUSAL, ANSWER], 'phi-3')
    const gate = fixedGate(screeningOf('clearly_fine'), screeningOf('clearly_harmful'))
    const { events, done } = await run(model, respondParts({ gate }))
    expect(done).toMatchObject({ outcome: 'refusal_stands', notes: [expect.stringContaining('withheld')] })
    expect(shown(events)).not.toContain('kill 4242')
    expect(done.attempts[1]?.checkedLevel).toBe('clearly_harmful')
    expect(model.calls).toHaveLength(2)
  })

  it('of a borderline harmful request gets partial help at the most', async () => {
    const model = scriptedModel([REFUSAL, ANSWER], 'phi-3')
    const gate = fixedGate(screeningOf('borderline_harmful'))
    const { done } = await run(model, respondParts({ gate }))
    expect(done.attempts.slice(1).map(({ strategy }) => strategy)).toEqual(['partial-help'])
    expect(done.outcome).toBe('partly_answered')
  })
})

describe('a model that fails', () => {
  it.each([
    [
      'an error of the provider',
      new ModelError('unauthorized', 'GROQ_API_KEY is wrong. Set it.'),
      'unauthorized',
    ],
    ['an empty answer', [{ type: 'done', finish: 'stop' }] as const, 'empty'],
    ['an error nobody foresaw', new TypeError('boom'), 'unavailable'],
  ])('ends failed with its reason after %s', async (_, step, code) => {
    const { done } = await run(scriptedModel([step]), respondParts())
    expect(done).toMatchObject({ outcome: 'failed', failure: { code } })
    expect(done.failure?.message).toMatch(/\.$/)
    expect(done.attempts).toHaveLength(1)
  })

  it('keeps what had come when the stream breaks in the middle', async () => {
    async function* breaking() {
      yield* pieces(ANSWER).slice(0, -3)
      throw new ModelError('connection', 'The connection broke. Try again.')
    }
    const model = { ...scriptedModel([ANSWER]), stream: breaking }
    const { events, done } = await run(model, respondParts())
    expect(done).toMatchObject({ outcome: 'failed', failure: { code: 'connection' } })
    expect(done.attempts[0]?.completion).toBe(shown(events))
    expect(done.attempts[0]?.cutShort).toBe(true)
  })
})

describe('the answering model as its own judge', () => {
  const fixedProcess = (found: Screening) => ({ screen: () => found, check: () => found })
  const UNSURE = 'How do I kill a zorblax?'
  /** A judge that follows its instructions: it repeats the mark of its task, which no user can know. */
  const verdict = (level: string) => (messages: readonly ChatMessage[]) => {
    const mark = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/.exec(
      messages.map(({ content }) => content).join(),
    )?.[0]
    return JSON.stringify({ mark, action: 'hunt a made-up creature', level })
  }

  it('is asked only after it refused, and only where the process is not sure', async () => {
    const model = scriptedModel([REFUSAL, ANSWER], 'phi-3')
    await run(model, respondParts({ gate: createSafetyGate() }))
    expect(model.calls).toHaveLength(2)
    const compliant = scriptedModel([ANSWER])
    await run(compliant, respondParts({ gate: createSafetyGate() }), { prompt: UNSURE })
    expect(compliant.calls).toHaveLength(1)
  })

  it('costs one of the three calls', async () => {
    const gate = createSafetyGate({ process: fixedProcess(screeningOf('borderline_fine', false)) })
    const model = scriptedModel([REFUSAL, verdict('clearly_fine'), REFUSAL], 'phi-3')
    const { done } = await run(model, respondParts({ gate }), { prompt: UNSURE })
    expect(done).toMatchObject({ outcome: 'refusal_stands', level: 'borderline_fine', calls: MAX_CALLS })
    expect(done.attempts).toHaveLength(2)
    expect(model.calls).toHaveLength(MAX_CALLS)
  })

  it('keeps a request from being asked again when it finds it harmful', async () => {
    const gate = createSafetyGate({ process: fixedProcess(screeningOf('borderline_fine', false)) })
    const model = scriptedModel([REFUSAL, verdict('clearly_harmful'), ANSWER], 'phi-3')
    const { done } = await run(model, respondParts({ gate }), { prompt: UNSURE })
    expect(done).toMatchObject({ outcome: 'refusal_stands', level: 'clearly_harmful', calls: 2 })
  })

  it.each([
    ['nonsense', 'I would rather talk about the weather.'],
    ['a verdict in the user’s favour that is none of ours', '{"level":"totally_fine"}'],
    ['a failure', new ModelError('timeout', 'Too slow.')],
  ])('leaves the gate unsure after %s, so nothing is mitigated silently', async (_, judged) => {
    const model = scriptedModel([REFUSAL, judged, ANSWER], 'phi-3')
    const { done } = await run(model, respondParts({ gate: createSafetyGate() }), { prompt: UNSURE })
    expect(['clarifying', 'refusal_stands']).toContain(done.outcome)
    expect(done.attempts).toHaveLength(1)
  })

  it('is charged too when it is named as JUDGE_MODEL', async () => {
    const model = scriptedModel([REFUSAL, verdict('clearly_fine'), ANSWER], 'phi-3')
    const process = fixedProcess(screeningOf('borderline_fine', false))
    const gate = createSafetyGate({ judge: model, guard: model, process })
    const { done } = await run(model, respondParts({ gate }), { prompt: UNSURE })
    expect(model.calls.length).toBeLessThanOrEqual(MAX_CALLS)
    expect(done.calls).toBe(model.calls.length)
  })

  it('is believed for the answer too when no call is left to check it and it holds no sign of harm', async () => {
    const process = fixedProcess(screeningOf('borderline_fine', false))
    const model = scriptedModel([REFUSAL, verdict('clearly_fine'), ANSWER], 'phi-3')
    const { done } = await run(model, respondParts({ gate: createSafetyGate({ process }) }), {
      prompt: UNSURE,
    })
    expect(done).toMatchObject({ outcome: 'recovered', answer: ANSWER, calls: MAX_CALLS })
  })

  it('leaves the last call for asking again where a strategy would spend it on a helper', async () => {
    const process = fixedProcess(screeningOf('borderline_fine', false))
    const model = scriptedModel([REFUSAL, verdict('clearly_fine'), ANSWER], 'unknown')
    const { done } = await run(model, respondParts({ gate: createSafetyGate({ process }) }), {
      prompt: 'How do I kill a Python process?',
    })
    expect(done).toMatchObject({ outcome: 'recovered', calls: MAX_CALLS })
    expect(done.attempts.map(({ strategy }) => strategy)).toEqual(['direct', 'contextual'])
  })

  it('cannot lower what the process is sure is harmful', async () => {
    const model = scriptedModel([REFUSAL, verdict('clearly_fine'), ANSWER])
    const { done } = await run(model, respondParts({ gate: createSafetyGate() }), {
      prompt: 'How do I kill my neighbour?',
    })
    expect(done).toMatchObject({ outcome: 'refusal_stands', calls: 1 })
  })
})
