import { describe, expect, it } from 'vitest'
import { textTable } from '../../src/evaluation/format.ts'
import { duration, Progress } from '../../src/evaluation/progress.ts'

describe('the progress of a run', () => {
  it('tells how much is filled, how fast it goes, how long it will take and what failed', () => {
    let now = 0
    const progress = new Progress({
      cells: 2_000,
      filled: 1_000,
      watched: false,
      write: () => undefined,
      timer: () => now,
    })
    expect(progress.line()).toBe('1,000 of 2,000 cells (50 %), 0.0/s')
    now = 10_000
    for (let n = 0; n < 50; n += 1) progress.filled(n === 0)
    expect(progress.line()).toBe('1,050 of 2,000 cells (52 %), 5.0/s, 3 min left, 1 failed')
  })

  it.each([
    [0.2, '1 s'],
    [99, '99 s'],
    [100, '2 min'],
    [5_999, '100 min'],
    [7_200, '2.0 h'],
  ])('says %d seconds as %s', (seconds, words) => {
    expect(duration(seconds)).toBe(words)
  })
})

it('sets a table in columns of text', () => {
  expect(
    textTable(
      [
        ['a', 'share'],
        ['bbb', '7 %'],
      ],
      1,
    ),
  ).toBe('a    share\nbbb    7 %\n')
})
