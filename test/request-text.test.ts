import { describe, expect, it } from 'vitest'
import { InputError } from '../src/errors.ts'
import { MAX_REQUEST_LENGTH, requestText } from '../src/request-text.ts'

describe('requestText', () => {
  it('trims a message and keeps everything inside it', () => {
    expect(requestText('  How do I\n\tkill time? 🕰️ ')).toBe('How do I\n\tkill time? 🕰️')
  })

  it('replaces lone surrogates, which providers refuse', () => {
    expect(requestText('a\uD800b')).toBe('a\uFFFDb')
  })

  it.each([
    ['nothing', '', 'empty'],
    ['white space', ' \n\t ', 'empty'],
    ['invisible characters', '\u200B\u2060', 'empty'],
    ['100 kB', 'a'.repeat(100_000), 'at most 16,000'],
    ['binary data', 'PK\u0003\u0004\u0000\u0000', 'binary'],
    ['bytes that were no text', '\uFFFD\uFFFDJFIF', 'binary'],
  ])('refuses %s with one line that says what to do', (_, message, expected) => {
    expect(() => requestText(message)).toThrow(InputError)
    expect(() => requestText(message)).toThrow(expected)
  })

  it('takes a message of exactly the greatest length', () => {
    expect(requestText('a'.repeat(MAX_REQUEST_LENGTH))).toHaveLength(MAX_REQUEST_LENGTH)
  })
})
