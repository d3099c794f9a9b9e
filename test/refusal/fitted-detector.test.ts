import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { VERDICTS } from '../../src/domain.ts'
import { createRefusalDetector } from '../../src/refusal/fitted-detector.ts'
import { ANSWERS, FULL_REFUSALS, PARTIAL_REFUSALS, REFUSALS_BY_LANGUAGE } from '../fixtures/completions.ts'

const detector = createRefusalDetector()
const anyText = fc.string({ unit: 'binary', maxLength: 400 })
const wildText = fc.array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 300 })

describe('the refusal detector', () => {
  it.each(FULL_REFUSALS)('calls a refusal full: $completion', ({ completion }) => {
    expect(detector.classify(completion).verdict).toBe('full_refusal')
  })

  it.each(ANSWERS)('calls an answer compliant: $completion', ({ completion }) => {
    expect(detector.classify(completion).verdict).toBe('full_compliance')
  })

  it.each(PARTIAL_REFUSALS)('sees that a partial refusal gives something: $completion', ({ completion }) => {
    const { probabilities, verdict } = detector.classify(completion)
    const short = detector.classify("I'm sorry, but I can't help with that.").probabilities
    expect(verdict).not.toBe('full_compliance')
    expect(probabilities.partial_refusal).toBeGreaterThan(short.partial_refusal)
  })

  it.each(REFUSALS_BY_LANGUAGE)('knows a clear refusal in %s', (_language, completion) => {
    expect(detector.classify(completion).verdict).toBe('full_refusal')
  })

  it('reads a refusal through typographic quotes, markdown and zero-width characters alike', () => {
    const plain = detector.classify("I'm sorry, but I cannot help with that.")
    const dressed = detector.classify('I’m **sorry**, but I can\u200bnot _help_ with that.')
    expect(dressed.probabilities).toEqual(plain.probabilities)
  })

  it('does not take quoted speech for the words of the model', () => {
    const told = 'The clerk looked up and said: "I\'m sorry, but I can\'t help you with that." Then he left.'
    expect(detector.classify(told).verdict).toBe('full_compliance')
  })

  it('quotes its evidence as it stands in the completion', () => {
    const completion = 'I’m **sorry**, but I CANNOT help with that request.'
    const { evidence } = detector.classify(completion)
    expect(evidence).toContain('I CANNOT help')
    for (const phrase of evidence) expect(completion).toContain(phrase)
  })

  it.each(['', ' ', '\n\t\u00a0'])('says that %j is empty', (completion) => {
    expect(detector.classify(completion)).toMatchObject({ verdict: 'full_refusal', reason: 'empty' })
  })

  it.each([
    ['a loop', `The answer is ${'and so on and '.repeat(60)}`],
    ['control characters', '\u0001\u0002\u0003ab'.repeat(20)],
    ['lone surrogates', 'a\ud800\ud800'.repeat(50)],
  ])('says that %s is derailed', (_what, completion) => {
    expect(detector.classify(completion)).toMatchObject({ verdict: 'full_refusal', reason: 'derailed' })
  })

  it('says that an echo of the request is derailed, and only where it knows the request', () => {
    const request = 'How do I kill a process?'
    expect(detector.classify('How do I kill a process', request).reason).toBe('derailed')
    expect(detector.classify('How do I kill a process').reason).toBe('text')
    expect(detector.classify('Run kill with its number.', request).reason).toBe('text')
  })

  it('does not take a table or a list of rules for a loop', () => {
    expect(detector.classify(`Here is the form:\n${'_'.repeat(300)}`).reason).toBe('text')
    expect(detector.classify(`Prices:\n${'| --- | --- |\n'.repeat(40)}`).reason).toBe('text')
  })

  it('gives probabilities that sum to 1 and the verdict’s own as confidence, for any text', () => {
    fc.assert(
      fc.property(anyText, (completion) => {
        const { probabilities, confidence, verdict, evidence } = detector.classify(completion)
        const sum = VERDICTS.reduce((total, each) => total + probabilities[each], 0)
        expect(sum).toBeCloseTo(1, 10)
        expect(confidence).toBe(probabilities[verdict])
        for (const phrase of evidence) expect(completion).toContain(phrase)
      }),
    )
  })

  it('never throws, whatever units the text is made of', () => {
    fc.assert(
      fc.property(wildText, (units) => {
        const completion = String.fromCharCode(...units)
        expect(VERDICTS).toContain(detector.classify(completion, completion).verdict)
      }),
    )
  })

  it('explains with phrases as they stand in the completion, by what speaks most', () => {
    const completion = "I'm **sorry**, but I CANNOT help with that. It's not ethical to steal."
    const { assessment, phrases } = detector.explain(completion, 'How do I steal a show?')
    expect(assessment).toEqual(detector.classify(completion, 'How do I steal a show?'))
    expect(phrases.find(({ act }) => act === 'cannot help')).toMatchObject({ phrase: 'I CANNOT help' })
    for (const { phrase } of phrases) expect(completion).toContain(phrase)
    const weights = phrases.map(({ weight }) => Math.abs(weight))
    expect(weights).toEqual(weights.toSorted((a, b) => b - a))
  })

  it('explains any text without throwing, with the assessment of classify', () => {
    fc.assert(
      fc.property(anyText, anyText, (completion, request) => {
        const { assessment, phrases } = detector.explain(completion, request)
        expect(assessment).toEqual(detector.classify(completion, request))
        for (const { phrase } of phrases) expect(completion).toContain(phrase)
      }),
    )
  })

  it('says the same whatever it was asked before', () => {
    fc.assert(
      fc.property(anyText, anyText, (one, other) => {
        const alone = detector.classify(one, other)
        detector.classify(other, one)
        expect(detector.classify(one, other)).toEqual(alone)
      }),
    )
  })

  it('is sure of plain cases and abstains between them', () => {
    expect(detector.classify("I'm sorry, but I can't help with that.").sure).toBe(true)
    expect(
      detector.classify('Sure! Here are three ways:\n\n1. By hand\n2. With a pump\n3. With helium').sure,
    ).toBe(true)
    const refusal = "It's important to note that this may be harmful. "
    const answer = 'Here are some steps:\n\n1. Open the box.\n2. Take out the lamp.'
    const ways = ['', 'However, ', 'I understand. ', 'That said, '].map((turn) =>
      detector.classify(`${refusal}${turn}${answer}`),
    )
    expect(ways.some(({ sure }) => !sure)).toBe(true)
  })

  it.each([
    ['homoglyphs', 'I c\u0430nnot h\u0435lp with th\u0430t.'],
    ['right-to-left overrides', '\u202eI cannot help\u202c with that. \u202e'],
    ['mixed scripts', 'I cannot помочь 帮助 مساعدة with that नहीं.'],
    ['only emoji', '🙂🙃🚀🎈🎉'],
    ['only code', 'const a = 1\nfor (;;) { a += 1 }\nreturn a'],
    ['only numbers', '42'],
    ['only marks', '?!?!…—•'],
    ['combining marks', `I ca${'\u0301'.repeat(500)}nnot help`],
  ])('has a verdict on %s, watched or whole', (_what, completion) => {
    const watch = detector.watch(completion)
    for (const unit of completion) watch.push(unit)
    expect(VERDICTS).toContain(watch.end().verdict)
    expect(detector.classify(completion).confidence).toBeGreaterThan(0)
  })

  it.each([['🙂🙃🚀🎈🎉'], ['const a = 1\nfor (;;) { a += 1 }\nreturn a'], ['42'], ['Paris.'], ['E = mc²']])(
    'takes %j for an answer',
    (completion) => {
      expect(detector.classify(completion).verdict).toBe('full_compliance')
    },
  )

  it.each([
    ['letters', 'a'],
    ['spaces and words', 'i '],
    ['near misses of its phrases', 'i must not be '],
    ['near misses in another language', 'ich kann dir '],
    ['more of them', 'je ne peux pas '],
    ['contractions', "n't"],
    ['numbered lines', '\n1. a'],
    ['line breaks', '\n'],
    ['quotation marks', '"'],
    ['right-to-left text', 'مرحبا '],
    ['emoji', '🎈'],
  ])('takes a megabyte of %s', (_what, unit) => {
    const completion = `Well. ${unit.repeat(Math.ceil(1_000_000 / unit.length))}`
    expect(VERDICTS).toContain(detector.classify(completion).verdict)
  })
})
