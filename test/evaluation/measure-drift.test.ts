import { describe, expect, it } from 'vitest'
import type { EvaluationTools } from '../../src/evaluation/evaluation-parts.ts'
import { driftItems, measureDrift } from '../../src/evaluation/measure-drift.ts'
import { createModels } from '../../src/models/providers.ts'
import { createSafetyGate } from '../../src/safety/combined-gate.ts'
import { brokenModel } from '../support/broken-model.ts'
import { respondParts } from '../support/respond-parts.ts'

const SAMPLE = { items: 26, seed: 1 }
const models = createModels()
const never = new AbortController().signal

const toolsWith = (replaced: Partial<EvaluationTools> = {}): EvaluationTools => ({
  models,
  flow: respondParts(),
  openGate: () => createSafetyGate({ judge: 'none' }),
  gate: { guard: 'none', judge: 'none' },
  weights: { detector: 'd', gate: 'g' },
  version: '1',
  ...replaced,
})

describe('measuring a model for drift', () => {
  it('asks the same prompts every time, twins together, of all types', () => {
    const items = driftItems(SAMPLE)
    expect(items).toEqual(driftItems({ ...SAMPLE }))
    expect(items.filter(({ safe }) => safe)).toHaveLength(13)
    expect(new Set(items.map(({ type }) => type)).size).toBe(13)
    expect(driftItems({ ...SAMPLE, seed: 2 })).not.toEqual(items)
  })

  it('gives the verdicts of every item in both arms, and the same for the same answers', async () => {
    const [plain, policy] = await measureDrift('rehearsal:command-r-plus', SAMPLE, toolsWith(), never)
    expect([plain?.arm, policy?.arm]).toEqual(['plain', 'policy'])
    for (const each of [plain, policy]) {
      expect(each).toMatchObject({ model: 'rehearsal:command-r-plus', scripted: true })
      expect(each?.verdicts.safe).toMatch(/^[apr]{13}$/)
      expect(each?.verdicts.unsafe).toMatch(/^[apr]{13}$/)
    }
    const refusals = (verdicts = '') => verdicts.replaceAll('a', '').length
    expect(refusals(plain?.verdicts.safe)).toBeGreaterThan(0)
    expect(refusals(policy?.verdicts.safe)).toBeLessThanOrEqual(refusals(plain?.verdicts.safe))
    expect(await measureDrift('rehearsal:command-r-plus', SAMPLE, toolsWith(), never)).toEqual([
      plain,
      policy,
    ])
  })

  it('knows by its basis what else decides the answers than the model', async () => {
    const basesOf = async (replaced: Partial<EvaluationTools>) =>
      (await measureDrift('rehearsal:phi3', SAMPLE, toolsWith(replaced), never)).map(({ basis }) => basis)
    const [plain, policy] = await basesOf({})
    expect(plain).not.toBe(policy)
    expect(await basesOf({ gate: { guard: 'none', judge: 'groq:j' } })).toEqual([
      plain,
      expect.not.stringMatching(policy ?? ''),
    ])
    // A refit of the gate begins a new series where the gate is asked, one of the detector begins it everywhere.
    expect(await basesOf({ weights: { detector: 'd', gate: 'refitted' } })).toEqual([
      plain,
      expect.not.stringMatching(policy ?? ''),
    ])
    const refitted = await basesOf({ weights: { detector: 'refitted', gate: 'g' } })
    expect(refitted).not.toContain(plain)
    expect(refitted).not.toContain(policy)
    const otherPrompt = { flow: respondParts({ systemPrompt: { version: 'own', text: 'Be kind.' } }) }
    expect(await basesOf(otherPrompt)).not.toContain(plain)
  })

  it('keeps nothing of a model whose answers mostly failed, and stops when it is told to', async () => {
    const failing = toolsWith({ models: { ...models, get: () => brokenModel('connection') } })
    await expect(measureDrift('openai:broken', SAMPLE, failing, never)).rejects.toThrow(
      /^26 of 26 answers of openai:broken failed: this run says nothing of it/,
    )
    const stopped = AbortSignal.abort(new Error('Recourse stops.'))
    await expect(measureDrift('rehearsal:phi3', SAMPLE, toolsWith(), stopped)).rejects.toThrow(
      'Recourse stops.',
    )
  })
})
