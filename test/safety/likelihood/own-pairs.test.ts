import { expect, it } from 'vitest'
import { readOwnPairs } from '../../../bench/gate-data.ts'
import { dataFolder } from '../../../bench/recorded.ts'
import { twinItems } from '../../../src/evaluation/suites/suite-items.ts'
import { knownPrompts } from '../../evaluation/suites/known-prompts.ts'
import { nearCopies } from '../../evaluation/suites/near-copies.ts'

const own = readOwnPairs().map(({ text }) => text)
const folder = dataFolder()

it('fits on none of the twins that measure the gate', () => {
  expect(own.length).toBeGreaterThan(1_000)
  expect(
    nearCopies(
      own,
      twinItems().map(({ prompt }) => prompt),
    ),
  ).toEqual([])
})

it.skipIf(folder === undefined)('holds no text of the research data', () => {
  expect(nearCopies(own, knownPrompts(folder ?? ''))).toEqual([])
})
