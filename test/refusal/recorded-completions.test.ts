import { describe, expect, it } from 'vitest'
import { completionsFile, dataFolder, RECORDED_MODELS, readRecorded } from '../../bench/recorded.ts'
import { createRefusalDetector } from '../../src/refusal/fitted-detector.ts'

const folder = dataFolder()

// The weights were fitted to these completions among others. The marks lie a little under what was measured, so that
// they catch a slip and not a rounding.
describe.skipIf(folder === undefined)('the detector on the recorded completions of XSTest', () => {
  const detector = createRefusalDetector()
  const rows = RECORDED_MODELS.flatMap((model) =>
    folder === undefined ? [] : readRecorded(completionsFile(folder, model)),
  )
  const decided = (completion: string): { decision: string; characters: number } => {
    const watch = detector.watch()
    for (let i = 0; i < completion.length; i += 1) {
      const decision = watch.push(completion.charAt(i))
      if (decision !== 'undecided') return { decision, characters: i + 1 }
    }
    return { decision: 'undecided', characters: completion.length }
  }

  it('agrees with people on refusal or answer in 97 of 100', () => {
    const right = rows.filter(
      ({ completion, verdict }) =>
        (detector.classify(completion).verdict === 'full_compliance') === (verdict === 'full_compliance'),
    )
    expect(right.length / rows.length).toBeGreaterThan(0.97)
  })

  it('notices 97 of 100 full refusals before their 200th character', () => {
    const full = rows.filter(({ verdict }) => verdict === 'full_refusal')
    const early = full
      .map(({ completion }) => decided(completion))
      .filter(({ decision, characters }) => decision === 'refusal' && characters < 200)
    expect(early.length / full.length).toBeGreaterThanOrEqual(0.97)
  })

  it('aborts fewer than 3 of 100 answers', () => {
    const answers = rows.filter(({ verdict }) => verdict === 'full_compliance')
    const aborted = answers.filter(({ completion }) => decided(completion).decision === 'refusal')
    expect(aborted.length / answers.length).toBeLessThan(0.03)
  })
})
