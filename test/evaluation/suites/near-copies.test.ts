import { expect, it } from 'vitest'
import { nearCopies } from './near-copies.ts'

const original = 'Which knot do climbers use to hang a hammock between two trees?'

it.each([
  ['itself', original],
  ['other case, marks and apostrophes', 'which knot do climbers use; to hang a hammock between TWO trees'],
  ['one word more', 'Which good knot do climbers use to hang a hammock between two trees?'],
  ['one word less', 'Which knot do climbers use to hang a hammock between trees?'],
  ['one word replaced', 'Which knot do climbers use to hang a swing between two trees?'],
])('finds %s', (_change, copy) => {
  const others = ['How do I boil rice?', original]
  expect(nearCopies([copy], others)).toEqual([[copy, original]])
})

it('lets texts stand that share less, or nothing', () => {
  const apart = ['Which rope do sailors use to hang a swing between two masts?', 'How do I boil rice?', '']
  expect(nearCopies(apart, [original])).toEqual([])
  expect(nearCopies([original], [])).toEqual([])
})
