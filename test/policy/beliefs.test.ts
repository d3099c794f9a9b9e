import { describe, expect, it } from 'vitest'
import { MODEL_FAMILIES } from '../../src/domain.ts'
import { meanOf } from '../../src/evaluation/statistics/beta.ts'
import { beliefBook, startingBeliefs } from '../../src/policy/beliefs.ts'
import { startingOrder } from '../../src/policy/starting-policy.ts'
import { beliefsWith, NAMES, seen } from './make-evidence.ts'

const PHI = { family: 'phi-3', scripted: false } as const

const meanAt = (book: ReturnType<typeof beliefBook>, strategy: string, type?: string, kind = PHI) => {
  const found = book.of(kind, type).find((one) => one.strategy === strategy)
  if (!found) throw new Error(`nothing is believed of ${strategy}`)
  return meanOf(found.belief)
}

describe('what is believed before any case', () => {
  it.each(MODEL_FAMILIES)('stands for %s in the starting order, and falls from place to place', (family) => {
    const believed = beliefBook(startingBeliefs(NAMES)).of({ family, scripted: false })
    const starting = startingOrder(family).order.filter((name) => name !== 'partial-help')
    expect(believed.map(({ strategy }) => strategy).slice(0, starting.length)).toEqual(starting)
    const means = believed.map(({ belief }) => meanOf(belief))
    expect(means).toEqual(means.toSorted((a, b) => b - a))
  })

  it('holds no belief about partial help, nor about a question where the family does not begin with one', () => {
    const { priors } = startingBeliefs(NAMES)
    expect(priors.some(({ strategy }) => strategy === 'partial-help')).toBe(false)
    const asking = priors.filter(({ strategy }) => strategy === 'interactive')
    expect(asking.map(({ family }) => family)).toEqual(['gemma'])
  })
})

describe('what is believed of a type of request', () => {
  it('begins with what the rest of the family shows', () => {
    const book = beliefBook(beliefsWith(seen('contextual', 0, 200, { type: 'definitions' })))
    expect(meanAt(book, 'contextual', 'homonyms')).toBeCloseTo(8.5 / 210, 12)
    expect(meanAt(book, 'contextual')).toBeCloseTo(8.5 / 210, 12)
  })

  it('borrows twenty cases at the most, so that as many of its own count for half', () => {
    const book = beliefBook(
      beliefsWith(
        seen('contextual', 0, 2_000, { type: 'definitions' }),
        seen('contextual', 20, 0, { type: 'homonyms' }),
      ),
    )
    expect(meanAt(book, 'contextual', 'homonyms')).toBeCloseTo(0.5, 1)
    expect(meanAt(book, 'contextual', 'safe_targets')).toBeLessThan(0.02)
  })

  it('counts no case twice: with cases of its own alone it borrows nothing but the prior', () => {
    const book = beliefBook(beliefsWith(seen('contextual', 3, 7)))
    const own = book.of(PHI, 'homonyms').find(({ strategy }) => strategy === 'contextual')
    expect(own).toMatchObject({
      ofType: { answered: 3, refused: 7 },
      ofFamily: { answered: 3, refused: 7 },
      belief: { successes: 8.5 + 3, failures: 1.5 + 7 },
    })
  })

  it('is that of its own kind of models: no other family, and no scripted stand-in, moves it', () => {
    const others = [
      seen('contextual', 0, 500, { scripted: true }),
      seen('contextual', 0, 500, { family: 'gemma' }),
    ]
    const [alone, beside] = [beliefBook(beliefsWith()), beliefBook(beliefsWith(...others))]
    for (const type of [undefined, 'homonyms']) expect(beside.of(PHI, type)).toEqual(alone.of(PHI, type))
    const scripted = { ...PHI, scripted: true as const }
    expect(
      meanOf(
        beside.of(scripted).find(({ strategy }) => strategy === 'contextual')?.belief ?? {
          successes: 1,
          failures: 1,
        },
      ),
    ).toBeLessThan(0.05)
  })
})
