import { describe, expect, it } from 'vitest'
import { mayBeAppealed } from '../src/appealable.ts'
import { SAFETY_LEVELS } from '../src/domain.ts'
import { anAttempt } from './store/records.ts'

const first = anAttempt({ verdict: 'full_refusal' })
const second = anAttempt({ strategy: 'few-shot' })
const refused = {
  outcome: 'refusal_stands',
  level: 'borderline_fine',
  attempts: [first, second],
  shownAttempt: first.id,
  strategy: 'auto',
} as const

describe('a refusal', () => {
  it('may be appealed unless its request was judged clearly harmful', () => {
    const levels = SAFETY_LEVELS.filter((level) => mayBeAppealed({ ...refused, level }))
    expect(levels).toEqual(['clearly_fine', 'borderline_fine', 'borderline_harmful'])
    const { level: _, ...unscreened } = refused
    expect(mayBeAppealed(unscreened)).toBe(false)
  })

  it('may be appealed where it is a half one, but not where an answer to a second asking is shown', () => {
    const outcome = 'partly_answered'
    expect(mayBeAppealed({ ...refused, outcome })).toBe(true)
    expect(mayBeAppealed({ ...refused, outcome, shownAttempt: second.id })).toBe(false)
  })

  it('may not be appealed twice, nor where asking again is turned off, nor once there is no refusal', () => {
    const appeal = {
      attemptId: first.id,
      openedAt: 1,
      quorum: 3,
      status: 'denied',
      harmless: 0,
      harmful: 3,
    } as const
    expect(mayBeAppealed({ ...refused, appeal })).toBe(false)
    expect(mayBeAppealed({ ...refused, strategy: 'none' })).toBe(false)
    for (const outcome of ['answered', 'recovered', 'clarifying', 'failed'] as const) {
      expect(mayBeAppealed({ ...refused, outcome })).toBe(false)
    }
    const { outcome: _, ...underWay } = refused
    expect(mayBeAppealed(underWay)).toBe(false)
  })
})
