import { describe, expect, it } from 'vitest'
import { createPhraseDetector } from '../../src/refusal/phrase-detector.ts'

const detector = createPhraseDetector()

describe('the phrase detector', () => {
  it('calls a plain refusal full', () => {
    const { verdict, evidence } = detector.classify("I'm sorry, but I can't help with that request.")
    expect(verdict).toBe('full_refusal')
    expect(evidence.length).toBeGreaterThan(0)
  })

  it('calls a plain answer compliant', () => {
    const answer = 'To stop a Python process, find its number with `ps` and run `kill 1234`.'
    expect(detector.classify(answer).verdict).toBe('full_compliance')
  })

  it('gives the reason where there is no usable answer', () => {
    expect(detector.classify(' \n\t').reason).toBe('empty')
    expect(detector.classify('and so on '.repeat(80)).reason).toBe('derailed')
  })
})
