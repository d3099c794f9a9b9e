import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { answerStart, createThoughtSkipper } from '../../src/refusal/answer-start.ts'

const answerIn = (text: string) => text.slice(answerStart(text))

describe('answerStart', () => {
  it.each([
    ['<s> [OUT] I cannot', 'I cannot'],
    ['[/INST] Sure', 'Sure'],
    ['\n Assistant: No', 'No'],
    ['A cat', 'A cat'],
    ['{"error": "I cannot"}', 'I cannot"}'],
    ['```json\n{\n  "response": "I cannot"\n}\n```', 'I cannot"\n}\n```'],
    ['{"name": {"first": "Ann"}}', '{"name": {"first": "Ann"}}'],
    ['<think>No, I cannot.</think>\n\nYes.', 'Yes.'],
    ['\n<Reasoning>I cannot.</Reasoning> Yes.', 'Yes.'],
    ['The user asks twice.\n</think>\n\nYes.', 'Yes.'],
    ['<think>I <b>see</b>.</think><s> Yes', 'Yes'],
    ['Models put <think> and </think> around it.', 'Models put <think> and </think> around it.'],
    ['<div>a</div>', '<div>a</div>'],
  ])('finds where %j begins', (text, expected) => {
    expect(answerIn(text)).toBe(expected)
  })

  it('finds no answer in a thought that does not end', () => {
    expect(answerStart('<think>First I shall look at')).toBeUndefined()
  })
})

describe('the thought skipper', () => {
  const piece = fc.constantFrom(
    '<',
    '<th',
    'ink>',
    '<think>',
    '</think>',
    '</',
    'think',
    ' ',
    '\n',
    'a',
    'yes',
    '>',
  )
  const pieces = fc.array(piece, { maxLength: 12 })

  it('gives the same answer however the stream is cut', () => {
    fc.assert(
      fc.property(pieces, (each) => {
        const text = each.join('')
        const [whole, cut, single] = [[text], each, [...text]].map((stream) => {
          const skip = createThoughtSkipper()
          return stream.map((some) => skip(some)).join('')
        })
        expect(cut).toBe(single)
        // A mark that has only begun is held back, and comes with the next piece.
        expect(whole).toBe(cut)
      }),
    )
  })

  it.each([
    [' <think>a</think>\n b', 'b'],
    ['<think>a', ''],
    ['<b>a', '<b>a'],
    ['  a <think>b</think>', 'a <think>b</think>'],
  ])('leaves of %j only %j', (text, answer) => {
    expect(createThoughtSkipper()(text)).toBe(answer)
  })

  it('thinks through a megabyte in no more pieces than it was given', () => {
    const skip = createThoughtSkipper()
    skip('<think>')
    for (let i = 0; i < 200_000; i += 1) expect(skip('hmm. ') === '').toBe(true)
    expect(skip('</think>Yes.')).toBe('Yes.')
  })
})
