import { describe, expect, it } from 'vitest'
import { askGuard } from '../../src/safety/guard.ts'
import { scriptedModel } from '../support/scripted-model.ts'
import { bare } from './requests.ts'

const question = { request: bare('Is this fine?'), answer: undefined, timeout: 1000, signal: undefined }

async function levelOf(id: string, output: string): Promise<string | undefined> {
  return (await askGuard({ ...scriptedModel([output]), id }, question, () => 'MARK-1'))?.level
}

describe('askGuard', () => {
  it.each([
    ['groq:meta-llama/llama-guard-4-12b', 'safe', 'borderline_fine'],
    ['ollama:llama-guard3:8b', '\n\nunsafe\nS1,S9', 'borderline_harmful'],
    ['ollama:llama-guard3', 'It is safe to say so.', undefined],
    ['ollama:shieldgemma:9b', 'No', 'borderline_fine'],
    ['ollama:shieldgemma', 'Yes, it breaks the principle.', 'borderline_harmful'],
    ['ollama:granite3-guardian:8b', 'Yes', 'borderline_harmful'],
    ['ollama:granite3.3-guardian', '<think>hm, yes</think>\n<score> no </score>', 'borderline_fine'],
    ['ollama:granite3-guardian', 'Perhaps', undefined],
    ['openai:some-classifier', '{"mark": "MARK-1", "harmful": true}', 'borderline_harmful'],
    ['openai:some-classifier', '{"mark": "MARK-1", "harmful": false}', 'borderline_fine'],
    ['openai:some-classifier', '{"mark": "MARK-2", "harmful": false}', undefined],
    ['openai:some-classifier', '{"harmful": false}', undefined],
    ['openai:some-classifier', 'false', undefined],
  ])('reads what %s says: %j', async (id, output, level) => {
    expect(await levelOf(id, output)).toBe(level)
  })

  it('shows Llama Guard the conversation as turns, the answer last', async () => {
    const model = { ...scriptedModel(['safe']), id: 'ollama:llama-guard3' }
    await askGuard(model, { ...question, answer: 'It is.' })
    expect(model.calls[0]).toEqual([
      { role: 'user', content: 'Is this fine?' },
      { role: 'assistant', content: 'It is.' },
    ])
  })

  it('hears nothing from a guard that fails', async () => {
    expect(
      await askGuard({ ...scriptedModel([new Error('down')]), id: 'ollama:llama-guard3' }, question),
    ).toBeUndefined()
  })
})
