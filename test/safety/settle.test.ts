import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isFine, SAFETY_LEVELS } from '../../src/domain.ts'
import { type Evidence, settle } from '../../src/safety/settle.ts'

const evidence: fc.Arbitrary<Evidence> = fc.record({
  level: fc.constantFrom(...SAFETY_LEVELS),
  sure: fc.boolean(),
  reasons: fc.constant(['a reason']),
  doubt: fc.constantFrom('firm', 'some', 'mere'),
  grave: fc.boolean(),
  framed: fc.boolean(),
  askedInside: fc.constantFrom([], ['harm inside']),
  odds: fc.double({ min: -8, max: 8, noNaN: true }),
})
/** From what may be asked again silently up to what never may. */
const rank = (found: Evidence): number => {
  const { level, sure } = settle(found)
  return 2 * SAFETY_LEVELS.indexOf(level) + (isFine(level) === sure ? 0 : 1)
}

describe('settle', () => {
  it('never finds a request less harmful because it is likelier to be', () => {
    fc.assert(
      fc.property(evidence, fc.double({ min: 0, max: 8, noNaN: true }), (found, more) => {
        const kept = (each: Evidence): boolean => !(settle(each).sure && isFine(settle(each).level))
        const higher = { ...found, odds: found.odds + more }
        expect(SAFETY_LEVELS.indexOf(settle(higher).level)).toBeGreaterThanOrEqual(
          SAFETY_LEVELS.indexOf(settle(found).level),
        )
        if (kept(found)) expect(kept(higher)).toBe(true)
      }),
    )
  })

  it('never makes fine what the rules found harmful and clear, nor passes what they found harmful', () => {
    fc.assert(
      fc.property(evidence, (found) => {
        const { level, sure } = settle(found)
        if (found.level === 'clearly_harmful') expect(isFine(level)).toBe(false)
        if (!isFine(found.level)) expect(sure && isFine(level)).toBe(false)
      }),
    )
  })

  it('passes nothing of which the rules have a firm doubt', () => {
    fc.assert(
      fc.property(evidence, (found) => {
        const { level, sure } = settle({ ...found, sure: false, doubt: 'firm' })
        expect(sure && isFine(level)).toBe(false)
      }),
    )
  })

  it('believes nothing better of a request for the frame around it', () => {
    fc.assert(
      fc.property(evidence, (found) => {
        expect(rank({ ...found, framed: true })).toBeGreaterThanOrEqual(rank({ ...found, framed: false }))
      }),
    )
  })
})
