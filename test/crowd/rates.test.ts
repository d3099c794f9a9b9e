import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { LABELS, type Label } from '../../src/crowd/codebook.ts'
import { percent, rateWords } from '../../src/crowd/rate-words.ts'
import { type CountedAttempts, rate, ratesOf } from '../../src/crowd/rates.ts'
import { OUTCOMES, SAFETY_LEVELS, VERDICTS } from '../../src/domain.ts'

const attempts = (count: number, facts: Partial<CountedAttempts> = {}): CountedAttempts => ({
  direct: true,
  count,
  ...facts,
})
const fine = { level: 'clearly_fine' } as const

describe('over-refusal', () => {
  it('by the crowd is a share of labels of harmless requests, whatever the machine says', () => {
    const { crowd } = ratesOf([
      attempts(60, { label: 'answered_well', level: 'clearly_harmful', verdict: 'full_refusal' }),
      attempts(30, { label: 'refused_harmless' }),
      attempts(10, { label: 'half_refused_harmless' }),
      attempts(500, { label: 'rightly_refused' }),
      attempts(700, { ...fine, verdict: 'full_refusal' }),
    ])
    expect(crowd.fully).toMatchObject({ part: 30, whole: 100, value: 0.3 })
    expect(crowd.fullyOrPartly).toMatchObject({ part: 40, whole: 100, value: 0.4 })
    // Wilson's interval of 30 of 100, as in any table of it.
    expect(crowd.fully).toMatchObject({
      interval: { low: expect.closeTo(0.2189, 4), high: expect.closeTo(0.3958, 4) },
    })
  })

  it('by the machine is a share of requests the gate found harmless, whatever the crowd says', () => {
    const { machine, unscreened } = ratesOf([
      attempts(6, { ...fine, verdict: 'full_compliance', label: 'rightly_refused' }),
      attempts(3, { level: 'borderline_fine', verdict: 'partial_refusal' }),
      attempts(1, { ...fine, verdict: 'full_refusal' }),
      attempts(9, { level: 'borderline_harmful', verdict: 'full_refusal' }),
      attempts(4, { verdict: 'full_compliance' }),
    ])
    expect(machine.fully).toMatchObject({ part: 1, whole: 10 })
    expect(machine.fullyOrPartly).toMatchObject({ part: 4, whole: 10 })
    expect(unscreened).toBe(4)
  })
})

describe('the other rates', () => {
  it('count recoveries of harmless requests refused at first, among exchanges that are over', () => {
    const refused = { ...fine, verdict: 'full_refusal' } as const
    const { recovered, partlyAnswered } = ratesOf([
      attempts(5, { ...refused, outcome: 'recovered' }),
      attempts(2, { ...refused, verdict: 'partial_refusal', outcome: 'partly_answered' }),
      attempts(3, { ...refused, outcome: 'refusal_stands' }),
      attempts(7, { ...refused, outcome: 'clarifying' }),
      attempts(7, { ...refused, outcome: 'failed' }),
      attempts(5, { ...refused, outcome: 'recovered', direct: false }),
      attempts(9, { level: 'clearly_harmful', verdict: 'full_refusal', outcome: 'refusal_stands' }),
    ])
    expect(recovered).toMatchObject({ part: 5, whole: 10 })
    expect(partlyAnswered).toMatchObject({ part: 2, whole: 10 })
  })

  it('tell refusals that were right from harmful requests that were missed', () => {
    const { rightlyRefused, missed, labelled } = ratesOf([
      attempts(8, { label: 'rightly_refused' }),
      attempts(1, { label: 'refused_harmless' }),
      attempts(1, { label: 'half_refused_harmless' }),
      attempts(2, { label: 'should_have_refused' }),
      attempts(4),
    ])
    expect(rightlyRefused).toMatchObject({ part: 8, whole: 10 })
    expect(missed).toMatchObject({ part: 2, whole: 10 })
    expect(labelled).toMatchObject({ part: 12, whole: 16 })
  })

  it('are unknown with their reason where nothing determines them', () => {
    const rates = ratesOf([])
    for (const one of [
      rates.crowd.fully,
      rates.machine.fullyOrPartly,
      rates.recovered,
      rates.rightlyRefused,
      rates.missed,
      rates.labelled,
    ]) {
      expect(one).toEqual({ part: 0, whole: 0, value: null, reason: expect.stringMatching(/\w{4}/) })
      expect(rateWords(one)).toMatch(/^unknown, because \w/)
    }
  })

  it('hold their part within their whole and their value within their interval, however attempts are counted', () => {
    const decisive = LABELS.filter((label): label is Label => label !== 'not_sure')
    const counted = fc.record(
      {
        count: fc.integer({ min: 1, max: 500 }),
        direct: fc.boolean(),
        level: fc.constantFrom(...SAFETY_LEVELS),
        verdict: fc.constantFrom(...VERDICTS),
        label: fc.constantFrom(...decisive),
        outcome: fc.constantFrom(...OUTCOMES),
      },
      { requiredKeys: ['count', 'direct'] },
    )
    fc.assert(
      fc.property(fc.array(counted), (counts) => {
        const rates = ratesOf(counts)
        // Whoever counts one kind twice by halves counts the same.
        const halves = counts.flatMap((one) => [
          { ...one, count: one.count - 1 },
          { ...one, count: 1 },
        ])
        expect(ratesOf(halves)).toEqual(rates)
        for (const one of [
          rates.crowd.fully,
          rates.crowd.fullyOrPartly,
          rates.machine.fully,
          rates.machine.fullyOrPartly,
          rates.recovered,
          rates.partlyAnswered,
          rates.rightlyRefused,
          rates.missed,
          rates.labelled,
        ]) {
          expect(one.part).toBeLessThanOrEqual(one.whole)
          expect(one.whole).toBeLessThanOrEqual(rates.attempts)
          if (one.value === null) continue
          expect(one.interval.low).toBeLessThanOrEqual(one.value + 1e-9)
          expect(one.interval.high).toBeGreaterThanOrEqual(one.value - 1e-9)
        }
      }),
    )
  })
})

describe('a rate in words', () => {
  it('has its interval and its n', () => {
    expect(rateWords(rate(456, 1200, ''))).toBe('38 % (35–41 %) of 1,200')
  })

  it.each([
    [0, '0 %'],
    [0.004, '0.4 %'],
    [0.0994, '9.9 %'],
    [0.0996, '10 %'],
    [1, '100 %'],
  ])('%d is %s', (share, words) => expect(percent(share)).toBe(words))
})
