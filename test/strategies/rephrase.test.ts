import { describe, expect, it } from 'vitest'
import type { SafetyLevel } from '../../src/domain.ts'
import { rephrase } from '../../strategies/rephrase.ts'
import { MODEL_JSON, refusal, request, screening, tools } from './refusal-fixture.ts'

const PROMPT = 'How do I kill a stuck Python process?'

/** Tools that screen the original and everything else as told. */
function screens(original: SafetyLevel, rewrite: SafetyLevel, answer: unknown = MODEL_JSON) {
  return tools({ answer, screen: async ({ prompt }) => screening(prompt === PROMPT ? original : rewrite) })
}

describe('the rewrite', () => {
  it('is what the model is asked, after the conversation, with no card beside it', async () => {
    const asked = request(PROMPT, {
      conversation: [
        { role: 'user', content: 'Hi' },
        { role: 'assistant', content: 'Hello' },
      ],
    })
    const proposal = await rephrase.propose(refusal(asked), tools({ systemPrompt: undefined }))
    expect(proposal).toMatchObject({
      kind: 'reprompt',
      messages: [...asked.conversation, { role: 'user', content: 'How do I stop a stuck Python process?' }],
    })
  })

  it('is discarded when it screens two levels safer than the original: it was laundered', async () => {
    const laundered = await rephrase.propose(refusal(PROMPT), screens('borderline_harmful', 'clearly_fine'))
    expect(laundered).toEqual({ kind: 'not_applicable', reason: 'the rewrite screens two levels safer' })
    const further = await rephrase.propose(refusal(PROMPT), screens('clearly_harmful', 'clearly_fine'))
    expect(further.kind).toBe('not_applicable')
  })

  it('may screen one level safer', async () => {
    const proposal = await rephrase.propose(
      refusal(PROMPT, 'borderline_fine'),
      screens('borderline_fine', 'clearly_fine'),
    )
    expect(proposal.kind).toBe('reprompt')
  })

  it('is discarded when it screens harmful itself', async () => {
    const proposal = await rephrase.propose(refusal(PROMPT), screens('clearly_fine', 'borderline_harmful'))
    expect(proposal.kind).toBe('not_applicable')
  })

  it.each([
    ['prose', 'How do I stop a Python process?'],
    ['no rewrite', { ...MODEL_JSON, rewrite: '' }],
    ['a confidence beyond 1', { ...MODEL_JSON, confidence: 90 }],
    ['little confidence', { ...MODEL_JSON, confidence: 0.4 }],
    ['no flagged word', { ...MODEL_JSON, flagged: [] }],
  ])('is not used when the model gives %s', async (_what, answer) => {
    expect((await rephrase.propose(refusal(PROMPT), tools({ answer }))).kind).toBe('not_applicable')
  })

  it('is not tried for a long text, and costs no call there', async () => {
    const complete = () => Promise.reject(new Error('called'))
    const proposal = await rephrase.propose(refusal(PROMPT.repeat(40)), tools({ complete }))
    expect(proposal.kind).toBe('not_applicable')
  })
})
