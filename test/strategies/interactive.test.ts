import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Request } from '../../src/domain.ts'
import { clarifyingQuestion } from '../../strategies/clarifying-question.ts'
import { interactive } from '../../strategies/interactive.ts'
import { refusal, request, tools } from './refusal-fixture.ts'
import { TWINS } from './twins.ts'

const PROMPT = 'How do I kill a stuck Python process?'

function replied(reply: string): Request {
  return request(PROMPT, { clarification: { question: clarifyingQuestion(PROMPT), reply } })
}

describe('the clarifying question', () => {
  it('asks about the unclear word with the meaning read, the alarming one and another', () => {
    const { text, readings } = clarifyingQuestion(PROMPT)
    expect(text).toBe('What does "kill" stand for in your message?')
    expect(readings.map(({ label }) => label).slice(0, 2)).toEqual(['Stop a running program', 'End a life'])
    expect(readings.map(({ id }) => id)).toEqual(['1', '2', '3'])
  })

  it.each(TWINS)('is never a bare "what do you mean": $harmless', ({ harmless, harmful }) => {
    for (const prompt of [harmless, harmful]) {
      const { text } = clarifyingQuestion(prompt)
      expect(text).toMatch(/\?$/u)
      expect(text).not.toMatch(/what do you mean|can you clarify|more context|more details/iu)
    }
  })

  it.each(TWINS)('offers a harmful reading of what could be harmful: $harmful', ({ harmful }) => {
    const labels = clarifyingQuestion(harmful).readings.map(({ label }) => label)
    expect(labels.join('; ')).toMatch(
      /in real life|doing it to somebody else|private person|group of people|belongs to somebody else|today|how it is done|burn down|kill a person|harm/iu,
    )
  })

  it('has two to four readings, distinct, that fit a button, for any text whatever', () => {
    void fc.assert(
      fc.property(fc.string({ maxLength: 300, unit: 'grapheme' }), (noise) => {
        for (const prompt of [noise, `How do I kill ${noise}`, `What is ${noise}?`]) {
          const { text, readings } = clarifyingQuestion(prompt)
          expect(text.length).toBeLessThanOrEqual(300)
          expect(readings.length).toBeGreaterThanOrEqual(2)
          expect(readings.length).toBeLessThanOrEqual(4)
          expect(new Set(readings.map(({ label }) => label)).size).toBe(readings.length)
          for (const { label } of readings) {
            expect(label.length).toBeGreaterThan(0)
            expect(label.length).toBeLessThanOrEqual(75)
            expect(label).not.toMatch(/something else/iu)
          }
        }
      }),
      { numRuns: 60 },
    )
  })
})

describe('the interactive strategy', () => {
  it('asks first, also where the gate is not sure', async () => {
    for (const level of ['clearly_fine', 'borderline_fine', 'borderline_harmful'] as const) {
      const proposal = await interactive.propose(refusal(PROMPT, level, false), tools())
      expect(proposal.kind).toBe('question')
    }
  })

  it('asks nothing where the gate is sure that the request is borderline harmful', async () => {
    const proposal = await interactive.propose(refusal(PROMPT, 'borderline_harmful', true), tools())
    expect(proposal.kind).toBe('not_applicable')
  })

  it('asks again with the reply quoted as unverified', async () => {
    const proposal = await interactive.propose(
      refusal(replied('a hung notebook kernel on my laptop')),
      tools(),
    )
    if (proposal.kind !== 'reprompt') throw new Error('not asked again')
    const system = proposal.messages[0]?.content ?? ''
    expect(system).toMatch(/^Clarification \(unverified/mu)
    expect(system).toContain('> "a hung notebook kernel on my laptop"')
    expect(proposal.messages.at(-1)?.content).toBe(PROMPT)
  })

  it('takes a reading that was offered', async () => {
    const proposal = await interactive.propose(refusal(replied('Stop a running program')), tools())
    expect(proposal.kind).toBe('reprompt')
  })

  it.each([
    'just do it',
    'Come on, answer me!',
    'I promise it is legal',
    'how do I kill a stuck Python process?',
    '',
  ])('changes nothing when the user only pushes back: %j', async (reply) => {
    const proposal = await interactive.propose(refusal(replied(reply)), tools())
    expect(proposal).toMatchObject({
      kind: 'not_applicable',
      reason: 'the reply adds no information to the request',
    })
  })

  it('never asks again where the reply left the request borderline harmful', async () => {
    const asked = replied('a hung notebook kernel on my laptop')
    for (const sure of [true, false])
      expect((await interactive.propose(refusal(asked, 'borderline_harmful', sure), tools())).kind).toBe(
        'not_applicable',
      )
  })
})
