import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { checkOptions, parseOptions } from '../../commands/parse-options.ts'

const command = {
  name: 'try',
  options: z.object({
    model: z.string().optional().meta({ description: 'A model' }),
    size: z.enum(['small', 'large']).default('small').meta({ description: 'How big' }),
    text: z.string().min(1).meta({ description: 'What to try', rest: true }),
  }),
}

describe('parseOptions', () => {
  it('reads named options first and takes the rest as it stands', () => {
    expect(parseOptions(command, 'model:rehearsal:phi3 size:large  Why is a:b  odd?')).toEqual({
      model: 'rehearsal:phi3',
      size: 'large',
      text: 'Why is a:b  odd?',
    })
  })

  it('reads quoted values', () => {
    expect(parseOptions(command, 'model:"my model" hello')).toMatchObject({
      model: 'my model',
      text: 'hello',
    })
  })

  it('leaves a word with a colon alone when no option has its name', () => {
    expect(parseOptions(command, 'note: kill the process')).toMatchObject({ text: 'note: kill the process' })
  })

  it('names the choices when a value is not among them', () => {
    expect(() => parseOptions(command, 'size:huge hello')).toThrow('one of small, large')
  })

  it('names what is missing', () => {
    expect(() => parseOptions(command, 'size:large')).toThrow('needs text')
  })

  it('gives back any free text unchanged but for the space around it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), (text) => {
        fc.pre(text.trim() !== '' && !/^\s*(model|size):/.test(text))
        expect(parseOptions(command, text).text).toBe(text.trim())
      }),
    )
  })
})

describe('checkOptions', () => {
  it('takes every value as it was filled in, whatever it looks like', () => {
    const text = fc.oneof(
      fc.string({ unit: 'grapheme', minLength: 1 }),
      fc.string().map((end) => `size:large ${end}`),
    )
    fc.assert(
      fc.property(text, fc.string(), (text, model) => {
        expect(checkOptions(command, { text, model })).toEqual({ text, model, size: 'small' })
      }),
    )
  })

  it('names what is wrong, missing, or no option at all', () => {
    expect(() => checkOptions(command, { size: 'huge', text: 'a' })).toThrow('one of small, large')
    expect(() => checkOptions(command, { size: 'large' })).toThrow('needs text')
    expect(() => checkOptions(command, { text: 'a', colour: 'red' })).toThrow('does not take “colour”')
  })
})
