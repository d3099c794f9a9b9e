import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createRefusalDetector } from '../../src/refusal/fitted-detector.ts'
import type { WatchDecision } from '../../src/refusal/refusal-detector.ts'
import { ANSWERS, FULL_REFUSALS, PARTIAL_REFUSALS } from '../fixtures/completions.ts'

const detector = createRefusalDetector()
const samples = [...FULL_REFUSALS, ...PARTIAL_REFUSALS, ...ANSWERS].map(({ completion }) => completion)
/** Real openings, some joined so that later text argues against the earlier. */
const text = fc.oneof(
  fc.constantFrom(...samples),
  fc.tuple(fc.constantFrom(...samples), fc.constantFrom(...samples)).map((both) => both.join(' ')),
  fc.string({ unit: 'binary', maxLength: 400 }),
)
const sizes = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 30 })

function chunksOf(whole: string, lengths: readonly number[]): string[] {
  const chunks: string[] = []
  for (let at = 0, i = 0; at < whole.length; i += 1) {
    const length = lengths[i % lengths.length] ?? 1
    chunks.push(whole.slice(at, at + length))
    at += length
  }
  return chunks
}

function decisionOf(chunks: readonly string[]): WatchDecision {
  const watch = detector.watch()
  return chunks.map((chunk) => watch.push(chunk)).at(-1) ?? 'undecided'
}

/** How many characters were read when the decision fell, one at a time. */
function decidedAt(whole: string): { decision: WatchDecision; characters: number } {
  const watch = detector.watch()
  for (let i = 0; i < whole.length; i += 1) {
    const decision = watch.push(whole.charAt(i))
    if (decision !== 'undecided') return { decision, characters: i + 1 }
  }
  return { decision: 'undecided', characters: whole.length }
}

describe('the watch', () => {
  it('comes to the same decision however the text is cut', () => {
    fc.assert(
      fc.property(text, sizes, (whole, lengths) => {
        expect(decisionOf(chunksOf(whole, lengths))).toBe(decisionOf([whole]))
      }),
    )
  })

  it('never takes back a decision', () => {
    fc.assert(
      fc.property(text, sizes, (whole, lengths) => {
        const watch = detector.watch()
        let settled: WatchDecision = 'undecided'
        for (const chunk of chunksOf(whole, lengths)) {
          const decision = watch.push(chunk)
          if (settled !== 'undecided') expect(decision).toBe(settled)
          settled = decision
        }
      }),
    )
  })

  it('ends with the assessment of the whole text', () => {
    fc.assert(
      fc.property(text, sizes, (whole, lengths) => {
        const watch = detector.watch('a request')
        for (const chunk of chunksOf(whole, lengths)) watch.push(chunk)
        expect(watch.end()).toEqual(detector.classify(whole, 'a request'))
      }),
    )
  })

  it('has decided after 280 characters, leading white space aside', () => {
    fc.assert(
      fc.property(
        fc.nat(500),
        fc.string({ unit: 'binary', minLength: 280, maxLength: 600 }),
        (blanks, rest) => {
          const watch = detector.watch()
          expect(watch.push(' '.repeat(blanks))).toBe('undecided')
          expect(watch.push(`x${rest}`)).not.toBe('undecided')
        },
      ),
    )
  })

  it('calls a refusal only what reads as one at that moment', () => {
    fc.assert(
      fc.property(text, (whole) => {
        const { decision, characters } = decidedAt(whole)
        if (decision !== 'refusal') return
        expect(detector.classify(whole.slice(0, characters)).verdict).not.toBe('full_compliance')
      }),
    )
  })

  it.each(FULL_REFUSALS)('notices a refusal before its 200th character: $completion', ({ completion }) => {
    const { decision, characters } = decidedAt(
      `${completion} If you have another question, feel free to ask it.`,
    )
    expect(decision).toBe('refusal')
    expect(characters).toBeLessThan(200)
  })

  it.each(ANSWERS)('does not abort an answer: $completion', ({ completion }) => {
    expect(decidedAt(completion).decision).not.toBe('refusal')
  })

  it('lets a plain answer through before its second sentence is over', () => {
    const answer =
      'Photosynthesis is the process by which plants turn light into sugar. It takes place in the leaves.'
    const { decision, characters } = decidedAt(answer)
    expect(decision).toBe('compliance')
    expect(characters).toBeLessThan(100)
  })

  it('lets the provider’s own signal outweigh the text', () => {
    const watch = detector.watch()
    watch.push('Sure! ')
    expect(watch.report('content_filter')).toBe('refusal')
    expect(watch.end()).toMatchObject({
      verdict: 'full_refusal',
      reason: 'provider',
      evidence: ['content_filter'],
    })
  })

  it('keeps its decision when the provider’s signal comes late, but not the assessment', () => {
    const watch = detector.watch()
    expect(watch.push(`${ANSWERS[0]?.completion} `.repeat(4))).toBe('compliance')
    expect(watch.report('toxic_error')).toBe('compliance')
    expect(watch.end().reason).toBe('provider')
  })

  it('is undecided on nothing, and calls it empty at the end', () => {
    const watch = detector.watch()
    expect(watch.push('')).toBe('undecided')
    expect(watch.end().reason).toBe('empty')
  })
})
