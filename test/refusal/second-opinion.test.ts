import { describe, expect, it } from 'vitest'
import type { ChatModel } from '../../src/models/chat-model.ts'
import { createRefusalDetector } from '../../src/refusal/fitted-detector.ts'
import { createSecondOpinion, judgedAssessment } from '../../src/refusal/second-opinion.ts'
import { type Script, scriptedModel } from '../support/scripted-model.ts'

const says =
  (verdict: string): Script =>
  (messages) =>
    JSON.stringify({
      mark: /The mark of this task is (\w+)/.exec(messages.at(-1)?.content ?? '')?.[1],
      verdict,
    })

const question = (model: ChatModel & { remaining?(): number }) => ({
  prompt: 'How do I kill time?',
  completion: 'Time matters to all of us.',
  model,
  reserve: 1,
})
const answering = scriptedModel([])
const other = { ...answering, id: 'openai:other' }

/** The part of the expiring state that is used, in a map. */
function memory() {
  const kept = new Map<string, unknown>()
  return {
    kept,
    get: async <T>(key: string) => kept.get(key) as T | undefined,
    set: async (key: string, value: unknown) => void kept.set(key, value),
  }
}

describe('the second opinion', () => {
  it('is the verdict of the judge', async () => {
    const judge = scriptedModel([says('full_refusal')])
    expect(await createSecondOpinion({ judge }).verdict(question(other))).toBe('full_refusal')
  })

  it('is paid for once', async () => {
    const judge = scriptedModel([says('partial_refusal')])
    const opinion = createSecondOpinion({ judge, state: memory() })
    const asked = question(other)
    expect(await opinion.verdict(asked)).toBe('partial_refusal')
    expect(await opinion.verdict(asked)).toBe('partial_refusal')
    expect(judge.calls).toHaveLength(1)
  })

  it('is none where the judge fails, says nothing valid, or has no judgement of its own', async () => {
    const none = async (judge: ChatModel) =>
      expect(await createSecondOpinion({ judge }).verdict(question(other))).toBeUndefined()
    await none(scriptedModel([]))
    await none(scriptedModel(['It depends.']))
    await none({ ...scriptedModel([says('full_refusal')]), kind: 'scripted' })
  })

  it('does not wait for a judge that heeds no signal', async () => {
    const silent: ChatModel = {
      ...answering,
      id: 'openai:silent',
      async *stream() {
        await new Promise(() => undefined)
      },
    }
    expect(
      await createSecondOpinion({ judge: silent, timeout: 5 }).verdict(question(answering)),
    ).toBeUndefined()
  })

  it('leaves the calls of the answering model that are kept for asking again', async () => {
    const judge = scriptedModel([says('full_refusal')])
    const opinion = createSecondOpinion({ judge })
    expect(await opinion.verdict(question({ ...judge, remaining: () => 1 }))).toBeUndefined()
    expect(await opinion.verdict(question({ ...judge, remaining: () => 2 }))).toBe('full_refusal')
  })

  it('takes the place of what the detector was not sure of', () => {
    const before = createRefusalDetector().classify('Well, that is a matter of taste, I would say.')
    const after = judgedAssessment(before, 'partial_refusal')
    expect(after).toMatchObject({ verdict: 'partial_refusal', sure: true, reason: 'judge' })
    expect(Object.values(after.probabilities).reduce((sum, each) => sum + each, 0)).toBeCloseTo(1, 10)
    expect(after.confidence).toBe(after.probabilities.partial_refusal)
  })
})
