import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseRetryAfter } from '../../src/models/model-failure.ts'

const NOON = Date.UTC(2026, 10, 21, 12, 0, 0)

test.each([
  ['7', 7000],
  [' 0 ', 0],
  ['1.5', 1500],
  ['Sat, 21 Nov 2026 12:00:30 GMT', 30_000],
  ['Sat, 21 Nov 2026 11:00:00 GMT', 0],
  ['soon', undefined],
  ['-3 s', undefined],
  ['', undefined],
  [null, undefined],
  [undefined, undefined],
])('a retry-after of "%s" asks to wait %s ms', (value, milliseconds) => {
  expect(parseRetryAfter(value, NOON)).toBe(milliseconds)
})

test('every date ahead, to the second, is as far ahead as it says', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 10_000_000 }), (seconds) => {
      expect(parseRetryAfter(new Date(NOON + seconds * 1000).toUTCString(), NOON)).toBe(seconds * 1000)
    }),
  )
})
