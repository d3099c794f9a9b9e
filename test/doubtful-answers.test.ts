import { describe, expect, it } from 'vitest'
import type { Verdict } from '../src/domain.ts'
import type { Assessment, RefusalDetector } from '../src/refusal/refusal-detector.ts'
import type { SecondOpinion } from '../src/refusal/second-opinion.ts'
import type { Done } from '../src/reply-events.ts'
import { type RespondParts, respond } from '../src/respond.ts'
import { eventsOf, fixedGate, respondParts, screeningOf } from './support/respond-parts.ts'
import { scriptedModel } from './support/scripted-model.ts'

const DOUBTFUL = 'Opinions differ on this, and it may be wise to think about it first.'
const ANSWER = 'Use the `kill` command with the process id. For example, `kill 4242` asks the process to end.'

/** Abstains on the doubtful text and leans to `verdict`; of anything else it is sure that it answers. */
function doubting(verdict: Verdict): RefusalDetector {
  const classify = (completion: string): Assessment => {
    const doubtful = completion === DOUBTFUL
    const leaning = doubtful ? verdict : 'full_compliance'
    const confidence = doubtful ? 0.5 : 1
    const probabilities = {
      full_compliance: 0,
      partial_refusal: 0,
      full_refusal: 0,
      [leaning]: confidence,
    }
    return { verdict: leaning, confidence, probabilities, sure: !doubtful, reason: 'text', evidence: [] }
  }
  return {
    classify,
    explain: (completion) => ({ assessment: classify(completion), phrases: [], features: [] }),
    watch() {
      let text = ''
      return {
        push(more) {
          text += more
          return 'undecided'
        },
        report: () => 'refusal',
        end: () => classify(text),
      }
    },
  }
}

const judgedAs = (verdict: Verdict | undefined): SecondOpinion => ({ verdict: async () => verdict })

async function run(leaning: Verdict, parts: Partial<RespondParts> = {}) {
  const model = scriptedModel([DOUBTFUL, ANSWER], 'phi-3')
  const request = { prompt: 'How do I kill a Python process?', conversation: [], trusted: {} }
  const events = await eventsOf(
    respond(
      { exchangeId: 'x', request, model, strategy: 'auto' },
      respondParts({
        detector: doubting(leaning),
        gate: fixedGate(screeningOf('clearly_fine')),
        ...parts,
      }),
    ),
  )
  const shown = events.map((event) => (event.type === 'delta' ? event.text : '')).join('')
  return { done: events.at(-1) as Done, shown, calls: model.calls.length }
}

describe('an answer that the detector cannot tell from a refusal', () => {
  it.each([
    ['full_refusal', 'refusal_stands'],
    ['partial_refusal', 'partly_answered'],
  ] as const)('is shown as it came where nobody else judges (%s)', async (leaning, outcome) => {
    const { done, shown, calls } = await run(leaning)
    expect(done).toMatchObject({ outcome, answer: DOUBTFUL, notes: [expect.stringContaining('/label')] })
    expect(shown).toBe(DOUBTFUL)
    expect(calls).toBe(1)
  })

  it('is shown the same where the judge says nothing', async () => {
    const { done } = await run('full_refusal', { secondOpinion: judgedAs(undefined) })
    expect(done).toMatchObject({ outcome: 'refusal_stands', notes: [expect.stringContaining('/label')] })
  })

  it('is an answer where the judge says so', async () => {
    const { done, shown } = await run('full_refusal', { secondOpinion: judgedAs('full_compliance') })
    expect(done).toMatchObject({ outcome: 'answered', answer: DOUBTFUL, notes: [] })
    expect(done.attempts[0]).toMatchObject({ verdict: 'full_compliance', verdictReason: 'judge' })
    expect(shown).toBe(DOUBTFUL)
  })

  it('is asked again where the judge calls it a refusal', async () => {
    const { done, shown } = await run('full_compliance', { secondOpinion: judgedAs('full_refusal') })
    expect(done).toMatchObject({ outcome: 'recovered', answer: ANSWER })
    expect(done.attempts[0]).toMatchObject({ verdict: 'full_refusal', verdictReason: 'judge' })
    expect(shown).toBe(ANSWER)
  })
})
