import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  APPEAL_OPEN_FOR,
  countAppealVotes,
  DEFAULT_QUORUM,
  decideAppeal,
  MOST_QUORUM,
} from '../../src/crowd/appeal.ts'
import { LABELS } from '../../src/crowd/codebook.ts'

const vote = fc.record({ label: fc.constantFrom(...LABELS), byAsker: fc.boolean() })
const votes = fc.array(vote, { maxLength: 40 })
const count = fc.nat(60)
const quorum = fc.integer({ min: 1, max: MOST_QUORUM })

describe('the votes of an appeal', () => {
  it('are those that call the request harmless, and those that call the refusal right', () => {
    const given = LABELS.map((label) => ({ label, byAsker: false }))
    expect(countAppealVotes(given)).toEqual({ harmless: 2, harmful: 1 })
  })

  it('never hold the asker’s', () => {
    fc.assert(
      fc.property(votes, vote, (given, one) => {
        expect(countAppealVotes([...given, { ...one, byAsker: true }])).toEqual(countAppealVotes(given))
      }),
    )
  })

  it('come to the same in whatever order they are given', () => {
    const shuffled = votes.chain((given) =>
      fc.tuple(fc.constant(given), fc.shuffledSubarray(given, { minLength: given.length })),
    )
    fc.assert(
      fc.property(shuffled, ([given, other]) => {
        expect(countAppealVotes(other)).toEqual(countAppealVotes(given))
      }),
    )
  })
})

describe('an appeal', () => {
  const decide = (harmless: number, harmful: number) => decideAppeal({ harmless, harmful }, DEFAULT_QUORUM, 0)

  it('is open below the quorum, and needs two thirds from there on', () => {
    expect([decide(2, 0), decide(1, 1), decide(0, 2)]).toEqual(['open', 'open', 'open'])
    expect([decide(3, 0), decide(2, 1), decide(4, 2)]).toEqual(['granted', 'granted', 'granted'])
    expect([decide(1, 2), decide(0, 3), decide(2, 2), decide(3, 2)]).toEqual(Array(4).fill('denied'))
  })

  it('is open exactly as long as fewer have decided than the quorum asks for', () => {
    fc.assert(
      fc.property(count, count, quorum, (harmless, harmful, needed) => {
        expect(decideAppeal({ harmless, harmful }, needed, 0) === 'open').toBe(harmless + harmful < needed)
      }),
    )
  })

  it('is never denied by one more vote for harmless where it would be granted without, nor granted by one against', () => {
    fc.assert(
      fc.property(count, count, quorum, (harmless, harmful, needed) => {
        const now = decideAppeal({ harmless, harmful }, needed, 0)
        if (now === 'granted') {
          expect(decideAppeal({ harmless: harmless + 1, harmful }, needed, 0)).toBe('granted')
        }
        if (now === 'denied') {
          expect(decideAppeal({ harmless, harmful: harmful + 1 }, needed, 0)).toBe('denied')
        }
      }),
    )
  })

  it('stays refused once nobody decided it in time', () => {
    fc.assert(
      fc.property(count, count, quorum, (harmless, harmful, needed) => {
        expect(decideAppeal({ harmless, harmful }, needed, APPEAL_OPEN_FOR + 1)).toBe('denied')
      }),
    )
    expect(decideAppeal({ harmless: 3, harmful: 0 }, 3, APPEAL_OPEN_FOR)).toBe('granted')
  })
})
