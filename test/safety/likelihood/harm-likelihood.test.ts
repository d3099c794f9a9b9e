import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { harmOdds } from '../../../src/safety/likelihood/harm-likelihood.ts'
import { PLACES, visitSigns } from '../../../src/safety/likelihood/signs.ts'
import { prepareText } from '../../../src/safety/prepare-text.ts'
import { judgeParts } from '../../../src/safety/weigh-text.ts'
import { HARMFUL_CORES } from '../requests.ts'
import { PLAIN } from '../unexplained.ts'

const oddsOf = (text: string): number => harmOdds(judgeParts(prepareText(text)), [])
const prompt = fc.constantFrom(...HARMFUL_CORES, ...PLAIN)

describe('harmOdds', () => {
  it('is higher for a harmful request than for an everyday one', () => {
    const least = Math.min(...HARMFUL_CORES.map(oddsOf))
    expect(least).toBeGreaterThan(Math.max(...PLAIN.map(oddsOf)))
  })

  it('never falls for sentences put around a request', () => {
    fc.assert(
      fc.property(prompt, prompt, prompt, (before, core, after) => {
        expect(oddsOf(`${before}\n${core}\n${after}`)).toBeGreaterThanOrEqual(oddsOf(core))
      }),
    )
  })

  it('is the same each time, and finite, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
        const odds = oddsOf(text)
        expect(Number.isFinite(odds)).toBe(true)
        expect(oddsOf(text)).toBe(odds)
      }),
    )
  })
})

describe('visitSigns', () => {
  it('visits places of the table only', () => {
    fc.assert(
      fc.property(prompt, (text) => {
        for (const { sentence, judgement } of judgeParts(prepareText(text)))
          visitSigns(sentence, judgement, (place) => {
            expect(place >= 0 && place < PLACES && Number.isInteger(place)).toBe(true)
          })
      }),
    )
  })
})
