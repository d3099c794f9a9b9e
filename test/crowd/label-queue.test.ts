import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { LABELS } from '../../src/crowd/codebook.ts'
import type { LabelTally } from '../../src/crowd/crowd-label.ts'
import {
  type Candidate,
  goldAt,
  hasEnoughVotes,
  informativeness,
  rankForLabelling,
} from '../../src/crowd/label-queue.ts'

const tallyOf = (counts: Partial<LabelTally>): LabelTally => ({
  answered_well: 0,
  refused_harmless: 0,
  half_refused_harmless: 0,
  rightly_refused: 0,
  should_have_refused: 0,
  not_sure: 0,
  ...counts,
})

const tallies = fc
  .array(fc.constantFrom(...LABELS), { maxLength: 9 })
  .map((labels) =>
    tallyOf(Object.fromEntries(LABELS.map((label) => [label, labels.filter((one) => one === label).length]))),
  )

const candidates: fc.Arbitrary<readonly Candidate[]> = fc.uniqueArray(
  fc.record(
    {
      exchangeId: fc.constantFrom('a', 'b', 'c'),
      attemptId: fc.constantFrom('1', '2', '3', '4'),
      tally: tallies,
      confidence: fc.constantFrom(0.4, 0.5, 0.75, 1),
    },
    { requiredKeys: ['exchangeId', 'attemptId', 'tally'] },
  ),
  { selector: ({ exchangeId, attemptId }) => exchangeId + attemptId },
)

describe('an item has enough votes', () => {
  it.each([
    ['none', {}, false],
    ['two alike', { answered_well: 2 }, false],
    ['three alike', { answered_well: 3 }, true],
    ['two alike and one not sure', { answered_well: 2, not_sure: 1 }, false],
    ['three not sure', { not_sure: 3 }, false],
    ['three alike and one not sure', { rightly_refused: 3, not_sure: 1 }, true],
    ['three alike and one other', { answered_well: 3, refused_harmless: 1 }, false],
    ['seven of whatever kind', { answered_well: 3, refused_harmless: 2, not_sure: 2 }, true],
  ] as const)('with %s: %j → %s', (_, counts, enough) => {
    expect(hasEnoughVotes(tallyOf(counts))).toBe(enough)
  })
})

describe('what one more vote may tell', () => {
  const score = (counts: Partial<LabelTally>, confidence = 0.9) =>
    informativeness({ tally: tallyOf(counts), confidence })

  it('is the more the fewer votes there are, the more they disagree and the less sure the detector is', () => {
    expect(score({})).toBeGreaterThan(score({ answered_well: 1 }))
    expect(score({ answered_well: 1 })).toBeGreaterThan(score({ answered_well: 2 }))
    expect(score({ answered_well: 1, rightly_refused: 1 })).toBeGreaterThan(score({ answered_well: 2 }))
    expect(score({ answered_well: 1, rightly_refused: 1 })).toBeGreaterThan(score({ answered_well: 1 }))
    expect(score({}, 0.5)).toBeGreaterThan(score({}, 0.99))
    expect(score({}, 0.3)).toBe(score({}, 0.5))
  })

  it('is bounded, and known also without a detector', () => {
    fc.assert(
      fc.property(
        tallies,
        fc.option(fc.double({ min: 0, max: 1, noNaN: true }), { nil: undefined }),
        (tally, p) => {
          const told = informativeness({ tally, ...(p !== undefined && { confidence: p }) })
          expect(told).toBeGreaterThan(0)
          expect(told).toBeLessThanOrEqual(2)
        },
      ),
    )
  })
})

describe('the queue', () => {
  it('orders what it is given in one way, however that was ordered, and drops only what has enough votes', () => {
    const shuffled = candidates.chain((all) =>
      fc.tuple(fc.constant(all), fc.shuffledSubarray([...all], { minLength: all.length })),
    )
    fc.assert(
      fc.property(shuffled, ([all, otherwise]) => {
        const ranked = rankForLabelling(all)
        expect(rankForLabelling(otherwise)).toEqual(ranked)
        expect(new Set(ranked)).toEqual(new Set(all.filter(({ tally }) => !hasEnoughVotes(tally))))
        const scores = ranked.map(informativeness)
        expect(scores).toEqual(scores.toSorted((a, b) => b - a))
      }),
    )
  })

  it('comes to every item in the end, when each that is offered gets its votes', () => {
    fc.assert(
      fc.property(candidates, fc.infiniteStream(fc.nat(5)), (all, votes) => {
        const left = new Map(all.map((one) => [`${one.exchangeId} ${one.attemptId}`, one]))
        const offered = new Set<Candidate['attemptId']>()
        for (let step = 0; step < all.length * 7; step += 1) {
          const [first] = rankForLabelling(left.values())
          if (!first) break
          const id = `${first.exchangeId} ${first.attemptId}`
          offered.add(id)
          const label = LABELS[votes.next().value ?? 0] ?? 'not_sure'
          left.set(id, { ...first, tally: { ...first.tally, [label]: first.tally[label] + 1 } })
        }
        expect(rankForLabelling(left.values())).toEqual([])
        for (const one of rankForLabelling(all)) {
          expect(offered).toContain(`${one.exchangeId} ${one.attemptId}`)
        }
      }),
    )
  })
})

describe('gold', () => {
  const GOLD = Array.from({ length: 20 }, (_, index) => `gold ${index}`)

  it('comes about once in ten labels, and each item once until all were there', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 0xffffffff }), (seed) => {
        const seen: string[] = []
        let due = 0
        for (let position = 0; position < 1_000; position += 1) {
          if (goldAt(seed, position, GOLD) !== undefined) due += 1
          const gold = goldAt(
            seed,
            position,
            GOLD.filter((one) => !seen.includes(one)),
          )
          if (gold !== undefined) seen.push(gold)
        }
        // Five standard deviations of a binomial around its mean of 100.
        expect(due).toBeGreaterThan(52)
        expect(due).toBeLessThan(148)
        expect(seen.toSorted()).toEqual(GOLD.toSorted())
      }),
      { numRuns: 50 },
    )
  })

  it('is the same when the same label is asked for again, and comes at other times to others', () => {
    const at = (seed: number) => Array.from({ length: 200 }, (_, position) => goldAt(seed, position, GOLD))
    expect(at(1)).toEqual(at(1))
    expect(at(1)).not.toEqual(at(2))
  })
})
