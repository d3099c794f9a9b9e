import { describe, expect, it } from 'vitest'
import { LABELS } from '../../src/crowd/codebook.ts'
import { VERDICTS } from '../../src/domain.ts'
import { voteEvidenceOf } from '../../src/policy/vote-evidence.ts'
import type { VotedTry } from '../../src/store/policy-store.ts'

function tried(more: Partial<VotedTry> = {}): VotedTry {
  return {
    model: 'ollama:phi3',
    type: 'homonyms',
    strategy: 'contextual',
    verdict: 'full_compliance',
    isShown: true,
    label: 'answered_well',
    ...more,
  }
}

const counted = (more: Partial<VotedTry>) => {
  const [{ answered, refused } = { answered: 0, refused: 0 }] = voteEvidenceOf([tried(more)])
  return { answered, refused }
}

describe('what votes show of strategies', () => {
  it('is, of an answer that is shown, what the crowd says of it', () => {
    expect(counted({ label: 'answered_well' })).toEqual({ answered: 1, refused: 0 })
    expect(counted({ label: 'refused_harmless' })).toEqual({ answered: 0, refused: 1 })
    expect(counted({ label: 'half_refused_harmless' })).toEqual({ answered: 0, refused: 1 })
  })

  it('is nothing where the request was harmful or nobody was sure, whatever the model did', () => {
    for (const label of ['rightly_refused', 'should_have_refused', 'not_sure'] as const)
      for (const verdict of VERDICTS) expect(counted({ label, verdict })).toEqual({ answered: 0, refused: 0 })
  })

  it('holds a further refusal against the strategy that met it, and an answer that was withheld against none', () => {
    for (const label of LABELS.slice(0, 3)) {
      expect(counted({ label, isShown: false, verdict: 'full_refusal' })).toEqual({ answered: 0, refused: 1 })
      expect(counted({ label, isShown: false })).toEqual({ answered: 0, refused: 0 })
    }
  })

  it('is told apart by family, and by whether the model is a scripted stand-in', () => {
    const evidence = voteEvidenceOf([
      tried(),
      tried({ model: 'openai:phi-3-mini' }),
      tried({ model: 'rehearsal:phi3' }),
      tried({ model: 'ollama:gemma2' }),
    ])
    expect(evidence).toMatchObject([
      { family: 'phi-3', scripted: false, answered: 2 },
      { family: 'phi-3', scripted: true, answered: 1 },
      { family: 'gemma', scripted: false, answered: 1 },
    ])
  })
})
