import { describe, expect, it } from 'vitest'
import { parseConcurrency, parseRate, settingOf } from '../../src/evaluation/limits.ts'

describe('limits of providers', () => {
  it('are read by provider, for all others, or left as usual', () => {
    const both = parseConcurrency('groq=4, 8')
    expect(settingOf(both, 'groq', 1)).toBe(4)
    expect(settingOf(both, 'cohere', 1)).toBe(8)
    expect(settingOf(parseConcurrency('groq=4'), 'cohere', 1)).toBe(1)
  })

  it('turn rates into milliseconds from call to call', () => {
    const rate = parseRate('groq=30/min,cohere=2/s,openai=0.5/s,7200/h')
    expect(['groq', 'cohere', 'openai', 'ollama'].map((name) => settingOf(rate, name, 0))).toEqual([
      2_000, 500, 2_000, 500,
    ])
  })

  it.each(['', '0', '-1', '1.5', 'groq=', 'groq=many', 'Groq=4', '99999'])(
    'takes no “%s” for a concurrency',
    (text) => {
      expect(() => parseConcurrency(text)).toThrow('such as groq=4 or 8')
    },
  )

  it.each(['', '30', '0/min', 'groq=30/day', 'groq=/s', '-1/s'])('takes no “%s” for a rate', (text) => {
    expect(() => parseRate(text)).toThrow('such as groq=30/min or 2/s')
  })
})
